# Part of store_group. License LGPL-3.
from odoo import models


class CalendarAttendee(models.Model):
    _inherit = 'calendar.attendee'

    # === MASKS ===

    def _store_unmasked(self):
        """Attendees whose contact is not masked are not masked either."""
        seen = self.sudo().partner_id._store_unmasked()
        return self.sudo().filtered(lambda attendee: attendee.partner_id in seen).sudo(False)
