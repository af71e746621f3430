# Part of store_group. License LGPL-3.
from odoo import Command, models

from ....engine.intake.lines import amount
from ....engine.intake.refund_lines import cost_of
from ....engine.intake.refunds import is_over, kept_of
from ....engine.quantities import exact, take

KEPT_FROM = 2000  # sequence of lines for amounts not refunded: after goods, shipping and discount


class StoreOrderProgress(models.AbstractModel):
    """Removes goods refunded before shipping from the order; the part of their price that was not refunded stays."""

    _inherit = 'store.order.progress'

    # === ORDERING ===

    def _take_off(self, sale, match):
        """Record the refunds, and remove goods refunded before shipping from the order; others count as returned."""
        Refund = self.env['store.order.refund']
        lines = Refund._sale_lines(sale, match)
        Refund._keep(
            sale,
            match,
            room={
                line: line.product_uom_qty - max(Refund._moved(line)[0], line.qty_delivered) for line, _factor in lines.values()
            },
        )
        known = Refund.search([('order_id', '=', sale.id)]).grouped('line_id')
        for position, (line, factor) in lines.items():
            refunds = known.get(line, Refund)
            off = sum(refund._off() for refund in refunds)
            if off:
                left, back = Refund._moved(line)
                # returned goods were sold and count as returned, by their refund or by the return
                back -= sum(refund.quantity - refund._off() for refund in refunds)
                sold = float(match.draft.lines[position].quantity) * factor
                wanted = max(sold - off + max(back, 0.0), left, line.qty_delivered)
                if wanted < line.product_uom_qty:
                    # the price came with the order: core would look it up again for the new quantity
                    line.write({'product_uom_qty': wanted, 'price_unit': line.price_unit, 'discount': line.discount})
                self._stop_leaving(line, max(wanted - left, 0.0))
        self._keep_differences(sale, match, lines, known)

    def _stop_leaving(self, line, quantity):
        """Limit the quantity of an order line to ship, as core would deliver returned goods again."""
        moves = line.move_ids.filtered(lambda move: move.state not in ('done', 'cancel') and move.location_id.usage != 'customer')
        if not quantity:
            moves._action_cancel()
            return
        unit = line.product_uom_id
        planned = {
            move: exact(move.product_uom._compute_quantity(move.product_uom_qty, unit, round=False))
            for move in moves.filtered(lambda move: move.location_dest_id.usage == 'customer')
        }
        kept = dict(take(exact(quantity), planned.items(), exact(unit.rounding))[0])
        for move, whole in planned.items():
            if move not in kept:
                move._action_cancel()
            elif unit.compare(float(kept[move]), float(whole)) < 0:
                move.product_uom_qty = unit._compute_quantity(float(kept[move]), move.product_uom, round=False)

    def _correct_differences(self, sale, match, amounts):
        """Update the lines for amounts not refunded of removed goods to the current refunds.

        :param dict amounts: {key of a refund of such goods: its amount, as it was told before}
        """
        if not amounts or is_over(match.draft):
            return
        Refund = self.env['store.order.refund']
        known = Refund.search([('order_id', '=', sale.id)])
        off = known.filtered(lambda refund: refund.key in amounts)
        by_key = {vals['key']: vals for vals in Refund._vals_list(sale, match, known._share_off())}
        for refund in off.filtered('is_taken_off'):
            vals = by_key.get(refund.key)
            if vals and sale.currency_id.compare_amounts(refund.amount, vals['amount']):
                refund.write({name: vals[name] for name in ('amount', 'amount_untaxed', 'kept_amount')})
        if any(sale.currency_id.compare_amounts(refund.amount, amounts[refund.key]) for refund in off):
            self._keep_differences(sale, match, Refund._sale_lines(sale, match), known.grouped('line_id'))

    def _keep_differences(self, sale, match, lines, known):
        """Create the order's lines for the part of the price of removed goods that was not refunded.

        :param dict lines: {position in the draft: (line of the order, factor)}
        :param dict known: {line of the order: its refunds}
        """
        off = [refund for refunds in known.values() for refund in refunds if refund._off()]
        parts = [refund for refund in off if refund._off() < refund.quantity]
        whole = kept_of(match.draft, {refund.key for refund in off if refund not in parts})
        for position, (line, _factor) in lines.items():
            kept, drafted = float(whole.get(position, 0)), match.draft.lines[position]
            for refund in parts:
                if refund.line_id == line:
                    kept += float(kept_of(match.draft, {refund.key}).get(position, 0)) * refund._off() / refund.quantity
            paid = cost_of(drafted)
            if paid:  # amounts of refunds include tax on top, prices do not
                self._keep_difference(sale, position, line, kept * float(amount(drafted) / paid))

    def _keep_difference(self, sale, position, line, kept):
        """Create the order's line for the difference between the price of removed goods and the refunded amount.

        :param float kept: in the prices of `line`; 0: none
        """
        values = self.env['store.order.lines']._amount_vals('store_group.product_discount', line.tax_ids, kept)
        values.update(
            sequence=KEPT_FROM + position,
            name=self.env._("Difference to the refund of %(product)s", product=line.product_id.display_name),
        )
        there = sale.order_line.filtered(
            lambda item: (item.sequence, item.product_id.id) == (values['sequence'], values['product_id'])
        )
        if there:
            there.write({'price_unit': kept, 'technical_price_unit': kept - 1.0})
        elif not sale.currency_id.is_zero(kept):
            sale.write({'order_line': [Command.create(values)]})
