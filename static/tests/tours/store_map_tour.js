// Part of store_group. License LGPL-3.
import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const ONE = ".o_store_map_mark[data-stores='1'][aria-label^='Street One']";

// A cluster opens itself, a store its report; the map is as it was left, and who is not on it is named.
tours.add("store_map", {
    steps: () => [
        { trigger: ".o_store_map [data-period=month][aria-pressed=true]" },
        { trigger: ".o_store_map [data-period=year]", run: "click" },
        { trigger: ".o_store_map [data-period=year][aria-pressed=true]" },
        { trigger: ".o_store_map_sums [data-sum=total]:contains(400)" },
        { trigger: ".o_store_map_mark[data-stores='2']:contains(2)", run: "click" },
        { trigger: ".o_store_map_mark[data-stores='1'][aria-label^='Street Two']" },
        { trigger: ".o_store_map_out", run: "click" },
        { trigger: ".o_store_map_in", run: "click" },
        { trigger: ONE, run: "hover" },
        { trigger: ".o_store_map_card:contains(Street One) .o_store_map_value:contains(200)" },
        { trigger: ONE, run: "click" },
        { content: "The report of exactly this store", trigger: ".o_pivot_view .o_pivot:contains(200)" },
        { trigger: ".breadcrumb-item a:contains(Map of Stores), .o_back_button a", run: "click" },
        { content: "As it was left", trigger: ".o_store_map [data-period=year][aria-pressed=true]" },
        { trigger: ONE },
        { trigger: ".o_store_map_all", run: "click" },
        { trigger: ".o_store_map_mark[data-stores='2']" },
        { trigger: ".o_store_map_missing li:contains(Online) .o_store_map_enter", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=latitude]" },
    ],
});

// A touch says the figures first, and opens from there.
tours.add("store_map_phone", {
    steps: () => [
        { trigger: ".o_store_map [data-period=year]", run: "click" },
        { trigger: ".o_store_map_mark[data-stores='2']", run: "click" },
        { trigger: ONE, run: "click" },
        { trigger: ".o_store_map_pinned:contains(Street One) .o_store_map_open", run: "click" },
        { trigger: ".o_pivot_view" },
    ],
});

tours.add("store_map_empty", {
    steps: () => [
        { trigger: ".o_store_map_empty" },
        { trigger: ".o_store_map_missing li:contains(Street One) .o_store_map_contact" },
        { trigger: ".o_store_map_missing li:contains(Street One) .btn-link", run: "click" },
        { trigger: ".o_pivot_view" },
    ],
});
