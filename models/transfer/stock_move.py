# Part of store_group. License LGPL-3.
from odoo import fields, models
from odoo.exceptions import UserError


class StockMove(models.Model):
    """A move of a transfer knows its line, and carries the sender's value into the other company."""

    _inherit = 'stock.move'

    transfer_line_id = fields.Many2one('store.transfer.line', index='btree_not_null', ondelete='restrict', copy=False)
    transfer_step = fields.Selection(
        [('prepare', "Prepare"), ('ship', "Ship"), ('hand_over', "Hand Over"), ('receive', "Receive"),
         ('settle', "Settle")], copy=False, help="What this move means for its transfer.")
    transfer_out_move_id = fields.Many2one(
        'stock.move', index='btree_not_null', copy=False, help="The move of the sending company whose value this one takes in.")

    # === COMPUTE ===

    def _compute_reference(self):
        """Override of `stock`: goods moved at once, without a picking, bear the number of their transfer."""
        super()._compute_reference()
        for move in self.filtered(lambda move: move.transfer_line_id and not move.reference):
            move.reference = move.sudo().transfer_line_id.transfer_id.name

    # === TRANSFER ===

    def _prepare_merge_moves_distinct_fields(self):
        """Override of `stock`: two lines of a transfer stay two, and so do two shipments of one."""
        return [*super()._prepare_merge_moves_distinct_fields(), 'transfer_line_id', 'transfer_step',
                'transfer_out_move_id']

    def _prepare_move_split_vals(self, qty):
        """Override of `stock`: the rest of a move belongs to the same line, and to the same shipment.

        What was handed over for this receipt is not the rest's.
        """
        shipment = self.transfer_out_move_id.filtered(lambda move: move.transfer_step == 'ship')
        return {
            **super()._prepare_move_split_vals(qty), 'transfer_line_id': self.transfer_line_id.id,
            'transfer_step': self.transfer_step, 'transfer_out_move_id': shipment.id,
        }

    def _trigger_assign(self):
        """Override of `stock`: goods that were fetched for a customer are his, before anybody else waits for them."""
        self.env['store.transfer']._reserve_arrived(self)
        return super()._trigger_assign()

    def _skip_push(self):
        """Override of `stock`: what left for another store is taken in by its transfer, never by a rule as well."""
        return self.transfer_step in {'ship', 'hand_over'} or super()._skip_push()

    def copy_data(self, default=None):
        """Override of `base`: goods of a transfer go back by a transfer, so that it knows."""
        if default and default.get('origin_returned_move_id'):
            returned = self.browse(default['origin_returned_move_id']).sudo().transfer_line_id.transfer_id
            if returned:
                raise UserError(self.env._(
                    "These goods belong to transfer %(transfer)s. Send them back by a return of the transfer.",
                    transfer=returned[:1].name))
        return super().copy_data(default=default)

    def _get_value_from_account_move(self, quantity, at_date=None):
        """Override of `stock_account`: what another company sent is worth what its posted bill says."""
        charged = self._charged_value(quantity, at_date, billed=True)
        if charged is None:
            return super()._get_value_from_account_move(quantity, at_date=at_date)
        return charged

    def _charged_value(self, quantity, at_date=None, billed=False):
        """Return core's answer about the value of goods one company charged another, or None for all others."""
        self.ensure_one()
        sent_sudo = self.sudo().transfer_out_move_id
        value = sent_sudo and self.env['store.transfer.charge'].sudo()._value_of(self.sudo(), quantity, at_date, billed)
        if value is None or not sent_sudo:
            return None
        return {'value': value, 'quantity': quantity, 'description': self.env._(
            "Charged by transfer %(transfer)s", transfer=sent_sudo.transfer_line_id.transfer_id.name)}

    def _get_value_from_quotation(self, quantity, at_date=None):
        """Override of `stock_account`: what another company sent is worth here what it charged, else what it was worth there.

        Each part of a shipment takes its share of the sum so far, so that no cent is lost by rounding.
        """
        charged = self._charged_value(quantity, at_date)
        if charged is not None:
            return charged
        sent_sudo = self.sudo().transfer_out_move_id
        total_quantity = sent_sudo._get_valued_qty() if sent_sudo else 0.0
        if not total_quantity:
            return super()._get_value_from_quotation(quantity, at_date=at_date)
        total = sent_sudo.company_currency_id._convert(
            sent_sudo.value, self.company_currency_id, self.company_id, sent_sudo.date, round=False)
        others = self.sudo().search([
            ('transfer_out_move_id', '=', sent_sudo.id), ('id', '!=', self.id), ('state', '=', 'done'),
            ('is_in', '=', True), ('company_id', '=', self.company_id.id)])
        before = sum(move._get_valued_qty() for move in others if (move.date, move.id) < (self.date, self.id))
        share = [self.company_currency_id.round(total * part / total_quantity) for part in (before, before + quantity)]
        return {
            'value': share[1] - share[0], 'quantity': quantity,
            'description': self.env._("Value of transfer %(transfer)s", transfer=sent_sudo.transfer_line_id.transfer_id.name),
        }
