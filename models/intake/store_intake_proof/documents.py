# Part of store_group. License LGPL-3.
from dataclasses import replace

from odoo import api, models

from ....engine.cleaning.numbers import round_half_up
from ....engine.intake.currency import step_of
from ....engine.intake.payload import status_of
from ....engine.intake.told import paid_by_platform
from ..sql import proofs

CALLED_OFF = ('cancelled', 'refunded')


class StoreIntakeProof(models.Model):
    """What was made of the orders of a day: whether each sale order, also one of the past, comes to what the channel says.

    It is looked up each time: an order cancelled, deleted or changed here is apart from then on, and until somebody mends it.
    """

    _inherit = 'store.intake.proof'

    # === INTAKE ===

    @api.model
    def _sums_between(self, first, last, channels=None, waits=True):
        """Return the sums of `proofs.sums_between`, with those of sale orders that are not what the channel says as they are."""
        self._flush_documents()
        sums = proofs.sums_between(self.env, first, last, channels, waits)
        suspects = proofs.suspects_between(self.env, first, last, channels)
        apart = self._apart({number: found for _key, number, found in suspects})
        ids = {order.id for order in apart}
        for key, number, found in suspects:
            if number in ids:
                known = sums[key]
                sums[key] = replace(known, total=known.total + found.here - found.told, apart=known.apart + 1)
        return sums

    def _apart_here(self):
        """Return {number of an order: Apart} of this day, for the orders whose sale order is not what the channel says."""
        self.ensure_one()
        self._flush_documents()
        own = self._key()
        suspects = proofs.suspects_between(self.env, self.day, self.day, self.channel_id.ids)
        found = self._apart({number: found for key, number, found in suspects if key == own})
        return {order.external_id: apart for order, apart in found.items()}

    @api.model
    def _apart(self, suspects):
        """Return those of {id of an intake order: Apart} that are, by their contents: {store.intake.order: Apart}.

        What the channel called off may be gone or less here, what it refunded before it left is taken off, and what a platform
        pays of an order may stand in its sale order or not.
        """
        orders = self.env['store.intake.order'].sudo().browse(suspects)
        reduced = self.env['store.intake.sale'].sudo()._reduced(orders.sale_order_id)
        found = {}
        for order in orders:
            apart = suspects[order.id]
            if status_of(order.payload) in CALLED_OFF or (order.sale_order_id in reduced and apart.here < apart.told):
                continue
            step, paid = step_of(order.told_currency), paid_by_platform(order.payload)
            whole = round_half_up(apart.told + paid, step)
            if apart.is_gone or not paid or whole not in (round_half_up(apart.here, step), round_half_up(apart.untaxed, step)):
                found[order] = apart
        return found

    def _flush_documents(self):
        for model in ('store.intake.order', 'store.intake.issue', 'sale.order'):
            self.env[model].flush_model()
