# Part of store_group. License LGPL-3.
from odoo import api, models

from ...engine.fulfilment.joining import Delivery, hidden, recipient

OPEN = ('draft', 'waiting', 'confirmed', 'assigned')
GONE = ('shipped', 'done')


class StoreDeliveryFacts(models.AbstractModel):
    """What the engine must know of deliveries to say which of them may leave in one parcel; called as superuser."""

    _name = 'store.delivery.facts'
    _description = 'Facts of Deliveries'

    # === FULFILMENT ===

    @api.model
    def _deliveries(self, pickings):
        """Return [engine Delivery], one for each of these pickings; a constant number of queries.

        :param pickings: stock.picking, as superuser
        """
        orders = pickings.sale_id
        details = {item.order_id: item for item in self.env['store.order.details'].search([('order_id', 'in', orders.ids)])}
        told = self._told(orders)
        leaving = {order: self._leaving(order.picking_ids) for order in orders}
        return [self._delivery(picking, details.get(picking.sale_id), told, leaving) for picking in pickings]

    def _told(self, orders):
        """Return {fact: sale orders} of what is said of them beside their own fields."""
        Source = self.env['store.intake.order']
        sources = Source.search([('sale_order_id', 'in', orders.ids)])
        asked = self.env['store.intake.issue'].search(
            [('order_id', 'in', sources.ids), ('state', '=', 'open'), '|', ('severity', '=', 'error'), ('stays', '=', True)]
        )
        waiting = self.env['store.order.gate'].search([('order_id', 'in', orders.ids), ('state', 'in', ('waiting', 'held'))])
        both = sources.filtered(lambda source: source.state in ('question', 'conflict'))
        return {
            'held': sources.filtered('stops_delivery').sale_order_id | waiting.order_id,
            'question': (asked.order_id | both).sale_order_id,
            'refund': self.env['store.order.refund'].search([('order_id', 'in', orders.ids)]).order_id,
        }

    def _leaving(self, pickings):
        """Return those of these on their way to a customer: not cancelled, no returns."""
        return pickings.filtered(lambda picking: picking.state != 'cancel' and picking.location_id.usage != 'customer')

    def _delivery(self, picking, details, told, leaving):
        order = picking.sale_id
        facts = {fact for fact, orders in told.items() if order in orders}
        status = details.source_status if details else False
        if picking.state not in OPEN:
            facts.add('gone')
        if order.state != 'sale' or status in ('cancelled', 'refunded'):
            facts.add('cancelled')
        if not details or details.shipped_by == 'elsewhere' or order.summary_key or status in GONE:
            facts.add('elsewhere')
        others = leaving.get(order, picking.browse()) - picking
        if any(other.state == 'done' and other.location_dest_id.usage == 'customer' for other in others):
            facts.add('started')
        if any(other.state in OPEN for other in others):
            facts.add('divided')
        if picking.printed:
            facts.add('printed')
        if picking.parcel_number:
            facts.add('numbered')
        group = picking.delivery_group_id
        return Delivery(
            key=picking.id,
            place=(picking.company_id.id, picking.store_id.id, picking.picking_type_id.id),
            recipient=self._recipient(picking, details),
            facts=frozenset(facts),
            mode=order.store_channel_id.ship_together or 'no',
            is_apart=picking.is_apart,
            group=group.id or None,
            is_settled=picking.is_grouped,
        )

    def _recipient(self, picking, details):
        """Return the engine's key of who gets this parcel; '' where the channel or a person leaves it open."""
        if not details:
            return ''
        if details.is_masked:
            return hidden(details.order_id.store_channel_id.id, details.recipient_key)
        place = picking.partner_id
        if not place or place != details.address_id:
            return ''
        return recipient(place.phone, place.country_id.code, place.state_id.name, place.city, place.street, place.street2)

    @api.model
    def _why(self, why):
        """Return the sentence of an obstacle of the engine."""
        return {
            'gone': self.env._("It has left, or was cancelled."),
            'cancelled': self.env._("Its order is cancelled."),
            'held': self.env._("Its order was called off in the channel, or waits for its release."),
            'refund': self.env._("Its order has a refund."),
            'question': self.env._("A question about its order is open."),
            'elsewhere': self.env._("It is no order of a channel that we ship."),
            'nobody': self.env._("Its recipient is not known by address and phone, or by a key of the platform."),
            'started': self.env._("Part of its order has left."),
            'divided': self.env._("Its order has several open deliveries."),
            'printed': self.env._("Its papers are printed."),
            'numbered': self.env._("It has a parcel number of its own. Empty that first."),
            'place': self.env._("It leaves from another store or warehouse."),
            'recipient': self.env._("It goes to another recipient."),
            'alone': self.env._("It left without them."),
            'person': self.env._("A person took it out."),
        }[why]
