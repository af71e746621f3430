// Part of store_group. License LGPL-3.

// Walks the forms of one person as they would: new, fill in, save, edit, duplicate.
// work: [{key, action, model, values, edit, duplicate}], see tests/test_forms_new.py. Ends as `browser_js` asks.
odoo.walkStoreForms = async (work) => {
    const { services } = odoo.__WOWL_DEBUG__.root.env;
    const tick = () => new Promise((next) => setTimeout(next, 30));
    const troubles = [];
    const until = async (find, what) => {
        for (let turn = 0; turn < 400; turn++) {
            const found = find();
            if (found) { return found; }
            const dialog = document.querySelector(".o_error_dialog, .modal .o_dialog_warning, .modal-body[role=alert]")
                || [...document.querySelectorAll(".modal")].find((item) => !item.querySelector(".o_form_view"));
            if (dialog) {
                const text = dialog.textContent.trim().replace(/\s+/g, " ");
                dialog.querySelector("button.btn-primary, button.btn-close").click();
                throw new Error(text);
            }
            const note = document.querySelector(".o_notification .o_notification_bar.bg-danger, .o_notification.border-danger");
            if (note) {
                const text = note.closest(".o_notification").textContent;
                note.closest(".o_notification").querySelector(".o_notification_close, .btn-close").click();
                throw new Error(text);
            }
            await tick();
        }
        throw new Error(`${what} does not come`);
    };
    const form = (model) => {
        const found = [];
        const look = (node) => {
            const root = node.component?.model?.root;
            if (node.component?.archInfo && root && root.resModel === model && "resId" in root) { found.push(node.component); }
            Object.values(node.children).forEach(look);
        };
        look(odoo.__WOWL_DEBUG__.root.__owl__);
        return found.at(-1);
    };
    const fill = async (record, values) => {
        for (const [name, value] of Object.entries(values)) {
            if (Array.isArray(value)) {
                for (const line of value) {
                    const added = await record.data[name].addNewRecord({ position: "bottom" });
                    await fill(added, line);
                }
            } else if (Array.isArray(value?.link)) {
                await record.data[name].addAndRemove({ add: value.link });
            } else if (value?.date) {
                await record.update({ [name]: luxon.DateTime.fromISO(value.date) });
            } else {
                await record.update({ [name]: value });
            }
        }
    };
    const save = async (screen, what) => {
        const dialog = screen.env.inDialog;
        if (dialog) {
            await screen.model.root.save();
        } else {
            (await until(() => document.querySelector(".o_form_button_save"), "the button to save")).click();
        }
        const clean = () => !document.querySelector(".o_form_status_indicator_buttons:not(.invisible)");
        await until(() => screen.model.root.resId && (dialog || clean()), what);
    };
    for (const item of work) {
        let step = "opens";
        try {
            await services.action.doAction(item.action, { viewType: "form", props: { resId: false }, clearBreadcrumbs: true });
            const screen = await until(() => form(item.model), "the form");
            step = "is filled in";
            await fill(screen.model.root, item.values);
            step = "is saved";
            await save(screen, "the record");
            if (item.edit) {
                step = "is edited";
                await fill(screen.model.root, item.edit);
                await save(screen, "the change");
            }
            if (item.duplicate) {
                step = "is duplicated";
                const was = screen.model.root.resId;
                const menu = document.querySelector(".o_cp_action_menus .fa-cog")?.closest("button");
                if (menu) {
                    const entries = () => [...document.querySelectorAll(".o-dropdown--menu .o-dropdown-item")];
                    let turn = 0;
                    await until(() => {
                        if (turn++ % 40 === 0 && !entries().length) {
                            document.querySelector(".o_cp_action_menus .fa-cog").closest("button").click();
                        }
                        return entries().length;
                    }, "the menu");
                    const entry = entries().find((one) => one.textContent.trim() === "Duplicate");
                    if (entry) {
                        entry.click();
                        await until(() => form(item.model) && form(item.model).model.root.resId !== was, "the copy");
                        const copy = form(item.model);
                        if (!copy.model.root.resId) { await save(copy, "the copy"); }
                    } else {
                        menu.click();
                    }
                }
            }
            console.log(`walked ${item.key}`);
        } catch (error) {
            troubles.push(`${item.key} ${step}: ${error.message}`);
            const screen = form(item.model);
            if (screen) { await screen.model.root.discard(); }
        }
        for (const close of document.querySelectorAll(".modal .btn-close")) { close.click(); await tick(); }
    }
    if (troubles.length) { console.error(troubles.join("\n")); } else { console.log("test successful"); }
};
