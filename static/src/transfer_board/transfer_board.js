// Part of store_group. License LGPL-3.
import { Component, onWillStart, useEffect, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatMonetary } from "@web/views/fields/formatters";
import { isBarcodeScannerSupported } from "@web/core/barcode/barcode_video_scanner";
import { registry } from "@web/core/registry";
import { scanBarcode } from "@web/core/barcode/barcode_dialog";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { useBus, useService } from "@web/core/utils/hooks";

import { parseQuantity, readQuantity, showQuantity } from "../quantity";

const STEPS = ["counted", "damaged", "refused", "lost"];

/**
 * A store's tasks in transfers, for phones and scanners.
 *
 * Three screens in one action: the lists of one store, one transfer being counted, and "where else". The screen
 * keeps the counts until "Ship" or "Receive"; the server checks rights and books them.
 */
export class TransferBoard extends Component {
    static template = "store_group.TransferBoard";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.barcode = useService("barcode");
        this.hasActed = false;
        this.state = useState({
            screen: this.home,
            list: this.props.action.params?.list || "receive",
            busy: false,
            overview: null,
            sheet: null,
            found: null,
            wish: [],
            query: "",
            open: 0,
            lateOnly: false,
            box: "",
            asksBox: false,
            asksRest: false,
            asked: {},
            wrong: "",
        });
        this.tabs = useRef("tabs");
        useEffect(
            () => {
                this.tabs.el?.querySelector("[aria-selected=true]").scrollIntoView({ block: "nearest", inline: "center" });
            },
            () => [this.state.screen, this.state.list]
        );
        useBus(this.barcode.bus, "barcode_scanned", (ev) => this.onScanned(ev.detail.barcode));
        onWillStart(async () => {
            await this.loadLists();
            if (!this.props.action.params?.list && !this.cards.length) {
                this.state.list = this.lists.find((list) => list.count)?.name || this.state.list;
            }
        });
    }

    // === HOOKS ===

    /** The model called on the server. */
    get model() {
        return "store.transfer.board";
    }

    /** The start screen. */
    get home() {
        return "lists";
    }

    // === LISTS ===

    get isTop() {
        return ["lists", this.home].includes(this.state.screen);
    }

    /** Read the lists and show the start screen, unless the user opened another screen meanwhile. */
    async loadLists(store = this.state.overview?.store_id || false) {
        const { screen } = this.state;
        this.state.overview = await this.orm.call(this.model, this.hasActed ? "overview_now" : "overview", [], { store });
        if (this.state.screen === screen) {
            this.state.screen = this.home;
            this.state.sheet = null;
        }
    }

    get lists() {
        const labels = {
            approve: _t("To Approve"),
            ship: _t("To Ship"),
            receive: _t("To Receive"),
            differences: _t("Differences"),
            asked: _t("Asked For"),
        };
        return Object.entries(labels).map(([name, label]) => ({
            name,
            label,
            count: this.state.overview.lists[name].length,
        }));
    }

    get cards() {
        const cards = this.state.overview.lists[this.state.list];
        return this.state.lateOnly ? cards.filter((card) => card.late) : cards;
    }

    get lateCount() {
        return this.state.overview.lists[this.state.list].filter((card) => card.late).length;
    }

    toggleLate() {
        this.state.lateOnly = !this.state.lateOnly;
    }

    showList(name) {
        this.state.list = name;
    }

    quantity(value) {
        return showQuantity(value);
    }

    async onStore(ev) {
        await this.loadLists(Number(ev.target.value));
    }

    async openCard(card) {
        if (["ship", "receive"].includes(this.state.list) && card.model === "store.transfer") {
            await this.openSheet(card.id, this.state.list);
        } else {
            await this.action.doAction({
                type: "ir.actions.act_window",
                res_model: card.model,
                res_id: card.id,
                views: [[false, "form"]],
            });
        }
    }

    /** A delivery that lacks goods leads on: to the stores that have them, else to a request. */
    async findGoods(card) {
        const action = card.order
            ? await this.orm.call("sale.order", "action_find_in_stores", [[card.order]])
            : {
                  type: "ir.actions.act_window",
                  res_model: "store.transfer",
                  views: [[false, "form"]],
                  context: { default_dest_store_id: this.state.overview.store_id },
              };
        await this.action.doAction(action, { onClose: () => this.loadLists() });
    }

    async approve(card) {
        await this.run("approve", { transfer: card.id, version: card.version, model: card.model });
        const screen = this.state.screen;
        await this.loadLists();
        if (this.cards.length) {
            this.state.screen = screen; // the next one waits
        }
    }

    /** Call the server, one call at a time; show its messages. */
    async run(method, kwargs) {
        if (this.state.busy) {
            return false;
        }
        this.state.busy = true;
        try {
            const answer = await this.orm.call(this.model, method, [], kwargs);
            this.hasActed = true; // a standby may not know of it yet: from here on the main database is asked
            if (answer.message) {
                this.notification.add(answer.message, { type: answer.warning ? "warning" : "success" });
            }
            return answer;
        } finally {
            this.state.busy = false;
        }
    }

    // === ONE TRANSFER ===

    async openSheet(transfer, side) {
        this.state.sheet = await this.orm.call(this.model, "sheet", [], { transfer, side });
        this.state.screen = "sheet";
        Object.assign(this.state, { open: 0, box: "", asksBox: false, asksRest: false, wrong: "" });
    }

    get sheet() {
        return this.state.sheet;
    }

    accounted(line) {
        return STEPS.reduce((sum, step) => sum + line[step], 0);
    }

    isDifferent(line) {
        return this.accounted(line) !== line.expected || line.counted !== line.expected;
    }

    get anythingCounted() {
        return this.sheet.lines.some((line) => this.accounted(line));
    }

    get stillOpen() {
        return this.sheet.lines.filter((line) => this.accounted(line) < line.expected).length;
    }

    count(line, change, step = "counted") {
        this.setCount(line, step, Math.max(0, line[step] + change));
    }

    /** While a box is open, counts are packed into it or taken out of it. */
    setCount(line, step, value) {
        const box = this.state.box;
        if (step === "counted" && box) {
            line.boxes ||= {};
            line.boxes[box] = Math.max(0, (line.boxes[box] || 0) + value - line[step]);
        }
        line[step] = value;
    }

    /** Follow a number while it is typed, so that each button says what it will do; what it comes to is read once it is left. */
    onTyping(ev, set) {
        const quantity = parseQuantity(ev.target.value);
        if (quantity) {
            set(quantity);
        }
    }

    onCount(line, step, ev) {
        const value = readQuantity(ev.target.value, this.notification);
        if (value !== null) {
            this.setCount(line, step, value);
        }
        ev.target.value = showQuantity(line[step]);
    }

    toggle(line) {
        this.state.open = this.state.open === line.line_id ? 0 : line.line_id;
    }

    countRest() {
        for (const line of this.sheet.lines) {
            this.setCount(line, "counted", line.counted + Math.max(0, line.expected - this.accounted(line)));
        }
    }

    /** Lines of which something is neither counted nor said to be damaged, refused or missing. */
    get missing() {
        return this.sheet.lines
            .map((line) => ({ name: line.name, id: line.line_id, quantity: line.expected - this.accounted(line) }))
            .filter((item) => item.quantity > 0);
    }

    /** The rest of this line will not come. */
    setMissing(line) {
        this.setCount(line, "lost", Math.max(0, line.lost + line.expected - this.accounted(line)));
    }

    /** Received partly: say what is missing, and ask whether it comes later. */
    async finishCount() {
        if (this.sheet.side === "receive" && this.missing.length) {
            this.state.asksRest = true;
        } else {
            await this.finish(false);
        }
    }

    async finishWithout(isMissing) {
        if (isMissing) {
            this.sheet.lines.forEach((line) => this.setMissing(line));
        }
        await this.finish(false);
    }

    /** Book everything, unless a number typed last was only taken in as the button was pressed: then another one is shown. */
    async finishAll() {
        if (!this.anythingCounted) {
            await this.finish(true);
        }
    }

    async finish(everything) {
        const lines = this.sheet.lines.map((line) => ({
            boxes: line.boxes || {},
            ...Object.fromEntries(["line_id", ...STEPS].map((name) => [name, line[name] || 0])),
        }));
        const answer = await this.run("finish", {
            transfer: this.sheet.id,
            side: this.sheet.side,
            lines: everything ? [] : lines,
            boxes: this.sheet.boxes.filter((box) => box.counted).map((box) => box.box),
            version: this.sheet.version,
        });
        if (answer) {
            await this.loadLists();
        }
    }

    // === BOXES ===

    boxesOf(line) {
        return Object.entries(line.boxes || {});
    }

    piecesIn(box) {
        return Object.values(box.lines).reduce((sum, quantity) => sum + quantity, 0);
    }

    /** Scanning a box counts its content, once; a second tap undoes it. */
    countBox(box) {
        const sign = box.counted ? -1 : 1;
        for (const line of this.sheet.lines) {
            line.counted = Math.max(0, line.counted + sign * (box.lines[line.line_id] || 0));
        }
        box.counted = !box.counted;
    }

    /** Ask for the label of the box to pack into; a second tap closes the open box. */
    askBox() {
        if (this.state.box) {
            this.state.box = "";
        } else {
            this.state.asksBox = !this.state.asksBox;
        }
    }

    async openBox(code = false) {
        const answer = await this.run("new_box", { transfer: this.sheet.id, box: code });
        if (answer) {
            Object.assign(this.state, { box: answer.box, asksBox: false });
        }
    }

    onBoxKey(ev) {
        if (ev.key === "Enter" && ev.target.value.trim()) {
            this.openBox(ev.target.value.trim());
        }
    }

    async openGrid() {
        await this.action.doAction(
            await this.orm.call("store.transfer.matrix", "open_for", [], {
                transfers: [this.sheet.id],
                side: this.sheet.side,
            })
        );
    }

    openForm() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "store.transfer",
            res_id: this.sheet.id,
            views: [[false, "form"]],
        });
    }

    // === SCANNING ===

    get cameraWorks() {
        return isBarcodeScannerSupported() && window.isSecureContext;
    }

    async scan() {
        if (!this.cameraWorks) {
            this.notification.add(
                window.isSecureContext
                    ? _t("This browser offers no camera. Use a scanner, or type the code.")
                    : _t("A browser gives the camera to pages with https only. Ask for a secure address, use a scanner, or type the code."),
                { type: "warning" }
            );
            return;
        }
        await this.onScanned(await scanBarcode(this.env));
    }

    async onScanned(code) {
        if (this.state.screen === "sheet") {
            if (this.state.asksBox) {
                await this.openBox(code);
                return;
            }
            const box = this.sheet.boxes.find((item) => item.box === code);
            if (box) {
                if (!box.counted) {
                    this.countBox(box);
                }
                return;
            }
            const line = this.sheet.lines.find((item) => item.codes.includes(code));
            if (line) {
                this.count(line, 1);
                this.state.open = line.line_id;
                return;
            }
            if (this.sheet.side === "receive" && this.sheet.can) {
                this.state.wrong = code;
                return;
            }
            this.notification.add(_t("%s is not in this transfer. Put it back, or ask for it.", code), {
                type: "danger",
            });
            return;
        }
        await this.lookUp(code);
    }

    /** The scanned product came instead of this line; false: it was scanned by mistake. */
    async wrongInsteadOf(line) {
        const code = this.state.wrong;
        this.state.wrong = "";
        if (line) {
            await this.run("wrong_product", {
                transfer: this.sheet.id,
                line_id: line.line_id,
                code,
                version: this.sheet.version,
            });
        }
    }

    onQuery(ev) {
        if (ev.key === "Enter" && ev.target.value.trim()) {
            this.lookUp(ev.target.value.trim());
        }
    }

    // === WHERE ELSE ===

    async lookUp(text) {
        this.state.query = text;
        this.state.found = await this.orm.call(this.model, "look_up", [], {
            text,
            store: this.state.overview.store_id,
        });
        this.state.screen = "found";
    }

    wishOf(product, store) {
        return this.state.wish.find((item) => item.product === product && item.source === store.code);
    }

    /** What is wished for of one entry in one store: one item for each size. */
    wishesOf(product, store) {
        const sizes = product.sizes.length ? product.sizes : [{ id: product.id, label: "" }];
        return sizes
            .map(({ id, label }) => ({ id, label, wish: this.wishOf(id, store) }))
            .filter((item) => item.wish);
    }

    /** Wish for one more of a product in a store; a number typed by hand comes from `typeWish`. */
    ask(product, store, name, change) {
        const wish = this.wishOf(product, store);
        this.setWish(product, store, name, (wish?.quantity || 0) + change);
    }

    setWish(product, store, name, quantity) {
        const others = this.state.wish.filter((item) => !(item.product === product && item.source === store.code));
        const wish = { product, name, source: store.code, store: store.name, quantity };
        this.state.wish = quantity > 0 ? [...others, wish] : others;
    }

    typeWish(product, store, name, ev) {
        const quantity = readQuantity(ev.target.value, this.notification);
        if (quantity !== null) {
            this.setWish(product, store, name, quantity);
        }
        ev.target.value = showQuantity(this.wishOf(product, store)?.quantity);
    }

    get wished() {
        return this.state.wish.reduce((sum, item) => sum + item.quantity, 0);
    }

    askedOf(product, store) {
        const sizes = product.sizes.length ? product.sizes : [product];
        return sizes.reduce((sum, { id }) => sum + (this.state.asked[`${id} ${store.code}`] || 0), 0);
    }

    price(product) {
        return formatMonetary(product.price, { currencyId: product.currency });
    }

    /** Send the requests and stay: the next customer asks for something else. */
    async sendWish() {
        const lines = this.state.wish.map(({ product, source, quantity }) => ({ product, source, quantity }));
        const answer = await this.run("ask", { store: this.state.overview.store_id, lines });
        if (answer) {
            for (const { product, source, quantity } of lines) {
                const key = `${product} ${source}`;
                this.state.asked[key] = (this.state.asked[key] || 0) + quantity;
            }
            this.state.wish = [];
        }
    }
}

registry.category("actions").add("store_group.transfer_board", TransferBoard);
