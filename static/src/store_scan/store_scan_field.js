// Part of store_group. License LGPL-3.
import { _t } from "@web/core/l10n/translation";
import { CharField, charField } from "@web/views/fields/char/char_field";
import { isBarcodeScannerSupported } from "@web/core/barcode/barcode_video_scanner";
import { registry } from "@web/core/registry";
import { scanBarcode } from "@web/core/barcode/barcode_dialog";

/** A text that stands on a label: typed, or scanned with the camera where the browser has one. */
export class StoreScanField extends CharField {
    static template = "store_group.StoreScanField";

    get cameraWorks() {
        return isBarcodeScannerSupported() && window.isSecureContext && !this.props.readonly;
    }

    async scan() {
        const code = await scanBarcode(this.env);
        await this.props.record.update({ [this.props.name]: code.trim() });
    }
}

export const storeScanField = {
    ...charField,
    component: StoreScanField,
    displayName: _t("Label"),
};

registry.category("fields").add("store_scan", storeScanField);
