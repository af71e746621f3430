# Part of store_group. License LGPL-3.
"""What is owed for goods that come back, on random histories of one order line."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..engine.ordering import giving_back

PIECES = st.integers(0, 9).map(Decimal)


class TestGivingBack(BaseCase):
    @given(PIECES, PIECES, PIECES, st.lists(st.integers(1, 4).map(Decimal), max_size=5))
    def test_nobody_is_paid_twice(self, shipped, invoiced, credited, returns):
        invoiced, back = min(invoiced, shipped), Decimal(0)
        credited = before = min(credited, invoiced)
        given_back = Decimal(0)
        for quantity in returns:
            if back + quantity > shipped:
                continue
            parts = giving_back.shares(quantity, shipped, back, invoiced, credited)
            self.assertEqual(parts.invoiced + parts.unbilled + parts.credited, quantity)
            self.assertGreaterEqual(min(parts.invoiced, parts.unbilled, parts.credited), 0)
            back += quantity
            credited += parts.invoiced
            given_back += parts.invoiced + parts.unbilled
            self.assertLessEqual(credited, invoiced)
        if back == shipped:
            self.assertEqual(credited, invoiced, 'all is back: nothing stays invoiced')
            self.assertEqual(given_back + before, shipped, 'and each piece was given back once')
