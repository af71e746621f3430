// Part of store_group. License LGPL-3.
import { Component, onWillStart, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { useService } from "@web/core/utils/hooks";

/** First steps, a tour of the role, and the words: where everybody begins who does not know the app. */
export class StoreStart extends Component {
    static template = "store_group.Start";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.tour = useService("tour_service");
        this.state = useState({ page: null, query: "" });
        onWillStart(() => this.load());
    }

    async load() {
        this.state.page = await this.orm.call("store.start", "overview", []);
    }

    get page() {
        return this.state.page;
    }

    get done() {
        return this.page.steps.filter((step) => step.done).length;
    }

    /** Words that hold what was typed, in either language or in their meaning. */
    get words() {
        const query = this.state.query.trim().toLowerCase();
        return this.page.words.filter((word) =>
            [word.term, word.other, word.meaning].some((text) => text.toLowerCase().includes(query))
        );
    }

    /** The real screen; a dialog that closes brings the ticks up to date. */
    open(step) {
        return this.action.doAction(step.action, { onClose: () => this.load() });
    }

    async setHidden(hidden) {
        await this.orm.call("store.start", hidden ? "hide" : "show", []);
        await this.load();
    }

    startTour(tour) {
        return this.tour.startTour(tour.name, { mode: "manual", redirect: true });
    }
}

registry.category("actions").add("store_group.start", StoreStart);
