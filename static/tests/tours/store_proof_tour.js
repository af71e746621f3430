// Part of store_group. License LGPL-3.
import { registry } from "@web/core/registry";

const cell = (state) => `.o_daily_proof_cell[data-state=${state}]`;

registry.category("web_tour.tours").add("store_proof_morning", {
    steps: () => [
        { content: "The day that differs stands out", trigger: `.o_daily_proof tr:contains(Street One) ${cell("red")}`, run: "click" },
        { content: "It says what differs", trigger: ".o_field_widget[name=finding]:contains(The platform has 2 orders, we have 1)" },
        { trigger: ".o_field_widget[name=told_count] input", run: "edit 1" },
        { trigger: ".o_field_widget[name=told_total] input", run: "edit 25" },
        { trigger: ".o_form_button_save", run: "click" },
        { content: "Now it agrees", trigger: ".o_field_widget[name=state]:contains(Agrees)" },
        { trigger: ".o_field_widget[name=finding]:contains(Every order of the day is here)" },
    ],
});

registry.category("web_tour.tours").add("store_proof_reader", {
    steps: () => [
        { trigger: `.o_daily_proof tr:contains(Street One) ${cell("green")}`, run: "click" },
        { content: "Nothing to change", trigger: ".o_form_view:not(:has(button[name=action_read_again])):not(:has([name=told_count] input))" },
    ],
});
