# Part of store_group. License LGPL-3.
from odoo import models


class CalendarAttendee(models.Model):
    _inherit = 'calendar.attendee'

    # === MASKS ===

    def _store_unmasked(self):
        """Whoever may be reached as a contact may be as a guest."""
        seen = self.sudo().partner_id._store_unmasked()
        return self.sudo().filtered(lambda attendee: attendee.partner_id in seen).sudo(False)
