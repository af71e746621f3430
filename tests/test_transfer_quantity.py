# Part of store_group. License LGPL-3.
from odoo.tests import HttpCase, new_test_user, tagged

# What is typed, and the quantity meant, by language; None: no quantity.
TYPED = {
    'en_US': [('1,200', 1200), ('1.2', 1.2), ('1,200.5', 1200.5), ('abc', None), ('-3', None), ('', 0), (' 7 ', 7)],
    'de_DE': [('1.200', 1200), ('1,2', 1.2), ('1.200,5', 1200.5), ('abc', None), ('-3', None), ('', 0), (' 7 ', 7)],
}
SHOWN = {'en_US': '1,200.125', 'de_DE': '1.200,125'}
CODE = """
    const { parseQuantity, showQuantity } = odoo.loader.modules.get("@store_group/quantity");
    const wrong = %s.filter(([text, meant]) => parseQuantity(text) !== meant)
        .map(([text]) => `${text} is ${parseQuantity(text)}`);
    if (showQuantity(1200.125) !== %r) {
        wrong.push(`shown as ${showQuantity(1200.125)}`);
    }
    console[wrong.length ? "error" : "log"](wrong.join(", ") || "test successful");
"""


@tagged('post_install', '-at_install')
class TestTransferQuantity(HttpCase):
    def test_a_quantity_is_read_in_the_way_of_the_language(self):
        for lang, typed in TYPED.items():
            self.env['res.lang']._activate_lang(lang)
            new_test_user(self.env, f'typist_{lang}', 'base.group_user', lang=lang, password=f'typist_{lang}')
            pairs = str([list(pair) for pair in typed]).replace('None', 'null')
            with self.subTest(lang=lang):
                self.browser_js('/odoo', CODE % (pairs, SHOWN[lang]), ready='odoo.isReady === true', login=f'typist_{lang}')
