# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.exceptions import UserError

from ...engine.quantities import ZERO, exact, is_some


class StockMove(models.Model):
    """Moves of a transfer link to their line, and carry the sender's value into the other company."""

    _inherit = 'stock.move'

    transfer_line_id = fields.Many2one('store.transfer.line', index='btree_not_null', ondelete='restrict', copy=False)
    transfer_step = fields.Selection(
        [
            ('prepare', "Prepare"),
            ('ship', "Ship"),
            ('hand_over', "Hand Over"),
            ('receive', "Receive"),
            ('settle', "Settle"),
            ('expect', "Expect"),
            ('put_back', "Put Back"),
        ],
        copy=False,
        help="The step of the transfer this move belongs to.",
    )
    transfer_discrepancy_id = fields.Many2one(
        'store.transfer.discrepancy', readonly=True, copy=False, index='btree_not_null', ondelete='set null'
    )
    transfer_out_move_id = fields.Many2one(
        'stock.move', index='btree_not_null', copy=False, help="The sending company's move whose value this one carries."
    )

    # === COMPUTE ===

    def _compute_reference(self):
        """Override of `stock`: moves without a picking use the number of their transfer."""
        super()._compute_reference()
        for move in self.filtered(lambda move: move.transfer_line_id and not move.reference):
            move.reference = move.sudo().transfer_line_id.transfer_id.name

    # === TRANSFER ===

    def _prepare_merge_moves_distinct_fields(self):
        """Override of `stock`: do not merge moves of different transfer lines or shipments."""
        return [*super()._prepare_merge_moves_distinct_fields(), 'transfer_line_id', 'transfer_step', 'transfer_out_move_id']

    def _prepare_move_split_vals(self, qty):
        """Override of `stock`: the rest of a move belongs to the same line, and to the same shipment.

        The hand-over for this receipt does not belong to the rest.
        """
        shipment = self.transfer_out_move_id.filtered(lambda move: move.transfer_step == 'ship')
        return {
            **super()._prepare_move_split_vals(qty),
            'transfer_line_id': self.transfer_line_id.id,
            'transfer_step': self.transfer_step,
            'transfer_out_move_id': shipment.id,
        }

    def _reserve_known(self):
        """Fill the hook: a receipt from another company reserves exactly the goods shipped for it."""
        known = super()._reserve_known()
        own_sudo = (
            (self - known).sudo().filtered(lambda move: move.transfer_step == 'receive' and not move.location_id.company_id)
        )
        waiting = own_sudo.filtered(
            lambda move: not move.picked and move.state in {'confirmed', 'waiting', 'partially_available'}
        )
        ground_sudo = self.env['store.transfer.ground'].sudo()
        for transfer, moves in waiting.grouped(lambda move: move.transfer_line_id.transfer_id).items():
            ground_sudo._name_lots(transfer, moves.with_context(allowed_company_ids=moves.company_id.ids))
        return known | own_sudo.sudo(self.env.su)

    def _has_own_law(self):
        """Fill the hook: moves of a transfer."""
        return super()._has_own_law() or bool(self.transfer_line_id)

    @api.model
    def _store_flow_fields(self):
        """Fill the hook: the links to a transfer."""
        return super()._store_flow_fields() | {
            'transfer_line_id',
            'transfer_step',
            'transfer_out_move_id',
            'transfer_discrepancy_id',
        }

    def _sent_by(self):
        """Fill the hook: the sending company's move."""
        return self.transfer_out_move_id or super()._sent_by()

    def _charged_at(self, day):
        """Fill the hook: by the charge, as the posted bill has it."""
        charged = self.env['store.transfer.charge'].sudo()._value_of(self.sudo(), self._get_valued_qty(), day=day)
        return super()._charged_at(day) if charged is None else charged

    def _left_before(self):
        """Fill the hook: goods whose charge is taken back left with that charge."""
        taken_back = self.env['store.transfer.charge'].sudo().search([('move_id', '=', self.id), ('origin_id', '!=', False)])
        left = super()._left_before()
        for charge in taken_back.filtered(lambda charge: charge.seller_company_id == self.company_id):
            move = charge.origin_id.move_id
            left.append((move if move.company_id == self.company_id else move.transfer_out_move_id, -charge.quantity))
        return left

    def _before_goods_move(self):
        """Fill the hook: the law of transfers."""
        self.env['store.transfer.law']._before_moves(self)
        return super()._before_goods_move()

    def _after_goods_moved(self):
        """Fill the hook: the law of transfers."""
        self.env['store.transfer.law']._after_moves(self)
        self.env['store.serving']._follow_moves(self)
        return super()._after_goods_moved()

    def _after_goods_ended(self):
        """Fill the hook: the transfer, or whoever sends for another store, follows."""
        self.env['store.transfer.goods'].sudo()._follow_ended(self.sudo().filtered('transfer_line_id'))
        self.env['store.serving']._follow_moves(self)
        return super()._after_goods_ended()

    def _is_waited_for(self):
        """Fill the hook: moves of a transfer, and of what one store sends for another."""
        return super()._is_waited_for() or bool(self.transfer_line_id or self.sale_line_id.store_serving_line_ids)

    def _own_goods(self):
        """Return these moves with a context that skips goods of other owners, which do not go to another company."""
        is_leaving = self.transfer_line_id and self.transfer_step in {'prepare', 'ship'}
        if is_leaving and self.sudo().transfer_line_id.transfer_id.is_between_companies:
            return self.with_context(store_own_goods=True)
        return self

    def _get_available_quantity(self, *args, **kwargs):
        """Override of `stock`, see `_own_goods`."""
        return super(StockMove, self._own_goods())._get_available_quantity(*args, **kwargs)

    def _update_reserved_quantity_vals(self, need, location_id, lot_id=None, package_id=None, owner_id=None, strict=True):
        """Override of `stock`, see `_own_goods`; a return reserves only the lots and owners that were received."""
        move = self._own_goods()
        takes_back = not strict and not lot_id and not owner_id and self.transfer_step in {'prepare', 'ship'}
        origin = takes_back and self.sudo().transfer_line_id.transfer_id._takes_back()
        if not origin:
            return super(StockMove, move)._update_reserved_quantity_vals(
                need, location_id, lot_id=lot_id, package_id=package_id, owner_id=owner_id, strict=strict
            )
        vals_list, taken, pieces = [], ZERO, origin._pieces_free(self.product_id)
        for piece, free in pieces.items():  # the shelf may have less than came of each
            part = min(exact(need) - taken, free)
            if is_some(part, exact(self.product_id.uom_id.rounding)):
                own = move.with_context(store_pieces=origin._pieces_domain(piece, pieces))
                more, found = super(StockMove, own)._update_reserved_quantity_vals(
                    float(part), location_id, package_id=package_id, strict=False
                )
                vals_list += more
                taken += exact(found)
        return vals_list, float(taken)

    def _trigger_assign(self):
        """Override of `stock`: goods fetched for a customer are reserved for that customer first."""
        self.env['store.transfer']._reserve_arrived(self)
        return super()._trigger_assign()

    def _get_source_document(self):
        """Override of `stock`: the forecast shows the transfer of expected goods."""
        if self.transfer_step == 'expect':
            return self.transfer_line_id.transfer_id
        return super()._get_source_document()

    def _skip_push(self):
        """Override of `stock`: shipped goods are received by their transfer, so no push rule applies."""
        return self.transfer_step in {'ship', 'hand_over'} or super()._skip_push()

    def copy_data(self, default=None):
        """Override of `base`: refuse copies, because goods of a transfer are returned by a return of the transfer."""
        if default and default.get('origin_returned_move_id'):
            returned = self.browse(default['origin_returned_move_id']).sudo().transfer_line_id.transfer_id
            if returned:
                raise UserError(
                    self.env._(
                        "These goods belong to transfer %(transfer)s. Send them back by a return of the transfer.",
                        transfer=returned[:1].name,
                    )
                )
        return super().copy_data(default=default)

    def _get_value_from_account_move(self, quantity, at_date=None):
        """Override of `stock_account`: goods from another company are valued by the posted bill."""
        charged = self._charged_value(quantity, at_date, billed=True)
        if charged is None:
            return super()._get_value_from_account_move(quantity, at_date=at_date)
        return charged

    def _charged_value(self, quantity, at_date=None, billed=False):
        """Return core's value dict for goods one company charged another, or None for all others."""
        self.ensure_one()
        sent_sudo = self.sudo().transfer_out_move_id
        value = sent_sudo and self.env['store.transfer.charge'].sudo()._value_of(self.sudo(), quantity, at_date, billed)
        if value is None or not sent_sudo:
            return None
        return {
            'value': value,
            'quantity': quantity,
            'description': self.env._("Charged by transfer %(transfer)s", transfer=sent_sudo.transfer_line_id.transfer_id.name),
        }

    def _get_value_from_quotation(self, quantity, at_date=None):
        """Override of `stock_account`: goods from another company are valued by the charge, else by the value they left with.

        Each receipt takes its share of the running total of its line, so that rounding loses no cent.
        """
        charged = self._charged_value(quantity, at_date)
        if charged is not None:
            return charged
        sent_sudo = self.sudo().transfer_out_move_id
        if not sent_sudo or not sent_sudo._get_valued_qty():
            return super()._get_value_from_quotation(quantity, at_date=at_date)
        others = self.sudo().search(
            [
                ('transfer_line_id', '=', self.transfer_line_id.id),
                ('transfer_out_move_id', '!=', False),
                ('id', '!=', self.id),
                ('state', '=', 'done'),
                ('is_in', '=', True),
                ('company_id', '=', self.company_id.id),
            ]
        )
        before = sum(move._worth_sent(move._get_valued_qty()) for move in others if (move.date, move.id) < (self.date, self.id))
        share = [self.company_currency_id.round(part) for part in (before, before + self._worth_sent(quantity))]
        return {
            'value': share[1] - share[0],
            'quantity': quantity,
            'description': self.env._("Value of transfer %(transfer)s", transfer=sent_sudo.transfer_line_id.transfer_id.name),
        }

    def _worth_sent(self, quantity):
        """Return the value with which `quantity` of these goods left the other company, in this one's currency, unrounded."""
        sent_sudo = self.sudo().transfer_out_move_id
        total_quantity = sent_sudo._get_valued_qty()
        return (
            sent_sudo.company_currency_id._convert(
                sent_sudo.value, self.company_currency_id, self.company_id, sent_sudo.date, round=False
            )
            * quantity
            / total_quantity
            if total_quantity
            else 0.0
        )
