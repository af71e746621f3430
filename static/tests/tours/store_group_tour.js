// Part of store_group. License LGPL-3.
import { registry } from "@web/core/registry";

// An administrator of the app opens a store with the wizard, then looks at what another one sold.
registry.category("web_tour.tours").add("store_group_tour", {
    url: "/odoo/stores",
    steps: () => [
        {
            content: "What is set up once lies below Settings",
            trigger: ".o_menu_sections [data-menu-xmlid='store_group.store_group_menu_settings']",
            run: "click",
        },
        {
            trigger: ".dropdown-item[data-menu-xmlid='store_group.store_open_wizard_menu']",
            run: "click",
        },
        {
            content: "Name the store",
            trigger: ".o_form_view .o_field_widget[name=warehouse_choice], .modal .o_field_widget[name=warehouse_choice]",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=name] input",
            run: "edit Tour Street",
        },
        {
            content: "Give it its code",
            trigger: ".o_form_view .o_field_widget[name=code] input",
            run: "edit TOUR1",
        },
        {
            content: "See what will be made",
            trigger: "button[name=action_review]",
            run: "click",
        },
        {
            content: "Open it",
            trigger: "button[name=action_apply]:not(:hidden)",
            run: "click",
        },
        {
            content: "The new store is there and open",
            trigger: ".o_form_view .o_field_widget[name=name] input:value(Tour Street)",
        },
        {
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(Open)",
        },
        {
            content: "Look at all stores",
            trigger: ".o_menu_sections [data-menu-xmlid='store_group.store_group_menu_workbench']",
            run: "click",
        },
        {
            trigger: ".dropdown-item[data-menu-xmlid='store_group.store_store_menu']",
            run: "click",
        },
        {
            content: "Open the store that sells",
            trigger: ".o_kanban_record:contains(Tour Avenue)",
            run: "click",
        },
        {
            content: "Look at its sales",
            trigger: "button[name=action_view_sales]",
            run: "click",
        },
        {
            trigger: ".o_graph_view canvas",
        },
        {
            content: "As a list",
            trigger: ".o_switch_view.o_list",
            run: "click",
        },
        {
            content: "Its order is there, and no other store's",
            trigger: ".o_list_view .o_data_row:contains(Tour Avenue)",
        },
        {
            trigger: ".o_list_view:not(:has(.o_data_row:contains(Other Road)))",
        },
    ],
});
