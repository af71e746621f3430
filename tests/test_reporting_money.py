# Part of store_group. License LGPL-3.
import json

from odoo.tests import HttpCase, new_test_user, tagged

# (amount, currency, language, what a reader sees); a blank stands for the no-break space
CASES = [
    (16117548.4, 'CNY', 'zh-CN', '1,611.75万元'),
    (120000000, 'CNY', 'zh-CN', '1.2亿元'),
    (99999999.99, 'CNY', 'zh-CN', '1亿元'),
    (-16117548.4, 'CNY', 'zh-CN', '-1,611.75万元'),
    (10000, 'CNY', 'zh-HK', '1万元'),
    (9999.5, 'CNY', 'zh-CN', '¥ 9,999.50'),
    (1234567, 'USD', 'zh-CN', '$ 123.46万'),
    (1611754.84, 'USD', 'en-US', '$ 1.61M'),
    (999999, 'USD', 'en-US', '$ 1M'),
    (12345, 'USD', 'en-US', '$ 12.35k'),
    (9999.5, 'USD', 'en-US', '$ 9,999.50'),
    (2500000000, False, 'fr-FR', '2.5B'),
    (0, 'CNY', 'zh-CN', '¥ 0.00'),
    (False, 'CNY', 'zh-CN', ''),
]

CODE = """
const { formatCompactMoney } = odoo.loader.modules.get("@store_group/store_money/store_money");
const { registry } = odoo.loader.modules.get("@web/core/registry");
const wrong = %s
    .map(([amount, currencyId, lang, expected]) => {
        const found = formatCompactMoney(amount, { currencyId, lang }).replace(/\\u00a0/g, " ");
        return found === expected ? "" : `${amount} (${lang}): ${found}, not ${expected}`;
    })
    .filter(Boolean);
if (!registry.category("fields").contains("store_money")) wrong.push("no widget store_money");
if (wrong.length) console.error(wrong.join("; "));
else console.log("test successful");
"""


@tagged('post_install', '-at_install')
class TestReportingMoney(HttpCase):
    def test_amount_is_short_and_says_its_unit(self):
        ids = {False: False}
        for name, symbol in (('CNY', '¥'), ('USD', '$')):
            currency = self.env.ref(f'base.{name}')
            currency.write({'active': True, 'symbol': symbol, 'position': 'before'})
            ids[name] = currency.id
        cases = [(amount, ids[currency], lang, text) for amount, currency, lang, text in CASES]
        new_test_user(self.env, 'money_reader', 'store_group.group_store_admin')
        self.browser_js(
            '/odoo/stores',
            CODE % json.dumps(cases),
            login='money_reader',
            ready="odoo.isReady === true && !!document.querySelector('.o_kanban_view .o_kanban_renderer')",
        )
