// Part of store_group. License LGPL-3.
import { Component, onWillStart, useEffect, useExternalListener, useRef, useState } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { Layout } from "@web/search/layout";
import { registry } from "@web/core/registry";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { useService } from "@web/core/utils/hooks";

import { cellQuantity, readQuantity, showQuantity } from "../quantity";
import { GridSheet } from "./grid_sheet";

export const ROW_HEIGHT = 44;
const ROWS_BEYOND = 8;
const MODEL = "store.transfer.grid";

const STEPS = {
    ArrowDown: [1, 0],
    ArrowUp: [-1, 0],
    ArrowRight: [0, 1],
    ArrowLeft: [0, -1],
};

/**
 * Products x stores: what each store has, what is on its way to it, and the quantity to give. The same screen counts
 * what is shipped and received, where the action's params name that model.
 *
 * The action's params name the wizard the grid belongs to (`grid_id`). Nothing is a transfer before "Make
 * Transfers"; leaving the screen keeps what was typed in the wizard's draft only after it was saved.
 */
export class TransferGrid extends Component {
    static template = "store_group.TransferGrid";
    static components = { Layout, Dropdown, DropdownItem };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.bodyRef = useRef("body");
        this.inputRef = useRef("input");
        this.fileRef = useRef("file");
        this.model = this.props.action.params?.model || MODEL;
        this.gridId = this.props.action.params?.grid_id || this.props.action.context?.active_id;
        this.state = useState({
            busy: false,
            first: 0,
            editing: false,
            draft: "",
            version: 0,
            changes: false,
            refused: [],
        });
        this.options = useState({});
        this.display = { controlPanel: {} };
        onWillStart(() => this.load());
        useExternalListener(document, "paste", (ev) => this.onPaste(ev));
        useExternalListener(document, "copy", (ev) => this.onCopy(ev));
        useEffect(
            () => {
                if (this.state.editing) {
                    this.inputRef.el?.focus();
                }
            },
            () => [this.state.editing, this.state.version]
        );
    }

    // === DATA ===

    async load() {
        const data = await this.orm.call(this.model, "load", [[this.gridId]]);
        this.data = data;
        this.version = data.version;
        this.place = {};
        this.sheet = new GridSheet(data.rows.length, data.columns.length, (row, column) =>
            Boolean(this.cell(row, column).closed)
        );
        data.rows.forEach((line, row) =>
            line.cells.forEach((cell, column) => {
                this.sheet.values[row][column] = cell.quantity;
                this.place[cell.key] = [row, column];
            })
        );
        Object.assign(this.options, data.options);
        this.refresh();
    }

    cell(row, column) {
        return this.data.rows[row].cells[column];
    }

    /** The quantities typed, by the keys of the cells: `{key: quantity}`, of some rows or of all. */
    quantities(top = 0, bottom = this.sheet.rows - 1) {
        const quantities = {};
        for (let row = top; row <= bottom; row++) {
            this.data.rows[row].cells.forEach((cell, column) => {
                if (cell.key) {
                    quantities[cell.key] = this.sheet.value(row, column);
                }
            });
        }
        return quantities;
    }

    /** Apply `{key: quantity}` as one step that can be undone. */
    changeKeys(quantities) {
        this.sheet.change(
            Object.entries(quantities).map(([key, quantity]) => [...this.place[key], quantity])
        );
    }

    async save() {
        this.version = await this.orm.call(this.model, "save", [[this.gridId]], {
            quantities: this.quantities(),
            options: { ...this.options },
            version: this.version,
        });
    }

    // === WHAT IS SHOWN ===

    get visible() {
        const height = this.bodyRef.el?.clientHeight || 800;
        const first = Math.max(0, this.state.first - ROWS_BEYOND);
        const last = Math.min(
            this.data.rows.length,
            this.state.first + Math.ceil(height / ROW_HEIGHT) + ROWS_BEYOND
        );
        return { first, last };
    }

    get visibleRows() {
        const { first, last } = this.visible;
        return this.data.rows.slice(first, last).map((line, index) => ({ ...line, row: first + index }));
    }

    get heightAbove() {
        return this.visible.first * ROW_HEIGHT;
    }

    get heightBelow() {
        return (this.data.rows.length - this.visible.last) * ROW_HEIGHT;
    }

    number(value) {
        return value ? showQuantity(value) : "";
    }

    left(line) {
        return line.free === false ? false : line.free - this.sheet.rowSum(line.row);
    }

    onScroll(ev) {
        this.state.first = Math.floor(ev.target.scrollTop / ROW_HEIGHT);
    }

    refresh() {
        this.state.version++;
    }

    isActive(row, column) {
        return this.sheet.to.row === row && this.sheet.to.column === column;
    }

    keepInView() {
        const body = this.bodyRef.el;
        const top = this.sheet.to.row * ROW_HEIGHT;
        if (top < body.scrollTop) {
            body.scrollTop = top;
        } else if (top + 3 * ROW_HEIGHT > body.scrollTop + body.clientHeight) {
            body.scrollTop = top + 3 * ROW_HEIGHT - body.clientHeight;
        }
        body.querySelector(".o_store_grid_active")?.scrollIntoView({ block: "nearest", inline: "nearest" });
    }

    // === TYPING ===

    onCellClick(row, column, ev) {
        this.commit();
        this.sheet.select(row, column, ev.shiftKey);
        this.bodyRef.el.focus({ preventScroll: true });
        if (!ev.shiftKey && !this.cell(row, column).closed && this.env.isSmall) {
            this.edit("");
        }
        this.refresh();
    }

    edit(draft) {
        const { row, column } = this.sheet.to;
        if (!this.cell(row, column).closed) {
            Object.assign(this.state, { editing: true, draft });
        }
    }

    commit() {
        if (!this.state.editing) {
            return;
        }
        const { row, column } = this.sheet.to;
        const quantity = readQuantity(this.state.draft, this.notification);
        this.state.editing = false;
        if (quantity !== null) {
            this.sheet.change([[row, column, quantity]]);
        }
    }

    onKeydown(ev) {
        if (ev.isComposing) {
            return;
        }
        const control = ev.ctrlKey || ev.metaKey;
        const key = ev.key;
        if (control && ["z", "y", "d"].includes(key.toLowerCase())) {
            this.commit();
            const act = { z: ev.shiftKey ? "redo" : "undo", y: "redo", d: "fillDown" }[key.toLowerCase()];
            this.sheet[act]();
        } else if (control && key.toLowerCase() === "a" && !this.state.editing) {
            this.sheet.select(0, 0);
            this.sheet.select(this.sheet.rows - 1, this.sheet.columns - 1, true);
        } else if (control || ev.altKey) {
            return;
        } else if (STEPS[key] && !(this.state.editing && ["ArrowLeft", "ArrowRight"].includes(key))) {
            this.commit();
            this.sheet.move(...STEPS[key], ev.shiftKey);
        } else if (key === "Enter" || key === "Tab") {
            this.commit();
            const back = ev.shiftKey ? -1 : 1;
            this.sheet.move(...(key === "Enter" ? [back, 0] : [0, back]));
        } else if (key === "Escape") {
            this.state.editing = false;
            this.bodyRef.el.focus({ preventScroll: true });
        } else if (!this.state.editing && ["Delete", "Backspace"].includes(key)) {
            this.sheet.clear();
        } else if (!this.state.editing && /^[0-9.,]$/.test(key)) {
            this.edit(key);
        } else if (!this.state.editing && key === "F2") {
            this.edit(this.number(this.sheet.value(this.sheet.to.row, this.sheet.to.column)));
        } else {
            return;
        }
        ev.preventDefault();
        if (!this.state.editing) {
            this.bodyRef.el.focus({ preventScroll: true });
        }
        this.keepInView();
        this.refresh();
    }

    onInput(ev) {
        this.state.draft = ev.target.value;
    }

    onCopy(ev) {
        if (document.activeElement === this.bodyRef.el) {
            ev.clipboardData.setData("text/plain", this.sheet.copy(cellQuantity));
            ev.preventDefault();
        }
    }

    async onPaste(ev) {
        if (document.activeElement !== this.bodyRef.el) {
            return;
        }
        ev.preventDefault();
        await this.paste(ev.clipboardData.getData("text/plain"));
    }

    async paste(text) {
        const { top, bottom, left, right } = this.sheet.selection;
        const closed = [];
        this.data.rows.forEach((line, row) =>
            line.cells.forEach((cell, column) => cell.closed && closed.push([row, column]))
        );
        const pasted = await this.orm.call(this.model, "paste", [], {
            text,
            top,
            left,
            rows: this.sheet.rows,
            columns: this.sheet.columns,
            closed,
            fill: [bottom - top + 1, right - left + 1],
        });
        this.sheet.change(pasted.values);
        if (pasted.message) {
            this.notification.add(pasted.message, { type: "warning", sticky: true });
        }
        this.refresh();
    }

    // === FILLING ===

    /** Fill the selected rows, or all of them where only one cell is selected. */
    async fill(how) {
        this.commit();
        const { top, bottom } = this.sheet.selection;
        const quantities = top === bottom ? this.quantities() : this.quantities(top, bottom);
        this.changeKeys(
            await this.orm.call(this.model, "fill", [[this.gridId]], {
                how,
                quantities,
                options: { ...this.options },
            })
        );
        this.refresh();
    }

    /** The value of an option; a ratio is text such as 1-2-2-1, all others are numbers. */
    option(name) {
        return name === "ratio" ? this.options.ratio : showQuantity(Number(this.options[name]));
    }

    onOption(ev) {
        const { name, value } = ev.target;
        const said = name === "ratio" ? value : readQuantity(value, this.notification);
        if (said !== null) {
            this.options[name] = said;
        }
        ev.target.value = this.option(name);
    }

    undo() {
        this.sheet.undo();
        this.refresh();
    }

    // === LEAVING ===

    async exportSheet() {
        this.commit();
        await this.save();
        await this.action.doAction({
            type: "ir.actions.act_url",
            url: await this.orm.call(this.model, "export_sheet", [[this.gridId]]),
            target: "self",
        });
    }

    async print() {
        this.commit();
        await this.save();
        await this.action.doAction(await this.orm.call(this.model, "action_print", [[this.gridId]]));
    }

    async onFile(ev) {
        const [file] = ev.target.files;
        if (!file) {
            return;
        }
        const content = await new Promise((resolve, reject) => {
            const reader = new FileReader();
            reader.onload = () => resolve(reader.result.split(",")[1]);
            reader.onerror = reject;
            reader.readAsDataURL(file);
        });
        ev.target.value = "";
        const read = await this.orm.call(this.model, "import_sheet", [[this.gridId]], {
            filename: file.name,
            content,
            quantities: this.quantities(),
        });
        this.changeKeys(read.quantities);
        this.state.changes = read.changes;
        this.state.refused = read.refused;
        this.refresh();
    }

    closeChanges() {
        this.state.changes = false;
    }

    async apply() {
        this.commit();
        if (this.state.busy) {
            return;
        }
        this.state.busy = true;
        try {
            await this.save();
            const next = await this.orm.call(this.model, "action_apply", [[this.gridId]]);
            await this.action.doAction(next, { clearBreadcrumbs: false });
        } finally {
            this.state.busy = false;
        }
    }
}

registry.category("actions").add("store_group.transfer_grid", TransferGrid);
