// Part of store_group. License LGPL-3.
import { registry } from "@web/core/registry";

const HOME = ".o_my_store";
const BACK = { trigger: ".o_store_board_back", run: "click" };
const AT_HOME = { trigger: `${HOME} .o_my_store_scan` };

/** Steps of one act from the home screen; typing and scanning are no taps. The way back counts for nobody. */
function act(name, steps, most = 5) {
    const taps = steps.filter((step) => String(step.run).startsWith("click")).length;
    if (taps > most) {
        throw new Error(`${name}: ${taps} taps; the budget is ${most}`);
    }
    return [AT_HOME, ...steps];
}

function code(text) {
    return { trigger: ".o_store_board_query", run: `edit ${text} && press Enter` };
}

registry.category("web_tour.tours").add("store_phone_acts", {
    steps: () => [
        ...act("look up", [
            code("4006381333955"),
            { content: "A price", trigger: ".o_store_board_product:contains(Tour Shirt) .o_store_board_price" },
            { content: "Its sizes across", trigger: ".o_store_board_product li:first [data-size=M]" },
            { content: "One row for a shared warehouse", trigger: ".o_store_board_product li:contains(Street Two, Online) .o_store_board_shared" },
        ], 1),
        BACK,
        ...act("ask", [
            code("4006381333955"),
            { trigger: ".o_store_board_product li:contains(Street Two) [data-size=M]", run: "click" },
            { trigger: ".o_store_board_wish .o_store_board_wished", run: "edit 3 && press Tab" },
            { trigger: ".o_store_board_send:contains(3)", run: "click" },
            { content: "Nothing is left behind", trigger: ".o_store_board_product .o_store_board_asked:contains(3)" },
        ]),
        BACK,
        { trigger: ".o_my_store_door[data-door=asked]:contains(2)" },
        ...act("receive", [
            { trigger: ".o_my_store_door[data-door=receive]", run: "click" },
            { trigger: ".o_store_board_card:first .card-body", run: "click" },
            {
                content: "A number typed last counts, and the button that said everything books nothing",
                trigger: ".o_store_board_line:first input[aria-label=Counted]",
                run({ anchor }) {
                    anchor.value = "1";
                    anchor.dispatchEvent(new Event("change", { bubbles: true }));
                    document.querySelector(".o_store_board_all").click();
                },
            },
            { trigger: ".o_store_board_finish", run: "click" },
            { content: "It says what is missing", trigger: ".o_store_board_rest_asked:contains(4)" },
            { trigger: ".o_store_board_missing", run: "click" },
        ]),
        ...act("ship", [
            { trigger: ".o_my_store_door[data-door=ship]", run: "click" },
            { trigger: ".o_store_board_card:contains(Tour Hat) .card-body", run: "click" },
            { trigger: ".o_store_board_all", run: "click" },
        ]),
        ...act("sell", [
            { trigger: ".o_my_store_sell", run: "click" },
            code("4006381333955"),
            {
                content: "The button follows what is typed",
                trigger: ".o_my_store_sold:contains(Tour Shirt) .o_store_board_step",
                run({ anchor }) {
                    anchor.value = "2";
                    anchor.dispatchEvent(new Event("input", { bubbles: true }));
                },
            },
            { trigger: ".o_my_store_pay:contains(100)" },
            { trigger: ".o_my_store_sold:contains(Tour Shirt) .o_store_board_less", run() { document.querySelector(".o_my_store_sold .o_store_board_less").click(); } },
            { trigger: ".o_my_store_pay:contains(50)" },
            { trigger: ".o_my_store_pay", run: "click" },
            { trigger: ".o_notification:contains(is sold)" },
        ]),
        ...act("take back", [
            { trigger: ".o_my_store_back", run: "click" },
            { trigger: ".o_my_store_past_sale:contains(Tour Shirt)" },
            code("4006381333955"),
            { trigger: ".o_my_store_back_line:contains(Tour Shirt)" },
            { trigger: ".o_my_store_give_back", run: "click" },
            { trigger: ".o_notification:contains(taken back)" },
        ]),
        AT_HOME,
        { content: "One tap away from an app of its own", trigger: ".o_my_store_install" },
    ],
});
