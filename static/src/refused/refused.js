// Part of store_group. License LGPL-3.
import { odooExceptionTitleMap } from "@web/core/errors/error_dialogs";

// The classes of exceptions.py have the title of core's: on a screen and at a till the client knows it by their full name.
for (const name of [
    "Refused",
    "ArgumentRefused",
    "IntakeRefused",
    "SheetRefused",
    "StoreRefused",
    "TransferRefused",
]) {
    odooExceptionTitleMap.set(
        `odoo.addons.store_group.exceptions.${name}`,
        odooExceptionTitleMap.get("odoo.exceptions.UserError")
    );
}
