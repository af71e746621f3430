// Part of store_group. License LGPL-3.
import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** Return the steps, if a person needs at most so many taps for them; scanning and typing are none. */
function within(most, steps) {
    const taps = steps.filter((step) => step.run === "click").length;
    if (taps > most) {
        throw new Error(`${taps} taps; the budget is ${most}`);
    }
    return steps;
}

/** What a scanner does: type quickly, then Enter, wherever the focus is. */
function scan(code) {
    return () => {
        document.activeElement?.blur();
        for (const key of [...code, "Enter"]) {
            document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
        }
    };
}

const ASK = ".o_store_board_product:contains(Tour Shirt) li:contains(Street One) .o_store_board_ask";

// Where else: the scan shows it; two taps ask for a piece.
tours.add("store_transfer_where_else", {
    steps: () =>
        within(2, [
            { trigger: ".o_store_board_tabs", run: scan("4006381333955") },
            { trigger: ASK, run: "click" },
            { trigger: ".o_store_board_send:contains(1)", run: "click" },
            { content: "The screen stays", trigger: ".o_store_board_product .o_store_board_asked:contains(1)" },
        ]),
});

tours.add("store_transfer_three", {
    steps: () =>
        within(6, [
            { trigger: ".o_store_board_tabs", run: scan("4006381333955") },
            { trigger: ASK, run: "click" },
            { trigger: ".o_store_board_send:contains(1)", run: scan("4006381333962") },
            {
                trigger: ".o_store_board_product:contains(Tour Hat) li:contains(Street One) .o_store_board_ask",
                run: "click",
            },
            { trigger: ".o_store_board_send:contains(2)", run: scan("4006381333979") },
            {
                trigger: ".o_store_board_product:contains(Tour Sock) li:contains(Street One) .o_store_board_ask",
                run: "click",
            },
            { trigger: ".o_store_board_send:contains(3)", run: "click" },
            { trigger: ".o_store_board_product .o_store_board_asked:contains(1)" },
        ]),
});

// Twenty lines, one piece damaged, one missing: nothing else is touched.
tours.add("store_transfer_twenty", {
    steps: () =>
        within(6, [
            { trigger: ".o_store_board_card:first .card-body", run: "click" },
            { trigger: ".o_store_board_line:nth-child(4) .o_store_board_toggle", run: "click" },
            { trigger: ".o_store_board_line:nth-child(4) input[name=damaged]", run: "edit 1 && press Tab" },
            { trigger: ".o_store_board_line:nth-child(9) .o_store_board_toggle", run: "click" },
            { trigger: ".o_store_board_line:nth-child(9) input[name=lost]", run: "edit 1 && press Tab" },
            { trigger: ".o_store_board_rest", run: "click" },
            { trigger: ".o_store_board_finish", run: "click" },
            { trigger: ".o_store_board_tabs [data-list=differences]:contains(2)" },
        ]),
});

// Something else came: scan it, say in whose place, and answer, with a photo taken on the spot.
tours.add("store_transfer_wrong", {
    steps: () =>
        within(3, [
            { trigger: ".o_store_board_card:first .card-body", run: "click" },
            { trigger: ".o_store_board_all", run: scan("4006381333962") },
            { trigger: ".o_store_board_wrong button:contains(Tour Shirt)", run: "click" },
            { trigger: ".o_store_board_line:contains(Tour Shirt)" },
            { trigger: ".o_notification:contains(wrong product)" },
        ]),
});

// One opens the form another one is counting at: they are told.
tours.add("store_transfer_presence", {
    steps: () => [{ trigger: ".o_store_presence:contains(has been counting this since)" }],
});

// On an order that lacks goods: two taps ask another store for them.
tours.add("store_transfer_customer", {
    steps: () =>
        within(2, [
            { trigger: "button[name=action_find_in_stores]", run: "click" },
            {
                trigger: ".modal .o_kanban_record:contains(Street One):contains(Has everything) button[name=action_get]",
                run: "click",
            },
            { trigger: ".o_notification:contains(Street One)" },
        ]),
});

