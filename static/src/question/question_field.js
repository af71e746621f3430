// Part of store_group. License LGPL-3.
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { X2ManyField, x2ManyField } from "@web/views/fields/x2many/x2many_field";

/** Questions of a file: a row opens where it is answered, not a dialog that can only be read. */
export class QuestionsField extends X2ManyField {
    setup() {
        super.setup();
        this.orm = useService("orm");
        this.questionAction = useService("action");
    }

    async openRecord(record) {
        const action = await this.orm.call(record.resModel, "action_open", [[record.resId]]);
        return this.questionAction.doAction(action, { props: { resIds: action.params?.ids || [record.resId] } });
    }
}

registry.category("fields").add("store_questions", { ...x2ManyField, component: QuestionsField });
