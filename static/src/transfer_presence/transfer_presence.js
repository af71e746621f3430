// Part of store_group. License LGPL-3.
import { Component, onWillUnmount, useEffect, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { useService } from "@web/core/utils/hooks";

const RENEW = 3 * 60 * 1000;

/**
 * On the form of a transfer: records that this user has it open and when they start editing, and shows who else
 * has it open. The server refuses overwriting another user's change; this only warns early.
 */
export class TransferPresence extends Component {
    static template = "store_group.TransferPresence";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ text: "" });
        useEffect(
            () => {
                this.note();
            },
            () => [this.props.record.resId, this.props.record.data.version, this.isChanging]
        );
        this.timer = setInterval(() => this.note(), RENEW);
        onWillUnmount(() => {
            clearInterval(this.timer);
            if (this.noted) {
                this.orm.silent.call("store.transfer", "leave", [[this.noted]]).catch(() => {});
            }
        });
    }

    get isChanging() {
        return this.props.record.dirty;
    }

    async note() {
        const { resId, data } = this.props.record;
        if (!resId) {
            return;
        }
        this.noted = resId;
        try {
            const answer = await this.orm.silent.call("store.transfer", "begin", [[resId]], {
                side: this.isChanging ? "edit" : "look",
                version: data.version,
            });
            this.state.text = answer.text;
        } catch {
            this.state.text = ""; // no note: who reads is not disturbed, and what they do is checked with the call
        }
    }
}

registry.category("view_widgets").add("store_transfer_presence", { component: TransferPresence });
