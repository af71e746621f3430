// Part of store_group. License LGPL-3.
import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const HEADER = "Shop,Order,Date,Buyer,Name,Sku,Title,Qty,Amount,Discount";
const DAY = luxon.DateTime.local().minus({ days: 2 }).toISODate();
const rows = (...numbers) => [HEADER, ...numbers.map((number) => `one,${number},${DAY},B1,Li,S1,Cap,2,20,`)].join("\n");
const SOLD = `单据编号,开单日期,会员,商品编码,商品名称,件数,实售价,金额,状态
S001,2026/3/1 10:00,王芳,A-1,衬衫,2,99.00,198.00,已发货
S001,2026/3/1 10:00,王芳,B-2,袜,3,5.00,15.00,已发货
S002,2026/3/2 11:30,李雷,A-1,衬衫,1,99.00,99.00,待发货
S003,2026/3/2 12:30,韩梅,B-2,袜,4,5.00,20.00,已取消
S004,2026/3/3 12:30,韩梅,C-3,帽,2,30.00,60.00,已发货
`.replace(/2026\/3\/[123]/g, DAY.replace(/-/g, "/"));

function carried(files) {
    const data = new DataTransfer();
    for (const [name, content] of Object.entries(files)) {
        data.items.add(new File([content], name));
    }
    return data;
}

/** Files dragged into the window and let go over the zone that appears. */
const drop = (files) => [
    {
        content: "Files are dragged into the window",
        trigger: ".o_web_client",
        run: () => document.body.dispatchEvent(new DragEvent("dragenter", { bubbles: true, dataTransfer: carried(files) })),
    },
    {
        content: "The zone appears, they are let go",
        trigger: ".o-Dropzone",
        run: (helpers) =>
            helpers.anchor.dispatchEvent(
                new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: carried(files) })
            ),
    },
];
const choose = (trigger, files) => ({
    content: "Files are chosen",
    trigger,
    run: (helpers) => {
        const input = helpers.anchor.querySelector("input[type=file]");
        input.files = carried(files).files;
        input.dispatchEvent(new Event("change", { bubbles: true }));
    },
});
const row = (file, standing) => `.modal .o_data_row:has(td[name=filename]:contains(/^${file}$/)):contains(${standing})`;

tours.add("store_drop_board", {
    steps: () => [
        { trigger: ".o_daily_proof_drop" },
        ...drop({
            "one.csv": rows("A1", "A2"),
            "again.csv": rows("A1", "A2"),
            "sold.csv": SOLD,
            "note.txt": "Dear all, no orders today.",
        }),
        { content: "One list says what each is", trigger: row("one.csv", "Ready to Read") },
        { trigger: row("again.csv", "Dropped Twice") },
        { trigger: row("sold.csv", "Needs an Answer") },
        { trigger: ".modal button[name=action_read]", run: "click" },
        { content: "The known one was read", trigger: row("one.csv", "Was Read") },
        { trigger: `${row("one.csv", "To Review")}` },
        { trigger: ".modal button[name=action_answer].btn-primary", run: "click" },
        { trigger: ".modal .o_field_widget[name=told]:contains(headers in row 1)" },
        { trigger: ".modal .o_field_widget[name=store_id] input", run: "edit Street One" },
        { trigger: ".o-autocomplete--dropdown-item:contains(Street One)", run: "click" },
        { trigger: ".modal button[name=action_read]", run: "click" },
        { content: "The next one that asks", trigger: ".modal .alert:contains(No row of this file looks like headers)" },
        { content: "It holds no orders, nothing is to be said of it", trigger: ".modal button[name=action_back]", run: "click" },
        { content: "Back in the list, all that can be read is", trigger: row("sold.csv", "Was Read") },
        { trigger: ".modal button[name=action_make_orders]:visible", run: "click" },
        { content: "Their documents", trigger: ".o_list_view .o_data_row:contains(sold.csv)" },
        { trigger: ".o_list_view .o_data_row:contains(one.csv):contains(Making Orders)" },
    ],
});

// In the dialog: one file stays on its form, several become the list; a file that is not wanted is left.
tours.add("store_drop_dialog", {
    steps: () => [
        { trigger: ".o_control_panel button:contains(Upload Orders)", run: "click" },
        choose(".modal .o_store_order_choose", { "three.csv": rows("B1") }),
        { content: "A single file is shown at once", trigger: ".modal .o_field_widget[name=preview]:contains(B1)" },
        { trigger: ".modal .o_clear_file_button", run: "click" },
        choose(".modal .o_store_order_choose", { "three.csv": rows("B1"), "four.csv": rows("B2"), "sold.csv": "no,table" }),
        { trigger: row("four.csv", "Ready to Read") },
        { trigger: ".modal button[name=action_read]", run: "click" },
        { trigger: row("three.csv", "Was Read") },
        { trigger: row("four.csv", "Was Read") },
    ],
});
