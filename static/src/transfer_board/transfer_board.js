// Part of store_group. License LGPL-3.
import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatFloat } from "@web/core/utils/numbers";
import { isBarcodeScannerSupported } from "@web/core/barcode/barcode_video_scanner";
import { registry } from "@web/core/registry";
import { scanBarcode } from "@web/core/barcode/barcode_dialog";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { useBus, useService } from "@web/core/utils/hooks";

const STEPS = ["counted", "damaged", "refused", "lost"];

/**
 * What a shop has to do about goods between stores, made for a thumb and for a scanner.
 *
 * Three screens in one action: the lists of one store, one transfer being counted, and "where else". The screen
 * holds what was counted until "Ship" or "Receive"; the server decides what that means and who may.
 */
export class TransferBoard extends Component {
    static template = "store_group.TransferBoard";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.barcode = useService("barcode");
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
        });
        useBus(this.barcode.bus, "barcode_scanned", (ev) => this.onScanned(ev.detail.barcode));
        onWillStart(() => this.loadLists());
    }

    // === HOOKS ===

    /** The server's half. */
    get model() {
        return "store.transfer.board";
    }

    /** The screen one comes back to. */
    get home() {
        return "lists";
    }

    // === LISTS ===

    get isTop() {
        return ["lists", this.home].includes(this.state.screen);
    }

    async loadLists(store = this.state.overview?.store_id || false) {
        this.state.overview = await this.orm.call(this.model, "overview", [], { store });
        this.state.screen = this.home;
        this.state.sheet = null;
    }

    get lists() {
        const labels = {
            approve: _t("To Approve"),
            ship: _t("To Ship"),
            receive: _t("To Receive"),
            differences: _t("Differences"),
        };
        return Object.entries(labels).map(([name, label]) => ({
            name,
            label,
            count: this.state.overview.lists[name].length,
        }));
    }

    get cards() {
        return this.state.overview.lists[this.state.list];
    }

    showList(name) {
        this.state.list = name;
    }

    quantity(value) {
        return formatFloat(value || 0, { digits: [16, 2], trailingZeros: false });
    }

    async onStore(ev) {
        await this.loadLists(Number(ev.target.value));
    }

    async openCard(card) {
        if (["ship", "receive"].includes(this.state.list)) {
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

    async approve(card) {
        await this.run("approve", { transfer: card.id });
        await this.loadLists();
    }

    /** Call the server once at a time; what it answers to a person is shown. */
    async run(method, kwargs) {
        if (this.state.busy) {
            return false;
        }
        this.state.busy = true;
        try {
            const answer = await this.orm.call(this.model, method, [], kwargs);
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
        this.state.open = 0;
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
        line[step] = Math.max(0, line[step] + change);
    }

    onCount(line, step, ev) {
        const value = Number(ev.target.value.replace(",", "."));
        if (Number.isFinite(value) && value >= 0) {
            line[step] = value;
        } else {
            ev.target.value = line[step];
            this.notification.add(_t("%s is no quantity. Type a number of zero or more.", ev.target.value), {
                type: "warning",
            });
        }
    }

    toggle(line) {
        this.state.open = this.state.open === line.line_id ? 0 : line.line_id;
    }

    countRest() {
        for (const line of this.sheet.lines) {
            line.counted += Math.max(0, line.expected - this.accounted(line));
        }
    }

    async finish(everything) {
        const lines = this.sheet.lines.map((line) =>
            Object.fromEntries(["line_id", ...STEPS].map((name) => [name, line[name]]))
        );
        const answer = await this.run("finish", {
            transfer: this.sheet.id,
            side: this.sheet.side,
            lines: everything ? [] : lines,
        });
        if (answer) {
            await this.loadLists();
        }
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
            const line = this.sheet.lines.find((item) => item.codes.includes(code));
            if (line) {
                this.count(line, 1);
                this.state.open = line.line_id;
                return;
            }
            this.notification.add(_t("%s is not in this transfer. Note it as a wrong product in the form.", code), {
                type: "danger",
            });
            return;
        }
        await this.lookUp(code);
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
        return this.state.wish.find((item) => item.product === product.id && item.source === store.code);
    }

    ask(product, store, change) {
        const wish = this.wishOf(product, store);
        if (wish) {
            wish.quantity = Math.max(0, wish.quantity + change);
            this.state.wish = this.state.wish.filter((item) => item.quantity);
        } else if (change > 0) {
            this.state.wish.push({
                product: product.id,
                name: product.name,
                source: store.code,
                store: store.name,
                quantity: change,
            });
        }
    }

    get wished() {
        return this.state.wish.reduce((sum, item) => sum + item.quantity, 0);
    }

    async sendWish() {
        const lines = this.state.wish.map(({ product, source, quantity }) => ({ product, source, quantity }));
        const answer = await this.run("ask", { store: this.state.overview.store_id, lines });
        if (answer) {
            this.state.wish = [];
            await this.loadLists();
        }
    }
}

registry.category("actions").add("store_group.transfer_board", TransferBoard);
