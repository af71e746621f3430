// Part of store_group. License LGPL-3.
import { registry } from "@web/core/registry";

// Nothing is pressed: the list is there, and not that of another day.
registry.category("web_tour.tours").add("store_month_looks", {
    steps: () => [
        { trigger: ".o_field_widget[name=check_ids] .o_data_row" },
        { trigger: ".o_field_widget[name=check_ids]:not(:contains(4,711)):not(:contains(4711))" },
    ],
});
