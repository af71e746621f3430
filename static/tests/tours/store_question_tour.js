// Part of store_group. License LGPL-3.
import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const row = (text) => `.o_data_row:contains(${text})`;
const press = (key) => (helpers) =>
    helpers.anchor.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));

// From the keyboard in the list, then one after the other in the form, then an answer is taken back.
tours.add("store_questions", {
    steps: () => [
        { trigger: `${row("ab-1")}:contains(Shirt One)` },
        { content: "A accepts", trigger: `${row("ab-1")} td[name=message]`, run: press("a") },
        { content: "It is answered", trigger: `.o_list_view:not(:has(${row("ab-1")}))` },
        { content: "The next one opens", trigger: `${row("ab2")} td[name=message]`, run: "click" },
        { content: "The row of the file beside it", trigger: ".o_store_question_samples td:contains(ab2)" },
        { content: "Another candidate", trigger: ".o_store_question_candidates button:contains(Use)", run: "click" },
        { content: "On with the next question", trigger: ".o_form_view h2:contains(nothing)" },
        { trigger: "button[name=action_ignore]", run: "click" },
        { trigger: ".modal .o_field_widget[name=reason] input", run: "edit Not ours" },
        { trigger: ".modal button[name=action_apply]", run: "click" },
        { content: "After the last one the list, which says that nothing is open", trigger: ".o_view_nocontent:contains(No open questions)" },
        { trigger: ".o_control_panel button:contains(Answers)", run: "click" },
        { trigger: `${row("Left out")} button[name=action_undo]`, run: "click" },
        { trigger: ".modal button.btn-primary", run: "click" },
        { trigger: `${row("Left out")}:not(:has(button[name=action_undo]))` },
    ],
});

// Cards with the picture, and an answer by a tap.
tours.add("store_questions_phone", {
    steps: () => [
        { trigger: ".o_kanban_record:contains(ab-1):contains(Shirt One)" },
        { trigger: ".o_kanban_record:contains(ab-1) button[name=action_accept]", run: "click" },
        { trigger: ".o_kanban_renderer:not(:has(.o_kanban_record:contains(ab-1)))" },
    ],
});
