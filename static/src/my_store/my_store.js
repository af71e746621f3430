// Part of store_group. License LGPL-3.
import { useEffect, useRef } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { isDisplayStandalone } from "@web/core/browser/feature_detection";
import { formatMonetary } from "@web/views/fields/formatters";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";

import { formatChange, openFigure } from "../cockpit/cockpit";
import { readQuantity, showQuantity } from "../quantity";
import { TransferBoard } from "../transfer_board/transfer_board";

const DOORS = ["receive", "ship", "approve", "differences", "asked"];
const INSTALL = "/scoped_app?app_id=store_group&path=" + encodeURIComponent("scoped_app/my-store");

/** The first screen of store staff: the board with a start page of large buttons and the day's sales. */
export class MyStore extends TransferBoard {
    static template = "store_group.MyStore";

    setup() {
        super.setup();
        this.query = useRef("query");
        this.pwa = useService("pwa");
        Object.assign(this.state, { sale: [], choice: null, sales: [], back: null });
        useEffect(
            (screen) => {
                if (["sale", "back"].includes(screen)) {
                    this.query.el?.focus(); // typing or a scanner begins at once, without a tap
                }
            },
            () => [this.state.screen]
        );
    }

    get model() {
        return "store.my.store";
    }

    get home() {
        return "home";
    }

    get sales() {
        return this.state.overview.sales;
    }

    /** The tasks; "to approve" and "differences" only if there are some. */
    get doors() {
        const lists = this.lists.filter((list) => list.count || ["receive", "ship"].includes(list.name));
        return lists.sort((a, b) => DOORS.indexOf(a.name) - DOORS.indexOf(b.name));
    }

    openList(name) {
        this.state.list = name;
        this.state.screen = "lists";
    }

    money(value) {
        return formatMonetary(value, { currencyId: this.sales.currency });
    }

    moneyOf(value, currencyId) {
        return formatMonetary(value, { currencyId });
    }

    change(change) {
        return formatChange(change);
    }

    openProof() {
        return openFigure(this.action, this.state.overview.proof.opens);
    }

    openSales() {
        return openFigure(this.action, this.sales.opens);
    }

    /** Scan with the camera if the browser allows it; else in the field above, which scanners also type into. */
    async lookUpHere() {
        if (this.cameraWorks) {
            await this.scan();
        } else {
            this.query.el.focus();
        }
    }

    newRequest() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "store.transfer",
            views: [[false, "form"]],
            context: { default_dest_store_id: this.state.overview.store_id },
        });
    }

    // === SALE OVER THE COUNTER ===

    openSale() {
        Object.assign(this.state, { screen: "sale", choice: null });
    }

    /** On the screen of a sale, what is scanned or typed is sold; a size or one of several is chosen by a tap. */
    async lookUp(text) {
        if (this.state.screen === "back") {
            return this.findSales(text);
        }
        if (this.state.screen !== "sale") {
            return super.lookUp(text);
        }
        const { products } = await this.orm.call(this.model, "look_up", [], { text, store: this.state.overview.store_id });
        const [found] = products;
        if (products.length === 1 && (found.exact || !found.sizes.length)) {
            this.sell(found, found.id, found.sizes.find((size) => size.id === found.id)?.label);
        } else {
            this.state.choice = { text, products };
        }
        if (this.query.el) {
            this.query.el.value = "";
        }
    }

    /** One more of this product. */
    sell(product, id, label = "") {
        const line = this.state.sale.find((item) => item.id === id);
        if (line) {
            line.quantity += 1;
        } else {
            const { name, price, currency, has_image } = product;
            this.state.sale.push({ id, label, name, price: product.prices?.[id] ?? price, currency, has_image, quantity: 1 });
        }
        this.state.choice = null;
    }

    setSold(line, quantity) {
        line.quantity = quantity;
        this.state.sale = this.state.sale.filter((item) => item.quantity > 0);
    }

    typeSold(line, ev) {
        const quantity = readQuantity(ev.target.value, this.notification);
        if (quantity !== null) {
            this.setSold(line, quantity);
        }
        ev.target.value = showQuantity(line.quantity);
    }

    get saleTotal() {
        const total = this.state.sale.reduce((sum, line) => sum + line.quantity * (line.price || 0), 0);
        return formatMonetary(total, { currencyId: this.state.sale[0]?.currency });
    }

    async finishSale() {
        if (this.state.busy) {
            return;
        }
        this.state.busy = true;
        try {
            const answer = await this.orm.call("store.quick.sale", "sell", [], {
                store: this.state.overview.store_id,
                lines: this.state.sale.map(({ id, quantity }) => ({ product: id, quantity })),
            });
            this.hasActed = true;
            this.notification.add(answer.message, { type: answer.warning ? "warning" : "success" });
            this.state.sale = [];
        } finally {
            this.state.busy = false;
        }
        await this.loadLists();
    }

    // === TAKING A SALE BACK ===

    openBack() {
        Object.assign(this.state, { screen: "back", sales: [], back: null });
        return this.findSales("");
    }

    /** The last sales with what was scanned or typed; a single one is opened at once. */
    async findSales(text) {
        this.state.query = text;
        const { sales } = await this.orm.call("store.take.back", "sales", [], { store: this.state.overview.store_id, text });
        if (this.state.query !== text || this.state.screen !== "back") {
            return; // something else was scanned meanwhile
        }
        Object.assign(this.state, { sales, back: null });
        if (text && sales.length === 1) {
            this.chooseSale(sales[0]);
        }
        if (this.query.el) {
            this.query.el.value = "";
        }
    }

    chooseSale(sale) {
        const isOnePiece = sale.lines.length === 1 && sale.lines[0].left === 1;
        this.state.back = { ...sale, lines: sale.lines.map((line) => ({ ...line, quantity: isOnePiece ? 1 : line.wanted })) };
    }

    setBack(line, quantity) {
        line.quantity = Math.min(Math.max(0, quantity), line.left);
    }

    typeBack(line, ev) {
        const quantity = readQuantity(ev.target.value, this.notification);
        if (quantity !== null) {
            this.setBack(line, quantity);
        }
        ev.target.value = showQuantity(line.quantity);
    }

    get backTotal() {
        const total = this.state.back.lines.reduce((sum, line) => sum + line.quantity * line.price, 0);
        return formatMonetary(total, { currencyId: this.state.back.currency });
    }

    get isBackChosen() {
        return this.state.back.lines.some((line) => line.quantity);
    }

    async finishBack() {
        if (this.state.busy) {
            return;
        }
        this.state.busy = true;
        try {
            const { id, lines } = this.state.back;
            const answer = await this.orm.call("store.take.back", "take_back", [], {
                order: id,
                lines: lines.filter((line) => line.quantity).map(({ line, quantity, back }) => ({ line, quantity, back })),
            });
            this.hasActed = true;
            this.notification.add(answer.message, { type: "success", sticky: true }); // the amount is read while the till opens
            this.state.back = null;
        } finally {
            this.state.busy = false;
        }
        await this.loadLists();
    }

    // === AN APP OF ITS OWN ===

    get isInstallable() {
        return !this.pwa.isScopedApp && !isDisplayStandalone();
    }

    /** Odoo's own page for installing one screen as an app on a phone. */
    install() {
        browser.open(INSTALL);
    }
}

registry.category("actions").add("store_group.my_store", MyStore);
