// Part of store_group. License LGPL-3.
import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const DAY = luxon.DateTime.local().minus({ days: 2 }).toISODate();
const SOLD = `单据编号,开单日期,商品编码,商品名称,件数,实售价,红包
G001,${DAY},ab-1,衬衫,2,99.00,3.00
G001,${DAY},ab2,袜,3,5.00,3.00
G002,${DAY},ab-1,衬衫,1,99.00,0
G003,${DAY},ab2,袜,4,5.00,0
G004,${DAY},ab-1,衬衫,2,99.00,0
`;

/** The bytes of a text in GB18030, as the back office of a shop exports it: the browser only decodes, so it is turned round. */
function gb18030(text) {
    const decoder = new TextDecoder("gb18030");
    const codes = new Map();
    for (let first = 0x81; first <= 0xfe; first++) {
        for (let second = 0x40; second <= 0xfe; second++) {
            codes.set(decoder.decode(new Uint8Array([first, second])), [first, second]);
        }
    }
    return new Uint8Array([...text].flatMap((mark) => (mark.charCodeAt(0) < 128 ? [mark.charCodeAt(0)] : codes.get(mark))));
}

function carried() {
    const data = new DataTransfer();
    data.items.add(new File([gb18030(SOLD)], "sold.csv"));
    return data;
}

const row = (text) => `.o_data_row:contains(${text})`;
const asked = ".modal .o_field_widget[name=column_ids] .o_data_row:first";

// A file nobody declared is dropped, what its columns mean is corrected, questions of one cause are answered, orders are made.
tours.add("store_unread_file", {
    steps: () => [
        { trigger: ".o_daily_proof_drop" },
        {
            content: "A file is dragged into the window",
            trigger: ".o_web_client",
            run: () => document.body.dispatchEvent(new DragEvent("dragenter", { bubbles: true, dataTransfer: carried() })),
        },
        {
            content: "It is let go",
            trigger: ".o-Dropzone",
            run: (helpers) =>
                helpers.anchor.dispatchEvent(
                    new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: carried() })
                ),
        },
        { content: "What it is", trigger: ".modal .o_field_widget[name=told]:contains(GB18030)" },
        { content: "One question", trigger: ".modal .alert:contains(What do these columns mean: 红包?)" },
        { content: "The column stands first", trigger: `${asked}:contains(红包):contains(may be money):contains(3.00)` },
        { trigger: `${asked} td[name=target]`, run: "click" },
        { trigger: `${asked} .o_field_widget[name=target] input`, run: "click" },
        { trigger: ".o_select_menu_item:contains(/^Order discount$/)", run: "click" },
        { content: "Nothing is asked any more", trigger: ".modal:not(:has(.alert:contains(What do these columns mean)))" },
        { content: "The first order comes to less", trigger: ".modal .o_field_widget[name=preview]:contains(210.00)" },
        { content: "Products are looked up, not made", trigger: ".modal .o_field_widget[name=make_missing] input", run: "click" },
        { trigger: ".modal .o_field_widget[name=store_id] input", run: "edit Street One" },
        { trigger: ".o-autocomplete--dropdown-item:contains(Street One)", run: "click" },
        { trigger: ".modal button[name=action_read]", run: "click" },
        { content: "Its document", trigger: ".o_form_view .o_field_widget[name=filename]:contains(sold.csv)" },
        { trigger: "button[name=action_view_issues].oe_stat_button", run: "click" },
        { content: "Two causes, not five rows", trigger: `${row("ab-1")}:contains(Shirt One)` },
        { trigger: `${row("ab-1")} button[name=action_accept]`, run: "click" },
        { trigger: `.o_list_view:not(:has(${row("ab-1")}))` },
        { trigger: `${row("ab2")} button[name=action_choose]`, run: "click" },
        { trigger: ".modal .o_field_widget[name=product_id] input", run: "edit Shirt Two" },
        { trigger: ".o-autocomplete--dropdown-item:contains(Shirt Two)", run: "click" },
        { trigger: ".modal button[name=action_apply]", run: "click" },
        { content: "Nothing is open", trigger: ".o_view_nocontent:contains(No open questions)" },
        { trigger: ".o_breadcrumb .o_back_button, .breadcrumb-item.o_back_button a", run: "click" },
        { trigger: "button[name=action_take_over]", run: "click" },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains(Making Orders)" },
    ],
});

// What became of it: the orders, in the store.
tours.add("store_unread_orders", {
    steps: () => [
        { trigger: `${row("sold.csv")} td[name=filename]`, run: "click" },
        { trigger: "button[name=action_view_orders].oe_stat_button", run: "click" },
        { trigger: ".o_list_view .o_data_row:contains(Street One)" },
    ],
});

// A column that is new in the file of a channel: the file waits, one tap says what it means.
tours.add("store_unread_column", {
    steps: () => [
        { trigger: `${row("rows.csv")} td[name=filename]`, run: "click" },
        { trigger: ".alert:contains(columns that nobody reads)" },
        { trigger: "button[name=action_view_issues].btn-primary", run: "click" },
        { trigger: `${row("Coupon")} td[name=message]`, run: "click" },
        {
            trigger: ".o_store_question_candidates > div:contains(Order discount) button",
            run: "click",
        },
        { trigger: ".o_view_nocontent:contains(No open questions)" },
    ],
});
