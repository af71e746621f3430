// Part of store_group. License LGPL-3.
import { formatMonetary } from "@web/views/fields/formatters";
import { formatFloat } from "@web/core/utils/numbers";
import { getCurrency } from "@web/core/currency";
import { user } from "@web/core/user";

// Largest first. Chinese uses ten thousands, and writes the unit of money after them.
const CHINESE_STEPS = [
    [1e8, "亿"],
    [1e4, "万"],
];
const OTHER_STEPS = [
    [1e9, "B"],
    [1e6, "M"],
    [1e4, "k", 1e3],
];

/**
 * Round to at most two decimals, half away from zero.
 *
 * @param {number} value
 * @returns {number}
 */
function roundToCents(value) {
    return (Math.sign(value) * Math.round((Math.abs(value) + Number.EPSILON) * 100)) / 100;
}

/**
 * Shorten an amount: 16117548.4 is "1,611.75万元" to a Chinese reader and "¥ 16.12M" to any other.
 * Below 10,000 it is exact. The unit is chosen after rounding: never 10,000万, never 1,000k.
 *
 * @param {number|false} amount
 * @param {Object} [options]
 * @param {number} [options.currencyId]
 * @param {string} [options.lang] BCP 47; default: the reader's
 * @returns {string}
 */
export function formatCompactMoney(amount, { currencyId, lang = user.lang } = {}) {
    if (amount === false || amount === undefined || amount === null) {
        return "";
    }
    const chinese = (lang || "").toLowerCase().startsWith("zh");
    const steps = chinese ? CHINESE_STEPS : OTHER_STEPS;
    for (const [from, sign, unit = from] of Math.abs(amount) < 1e4 ? [] : steps) {
        const rounded = roundToCents(amount / unit);
        if (Math.abs(rounded) * unit >= from) {
            const number = formatFloat(rounded, { digits: [16, 2], trailingZeros: false });
            return withCurrency(number + sign, getCurrency(currencyId), chinese);
        }
    }
    return formatMonetary(amount, { currencyId });
}

function withCurrency(text, currency, chinese) {
    if (!currency) {
        return text;
    }
    if (chinese && currency.name === "CNY") {
        return text + "元";
    }
    const parts = currency.position === "after" ? [text, currency.symbol] : [currency.symbol, text];
    return parts.join("\u00a0");
}
