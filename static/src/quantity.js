// Part of store_group. License LGPL-3.
import { _t } from "@web/core/l10n/translation";
import { formatFloat } from "@web/core/utils/numbers";
import { parseFloat } from "@web/views/fields/parsers";

/**
 * Parse a typed quantity in the number format of the user's language: "1,200" is twelve hundred in English and
 * one and a fifth in German. Nothing typed is zero.
 *
 * @param {string} text
 * @returns {number|null} null if it is not a number, or below zero
 */
export function parseQuantity(text) {
    if (!text.trim()) {
        return 0;
    }
    try {
        const value = parseFloat(text.trim());
        return Number.isFinite(value) && value >= 0 ? value : null;
    } catch {
        return null; // core throws for what is no number
    }
}

/**
 * The same, with a message to the user that quotes the text.
 *
 * @param {string} text
 * @param {Object} notification the service
 * @returns {number|null}
 */
export function readQuantity(text, notification) {
    const value = parseQuantity(text);
    if (value === null) {
        notification.add(_t("%s is not a number of zero or more. Type it again.", text.trim()), { type: "warning" });
    }
    return value;
}

/**
 * Format a quantity in the user's language, so that a shown value can be typed again.
 *
 * @param {number} value
 * @returns {string}
 */
export function showQuantity(value) {
    return formatFloat(value || 0, { digits: [16, 6], trailingZeros: false });
}

/**
 * A quantity for a cell of a spreadsheet of the same language: without thousand separators; nothing for zero.
 *
 * @param {number} value
 * @returns {string}
 */
export function cellQuantity(value) {
    return value ? formatFloat(value, { digits: [16, 6], trailingZeros: false, thousandsSep: "" }) : "";
}
