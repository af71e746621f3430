# Part of store_group. License LGPL-3.
import doctest
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..engine.transfer import prices
from ..engine.transfer.prices import Terms

MONEY = st.integers(-(10**7), 10**7).map(lambda cents: Decimal(cents) / 100)
PARTS = st.lists(st.integers(1, 50).map(Decimal), min_size=1, max_size=8)


class TestEngineTransferPrices(BaseCase):
    def test_the_examples(self):
        self.assertEqual(doctest.testmod(prices).failed, 0)

    @given(total=MONEY, parts=PARTS)
    def test_shares_are_the_total_in_whatever_parts(self, total, parts):
        whole, before, sums = sum(parts), Decimal(0), []
        for part in parts:
            sums.append(prices.share(total, whole, before, part))
            before += part
        self.assertEqual(sum(sums), total)

    @given(quantities=PARTS, wanted=st.integers(0, 500).map(Decimal))
    def test_never_more_is_credited_than_was_charged(self, quantities, wanted):
        charged = list(enumerate(quantities))
        parts = prices.credit(charged, wanted)
        self.assertEqual(sum(part for _key, part in parts), min(wanted, sum(quantities)))
        for key, part in parts:
            self.assertLessEqual(part, quantities[key])

    def test_nothing_charged_or_shipped_is_nothing(self):
        self.assertEqual(prices.share(Decimal(5), Decimal(0), Decimal(0), Decimal(1)), 0)
        self.assertEqual(prices.unsold_margin(Decimal(5), Decimal(3), Decimal(0), Decimal(1)), 0)
        self.assertEqual(prices.unsold_margin(Decimal(60), Decimal(40), Decimal(4), Decimal(-3)), 0)

    def test_halves_round_away_from_zero_and_a_price_is_never_negative(self):
        self.assertEqual(prices.unit_price(Terms('cost'), Decimal('1.005')), Decimal('1.01'))
        self.assertEqual(prices.unit_price(Terms('cost'), Decimal(-1)), 0)
        with self.assertRaises(ValueError):
            prices.unit_price(Terms('guess'), Decimal(1))
