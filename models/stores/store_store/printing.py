# Part of store_group. License LGPL-3.
from odoo import fields, models


class StoreStore(models.Model):
    """Paper formats of a store. Users print on the paper of their own store. Part of `store.store`."""

    _inherit = 'store.store'

    transfer_paper = fields.Selection(
        [('a4', "A4"), ('a5', "A5, landscape"), ('form', "241 x 140 mm, three-part"), ('roll', "80 mm receipt roll")],
        string="Paper for Transfer Notes",
        required=True,
        default='a4',
        tracking=True,
        help="Transfer notes and packing lists printed at this store. Three-part paper is one print that goes through "
        "three sheets.",
    )
    is_transfer_valued = fields.Boolean(
        string="Notes Show Value",
        tracking=True,
        help="Transfer notes show the value of the goods at the sender's cost, if the user may see costs.",
    )

    # === STRUCTURE ===

    def _printed(self):
        """Return the store's details for a print: {"name", "code", "address", "phone"}."""
        self.ensure_one()
        partner = self.partner_id
        address = partner._display_address(without_company=True) if partner else ''
        return {
            'name': self.name,
            'code': self.code,
            'phone': self.phone or partner.phone or '',
            'address': ' '.join(part.strip() for part in address.splitlines() if part.strip()),
        }
