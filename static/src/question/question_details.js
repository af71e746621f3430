// Part of store_group. License LGPL-3.
import { Component } from "@odoo/owl";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { useService } from "@web/core/utils/hooks";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const CHOICES = { product: "product", store: "store", customer: "partner", column: "meaning", value: "value" };

/** What helps to answer a question: the candidates with their pictures, sample orders with what the file says. */
export class QuestionDetails extends Component {
    static template = "store_group.QuestionDetails";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        for (const number of [1, 2, 3, 4, 5]) {
            useHotkey(String(number), () => this.choose(this.details.candidates[number - 1]));
        }
        useHotkey("a", () => this.press("action_accept"));
        useHotkey("i", () => this.press("action_ignore"));
    }

    get details() {
        return this.props.record.data[this.props.name] || { candidates: [], samples: [], more: 0 };
    }

    get mayAnswer() {
        return this.props.record.data.may_answer;
    }

    /** The columns of the samples: all that one of them says, in the order in which it is said. */
    get columns() {
        const names = [];
        for (const sample of this.details.samples) {
            for (const cell of sample.cells) {
                if (!names.includes(cell.name)) {
                    names.push(cell.name);
                }
            }
        }
        return names;
    }

    valueOf(sample, name) {
        return sample.cells.find((cell) => cell.name === name)?.value ?? "";
    }

    async choose(candidate) {
        if (!candidate || !this.mayAnswer || this.busy) {
            return;
        }
        const name = CHOICES[this.props.record.data.kind];
        await this.call("answer", { [name]: candidate.key });
    }

    async press(name) {
        const { proposal, kind } = this.props.record.data;
        if (this.mayAnswer && !this.busy && (name !== "action_accept" || proposal || kind === "progress")) {
            await this.call(name, {});
        }
    }

    async call(name, values) {
        this.busy = true;
        try {
            const { resModel, resId, model } = this.props.record;
            const action = await this.orm.call(resModel, name, [[resId]], values);
            if (action?.type) {
                await this.action.doAction(action, { onClose: () => model.load() });
            } else {
                await model.load();
            }
        } finally {
            this.busy = false;
        }
    }

    openOrder(sample) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "store.intake.order",
            res_id: sample.order_id,
            views: [[false, "form"]],
        });
    }
}

registry.category("fields").add("store_question_details", { component: QuestionDetails, supportedTypes: ["json"] });

/** The picture of a product, where its name would be. */
export class ProductPicture extends Component {
    static template = "store_group.ProductPicture";
    static props = { ...standardFieldProps };

    get product() {
        return this.props.record.data[this.props.name];
    }
}

registry.category("fields").add("store_product_picture", { component: ProductPicture, supportedTypes: ["many2one"] });
