// Part of store_group. License LGPL-3.
import { Component, onWillStart, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { useService } from "@web/core/utils/hooks";
import { useOrderDrop } from "../order_drop/order_drop";

const { DateTime } = luxon;
const MODEL = "store.intake.proof";
const MARKS = { green: "fa-check", amber: "fa-question", red: "fa-exclamation" };

/** Shops down, days across, a colour for each: whether every order of the platform is here, once. */
export class DailyProof extends Component {
    static template = "store_group.DailyProof";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.ui = useService("ui");
        this.state = useState({ board: null, last: false });
        this.drop = useOrderDrop(useRef("root"));
        onWillStart(() => this.load());
    }

    get days() {
        return this.ui.isSmall ? 5 : 14;
    }

    async load() {
        this.state.board = await this.orm.call(MODEL, "overview", [], { days: this.days, last: this.state.last });
    }

    /** Earlier or later days; never beyond yesterday. */
    async turn(by) {
        const last = DateTime.fromISO(this.state.board.days[0]).plus({ days: by * this.days });
        this.state.last = last < DateTime.local().startOf("day") ? last.toISODate() : false;
        await this.load();
    }

    get counts() {
        const counts = { red: 0, amber: 0, green: 0 };
        for (const row of this.state.board.rows) {
            for (const cell of row.cells) {
                counts[cell.state] += 1;
            }
        }
        return counts;
    }

    weekday(day) {
        return DateTime.fromISO(day).toFormat("ccc");
    }

    /** Day and month in the order of the reader's language. */
    date(day) {
        return DateTime.fromISO(day).toLocaleString({ month: "numeric", day: "numeric" });
    }

    mark(cell) {
        return MARKS[cell.state] || "";
    }

    /** The cell in words, for whoever cannot see the colour. */
    words(row, cell) {
        const states = { green: _t("agrees"), amber: _t("not proven"), red: _t("differs") };
        const said = cell.said === false ? "?" : cell.said;
        return `${row.store} ${cell.day}: ${states[cell.state] || ""} (${said} / ${cell.ours})`;
    }

    async open(row, cell) {
        const action = await this.orm.call(MODEL, "open_day", [], {
            channel: row.channel_id,
            store: row.store_id,
            day: cell.day,
            currency: row.currency_id,
        });
        return this.action.doAction(action);
    }

    openList() {
        return this.action.doAction("store_group.store_intake_proof_action");
    }
}

registry.category("actions").add("store_group.daily_proof", DailyProof);
