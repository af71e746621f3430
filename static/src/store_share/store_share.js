// Part of store_group. License LGPL-3.
import { formatPercentage } from "@web/views/fields/formatters";
import { registry } from "@web/core/registry";

/**
 * A share of a pivot: 0.0446 is "4.5%", and empty if there is none. Core writes as many decimals as the field has.
 *
 * @param {number|false} share
 * @returns {string}
 */
export function formatShare(share) {
    return typeof share === "number" ? formatPercentage(share, { digits: [16, 1] }) : "";
}

registry.category("formatters").add("store_share", formatShare);
