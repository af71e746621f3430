// Part of store_group. License LGPL-3.
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const menu = (name) => `.o_menu_sections [data-menu-xmlid='store_group.${name}']`;
const entry = (name) => `.dropdown-item[data-menu-xmlid='store_group.${name}']`;
const FIRST_CHOICE = ".o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option):not(:has(.fa-spin)) a";

/** Headquarters: a store is open at the end. */
tours.add("store_group_headquarters", {
    url: "/odoo/store-start",
    steps: () => [
        {
            trigger: ".o_store_start [data-step=stores] button",
            content: _t("The assistant makes all a store needs. Start it."),
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=name] input",
            content: _t("How is the store called?"),
            tooltipPosition: "bottom",
            run: "edit Main Street",
        },
        {
            trigger: ".modal .o_field_widget[name=code] input",
            content: _t("Its code is on files and labels: short, and never changed."),
            run: "edit MAIN1",
        },
        {
            trigger: ".modal button[name=action_review]",
            content: _t("See first what will be made."),
            run: "click",
        },
        {
            trigger: ".modal button[name=action_apply]:not(:hidden)",
            content: _t("All is well? Open the store."),
            run: "click",
            timeout: 60000,
        },
        { trigger: ".o_form_view .o_arrow_button_current[data-value=open]", timeout: 60000 },
    ],
});

/** Whoever reads figures: from the cockpit to the number behind a number, and to their own report by mail. */
const readingSteps = () => [
    {
        trigger: ".o_store_cockpit [data-period=month]",
        content: _t("The cockpit shows today. Look at the whole month."),
        run: "click",
    },
    { trigger: ".o_store_cockpit [data-period=month][aria-pressed=true]", timeout: 60000 },
    {
        trigger: ".o_store_cockpit [data-tile=amount] .o_store_cockpit_value",
        content: _t("Every number opens the report it comes from."),
        run: "click",
    },
    { trigger: ".o_pivot_view", timeout: 60000 },
    {
        trigger: menu("store_group_menu_reports"),
        content: _t("You can get the figures by mail."),
        run: "click",
    },
    {
        trigger: entry("store_report_mail_menu"),
        content: _t("Scheduled reports are yours alone: others see their own stores in theirs."),
        run: "click",
    },
    {
        trigger: ".o_list_button_add",
        content: _t("Add one for yourself."),
        run: "click",
    },
    { trigger: ".o_selected_row .o_field_widget[name=frequency]" },
    {
        trigger: ".o_list_button_save",
        content: _t("It is sent every morning unless you choose otherwise. Save it."),
        run: "click",
    },
    { trigger: ".o_list_view .o_data_row:not(.o_selected_row)" },
];

tours.add("store_group_manager", { url: "/odoo/store-cockpit", steps: readingSteps });
tours.add("store_group_auditor", { url: "/odoo/store-cockpit", steps: readingSteps });

/** Staff: a request is with the other store at the end. */
tours.add("store_group_staff", {
    url: "/odoo/my-store",
    steps: () => [
        {
            trigger: ".o_my_store_ask",
            content: _t("Something is sold out? Another store may have it."),
            run: "click",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=source_store_id] input",
            content: _t("Which store do you ask?"),
            run: "click",
        },
        { trigger: FIRST_CHOICE, content: _t("Choose it."), run: "click" },
        {
            trigger: ".o_field_x2many_list_row_add a, .o_field_x2many_list_row_add button",
            content: _t("What do you need?"),
            run: "click",
        },
        {
            trigger: ".o_selected_row .o_field_widget[name=product_id] input",
            content: _t("Type a part of the name, or scan it."),
            run: "click",
        },
        { trigger: FIRST_CHOICE, content: _t("Choose it."), run: "click" },
        {
            trigger: ".o_selected_row .o_field_widget[name=qty_requested] input",
            content: _t("How many?"),
            run: "edit 1",
        },
        {
            trigger: ".o_form_view button[name=action_submit]",
            content: _t("Send it: the other store sees it at once."),
            run: "click",
        },
        {
            trigger:
                ".o_form_view .o_arrow_button_current[data-value=submitted], .o_form_view .o_arrow_button_current[data-value=approved]",
            timeout: 60000,
        },
    ],
});