// Look up a product, ask the store that has it: type (or scan), Ask, one more, send.
tours.add("store_transfer_ask", {
    steps: () => [
        { trigger: ".o_store_board_query", run: "edit 4006381333955 && press Enter" },
        { trigger: ".o_store_board_product:contains(Tour Shirt) li:contains(Street One) .o_store_board_ask", run: "click" },
        { trigger: ".o_store_board_wish .o_store_board_wish_more", run: "click" },
        { trigger: ".o_store_board_wished:value(2)" },
        { trigger: ".o_store_board_send:contains(2)", run: "click" },
        { trigger: ".o_store_board_asked:contains(2)" },
    ],
});

tours.add("store_transfer_approve", {
    steps: () =>
        within(1, [
            { trigger: ".o_store_board_tabs [data-list=approve][aria-selected=true]" },
            { trigger: ".o_store_board_approve", run: "click" },
            { trigger: ".o_store_board_cards:contains(Nothing to do)" },
        ]),
});

tours.add("store_transfer_ship", {
    steps: () =>
        within(3, [
            { trigger: ".o_store_board_tabs [data-list=ship]", run: "click" },
            { trigger: ".o_store_board_card:first .card-body", run: "click" },
            { trigger: ".o_store_board_all:contains(Ship everything)", run: "click" },
            { trigger: ".o_store_board_cards:contains(Nothing to do)" },
        ]),
});

// Receive without a difference: the list is open already; the card, the button.
tours.add("store_transfer_receive", {
    steps: () =>
        within(3, [
            { trigger: ".o_store_board_tabs [data-list=receive][aria-selected=true]" },
            { trigger: ".o_store_board_card:first .card-body", run: "click" },
            { trigger: ".o_store_board_all:contains(Everything arrived)", run: "click" },
            { trigger: ".o_store_board_cards:contains(Nothing to do)" },
        ]),
});

tours.add("store_transfer_count", {
    steps: () => [
        { trigger: ".o_store_board_card:first .card-body", run: "click" },
        { trigger: ".o_store_board_line:contains(Tour Shirt) .o_store_board_toggle", run: "click" },
        { trigger: ".o_store_board_line:contains(Tour Shirt) input[name=damaged]", run: "edit 1 && press Tab" },
        { trigger: ".o_store_board_rest", run: "click" },
        { trigger: ".o_store_board_line:contains(Tour Shirt) .o_store_board_counted:value(2)" },
        { trigger: ".o_store_board_finish", run: "click" },
        { trigger: ".o_store_board_tabs [data-list=differences]:contains(1)", run: "click" },
        { trigger: ".o_store_board_card:contains(Tour Shirt)" },
    ],
});

// Open a box by its label, count into it, take the rest along in it, ship.
tours.add("store_transfer_pack", {
    steps: () => [
        { trigger: ".o_store_board_tabs [data-list=ship]", run: "click" },
        { trigger: ".o_store_board_card:first .card-body", run: "click" },
        { trigger: ".o_store_board_pack", run: "click" },
        { trigger: ".o_store_board_label", run: "edit TOUR-BOX && press Enter" },
        { trigger: ".o_store_board_pack:contains(Packing into TOUR-BOX)" },
        { trigger: ".o_store_board_line:first .o_store_board_more", run: "click" },
        { trigger: ".o_store_board_line:first .badge:contains(TOUR-BOX · 1)" },
        { trigger: ".o_store_board_rest", run: "click" },
        { trigger: ".o_store_board_line:first .badge:contains(TOUR-BOX · 3)" },
        { trigger: ".o_store_board_finish", run: "click" },
        { trigger: ".o_store_board_cards:contains(Nothing to do)" },
    ],
});

// The label of a box, and receive: the content counts.
tours.add("store_transfer_unpack", {
    steps: () => [
        { trigger: ".o_store_board_card:first .card-body", run: "click" },
        { trigger: ".o_store_board_box[data-box=TOUR-BOX]", run: "click" },
        { trigger: ".o_store_board_line:first .o_store_board_counted:value(3)" },
        { trigger: ".o_store_board_finish", run: "click" },
        { trigger: ".o_store_board_cards:contains(Nothing to do)" },
    ],
});

