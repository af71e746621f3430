# Part of store_group. License LGPL-3.
from odoo import fields, models

from ...engine.quantities import exact
from ...engine.stores.four_eyes import Policy


class StoreFourEyes(models.AbstractModel):
    """When a transfer needs two people: set on a lane or a group; the nearest setting applies."""

    _name = 'store.four.eyes'
    _description = 'Two-Person Rule'

    four_eyes = fields.Selection(
        [('always', "Always"), ('above', "Above an amount"), ('never', "Never")],
        string="Two-Person Rule",
        tracking=True,
        help="Whether the requester may not approve, and the shipper may not receive. Empty: as on the next group "
        "above; if none has a setting, always. Nobody ever decides about a difference of their own.",
    )
    currency_id = fields.Many2one(
        'res.currency',
        compute='_compute_currency_id',
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        help="Currency of the amounts here. They are converted for transfers in another currency.",
    )
    four_eyes_amount = fields.Monetary(
        string="Two People Above", tracking=True, aggregator=False, help="Value of the transfer at cost."
    )

    _four_eyes_amount_positive = models.Constraint(
        'CHECK (four_eyes_amount >= 0)', "The amount of the two-person rule cannot be negative."
    )

    # === COMPUTE ===

    def _compute_currency_id(self):
        for record in self:
            record.currency_id = record.currency_id or self.env.company.currency_id

    # === STRUCTURE ===

    def _amount_at(self, amount, store):
        """Return an amount of this record in the currency of a store's company, at today's rate."""
        self.ensure_one()
        company = store.sudo().company_id
        return self.currency_id._convert(amount, company.currency_id, company, store._today())

    def _four_eyes_policy(self, store):
        """Return the engine's policy for transfers from a store, or None if this record has no setting."""
        self.ensure_one()
        return Policy(self.four_eyes, exact(self._amount_at(self.four_eyes_amount, store))) if self.four_eyes else None
