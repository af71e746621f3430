// Part of store_group. License LGPL-3.
import { Component, onWillStart, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { user } from "@web/core/user";

const MANY = 10; // stores from which on a search field helps

/** In the bar of the app, for a user of several stores: the store they work in now. */
export class StoreSwitcher extends Component {
    static template = "store_group.StoreSwitcher";
    static components = { Dropdown, DropdownItem };
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.state = useState({ stores: [], storeId: false, text: "" });
        onWillStart(async () => {
            const choices = await this.orm.silent.call("store.my.store", "choices", []);
            Object.assign(this.state, { stores: choices.stores, storeId: choices.store_id });
        });
    }

    get current() {
        return this.state.stores.find((store) => store.id === this.state.storeId);
    }

    get found() {
        const text = this.state.text.trim().toLowerCase();
        return this.state.stores.filter((store) => store.name.toLowerCase().includes(text));
    }

    get isMany() {
        return this.state.stores.length >= MANY;
    }

    /** New documents are made in the first company: that of the chosen store comes first. */
    async choose(store) {
        await this.orm.write("res.users", [user.userId], { current_store_id: store.id });
        const active = user.activeCompanies.map((company) => company.id);
        if (active[0] === store.company_id || !user.allowedCompanies.some((company) => company.id === store.company_id)) {
            browser.location.reload();
        } else {
            const others = active.filter((id) => id !== store.company_id);
            await user.activateCompanies([store.company_id, ...others], { includeChildCompanies: false, reload: true });
        }
    }
}

registry.category("systray").add("store_group.switcher", { Component: StoreSwitcher }, { sequence: 5 });
