# Part of store_group. License LGPL-3.
from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

from ....engine.quantities import exact
from ....engine.transfer import prices


class StoreTransferCharge(models.Model):
    """What one company owes another for goods: one row for each stock move that changed their owner.

    Life: created together with the move, then billed immediately or in a settlement. It is never changed and
    never created twice; returned or undelivered goods are a new row with negative quantity, at the cost of
    the original row and its invoiced price. Created elevated by stock moves only.

    Its parts are in this folder: `billing`, `crediting`.
    """

    _name = 'store.transfer.charge'
    _description = 'Goods Charged between Companies'
    _inherit = ['store.hidden', 'store.one.currency']
    _order = 'date desc, id desc'
    _rec_name = 'product_id'
    _store_hidden = {'price_unit': 'see_cost', 'amount': 'see_cost'}

    transfer_line_id = fields.Many2one('store.transfer.line', required=True, readonly=True, index=True, ondelete='restrict')
    transfer_id = fields.Many2one(related='transfer_line_id.transfer_id', store=True, precompute=True, index=True)
    move_id = fields.Many2one(
        'stock.move',
        required=True,
        readonly=True,
        index=True,
        ondelete='restrict',
        string="Stock Move",
        help="The move that changed the owner of the goods, or returned them.",
    )
    origin_id = fields.Many2one(
        'store.transfer.charge', readonly=True, index='btree_not_null', ondelete='restrict', string="Takes Back"
    )
    correction_ids = fields.One2many('store.transfer.charge', 'origin_id', string="Taken Back By")
    seller_store_id = fields.Many2one('store.store', required=True, readonly=True, index=True, ondelete='restrict')
    buyer_store_id = fields.Many2one('store.store', required=True, readonly=True, index=True, ondelete='restrict')
    seller_company_id = fields.Many2one(related='seller_store_id.company_id', store=True, precompute=True, string="Seller")
    buyer_company_id = fields.Many2one(related='buyer_store_id.company_id', store=True, precompute=True, string="Buyer")
    product_id = fields.Many2one('product.product', required=True, readonly=True, index=True, ondelete='restrict')
    uom_id = fields.Many2one(related='product_id.uom_id')
    date = fields.Date(required=True, readonly=True)
    quantity = fields.Float(
        digits='Product Unit', required=True, readonly=True, help="In the product's unit; negative: returned."
    )
    currency_id = fields.Many2one('res.currency', required=True, readonly=True, ondelete='restrict')
    price_unit = fields.Float(string="Unit Price", min_display_digits='Product Price', readonly=True, help="Without tax.")
    amount = fields.Monetary(readonly=True, help="Without tax; negative: returned.")
    # Cost that left the seller's books. Only for the seller: read elevated.
    cost = fields.Float(readonly=True, groups=fields.NO_ACCESS)
    is_collected = fields.Boolean(string="Collected", readonly=True, help="Billed in a monthly settlement.")
    set_aside_from = fields.Date(
        readonly=True, help="The last day of the list this line was set aside from: it waits for a later one."
    )
    settlement_id = fields.Many2one('store.settlement', readonly=True, index='btree_not_null', ondelete='set null')
    invoice_id = fields.Many2one('account.move', readonly=True, index='btree_not_null', ondelete='set null')
    bill_id = fields.Many2one('account.move', readonly=True, index='btree_not_null', ondelete='set null')
    is_mirrored = fields.Boolean(
        readonly=True, help="Another module made the bill from our invoice, and no line of it names these goods."
    )
    entry_line_ids = fields.One2many('account.move.line', 'store_charge_id')
    is_not_billed = fields.Boolean(
        string="Not Billed",
        compute='_compute_is_not_billed',
        search='_search_is_not_billed',
        help="The invoice or the bill is missing, a draft, cancelled or without these goods.",
    )
    problem = fields.Text(readonly=True, help="Why the invoice or the bill could not be created. Fix it, then bill again.")

    # One row per move and original charge, also after repeated calls.
    _once = models.UniqueIndex('(move_id, coalesce(origin_id, 0))', "This stock move is charged already.")

    # === COMPUTE ===

    @api.depends('invoice_id.state', 'bill_id.state', 'entry_line_ids')
    def _compute_is_not_billed(self):
        missing = self._not_billed(Domain('id', 'in', self.ids))
        for charge in self:
            charge.is_not_billed = charge in missing

    def _search_is_not_billed(self, operator, value):
        if operator != 'in':
            return NotImplemented
        wanted = [found for found in (True, False) if found in value]
        missing = Domain('id', 'in', self._not_billed(Domain.TRUE).ids)
        return Domain.OR([missing if found else ~missing for found in wanted])

    # === ACTIONS ===

    def action_set_aside(self):
        """Move these lines to the next settlement."""
        for settlement, lines in self.grouped('settlement_id').items():
            if settlement:
                settlement.set_aside(lines.ids)
        return True

    # === TRANSFER ===

    @api.model
    def _foresee(self, moves):
        """Create charges before goods enter a company, because they give the incoming move its value.

        :param moves: picked moves of transfers, not done yet
        """
        vals_list = []
        taken, given = self._taken_in(moves.transfer_out_move_id), defaultdict(list)
        for transfer, own in moves.grouped(lambda move: move.transfer_line_id.transfer_id).items():
            mode = transfer._billing_mode()
            for move in own.filtered('transfer_out_move_id'):
                quantity = sum(move.move_line_ids.filtered('picked').mapped('quantity_product_uom'))
                enters = move.company_id == transfer.dest_company_id
                if mode == 'receipt' and enters:
                    vals_list.append(self._vals_of_sale(move, quantity, self._cost_of_part(move, quantity, taken)))
                elif mode == 'return' and enters:
                    charged = transfer.origin_id._open_charges(move.product_id, move.move_line_ids.lot_id)
                    vals_list += self._vals_of_return(move, quantity, charged, given)
                elif mode == 'ship' and not enters and move.transfer_step == 'settle':
                    sold = self.search([('move_id', '=', move.transfer_out_move_id.id), ('origin_id', '=', False)])
                    vals_list += self._vals_of_return(move, quantity, sold, given)
        return self.create(vals_list)

    @api.model
    def _note_shipment(self, moves):
        """Create charges for goods billed on shipping.

        :param moves: done moves of the sending company
        """
        return self.create(
            [
                self._vals_of_sale(move, move._get_valued_qty(), move.value)
                for move in moves
                if move.transfer_step == 'ship'
                and move.state == 'done'
                and move._get_valued_qty()
                and move.transfer_line_id.transfer_id._billing_mode() == 'ship'
            ]
        )

    @api.model
    def _taken_in(self, sent_moves):
        """Return {sender's move: quantity charged already}; the caller adds to it."""
        taken = defaultdict(float)
        for move, quantity in self._read_group(
            [('move_id.transfer_out_move_id', 'in', sent_moves.ids), ('origin_id', '=', False)], ['move_id'], ['quantity:sum']
        ):
            taken[move.transfer_out_move_id.id] += quantity
        return taken

    def _cost_of_part(self, move, quantity, taken):
        """Return these goods' share of the cost that left the sender's books, without losing a cent to rounding."""
        sent = move.transfer_out_move_id
        before = taken[sent.id]
        taken[sent.id] += quantity
        return self._share(sent.value, sent._get_valued_qty(), before, quantity, sent.company_currency_id)

    def _vals_of_sale(self, move, quantity, cost):
        line = move.transfer_line_id
        transfer = line.transfer_id
        day = transfer.source_store_id._today()
        price, currency = line._price(cost / quantity if quantity else 0.0, day)
        return {
            'transfer_line_id': line.id,
            'move_id': move.id,
            'product_id': move.product_id.id,
            'date': day,
            'seller_store_id': transfer.source_store_id.id,
            'buyer_store_id': transfer.dest_store_id.id,
            'quantity': quantity,
            'currency_id': currency.id,
            'price_unit': float(price),
            'cost': cost,
            'amount': float(prices.amount(price, exact(quantity), exact(currency.rounding))),
            'is_collected': transfer.lane_id.billing == 'collected',
        }

    def _vals_of_return(self, move, quantity, charges, given):
        """Return the values of reversing charges, oldest first, at the invoiced price and the original cost.

        They are those of the stores between which the goods go now: of a closed one, the store that continues it.

        :param dict given: {charge: [(quantity, amount)] reversed in this call already}; this method adds to it
        """
        transfer = move.transfer_line_id.transfer_id
        charged = [(charge, exact(charge._left()) - sum(part for part, _amount in given[charge])) for charge in charges]
        vals_list, seen = [], {}
        for charge, part in prices.credit(charged, exact(quantity)):
            seller, before = charge.seller_company_id, given[charge]
            done = exact(charge.quantity) - exact(charge._left()) + sum(part for part, _amount in before)
            cost = self._share(charge.cost, charge.quantity, done, part, seller.currency_id)
            worth = charge._credit_of(part, seller, [*charge._credited(seller, seen=seen), *before], seen)
            before.append((part, worth))
            is_own = charge.transfer_id == transfer
            seller_store = charge.seller_store_id if is_own else transfer.dest_store_id
            buyer_store = charge.buyer_store_id if is_own else transfer.source_store_id
            vals_list.append(
                {
                    'transfer_line_id': move.transfer_line_id.id,
                    'move_id': move.id,
                    'origin_id': charge.id,
                    'product_id': move.product_id.id,
                    'date': seller_store._today(),
                    'seller_store_id': seller_store.id,
                    'buyer_store_id': buyer_store.id,
                    'quantity': -float(part),
                    'currency_id': charge.currency_id.id,
                    'price_unit': charge._price_of(worth, part),
                    'cost': -cost,
                    'amount': -float(worth),
                    'is_collected': charge.is_collected,
                }
            )
        return vals_list

    def _left(self):
        """Return the charged quantity that has not been reversed."""
        self.ensure_one()
        return self.quantity + sum(self.correction_ids.mapped('quantity'))

    @api.model
    def _share(self, total, whole, before, part, currency):
        return float(prices.share(exact(total), exact(whole), exact(before), exact(part), exact(currency.rounding)))

    # === VALUE ===

    @api.model
    def _value_of(self, move, quantity, at_date=None, billed=False, day=None):
        """Return the value of goods entering a company, or None if they are not charged.

        a. Returns to the seller have the value they left with.
        b. Receipts of the buyer have the value of the posted bill, and before that the charged amount.

        :param bool billed: only from a posted bill
        :param day: whose rate counts, also for what is billed; None: that of the receipt, and of the bill
        """
        own = self.search([('move_id', '=', move.id)])
        if own and move.company_id == own.seller_company_id:
            whole = -sum(own.mapped('quantity'))
            return None if billed or not whole else -sum(own.mapped('cost')) * quantity / whole
        sent = move.transfer_out_move_id
        charge = own or self.search([('move_id', '=', sent.id), ('origin_id', '=', False)])
        if not charge or move.company_id != charge.buyer_company_id:
            return None
        total = (
            charge._billed_worth(at_date)
            if billed
            else charge.currency_id._convert(
                charge._billed_amount() if day else charge.amount, move.company_id.currency_id, move.company_id, day or move.date
            )
        )
        if total is None:
            return None
        if own:
            return total * quantity / charge.quantity
        others = move.search(
            [
                ('transfer_out_move_id', '=', sent.id),
                ('id', '!=', move.id),
                ('state', '=', 'done'),
                ('is_in', '=', True),
                ('company_id', '=', move.company_id.id),
            ]
        )
        before = sum(other._get_valued_qty() for other in others if (other.date, other.id) < (move.date, move.id))
        return self._share(total, charge.quantity, before, quantity, move.company_id.currency_id)

    def _billed_worth(self, at_date=None):
        """Return the cost of these goods on the buyer's posted bill, in the buyer's currency, or None; merged lines too."""
        bill = self.bill_id
        if bill.state != 'posted' or at_date and bill.date > fields.Date.to_date(at_date):
            return None
        worth = self._stands_for(
            bill, worth_on=lambda lines: exact(sum(lines.mapped('balance'))), step=exact(bill.company_currency_id.rounding)
        ).get(self)
        return None if worth is None else float(worth)

    def _billed_amount(self):
        """Return the amount of these goods on the buyer's posted bill, in the charge's currency; else the charged amount."""
        worth = self._stands_for(self.bill_id).get(self) if self.bill_id.state == 'posted' else None
        return self.amount if worth is None else float(worth)
