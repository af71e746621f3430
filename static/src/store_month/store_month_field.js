// Part of store_group. License LGPL-3.
import { DateTimeField, dateField } from "@web/views/fields/datetime/datetime_field";
import { registry } from "@web/core/registry";
import { _t } from "@web/core/l10n/translation";

/** A month, stored as its first day and shown as "Nov 2026", 2026年11月. The user picks any day of it. */
export class StoreMonthField extends DateTimeField {
    getFormattedValue(valueIndex) {
        const day = this.values[valueIndex];
        return day ? day.toLocaleString({ year: "numeric", month: "short" }) : "";
    }
}

export const storeMonthField = {
    ...dateField,
    component: StoreMonthField,
    displayName: _t("Month"),
};

registry.category("fields").add("store_month", storeMonthField);
