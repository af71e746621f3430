// Part of store_group. License LGPL-3.
import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

// The page of an administrator: ticks as the data say, a button that leads to the real screen, words in both languages.
tours.add("store_start_page", {
    steps: () => [
        { trigger: ".o_store_start [data-step=stores][data-done='1']" },
        { trigger: ".o_store_start [data-step=file][data-done='0']" },
        { trigger: ".o_store_start [data-tour=store_group_headquarters]" },
        { trigger: ".o_store_start_words input", run: "edit lanes" },
        { trigger: ".o_store_start_words dl:contains(Lanes):not(:contains(Auditor))" },
        { trigger: ".o_store_start_hide", run: "click" },
        { trigger: ".o_store_start:not(:has([data-step]))" },
        { trigger: ".o_store_start_show", run: "click" },
        { trigger: ".o_store_start [data-step=channel] button", run: "click" },
        { trigger: ".o_list_view, .o_view_nocontent" },
    ],
});
