# Part of store_group. License LGPL-3.
"""A bundle costs what its line costs: split to the cent, with tax inside and outside, and given back in the same proportion."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..engine.cleaning.numbers import round_half_up
from ..engine.intake.bundles import Piece, exploded, levelled, spread, weights
from ..engine.intake.draft import LineDraft, OrderDraft, RefundDraft
from ..engine.intake.price import line_subtotal, unit_price
from ..engine.intake.refund_lines import cost_of
from ..engine.intake.refunds import is_all, is_all_money, kept_of, paid_of, quantities_left, refunds_of

CENT = Decimal('0.01')
MONEY = st.integers(0, 500_000).map(lambda cents: Decimal(cents) / 100)
PIECES = st.lists(
    st.builds(Piece, st.integers(1, 12).map(Decimal), st.integers(0, 9999).map(lambda part: Decimal(part) / 100)),
    min_size=1,
    max_size=6,
)
RATES = st.sampled_from([Decimal(rate) / 1000 for rate in (10, 30, 60, 90, 130, 196, 210, 250)])


def tax_on(rate):
    return lambda amount: round_half_up(amount * rate, CENT)


def line_of(amount, quantity, name='A', **values):
    price = Decimal(repr(unit_price(amount, quantity)))
    return LineDraft(quantity=quantity, unit_price=price, subtotal=amount, external_id=name, sku='SET', **values)


def order_of(*lines, **values):
    return OrderDraft('1', datetime(2024, 3, 5, tzinfo=UTC), 'CNY', tuple(lines), **values)


class TestBundles(BaseCase):
    @given(MONEY, st.integers(1, 20).map(Decimal), PIECES)
    def test_the_pieces_come_to_the_line(self, amount, quantity, pieces):
        order = order_of(line_of(Decimal(5), Decimal(1), 'X'), line_of(amount, quantity))
        draft, places = exploded(order, {1: pieces})
        self.assertEqual(places, {1: tuple(range(1, 1 + len(pieces)))})
        parts = [draft.lines[at] for at in places[1]]
        self.assertEqual(sum(part.amount for part in parts), amount, "tax inside: what the buyer paid")
        self.assertEqual([part.quantity for part in parts], [quantity * piece.quantity for piece in pieces])
        self.assertEqual(len({line.key for line in draft.lines}), len(draft.lines))
        whole = sum(piece.weight for piece in pieces)
        for part, piece in zip(parts, pieces, strict=True):
            fair = amount * piece.weight / whole if whole else amount / len(pieces)
            self.assertLess(abs(part.amount - fair), CENT + fair / 99, "to the cent, or near it where each bundle costs the same")

    @given(MONEY, PIECES, RATES)
    def test_with_tax_outside_they_come_to_it_too(self, amount, pieces, rate):
        draft, _places = exploded(order_of(line_of(amount, Decimal(1))), {0: pieces})
        parts = levelled([line.amount for line in draft.lines], CENT, tax_on(rate))
        self.assertEqual(sum(parts), amount)
        self.assertEqual(sum(part + tax_on(rate)(part) for part in parts), amount + tax_on(rate)(amount))
        self.assertGreaterEqual(min(parts), 0)
        if amount > 50:
            for part, line in zip(parts, draft.lines, strict=True):
                self.assertLess(abs(part - line.amount), 5, "no more than cents of tax are moved")

    @given(MONEY, st.integers(1, 9), PIECES, st.data())
    def test_what_is_given_back_reaches_the_pieces(self, amount, sold, pieces, data):
        quantity = data.draw(st.integers(1, sold).map(Decimal))
        sold = Decimal(sold)
        some = st.just((amount * quantity / sold).quantize(CENT)) | MONEY.filter(lambda part: part <= amount)
        money = data.draw(st.none() | some)
        order = order_of(line_of(amount, sold), line_of(Decimal(7), Decimal(1), 'B'))
        order = replace(order, refunds=(RefundDraft('R1', 'A', quantity, money),))
        draft, places = exploded(order, {0: pieces})
        draft = replace(draft, refunds=spread(order, draft, places))
        back = refunds_of(draft)
        taken = {item.position: item.quantity for item in back if item.takes_goods}
        self.assertEqual(taken, {at: quantity * piece.quantity for at, piece in enumerate(pieces)})
        if money is not None:
            self.assertEqual(sum(item.amount for item in back), money)
        self.assertEqual(len({item.key for item in back}), len(back))
        self.assertIn('R1', {item.key for item in back})
        left = quantities_left(draft)
        self.assertTrue(all(left[at] == (sold - quantity) * piece.quantity for at, piece in enumerate(pieces)))

    @settings(deadline=None)
    @given(st.integers(10, 99_999), PIECES, st.integers(1, 97))
    def test_money_alone_takes_no_goods(self, cents, pieces, percent):
        amount = Decimal(cents) / 100
        money = (amount * percent / 100).quantize(CENT)
        if not money or money + CENT >= amount:
            return
        order = replace(order_of(line_of(amount, Decimal(2))), refunds=(RefundDraft('R1', 'A', None, money),))
        draft, places = exploded(order, {0: pieces})
        draft = replace(draft, refunds=spread(order, draft, places))
        back = refunds_of(draft)
        self.assertFalse([item for item in back if item.takes_goods])
        self.assertEqual(sum(item.amount for item in back), money)

    @given(st.integers(1, 99_999), PIECES)
    def test_an_order_given_back_as_a_whole_is_so_with_pieces(self, cents, pieces):
        amount = Decimal(cents) / 100
        for refunds, status in (
            ((RefundDraft('R1', 'A', None, amount),), 'paid'),
            ((RefundDraft('R1', '', None, amount),), 'paid'),
            ((), 'refunded'),
        ):
            order = replace(order_of(line_of(amount, Decimal(3)), status=status), refunds=refunds)
            draft, places = exploded(order, {0: pieces})
            draft = replace(draft, refunds=spread(order, draft, places))
            self.assertEqual((is_all(draft), is_all_money(draft)), (is_all(order), is_all_money(order)))
            self.assertEqual(paid_of(draft), paid_of(order))
            self.assertEqual({item.position for item in refunds_of(draft)}, set(range(len(pieces))))

    @given(st.integers(100, 99_999), st.integers(2, 9), PIECES, st.data())
    def test_what_is_taken_off_before_it_leaves(self, cents, sold, pieces, data):
        """What a line still costs, with the difference that is kept, is what was not given back."""
        amount, quantity = Decimal(cents) / 100, Decimal(sold)
        money = Decimal(data.draw(st.integers(1, cents - 1))) / 100
        back = Decimal(data.draw(st.integers(1, sold - 1)))
        order = order_of(line_of(amount, quantity), line_of(Decimal(5), Decimal(1), 'B'))
        order = replace(order, refunds=(RefundDraft('R1', 'A', back, money),))
        draft, places = exploded(order, {0: pieces})
        draft = replace(draft, refunds=spread(order, draft, places))
        left, kept = quantities_left(draft), kept_of(draft)
        rests = [line_subtotal(line.unit_price, left[at]) for at, line in enumerate(draft.lines[:-1])]
        self.assertEqual(sum(rests) + sum(kept.values()), amount - money)

    def test_two_lines_of_one_set(self):
        """The refund of the second by its price reaches the pieces of the second."""
        lines = [line_of(Decimal(100), Decimal(1), ''), line_of(Decimal(80), Decimal(1), '')]
        order = replace(order_of(*lines), refunds=(RefundDraft('R1', 'SET', Decimal(1), Decimal(80)),))
        pieces = [Piece(Decimal(1), Decimal(3)), Piece(Decimal(2), Decimal(1))]
        draft, places = exploded(order, {0: pieces, 1: pieces})
        draft = replace(draft, refunds=spread(order, draft, places))
        found = [(item.position, item.quantity, item.amount) for item in refunds_of(draft)]
        self.assertEqual(found, [(2, Decimal(1), Decimal(60)), (3, Decimal(2), Decimal(20))])

    def test_discounts_and_gifts(self):
        line = LineDraft(Decimal(2), Decimal('50.00'), discount_rate=Decimal('0.15'), discount_amount=Decimal('3.33'), sku='SET')
        draft, _places = exploded(order_of(line), {0: [Piece(Decimal(1), Decimal(1))] * 3})
        self.assertEqual(sum(part.amount for part in draft.lines), line.amount)
        self.assertEqual({part.discount_rate for part in draft.lines}, {Decimal('0.15')})
        gift = LineDraft(Decimal(1), Decimal(0), sku='SET', gift=True)
        draft, _places = exploded(order_of(gift), {0: [Piece(Decimal(1), Decimal(1))] * 2})
        self.assertEqual([(part.amount, part.gift) for part in draft.lines], [(0, True), (0, True)])
        tax = replace(line, tax_on_top=Decimal('1.00'))
        self.assertEqual(cost_of(tax), line.amount + 1)

    def test_shares_before_prices_before_costs(self):
        some = [Decimal(20), Decimal(30), None]
        self.assertEqual(weights(some, [Decimal(1)] * 3, [Decimal(0)] * 3), [20, 30, 50])
        self.assertEqual(weights([Decimal(70), Decimal(70)], [Decimal(0)] * 2, [Decimal(0)] * 2), [70, 70])
        self.assertEqual(weights([Decimal(100), None], [Decimal(1)] * 2, [Decimal(0)] * 2), [100, 0])
