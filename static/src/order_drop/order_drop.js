// Part of store_group. License LGPL-3.
import { onWillStart, useRef } from "@odoo/owl";
import { useDropzone } from "@web/core/dropzone/dropzone_hook";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { checkFileSize } from "@web/core/utils/files";
import { useService } from "@web/core/utils/hooks";
import { getDataURLFromFile } from "@web/core/utils/urls";
import { BinaryField, binaryField } from "@web/views/fields/binary/binary_field";
import { listView } from "@web/views/list/list_view";
import { ListController } from "@web/views/list/list_controller";

const MOST_FILES = 8;

const contentOf = async (file) => (await getDataURLFromFile(file)).split(",")[1] || "";

/**
 * Files of orders are dropped on an element: each is sent and recognised by itself, then one list shows them all.
 *
 * @param {Object} target ref of the element
 * @param {Function} [takeOne] what is done with a single file (File); without it the upload opens with it
 * @returns {Object} `may`: whether this user uploads; `onChosen`: for the change of an input of files
 */
export function useOrderDrop(target, takeOne) {
    const orm = useService("orm");
    const action = useService("action");
    const ui = useService("ui");
    const notification = useService("notification");
    const drop = {
        may: false,
        async take(fileList) {
            const empty = [...fileList].filter((file) => !file.size);
            if (empty.length) {
                const names = empty.map((file) => file.name).join(", ");
                notification.add(_t("Nothing is in %(names)s.", { names }), { type: "warning" });
            }
            const files = [...fileList].filter((file) => file.size && checkFileSize(file.size, notification));
            const [taken, left] = [files.slice(0, MOST_FILES), files.slice(MOST_FILES)];
            if (left.length) {
                const names = left.map((file) => file.name).join(", ");
                notification.add(_t("%(limit)s files are taken at once. Drop these afterwards: %(names)s", { limit: MOST_FILES, names }), {
                    type: "warning",
                    sticky: true,
                });
            }
            if (taken.length === 1 && takeOne) {
                return takeOne(taken[0]);
            }
            if (taken.length) {
                return action.doAction(await drop.send(taken));
            }
        },
        /** Send the files one by one, so that no request holds more than one. */
        async send(files) {
            ui.block();
            try {
                const [id] = await orm.create("store.intake.drop", [{}]);
                for (const file of files) {
                    await orm.create("store.intake.upload", [
                        { drop_id: id, filename: file.name, content: await contentOf(file) },
                    ]);
                }
                return await orm.call("store.intake.drop", "action_open", [[id]]);
            } finally {
                ui.unblock();
            }
        },
        async onChosen(ev) {
            const files = [...ev.target.files];
            ev.target.value = "";
            await drop.take(files);
        },
    };
    onWillStart(async () => {
        drop.may = await user.checkAccessRight("store.intake.upload", "create");
    });
    useDropzone(
        target,
        (ev) => drop.take(ev.dataTransfer.files),
        "o_store_order_drop",
        () => drop.may
    );
    return drop;
}

/** The file of an upload: one stays on the form, several open the list of them. The whole dialog takes a drop. */
export class OrderFileField extends BinaryField {
    static template = "store_group.OrderFileField";

    setup() {
        super.setup();
        const root = useRef("root");
        const target = {
            get el() {
                return root.el && (root.el.closest(".modal-content") || root.el);
            },
        };
        this.drop = useOrderDrop(target, (file) => this.takeOne(file));
    }

    async takeOne(file) {
        await this.update({ data: await contentOf(file), name: file.name });
    }
}

registry.category("fields").add("store_order_file", { ...binaryField, component: OrderFileField });

/** The list of order files: what is dropped on it is uploaded. */
export class OrderFilesController extends ListController {
    setup() {
        super.setup();
        this.orderDrop = useOrderDrop(this.rootRef);
    }
}

registry.category("views").add("store_order_files", { ...listView, Controller: OrderFilesController });
