# Part of store_group. License LGPL-3.
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..engine.intake.draft import LineDraft
from ..engine.intake.gates import KINDS, Facts, Rule, caught, discount_of, waits_for_books, words_of
from .test_engine_intake_bundles import order_of

AMOUNT = st.integers(0, 100_000).map(lambda cents: Decimal(cents) / 100)


class TestGates(BaseCase):
    @given(AMOUNT, AMOUNT)
    def test_limits_hold_to_the_cent(self, total, limit):
        facts = Facts(total, discount=total / 1001, quantity=total)
        kinds = [kind for kind, _found, _limit in caught([Rule(kind, limit) for kind in KINDS[:4]], facts)]
        self.assertEqual('total_above' in kinds, total > limit)
        self.assertEqual('total_below' in kinds, total < limit)
        self.assertEqual('quantity_above' in kinds, total > limit)
        self.assertEqual('discount_above' in kinds, total / 1001 * 100 > limit)
        self.assertEqual(waits_for_books('above', limit, frozenset(), facts), total > limit)

    def test_words(self):
        near = Rule('outside', words=words_of('上海，江苏, 浙江省'))
        for place, is_caught in (('中国 江苏省 苏州市', False), ('中国 广东省', True), ('', True), ('浙江省杭州市', False)):
            self.assertEqual(bool(caught([near], Facts(Decimal(1), place=place))), is_caught, place)
        tag = Rule('tag', words=words_of('货到付款,Sample'))
        self.assertEqual(caught([tag], Facts(Decimal(1), tags=('SAMPLE', 'x'))), [('tag', 'SAMPLE', '')])
        self.assertFalse(caught([tag], Facts(Decimal(1))))
        self.assertTrue(waits_for_books('tag', Decimal(0), words_of('COD'), Facts(Decimal(1), tags=('cod',))))
        self.assertFalse(waits_for_books('', Decimal(0), frozenset(), Facts(Decimal(9))))

    def test_the_others(self):
        rules = [Rule('note'), Rule('masked'), Rule('first'), Rule('product', products=frozenset({7}))]
        facts = Facts(Decimal(1), note='  ', products={8: 'B'})
        self.assertEqual(caught(rules, facts), [])
        facts = Facts(Decimal(1), note='red', is_masked=True, is_first=True, products={7: 'A', 8: 'B'})
        self.assertEqual([kind for kind, _found, _limit in caught(rules, facts)], ['note', 'masked', 'first', 'product'])

    def test_discount(self):
        line = LineDraft(Decimal(2), Decimal(50), discount_rate=Decimal('0.1'))
        self.assertEqual(discount_of(order_of(line)), Decimal('0.1'))
        self.assertEqual(discount_of(order_of(line, discount_amount=Decimal(40))), Decimal('0.5'))
        self.assertEqual(discount_of(order_of(LineDraft(Decimal(1), Decimal(0)))), 0)
