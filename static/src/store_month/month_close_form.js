// Part of store_group. License LGPL-3.
import { formView } from "@web/views/form/form_view";
import { registry } from "@web/core/registry";

/** A month that is opened looks first what is still to do, so that its list is never that of another day. */
export class MonthCloseModel extends formView.Model {
    async load(params = {}) {
        const id = params.resId ?? this.config.resId;
        this.looked ??= new Set();
        if (id && !this.looked.has(id)) {
            this.looked.add(id);
            await this.orm.call("store.month.close", "action_check", [[id]]);
        }
        return super.load(params);
    }
}

registry.category("views").add("store_month_close_form", { ...formView, Model: MonthCloseModel });
