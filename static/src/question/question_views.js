// Part of store_group. License LGPL-3.
import { useService } from "@web/core/utils/hooks";
import { registry } from "@web/core/registry";
import { formView } from "@web/views/form/form_view";
import { listView } from "@web/views/list/list_view";
import { ListRenderer } from "@web/views/list/list_renderer";

const ACTS = { a: "action_accept", c: "action_choose", i: "action_ignore" };

/** Questions are answered from the keyboard: A accepts, C chooses another answer, I ignores; the next row has the focus then. */
export class QuestionListRenderer extends ListRenderer {
    setup() {
        super.setup();
        this.orm = useService("orm");
        this.questionAction = useService("action");
    }

    onCellKeydownReadOnlyMode(hotkey, cell, group, record) {
        const act = record && record.data.may_answer && ACTS[hotkey];
        if (act) {
            this.act(act, record);
            return true;
        }
        return super.onCellKeydownReadOnlyMode(...arguments);
    }

    async act(name, record) {
        const { list } = this.props;
        const index = list.records.indexOf(record);
        const again = async () => {
            await list.model.load();
            requestAnimationFrame(() => {
                const rows = this.tableRef.el?.querySelectorAll(".o_data_row") || [];
                rows[Math.min(index, rows.length - 1)]?.querySelector("td[name='message']")?.focus();
            });
        };
        const action = await this.orm.call(record.resModel, name, [[record.resId]]);
        if (action?.type) {
            await this.questionAction.doAction(action, { onClose: again });
        } else {
            await again();
        }
    }
}

registry.category("views").add("store_question_list", { ...listView, Renderer: QuestionListRenderer });

/** A question that is answered is gone: the form goes on with the next one, and after the last back to the list. */
export class QuestionFormModel extends formView.Model {
    async load(params = {}) {
        const id = params.resId ?? this.config.resId;
        if (!id || !this.isReady) {
            return super.load(params);
        }
        const ids = params.resIds ?? this.config.resIds ?? [];
        const next = await this.orm.call("store.intake.question", "following", [id, ids]);
        if (!next) {
            return this.action.doAction("store_group.store_intake_question_action", { clearBreadcrumbs: true });
        }
        return super.load(next === id ? params : { ...params, resId: next, resIds: ids.filter((other) => other !== id) });
    }
}

registry.category("views").add("store_question_form", { ...formView, Model: QuestionFormModel });
