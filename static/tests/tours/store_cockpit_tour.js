// Part of store_group. License LGPL-3.
import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

// From the day to the month, into a number's report and back, then to the best store.
tours.add("store_cockpit", {
    steps: () => [
        { trigger: ".o_store_cockpit [data-tile=amount] .o_store_cockpit_value:contains(200)" },
        { trigger: ".o_store_cockpit_canvas canvas" },
        { trigger: ".o_store_cockpit [data-period=year]", run: "click" },
        { trigger: ".o_store_cockpit [data-period=year][aria-pressed=true]" },
        { trigger: ".o_store_cockpit [data-tile=amount] .o_store_cockpit_value:contains(400)", run: "click" },
        { content: "The report of exactly this number", trigger: ".o_pivot_view .o_pivot:contains(Street One)" },
        { trigger: ".breadcrumb-item a:contains(Cockpit), .o_back_button a", run: "click" },
        { content: "As it was left", trigger: ".o_store_cockpit [data-period=year][aria-pressed=true]" },
        { trigger: ".o_store_cockpit [data-ranking=best] .o_store_cockpit_row:contains(Street One)", run: "click" },
        { trigger: ".o_pivot_view .o_pivot" },
    ],
});

tours.add("store_cockpit_phone", {
    steps: () => [
        { trigger: ".o_store_cockpit [data-tile=amount] .o_store_cockpit_value:contains(200)" },
        { trigger: ".o_store_cockpit [data-period=week]", run: "click" },
        { trigger: ".o_store_cockpit [data-period=week][aria-pressed=true]" },
        { trigger: ".o_store_cockpit [data-tile=amount] [data-against=before]", run: "click" },
        { trigger: ".o_pivot_view" },
    ],
});

// What is to do, how the day goes, and where else a product lies.
tours.add("store_my_store", {
    steps: () => [
        { trigger: ".o_my_store_sales:contains(100)" },
        { trigger: ".o_my_store_door[data-door=receive]", run: "click" },
        { trigger: ".o_store_board_tabs [data-list=receive][aria-selected=true]" },
        { trigger: ".o_store_board_back", run: "click" },
        { trigger: ".o_store_board_query", run: "edit 4006381333955 && press Enter" },
        { trigger: ".o_store_board_product:contains(Shirt)" },
        { trigger: ".o_store_board_back", run: "click" },
        { trigger: ".o_my_store_sales", run: "click" },
        { trigger: ".o_list_view .o_data_row" },
    ],
});
