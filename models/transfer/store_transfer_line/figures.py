# Part of store_group. License LGPL-3.
from odoo import api, fields, models

from ....engine.transfer import cover
from ....wording import number_text


class StoreTransferLine(models.Model):
    """What an approver weighs: stock, sales of four weeks, and how long they last, on both sides.

    The sender's figures are those the reader may see now. The receiver's travel with the request: they are what the
    requester saw when it was submitted, so that nobody looks into a store that is not theirs.
    """

    _inherit = 'store.transfer.line'

    source_free = fields.Float(string="Free at the Sender", digits='Product Unit', compute='_compute_source')
    source_sold = fields.Float(string="Sold There in 4 Weeks", digits='Product Unit', compute='_compute_source')
    source_cover = fields.Float(string="Weeks of Cover There", digits=(16, 1), compute='_compute_source')
    source_figures = fields.Char(
        string="Here: Stock / Sold / Weeks",
        compute='_compute_source',
        help="At the sender: free now, sold in four weeks, and the weeks the stock lasts at that rate.",
    )
    dest_figures = fields.Char(
        string="There: Stock / Sold / Weeks",
        compute='_compute_dest_cover',
        help="At the receiver when it was requested: free, sold in four weeks, and the weeks the stock lasts at that rate.",
    )
    is_told = fields.Boolean(readonly=True, copy=False)
    dest_free = fields.Float(string="Free at the Receiver", digits='Product Unit', readonly=True, copy=False)
    dest_sold = fields.Float(string="Sold at the Receiver in 4 Weeks", digits='Product Unit', readonly=True, copy=False)
    dest_cover = fields.Float(string="Weeks of Cover at the Receiver", digits=(16, 1), compute='_compute_dest_cover')

    # === COMPUTE ===

    @api.depends('product_id', 'transfer_id.source_store_id', 'transfer_id.state')
    @api.depends_context('uid')
    def _compute_source(self):
        for transfer, lines in self.grouped('transfer_id').items():
            found = self._figures_at(transfer.source_store_id, lines.product_id) if transfer.state == 'submitted' else {}
            for line in lines:
                free, sold = found.get(line.product_id.id, (0.0, 0.0))
                line.source_free, line.source_sold = line._in_own_unit(free), line._in_own_unit(sold)
                line.source_cover = cover.weeks_of_cover(free, sold) or 0.0
                line.source_figures = bool(found) and line._words_of_figures(
                    line.source_free, line.source_sold, line.source_cover
                )

    @api.depends('dest_free', 'dest_sold', 'is_told')
    def _compute_dest_cover(self):
        for line in self:
            line.dest_cover = cover.weeks_of_cover(line.dest_free, line.dest_sold) or 0.0
            line.dest_figures = line.is_told and line._words_of_figures(line.dest_free, line.dest_sold, line.dest_cover)

    # === TRANSFER ===

    def _words_of_figures(self, free, sold, weeks):
        number = self.env['store.transfer']._number
        return ' / '.join((number(free), number(sold), number_text(self.env, weeks) if sold else '–'))

    @api.model
    def _figures_at(self, store, products):
        """Return {product id: (free, sold in four weeks)} at a store, as far as the caller may see them."""
        if not store or store not in self.env['store.availability']._askable():
            return {}
        free = self.env['store.availability']._free(store, products)[store.id]
        sold = self.env['store.transfer.grid']._sold(store, products)
        return {product.id: (free[product.id], sold[product.id, store.id]) for product in products}

    def _tell_figures(self, found):
        """Keep the receiver's figures with the request.

        :param dict found: of `_figures_at`
        """
        for line in self:
            free, sold = found.get(line.product_id.id, (0.0, 0.0))
            line.write(
                {
                    'is_told': line.product_id.id in found,
                    'dest_free': line._in_own_unit(free),
                    'dest_sold': line._in_own_unit(sold),
                }
            )
