// Part of store_group. License LGPL-3.
import { MonetaryField, monetaryField } from "@web/views/fields/monetary/monetary_field";
import { formatMonetary } from "@web/views/fields/formatters";
import { registry } from "@web/core/registry";
import { _t } from "@web/core/l10n/translation";

import { formatCompactMoney } from "./store_money";

/** An amount in short form; the tooltip and editing show the exact figure. */
export class StoreMoneyField extends MonetaryField {
    static template = "store_group.StoreMoneyField";

    get compactValue() {
        return formatCompactMoney(this.value, { currencyId: this.currencyId });
    }

    get exactValue() {
        return formatMonetary(this.value, { currencyId: this.currencyId });
    }
}

export const storeMoneyField = {
    ...monetaryField,
    component: StoreMoneyField,
    displayName: _t("Compact Money"),
};

registry.category("fields").add("store_money", storeMoneyField);
