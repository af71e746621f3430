# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..people import elevation
from .store_lot_law import SAYS_WHERE


class StockMoveLine(models.Model):
    """What an operation moved. Lines have the store of their move; a change of a done one is a stock correction."""

    _inherit = 'stock.move.line'

    store_id = fields.Many2one('store.store', ondelete='restrict', readonly=True, copy=True)

    _store_idx = models.Index('(store_id, result_package_id DESC, id) WHERE store_id IS NOT NULL')

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        """Set the store from the move, else the picking; bound users add no line to done operations."""
        if not self.env.su and self.env.user._is_store_bound():
            self._check_not_done(vals_list)
        lines = super().create(vals_list)
        for store, own in lines.sudo().grouped(lambda line: line.move_id.store_id or line.picking_id.store_id).items():
            wrong = own.filtered(lambda line, store=store: line.store_id != store)
            if wrong:
                wrong.store_id = store
        lines._after_done_changed({})
        self.env['store.lot.law']._check_named(lines)
        return lines

    def write(self, vals):  # pylint: disable=method-required-super  # `_write_down` calls it
        """Record changes of done operations as stock corrections."""
        before = self._before_done_changed(vals)
        result = self._write_down(vals)
        if before is not None:
            self._after_done_changed(before)
        if SAYS_WHERE & vals.keys() and self.env.context.get('store_relabels') is not elevation.OURS:
            self.env['store.lot.law']._check_moved(self)
            self.env['store.lot.law']._check_named(self)
        return result

    def _write_down(self, vals):
        if (
            self.env.su
            or not {'quantity', 'location_id', 'location_dest_id'} & vals.keys()
            or (not self.env.user._is_store_bound())
        ):
            return super().write(vals)
        corrections = self.env['store.stock.correction']
        done = self.filtered(lambda line: line.state == 'done')
        rows = corrections._edit(done, vals) if done else []
        result = super().write(vals)
        corrections._finish(
            rows,
            'count_error',
            self.env._("Changed after it was done: %(operations)s", operations=', '.join(done.mapped('reference'))),
        )
        return result

    # === HOOKS ===

    def _before_done_changed(self, vals):
        """Hook: called before lines are written; return the state needed afterwards, or None."""

    def _after_done_changed(self, before):
        """Hook: called after done lines were written or added; the transfer stage checks its law here."""

    # === CORRECTIONS ===

    def _check_not_done(self, vals_list):
        """:raises AccessError: when a line would be added to a done move or picking"""
        moves = self.env['stock.move'].sudo().browse({vals['move_id'] for vals in vals_list if vals.get('move_id')})
        pickings = self.env['stock.picking'].sudo().browse({vals['picking_id'] for vals in vals_list if vals.get('picking_id')})
        if any(item.state == 'done' for item in (*moves, *pickings)) or any(vals.get('state') == 'done' for vals in vals_list):
            raise AccessError(
                self.env._("Nothing can be added to a done operation. Create a new stock operation and validate it.")
            )
