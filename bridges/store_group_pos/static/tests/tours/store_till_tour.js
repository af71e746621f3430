// Part of store_group. License LGPL-3.
import * as Chrome from "@point_of_sale/../tests/pos/tours/utils/chrome_util";
import * as Dialog from "@point_of_sale/../tests/generic_helpers/dialog_util";
import * as PaymentScreen from "@point_of_sale/../tests/pos/tours/utils/payment_screen_util";
import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";
import * as ReceiptScreen from "@point_of_sale/../tests/pos/tours/utils/receipt_screen_util";
import * as TicketScreen from "@point_of_sale/../tests/pos/tours/utils/ticket_screen_util";
import { registry } from "@web/core/registry";

// A cashier of one store: opens the till, sells, looks at the orders of their store, closes.
registry.category("web_tour.tours").add("store_till_tour", {
    steps: () =>
        [
            Chrome.startPoS(),
            Dialog.confirm("Open Register"),
            {
                content: "a refusal of ours is shown as its sentence",
                trigger: ".product-screen",
                run: () => {
                    // the till logs a refusal as an error besides showing it, and what is logged as an error fails a tour
                    window.storeConsoleError = console.error;
                    console.error = (...told) => console.info(...told);
                    window.posmodel.env.services.orm.call("store.transfer", "request", ["NOWHERE", "NOWHERE", []]);
                },
            },
            Dialog.is({ title: "Invalid Operation" }),
            Dialog.bodyIs("NOWHERE"),
            Dialog.confirm(),
            {
                content: "errors count again",
                trigger: ".product-screen",
                run: () => {
                    console.error = window.storeConsoleError;
                },
            },
            ProductScreen.clickDisplayedProduct("Ice Tea", true, "1.0"),
            ProductScreen.clickPayButton(),
            PaymentScreen.clickPaymentMethod("One bank"),
            PaymentScreen.clickValidate(),
            ReceiptScreen.isShown(),
            ReceiptScreen.clickNextOrder(),
            ProductScreen.isShown(),
            Chrome.clickOrders(),
            TicketScreen.selectFilter("Paid"),
            TicketScreen.nthRowContains(1, "Paid"),
            Chrome.clickMenuOption("Close Register"),
            {
                content: "close the register",
                trigger: "button:contains(close register)",
                run: "click",
                expectUnloadPage: true,
            },
            {
                content: "closed: the till asks to open it again",
                trigger: ".screen-login .btn.open-register-btn",
            },
        ].flat(),
});
