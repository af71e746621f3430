// Part of store_group. License LGPL-3.
import { useRef } from "@odoo/owl";
import { formatMonetary } from "@web/views/fields/formatters";
import { registry } from "@web/core/registry";

import { formatChange, openFigure } from "../cockpit/cockpit";
import { TransferBoard } from "../transfer_board/transfer_board";

const DOORS = ["receive", "ship", "approve", "differences"];

/** The first screen of store staff: the board with a start page of large buttons and the day's sales. */
export class MyStore extends TransferBoard {
    static template = "store_group.MyStore";

    setup() {
        super.setup();
        this.query = useRef("query");
    }

    get model() {
        return "store.my.store";
    }

    get home() {
        return "home";
    }

    get sales() {
        return this.state.overview.sales;
    }

    /** The tasks; "to approve" and "differences" only if there are some. */
    get doors() {
        const lists = this.lists.filter((list) => list.count || ["receive", "ship"].includes(list.name));
        return lists.sort((a, b) => DOORS.indexOf(a.name) - DOORS.indexOf(b.name));
    }

    openList(name) {
        this.state.list = name;
        this.state.screen = "lists";
    }

    money(value) {
        return formatMonetary(value, { currencyId: this.sales.currency });
    }

    change(change) {
        return formatChange(change);
    }

    openSales() {
        return openFigure(this.action, this.sales.opens);
    }

    /** Scan with the camera if the browser allows it; else in the field above, which scanners also type into. */
    async lookUpHere() {
        if (this.cameraWorks) {
            await this.scan();
        } else {
            this.query.el.focus();
        }
    }

    newRequest() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "store.transfer",
            views: [[false, "form"]],
            context: { default_dest_store_id: this.state.overview.store_id },
        });
    }
}

registry.category("actions").add("store_group.my_store", MyStore);
