# Part of store_group. License LGPL-3.
from odoo import fields, models


class StoreIntakeDocument(models.Model):
    """A file whose dates speak against its layout waits until somebody says whether the day or the month comes first in it."""

    _inherit = 'store.intake.document'

    date_order = fields.Selection(
        [('ask', "To be Said"), ('day', "Day First"), ('month', "Month First")],
        string="Dates Are Written",
        readonly=True,
        help="Said of this file alone, whose dates speak against its layout. Empty: as the layout says.",
    )

    # === ACTIONS ===

    def action_day_first(self):
        """Say that the day comes first in the dates of these files, and read them."""
        return self._read_with('day')

    def action_month_first(self):
        """Say that the month comes first in the dates of these files, and read them."""
        return self._read_with('month')

    # === INTAKE ===

    def _read_with(self, order):
        asked = self._store_act().filtered(lambda document: document.state == 'failed' and document.date_order)
        asked.date_order = order
        return asked.action_read_again()
