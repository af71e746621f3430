// Part of store_group. License LGPL-3.
import { Component, markRaw, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatFloat } from "@web/core/utils/numbers";
import { formatMonetary } from "@web/views/fields/formatters";
import { loadBundle } from "@web/core/assets";
import { registry } from "@web/core/registry";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";

import { CockpitChart } from "./cockpit_chart";
import { formatCompactMoney } from "../store_money/store_money";
import { StoreCompanies } from "../store_companies/store_companies";

/** Open the report behind a number, with exactly the filter of the number. */
export function openFigure(action, opens) {
    return action.doAction({
        type: "ir.actions.act_window",
        name: opens.name,
        res_model: opens.model,
        domain: opens.domain,
        views: [...opens.views.map((view) => [false, view]), [false, "search"]],
        mobile_view_mode: "kanban", // where there are cards; else the first view
        context: {
            ...(opens.group_by.length && { group_by: opens.group_by, pivot_row_groupby: opens.group_by }),
            ...(opens.measure && { pivot_measures: [opens.measure], graph_measure: opens.measure }),
            ...(opens.companies && { allowed_company_ids: opens.companies }), // all that were counted, ticked or not
            ...(opens.currency && { store_currency: opens.currency }),
        },
    });
}

/** Format a change against another day: "+12.5 %". */
export function formatChange(change) {
    const part = formatFloat(Math.abs(change) * 100, { digits: [16, 1] });
    return `${change < 0 ? "−" : "+"}${part} %`;
}

/** The first screen of headquarters and managers. One call of the server for all figures. */
export class Cockpit extends Component {
    static template = "store_group.Cockpit";
    static components = { CockpitChart, StoreCompanies };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({
            busy: false,
            asked: { period: "today", store: false, group: false, currency: false, ticked: false, ...this.props.state?.asked },
            figures: null,
            at: "",
        });
        useSetupAction({ getLocalState: () => ({ asked: { ...this.state.asked } }) }); // as it was left
        onWillStart(async () => {
            await Promise.all([loadBundle("web.chartjs_lib"), this.load()]);
        });
    }

    async load(asked = {}) {
        Object.assign(this.state.asked, asked);
        this.state.busy = true;
        try {
            // raw: the chart library marks the arrays it draws, and a reactive array would redraw without end
            this.state.figures = markRaw(await this.orm.call("store.cockpit", "figures", [], { ...this.state.asked }));
            this.state.at = luxon.DateTime.now().toFormat("HH:mm");
        } finally {
            this.state.busy = false;
        }
    }

    get figures() {
        return this.state.figures;
    }

    /** The stores and groups in one list: "s7" is a store, "g3" a group, "" all. */
    get place() {
        const { store, group } = this.state.asked;
        return store ? `s${store}` : group ? `g${group}` : "";
    }

    onPlace(ev) {
        const value = ev.target.value;
        const id = Number(value.slice(1)) || false;
        this.load({ store: value[0] === "s" && id, group: value[0] === "g" && id });
    }

    onCurrency(ev) {
        this.load({ currency: Number(ev.target.value) || false });
    }

    onCompanies() {
        this.load({ ticked: !this.state.asked.ticked, store: false, group: false });
    }

    open(opens) {
        return openFigure(this.action, opens);
    }

    // === NUMBERS ===

    value(kind, value) {
        if (value === false) {
            return "–"; // a currency without a rate
        }
        const currencyId = this.figures.currency;
        return {
            money: () => formatCompactMoney(value, { currencyId }),
            count: () => formatFloat(value, { digits: [16, 0] }),
            number: () => formatFloat(value, { digits: [16, 2] }),
            part: () => `${formatFloat(value * 100, { digits: [16, 1] })} %`,
        }[kind]();
    }

    exact(kind, value) {
        return kind === "money" && value !== false ? formatMonetary(value, { currencyId: this.figures.currency }) : "";
    }

    change(change) {
        return formatChange(change);
    }

    /** An increase is green, for every figure. */
    tone(change) {
        return change === false ? "text-muted" : change < 0 ? "text-danger" : "text-success";
    }

    part(value) {
        return this.value("part", value);
    }

    get firstSteps() {
        return _t("First steps: %(done)s of %(of)s are done.", this.figures.first_steps);
    }

    get targetLabel() {
        return _t("Target");
    }
}

registry.category("actions").add("store_group.cockpit", Cockpit);
