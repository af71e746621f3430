// Part of store_group. License LGPL-3.
import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { ControlPanel } from "@web/search/control_panel/control_panel";
import { useBus, useService } from "@web/core/utils/hooks";
import { user } from "@web/core/user";

const FILTER = "ticked_companies"; // the filter of a search view that narrows it

/** The names of companies; of many, the first ones and how many more there are. */
export function namesOf(names, most = 3) {
    const shown = names.slice(0, most).join(", ");
    return names.length > most ? _t("%(names)s and %(count)s more", { names: shown, count: names.length - most }) : shown;
}

/** Which companies the figures beside it cover, and one click between all of the user and those ticked in the switcher. */
export class StoreCompanies extends Component {
    static template = "store_group.StoreCompanies";
    static props = {
        companies: Object, // {names, all, ticked}, as the server tells them
        onToggle: Function,
        class: { type: String, optional: true },
    };

    get text() {
        const names = namesOf(this.props.companies.names);
        return this.props.companies.ticked ? _t("Only ticked: %s", names) : _t("All my companies: %s", names);
    }

    /** Nothing to narrow for a user with one company, nor where all are ticked. */
    get isShown() {
        const { all, ticked } = this.props.companies;
        return all > 1 && (ticked || user.activeCompanies.length < all);
    }
}

/** The same above a pivot, graph or list of ours: it switches the filter of the search view. */
export class StoreCompaniesOfSearch extends Component {
    static template = "store_group.StoreCompaniesOfSearch";
    static components = { StoreCompanies };
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.state = useState({ problem: "" });
        useBus(this.env.searchModel, "update", () => this.render());
        onWillStart(async () => {
            if ("one_currency_id" in this.env.searchModel.searchViewFields) {
                this.state.problem = (await this.orm.silent.call("store.reporting.currency", "told", [])).problem;
            }
        });
    }

    get item() {
        return Object.values(this.env.searchModel.searchItems).find((item) => item.name === FILTER);
    }

    get companies() {
        const ticked = this.env.searchModel.query.some((part) => part.searchItemId === this.item.id);
        const companies = ticked ? user.activeCompanies : user.allowedCompanies;
        return { names: companies.map((company) => company.name), all: user.allowedCompanies.length, ticked };
    }

    toggle() {
        this.env.searchModel.toggleSearchItem(this.item.id);
    }
}

Object.assign(ControlPanel.components, { StoreCompaniesOfSearch });
ControlPanel.prototype.hasStoreCompanies = function () {
    const items = this.env.searchModel?.searchItems;
    return (
        user.allowedCompanies.length > 1 &&
        this.env.config.viewType !== "form" &&
        Object.values(items || {}).some((item) => item.name === FILTER)
    );
};
