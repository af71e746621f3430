# Part of store_group. License LGPL-3.
from odoo import api, fields, models

from .sale_order import READERS


class StockPicking(models.Model):
    """Channel details on pickings: recipient, notes, who prints the label."""

    _inherit = 'stock.picking'

    store_order_note = fields.Text(
        string="From the Channel",
        compute='_compute_store_order_note',
        compute_sudo=False,
        groups=READERS,
        help="Recipient, notes, invoice and parcels of its order from the channel.",
    )

    # === COMPUTE ===

    @api.depends('sale_id')
    @api.depends_context('uid', 'lang')
    def _compute_store_order_note(self):
        for picking in self:
            details = picking.sudo().sale_id.store_details_ids[:1]
            picking.store_order_note = details.with_env(self.env)._text()

    # === ORDERING ===

    def _is_date_in_lock_period(self):
        """Override of `stock_account`: allow planned dates of channel orders in a locked period; planning books nothing.

        A file of last month arrives after its books are locked. The date of the actual move is checked.
        """
        self.ensure_one()
        if not self.sudo().sale_id.store_channel_id:
            return super()._is_date_in_lock_period()
        return bool(
            self.date_done
            and self.company_id._get_lock_date_violations(
                self.date_done.date(), fiscalyear=True, sale=False, purchase=False, tax=False, hard=True
            )
        )

    def _store_printed_lines(self):
        """Return [(label, text)] for the delivery slip, with the recipient for every user."""
        self.ensure_one()
        details = self.sudo().sale_id.store_details_ids[:1]
        return details._lines(printed=True) if details and self.picking_type_code == 'outgoing' else []