// Receive in the grid: from the board's sheet, fill in what is expected, one button.
tours.add("store_transfer_count_grid", {
    steps: () => [
        { trigger: ".o_store_board_card:first .card-body", run: "click" },
        { trigger: ".o_store_board_grid", run: "click" },
        { trigger: ".o_store_grid_fill", run: "click" },
        { trigger: ".o-dropdown-item:contains(All that is expected)", run: "click" },
        { trigger: "tfoot td:contains(4)" },
        { trigger: ".o_store_grid_apply:contains(Receive)", run: "click" },
        { trigger: ".o_list_view .o_data_row" },
    ],
});

/** A field shows this once it has taken over what was typed. */
function shows(text) {
    return function () {
        if (this.anchor.value !== text) {
            throw new Error(`${this.anchor.value} is shown, not ${text}`);
        }
    };
}

/** What Ctrl+V does with a block that was copied in a spreadsheet. */
function paste(text) {
    return function () {
        this.anchor.focus();
        const clipboardData = new DataTransfer();
        clipboardData.setData("text/plain", text);
        this.anchor.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    };
}

// Numbers are typed as the language writes them, on the board and in the grid; what is no number is told as it was typed.
for (const [lang, many, oneMore, half, block, sum] of [
    ["en", "1,200", "1,201", "1.5", "1,200\t2.5", "1,202.5"],
    ["de", "1.200", "1.201", "1,5", "1.200\t2,5", "1.202,5"],
]) {
    const counted = ".o_store_board_line:first .o_store_board_counted";
    tours.add(`store_transfer_typed_${lang}`, {
        steps: () => [
            { trigger: ".o_store_board_card:first .card-body", run: "click" },
            { trigger: counted, run: `edit ${many} && press Tab` },
            { trigger: ".o_store_board_line:first .o_store_board_more", run: "click" },
            { trigger: counted, run: shows(oneMore) },
            { trigger: counted, run: "edit abc && press Tab" },
            { trigger: ".o_notification:contains(abc is not a number)" },
            { trigger: counted, run: shows(oneMore) },
        ],
    });
    const cell = ".o_store_grid_body .o_store_grid_input";
    tours.add(`store_transfer_grid_typed_${lang}`, {
        steps: () => [
            { trigger: ".o_store_grid_cell:first", run: "click" },
            { trigger: ".o_store_grid_body", run: "press 1" },
            { trigger: cell, run: `edit ${many} && press Enter` },
            { trigger: `tfoot td:contains(${many})` },
            { trigger: ".o_store_grid_body", run: "press 1" },
            { trigger: cell, run: "edit abc && press Enter" },
            { trigger: ".o_notification:contains(abc is not a number)" },
            { trigger: ".o_store_grid_cell:first", run: "click" },
            { trigger: ".o_store_grid_body", run: paste(block) },
            { trigger: `tfoot td:contains(${sum})` },
            { trigger: ".o_store_grid_fill", run: "click" },
            { trigger: "input[name=step]", run: "edit abc && press Tab" },
            { trigger: "input[name=step]", run: shows("1") },
            { trigger: "input[name=step]", run: `edit ${half} && press Tab` },
            { trigger: "input[name=step]", run: shows(half) },
            { trigger: ".o-dropdown-item:contains(Equal shares)", run: "click" },
            { trigger: "tfoot td:contains(9)" },
        ],
    });
}

tours.add("store_transfer_grid", {
    steps: () => [
        { content: "The first cell", trigger: ".o_store_grid_cell:first", run: "click" },
        {
            content: "Type, Enter, type again, undo it, fill down instead",
            trigger: ".o_store_grid_body",
            run: "press 4 && press Enter && press 9 && press Enter && press Control+z && press Control+d",
        },
        { trigger: "tfoot td:contains(8)" },
        {
            trigger: ".o_store_grid_body",
            run: "press ArrowUp && press ArrowRight && press 6 && press Enter",
        },
        { trigger: "tfoot td:contains(14)" },
        { trigger: ".o_store_grid_apply", run: "click" },
        { trigger: ".o_list_view .o_data_row:nth-child(2)" },
    ],
});
