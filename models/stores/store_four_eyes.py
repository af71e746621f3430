# Part of store_group. License LGPL-3.
from odoo import fields, models

from ...engine.quantities import exact
from ...engine.transfer.four_eyes import Policy


class StoreFourEyes(models.AbstractModel):
    """When a transfer needs two people: set on a lane or a group; the nearest setting applies."""

    _name = 'store.four.eyes'
    _description = 'Two-Person Rule'

    four_eyes = fields.Selection(
        [('always', "Always"), ('above', "Above an amount"), ('never', "Never")], string="Two-Person Rule", tracking=True,
        help="Whether the requester may not approve, and the shipper may not receive. Empty: as on the next group "
             "above; if none has a setting, always. Nobody ever decides about a difference of their own.",
    )
    four_eyes_amount = fields.Float(
        string="Two People Above", tracking=True, help="Value of the transfer at cost, in the sender's currency.")

    _four_eyes_amount_positive = models.Constraint(
        'CHECK (four_eyes_amount >= 0)', "The amount of the two-person rule cannot be negative.")

    # === STRUCTURE ===

    def _four_eyes_policy(self):
        """Return the engine's policy, or None if this record has no setting."""
        self.ensure_one()
        return Policy(self.four_eyes, exact(self.four_eyes_amount)) if self.four_eyes else None
