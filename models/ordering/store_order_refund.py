# Part of store_group. License LGPL-3.
from odoo import api, fields, models

from ...engine.intake.refunds import borne_of, is_all_money, refunds_of, settled


class StoreOrderRefund(models.Model):
    """A refund of a channel order: it counts as returned in reports, on the day of the refund.

    A later return of the goods settles it: from then on the return counts, on its own day and at the price of the
    goods, plus the difference between the refund and that price. Together they equal the refunded amount.
    It moves no stock and books nothing; its question proposes the return or credit note. Only the intake
    writes it.
    """

    _name = 'store.order.refund'
    _inherit = ['store.one.currency']
    _description = 'Refund of a Channel Order'
    _rec_name = 'key'
    _order = 'order_id desc, at, id'

    order_id = fields.Many2one('sale.order', string="Order", required=True, ondelete='cascade', readonly=True)
    line_id = fields.Many2one('sale.order.line', string="Order Line", index='btree_not_null', ondelete='cascade', readonly=True)
    key = fields.Char(string="Refund in the Channel", required=True, readonly=True)
    reason = fields.Char(readonly=True)
    at = fields.Datetime(string="Given Back On", required=True, readonly=True)
    quantity = fields.Float(digits='Product Unit', readonly=True, help="In the unit of the product. 0: amount only.")
    amount = fields.Monetary(string="Refund", readonly=True, help="From the channel; else the price of the quantity.")
    amount_untaxed = fields.Monetary(string="Refund without Tax", readonly=True)
    kept_amount = fields.Monetary(
        string="Not Given Back", readonly=True, help="Price of the goods without tax minus the refunded amount; may be negative."
    )
    settled_quantity = fields.Float(
        digits='Product Unit', readonly=True, help="Quantity returned by a return, which counts instead."
    )
    is_taken_off = fields.Boolean(
        string="Taken off the Order",
        readonly=True,
        help="Refunded before it left: the order is reduced, and nothing counts as returned.",
    )
    off_quantity = fields.Float(
        string="Part Taken off the Order",
        digits='Product Unit',
        readonly=True,
        help="Of this, so much had not left: the order sells that much less, and the rest counts as returned.",
    )
    # what reports read
    counted_quantity = fields.Float(compute='_compute_counted', store=True, digits='Product Unit')
    counted_amount = fields.Monetary(compute='_compute_counted', store=True, help="Without tax, in the order's currency.")
    store_day = fields.Date(string="Day", readonly=True, help="The day in the store's zone at the time of creation.")
    store_id = fields.Many2one(related='order_id.store_id', store=True)
    company_id = fields.Many2one(related='order_id.company_id', store=True)
    currency_id = fields.Many2one(related='order_id.currency_id')
    store_channel_id = fields.Many2one(related='order_id.store_channel_id', store=True)
    is_history = fields.Boolean(related='order_id.is_history', store=True)
    partner_id = fields.Many2one(related='order_id.partner_id', store=True)
    user_id = fields.Many2one(related='order_id.user_id', store=True)
    product_id = fields.Many2one(related='line_id.product_id', store=True)
    state = fields.Selection(related='order_id.state', string="Order State", store=True)

    _key_uniq = models.UniqueIndex('(order_id, key)', "The order has this refund already.")
    _day_idx = models.Index('(store_day, store_id)')
    _store_idx = models.Index('(store_id, order_id DESC, at, id)')

    # === COMPUTE ===

    @api.depends('quantity', 'off_quantity', 'settled_quantity', 'amount_untaxed', 'kept_amount', 'is_taken_off')
    def _compute_counted(self):
        for refund in self:
            if refund.is_taken_off:
                refund.counted_quantity = refund.counted_amount = 0.0
                continue
            whole, settled = refund._shares()
            refund.counted_quantity = refund.quantity * whole * (1 - settled)
            refund.counted_amount = (refund.amount_untaxed * (1 - settled) - refund.kept_amount * settled) * whole

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        """Tell the deliveries of these orders."""
        refunds = super().create(vals_list)
        refunds.order_id._after_store_doubt()
        return refunds

    # === ORDERING ===

    @api.model
    def _keep(self, order, match, room=None):
        """Write down the refunds of a sale order, as its content says now. Return the new ones.

        :param order: sale.order
        :param match: OrderMatch of its content
        :param dict room: {order line: how much of it has not left}: goods that were given back are taken off that, by the caller
            and after this; None: all of them count as returned
        """
        has_left, room = room is None, dict(room or {})
        known = {refund.key: refund for refund in self.search([('order_id', '=', order.id)])}
        off = self.concat(*known.values())._share_off()
        vals_list = []
        for vals in self._vals_list(order, match, off):
            is_dated, refund = vals.pop('is_dated'), known.pop(vals['key'], None)
            line = self.env['sale.order.line'].browse(vals['line_id'])
            counted_before, gone = (refund.quantity, refund._off()) if refund else (0.0, 0.0)
            if not has_left and vals['quantity'] > counted_before:
                more = vals['quantity'] - counted_before
                if line:  # else a person took it off before
                    more = min(more, max(room.get(line, 0.0), 0.0))
                room[line], gone = room.get(line, 0.0) - more, gone + more
                is_off = gone >= vals['quantity']
                vals.update(is_taken_off=is_off, off_quantity=0.0 if is_off else gone)
            if refund is None:
                vals_list.append(vals)
            elif not (has_left and refund.is_taken_off):
                if not is_dated:
                    vals = {name: value for name, value in vals.items() if name not in ('at', 'store_day')}  # keep the first day
                changed = {
                    name: value
                    for name, value in vals.items()
                    if (refund[name].id if name.endswith('_id') else refund[name]) != value
                }
                if changed:
                    refund.write(changed)
        for refund in known.values():
            if not (has_left and refund._off()):  # the order sells that much less, whatever is said now
                refund.unlink()  # the channel does not say so any more
        created = self.create(vals_list)
        self._settle(order.order_line)
        return created

    def _vals_list(self, order, match, off):
        """Return the values of all refunds of an order.

        :param dict off: of those that are known, see `_share_off`
        """
        draft, lines = match.draft, self._sale_lines(order, match)
        everything = is_all_money(draft)
        taken, vals_list = {}, []
        for refund in refunds_of(draft):
            line, factor = lines.get(refund.position, (self.env['sale.order.line'], 1.0))
            if everything and (not line or refund.draft not in draft.refunds or not refund.draft.line):
                continue  # handled below, with shipping and discounts
            vals = self._refund_vals(order, match, refund.draft, line, float(refund.quantity) * factor, refund.amount)
            vals['kept_amount'] = self._kept_amount(line, vals, float(borne_of(draft, refund)))
            vals_list.append({**vals, 'key': refund.key})
            back = 1.0 - off.get(refund.key, 0.0)
            if back > 0:
                taken.setdefault(line, []).append({name: vals[name] * back for name in ('quantity', 'amount', 'amount_untaxed')})
        if everything:
            whole = next((refund for refund in draft.refunds if not refund.line), None)
            for number, line in enumerate(order.order_line.filtered(lambda line: not line.display_type), start=1):
                quantity = line.product_uom_qty - sum(vals['quantity'] for vals in taken.get(line, ()))
                vals = self._refund_vals(order, match, whole, line, max(quantity, 0), None)
                done = {name: sum(item[name] for item in taken.get(line, ())) for name in ('amount', 'amount_untaxed')}
                vals.update(amount=line.price_total - done['amount'], amount_untaxed=line.price_subtotal - done['amount_untaxed'])
                vals['kept_amount'] = self._kept_amount(line, vals)
                if any(vals[name] for name in ('quantity', 'amount_untaxed')):
                    key = f'all/{number}'
                    while any(other['key'] == key for other in vals_list):
                        key += '/'  # the channel uses this number for a refund
                    vals_list.append({**vals, 'key': key})
        return vals_list

    def _refund_vals(self, order, match, draft, line, quantity, amount):
        """Return the values of one refund; without a line, of a share of the whole order."""
        at = (draft and draft.at) or match.draft.updated_at
        at = at.replace(tzinfo=None, microsecond=0) if at else (order.date_order if order.is_history else fields.Datetime.now())
        base = line or order
        total, untaxed = (line.price_total, line.price_subtotal) if line else (order.amount_total, order.amount_untaxed)
        if amount is None:
            share = quantity / line.product_uom_qty if line and line.product_uom_qty else 0.0
            amount = total * share
        else:
            amount = float(amount)
            share = amount / total if total else 0.0
        return {
            'order_id': order.id,
            'line_id': line.id,
            'reason': draft and draft.reason or False,
            'at': at,
            'store_day': order.store_id.with_company(order.company_id)._business_day(at),
            'quantity': quantity,
            'amount': base.currency_id.round(amount),
            'amount_untaxed': base.currency_id.round(untaxed * share),
            'is_dated': bool(draft and draft.at),
        }

    def _kept_amount(self, line, vals, borne=0.0):
        """Return the price of a refund's goods without tax minus the refunded amount; 0 for amount-only refunds.

        :param float borne: the platform's share, which it takes back
        """
        if not line.product_uom_qty or not vals['quantity']:
            return 0.0
        currency = line.currency_id
        kept = currency.round(line.price_subtotal * vals['quantity'] / line.product_uom_qty - vals['amount_untaxed'])
        return 0.0 if borne and 0 < kept <= currency.round(borne) + currency.rounding else kept

    def _off(self):
        """Return how much of this refund was taken off the order, as it had not left."""
        self.ensure_one()
        return self.quantity if self.is_taken_off else min(self.off_quantity, self.quantity)

    def _shares(self):
        """Return (which share of this refund is about goods that had left, which share of these has come back since)."""
        self.ensure_one()
        back = self.quantity - self._off()
        return back / self.quantity if self.quantity else 1.0, min(self.settled_quantity / back, 1.0) if back else 0.0

    def _settled_amount(self):
        """Return how much of these refunds, with tax, was for goods that have come back."""
        return sum(refund.amount * whole * settled for refund in self for whole, settled in [refund._shares()])

    def _share_off(self):
        """Return {key: which share of each of these was taken off its order}."""
        return {refund.key: 1.0 if refund.is_taken_off else refund._off() / (refund.quantity or 1.0) for refund in self}

    def _to_return(self):
        """Return the refunds not completely settled by returns."""
        return self.filtered(lambda refund: refund.counted_quantity if refund.quantity else refund.counted_amount)

    @api.model
    def _sale_lines(self, order, match):
        """Return {position in the draft: (its line of the order, units per unit of the channel)}."""
        left, found = order.order_line.filtered(lambda line: not line.display_type), {}
        for position, (_line, _key, product, factor) in enumerate(match.lines):
            same = left.filtered(lambda line, product=product: line.product_id == product)
            line = same.filtered(lambda line, place=10 + position: line.sequence == place)[:1] or same[:1]
            left -= line
            if line:
                found[position] = (line, factor)
        for position, (_line, _key, _product, factor) in enumerate(match.lines):
            if position not in found:  # a person may have put another product on it
                line = left.filtered(lambda line, place=10 + position: line.sequence == place)[:1]
                left -= line
                if line:
                    found[position] = (line, factor)
        return found

    @api.model
    def _moved(self, line):
        """Return (shipped, returned) quantity of an order line's product, in its unit."""
        left = back = 0.0
        for move in line.move_ids:
            if move.state != 'done' or move.product_id != line.product_id:
                continue
            ends = [place.usage == 'customer' for place in (move.location_id, move.location_dest_id)]
            if ends[0] != ends[1]:
                quantity = move.product_uom._compute_quantity(move.quantity, line.product_uom_id, round=False)
                left, back = (left + quantity, back) if ends[1] else (left, back + quantity)
        return left, back

    @api.model
    def _settle(self, lines):
        """Settle the refunds of these order lines by returned goods, oldest first.

        :param lines: sale.order.line
        """
        refunds = self.search([('line_id', 'in', lines.ids), ('quantity', '>', 0), ('is_taken_off', '=', False)], order='at, id')
        if not refunds:
            return
        returned = {line.id: self._moved(line)[1] for line in refunds.line_id}
        shares = settled([(refund.id, refund.line_id.id, refund.quantity - refund._off()) for refund in refunds], returned)
        for refund in refunds:
            if refund.settled_quantity != shares[refund.id]:
                refund.settled_quantity = shares[refund.id]
