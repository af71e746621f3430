// Part of store_group. License LGPL-3.
import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { Layout } from "@web/search/layout";
import { formatFloat } from "@web/core/utils/numbers";
import { registry } from "@web/core/registry";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { useService } from "@web/core/utils/hooks";

import { StoreCompanies } from "../store_companies/store_companies";

const { DateTime } = luxon;
const MODEL = "store.profit.statement";

/** First and last day of a named period. */
export function daysOf(period, today) {
    const back = { last_month: { months: 1 }, last_year: { years: 1 } }[period] || {};
    const unit = { this_quarter: "quarter", this_year: "year", last_year: "year" }[period] || "month";
    const day = today.minus(back);
    return { dateFrom: day.startOf(unit).toISODate(), dateTo: day.endOf(unit).toISODate() };
}

/**
 * The statement of profit: lines below each other, stores or months side by side.
 *
 * The server sums what the user may see; a click on a figure opens its rows.
 */
export class ProfitStatement extends Component {
    static template = "store_group.ProfitStatement";
    static components = { Layout, StoreCompanies };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.ui = useService("ui");
        this.display = { controlPanel: {} };
        const params = this.props.action.params || {};
        this.state = useState({
            period: "this_month",
            ...daysOf("this_month", DateTime.local()),
            columns: this.ui.isSmall ? "total" : "stores",
            view: "store",
            compare: "",
            percent: true,
            group: "",
            stores: params.stores || false,
            ticked: false,
            groups: [],
            data: null,
            error: "",
            busy: false,
        });
        onWillStart(async () => {
            this.state.groups = await this.orm.searchRead("store.group", [], ["code", "complete_name"], {
                order: "complete_name",
            });
            await this.load();
            if (this.isEmpty) {
                await this.showPeriod("last_month"); // the first days of a month: nothing is booked yet
            }
        });
    }

    get isEmpty() {
        return Boolean(this.state.data?.notices.some((notice) => notice.code === "empty"));
    }

    async showPeriod(period) {
        Object.assign(this.state, { period, ...daysOf(period, DateTime.local()) });
        await this.load();
    }

    get periods() {
        return [
            ["this_month", _t("This month")],
            ["last_month", _t("Last month")],
            ["this_quarter", _t("This quarter")],
            ["this_year", _t("This year")],
            ["last_year", _t("Last year")],
            ["other", _t("Other days")],
        ];
    }

    async load() {
        const asked = this.state;
        asked.busy = true;
        asked.error = "";
        try {
            asked.data = await this.orm.call(MODEL, "statement", [], {
                date_from: asked.dateFrom,
                date_to: asked.dateTo,
                columns: asked.columns,
                stores: asked.stores,
                group: asked.group || false,
                view: asked.view,
                compare: asked.compare || false,
                ticked: asked.ticked,
            });
        } catch (error) {
            if (!error.data?.message) {
                throw error;
            }
            asked.error = error.data.message;
        } finally {
            asked.busy = false;
        }
    }

    async onPeriod(ev) {
        this.state.period = ev.target.value;
        if (this.state.period !== "other") {
            await this.showPeriod(this.state.period);
        }
    }

    async onDay(name, ev) {
        if (ev.target.value) {
            this.state.period = "other";
            this.state[name] = ev.target.value;
            await this.load();
        }
    }

    async choose(name, value) {
        this.state[name] = value;
        await this.load();
    }

    get choices() {
        return [
            {
                name: "columns",
                label: _t("Side by side"),
                options: [
                    ["stores", _t("Stores")],
                    ["months", _t("Months")],
                    ["total", _t("Total")],
                ],
            },
            {
                name: "view",
                label: _t("Whose result"),
                options: [
                    ["store", _t("The stores' result")],
                    ["group", _t("The group's result")],
                ],
            },
            {
                name: "compare",
                label: _t("Compared with"),
                options: [
                    ["", _t("No comparison")],
                    ["previous", _t("Previous period")],
                    ["year", _t("Same period last year")],
                ],
            },
        ];
    }

    // === FIGURES ===

    amount(value) {
        return value === false ? "–" : formatFloat(value, { digits: [16, this.state.data.currency.digits] });
    }

    share(value) {
        return value === false ? "" : `${formatFloat(value, { digits: [16, 1] })} %`;
    }

    change(cell) {
        return cell.change === false ? "" : `${cell.change > 0 ? "+" : ""}${this.share(cell.change)}`;
    }

    /** Show no zeros to a user who may not see the figures: they would look like a result. */
    get isReadable() {
        return !this.state.data.notices.some((notice) => notice.code === "no_right");
    }

    /** Profit in unsold goods is read in the group's view only. */
    get rows() {
        return this.state.data.rows.filter((row) => row.code !== "unsold" || this.state.view === "group");
    }

    async open(row, column) {
        const action = await this.orm.call(MODEL, "entries", [], {
            row: row.code,
            date_from: column.date_from,
            date_to: column.date_to,
            stores: this.state.stores,
            group: this.state.group || false,
            store_id: column.store_id,
            headquarters: column.key === "headquarters",
            ticked: this.state.ticked,
        });
        await this.action.doAction(action);
    }

    async makeAccounts(notice) {
        await this.orm.call("store.store", "action_make_analytic_account", [notice.store_ids]);
        await this.load();
    }

    openPivot() {
        return this.action.doAction("store_group.store_profit_report_action");
    }
}

registry.category("actions").add("store_group.profit_statement", ProfitStatement);
