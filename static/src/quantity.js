// Part of store_group. License LGPL-3.
import { formatFloat } from "@web/core/utils/numbers";
import { parseFloat } from "@web/views/fields/parsers";

/**
 * The quantity somebody typed, in the way of writing numbers of their language: "1,200" is twelve hundred in English and
 * one and a fifth in German. Nothing typed is zero.
 *
 * @param {string} text
 * @returns {number|null} null for what is no number, or below zero
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
 * A quantity as its reader writes numbers, so that what a field shows can be typed again.
 *
 * @param {number} value
 * @returns {string}
 */
export function showQuantity(value) {
    return formatFloat(value || 0, { digits: [16, 6], trailingZeros: false });
}
