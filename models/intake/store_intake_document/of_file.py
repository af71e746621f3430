# Part of store_group. License LGPL-3.
from odoo import fields, models

from ....engine.intake.date_order import DATE_ORDER
from ....engine.intake.together import APART


class StoreIntakeDocument(models.Model):
    """What a person says of a file as a whole, that speaks against its layout: none of its orders is read before."""

    _inherit = 'store.intake.document'

    date_order = fields.Selection(
        [('ask', "To be Said"), ('day', "Day First"), ('month', "Month First")],
        string="Dates Are Written",
        readonly=True,
        help="Said of this file alone, whose dates speak against its layout. Empty: as the layout says.",
    )
    other_sheets = fields.Selection(
        [('ask', "To be Said"), ('left', "Left Out")],
        readonly=True,
        help="Sheets that fit the layout and have other columns than the one that is read, or a name that says they hold no "
        "sales. Said of this file alone.",
    )

    sheet = fields.Char(
        string="Sheet Read Alone", readonly=True, help="Empty: all that fit the layout and have the same columns."
    )

    # === ACTIONS ===

    def action_day_first(self):
        """Say that the day comes first in the dates of these files, and read them."""
        return self._read_with('date_order', 'day')

    def action_month_first(self):
        """Say that the month comes first in the dates of these files, and read them."""
        return self._read_with('date_order', 'month')

    def action_leave_sheets(self):
        """Say that the first sheet that fits is the only one of orders in these files, and read them."""
        return self._read_with('other_sheets', 'left')

    # === INTAKE ===

    def _ask_of_file(self, code):
        """Note what was asked when this file could not be read, if it is something to say."""
        if code == DATE_ORDER:
            self.date_order = 'ask'
        elif code == APART:
            self.other_sheets = 'ask'

    def _read_with(self, field, said):
        asked = self._store_act().filtered(lambda document: document.state == 'failed' and document[field])
        asked[field] = said
        return asked.action_read_again()
