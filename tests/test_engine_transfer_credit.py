# Part of store_group. License LGPL-3.
import doctest
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..engine.transfer import credit, settlement_sheet, statement

AMOUNT = st.integers(-9999, 9999).map(Decimal)
DAY = st.dates(date(2026, 1, 1), date(2026, 12, 31))
ENTRIES = st.lists(st.builds(statement.Entry, DAY, st.sampled_from('ABC'), AMOUNT, st.sampled_from(statement.KINDS)), max_size=9)


class TestEngineTransferCredit(BaseCase):
    def test_the_examples(self):
        for module in (credit, statement, settlement_sheet):
            self.assertEqual(doctest.testmod(module).failed, 0)

    @given(entries=ENTRIES, first=DAY, last=DAY)
    def test_opening_and_what_happened_make_the_closing_balance(self, entries, first, last):
        opening, lines, sums, closing = statement.statement(entries, first, last)
        self.assertEqual(opening + sum(sums.values()), closing)
        self.assertEqual(closing, lines[-1][1] if lines else opening)

    @given(entries=ENTRIES, days=st.tuples(DAY, DAY).map(sorted))
    def test_what_is_owed_on_the_last_day_is_all_that_happened_until_then(self, entries, days):
        _opening, _lines, _sums, closing = statement.statement(entries, *days)
        self.assertEqual(closing, sum(entry.amount for entry in entries if entry.day <= days[1]))

    def test_exactly_the_limit_is_allowed(self):
        account = credit.Account(Decimal(10), Decimal(20), Decimal(30), Decimal(50), Decimal(50))
        self.assertEqual(account.free, 40)
        for policy in credit.POLICIES:
            self.assertEqual(credit.verdict(account, Decimal(40), policy), 'ok')
            self.assertEqual(credit.verdict(account, Decimal('40.01'), policy), policy)
        self.assertEqual(credit.verdict(account, Decimal(999), None), 'ok')

    def test_what_was_sent_back_already_counts(self):
        self.assertEqual(credit.returnable(Decimal(100), Decimal(30), Decimal(20)), 0)
