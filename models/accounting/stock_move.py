# Part of store_group. License LGPL-3.
from odoo import fields, models

from ...engine.accounting import sharing

VALUED = ('internal', 'transit')


class StockMove(models.Model):
    """Stores the intra-group margin in the value of goods: what our own companies earned on them."""

    _inherit = 'stock.move'

    store_markup = fields.Monetary(
        string="Our Companies' Profit in It",
        currency_field='company_currency_id',
        readonly=True,
        copy=False,
        groups='store_group.group_store_admin',
        help="What our own companies earned on these goods before this company received them. Part of their value.",
    )

    _store_markup_idx = models.Index('(product_id, company_id) WHERE store_markup != 0')

    # === ACCOUNTING ===

    def _create_account_move(self):
        """Override of `stock_account` to book the valuation on the store of the moves.

        One entry per store instead of one for all; without stores core's single entry.
        """
        entries = self.env['account.move']
        for store, moves in self.grouped('store_id').items():
            entries |= super(StockMove, moves.with_context(default_store_id=store.id))._create_account_move()
        return entries

    def _after_valued(self, correction_quantity=None):
        """Fill the hook: compute the intra-group margin of the moves that were just valued.

        Goods from another company of ours bring the difference between what it charged and their value there, plus the margin
        they had there: at the rate of the day they left, and for goods given back at that of the day they had left us, as they
        come back at the value of that day. Goods that leave take their share of the margin in the company's stock of the
        product: all of it with the last unit. Customer returns, and goods that never reached the other company, bring their
        share back.
        """
        left = {}  # several moves of one product in one operation
        for move in self.sudo():
            if move.is_in:
                markup = move._markup_brought()
            elif move._is_out():
                markup = move._markup_taken(left, correction_quantity)
            else:
                continue
            markup = move.company_currency_id.round(markup)
            if markup != move.store_markup:
                move.store_markup = markup

    def _markup_brought(self):
        sent, returned = self._sent_by(), self.origin_returned_move_id
        if sent and sent.company_id != self.company_id:
            quantity, own = sent._get_valued_qty(), self._get_valued_qty()
            days = [(move.date, part) for move, part in self._left_before()]
            days.append((sent.date, own - sum(part for _day, part in days)))
            there, inside = (
                sum(
                    sent.company_currency_id._convert(
                        amount * part / quantity, self.company_currency_id, self.company_id, day, round=False
                    )
                    for day, part in days
                    if part and quantity
                )
                for amount in (sent.value, sent.store_markup)
            )
            earned = self._worth_charged(sent.date, there) - there
            # rounding differences of a shipment received in parts
            return inside + (earned if abs(earned) > self.company_currency_id.rounding else 0.0)
        left = sent or returned
        if left.store_markup:
            quantity = left._get_valued_qty()
            return left.store_markup * self._get_valued_qty() / quantity if quantity else 0.0
        return 0.0

    def _worth_charged(self, day, there):
        """Return what the sender charged for these goods, at the rate of the day they left; uncharged ones: what they were worth.

        What they are worth here beyond that is no profit: another rate on the day of the bill, freight, a value set by hand.
        Goods at standard price have none of this in their value.
        """
        if self.product_id.with_company(self.company_id).cost_method == 'standard':
            return self.value
        charged = self._charged_at(day)
        return there if charged is None else charged

    def _markup_taken(self, left, correction_quantity):
        if self.state == 'done':  # its quantity was corrected
            before = self.quantity - (correction_quantity or 0.0)
            return self.store_markup * self.quantity / before if before else self.store_markup
        product, company = self.product_id, self.company_id
        if (product, company) not in left:
            here = [('product_id', '=', product.id), ('company_id', '=', company.id)]
            [(brought,)] = self._read_group([*here, ('is_in', '=', True), ('store_markup', '!=', 0)], [], ['store_markup:sum'])
            [(taken,)] = self._read_group([*here, ('is_out', '=', True), ('store_markup', '!=', 0)], [], ['store_markup:sum'])
            [(quantity,)] = (
                self.env['stock.quant'].sudo()._read_group([*here, ('location_id.usage', 'in', VALUED)], [], ['quantity:sum'])
                if brought or taken
                else [(0.0,)]
            )
            left[product, company] = [(brought or 0.0) - (taken or 0.0), quantity or 0.0]
        pool, there = left[product, company]
        share = sharing.share_of_pool(pool, self._get_valued_qty(), there)
        left[product, company] = [pool - share, there - self._get_valued_qty()]
        return share
