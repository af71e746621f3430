# Part of store_group. License LGPL-3.
from odoo import api, models


class StoreIntakeSale(models.AbstractModel):
    """Which service here answers each question of intake."""

    _inherit = 'store.intake.sale'

    @api.model
    def _match(self, channel, payloads, allowed=None, orders=()):
        """Fill the hook."""
        return self.env['store.order.matcher']._match(channel, payloads, allowed, orders)

    @api.model
    def _make_products(self, document, lines):
        """Fill the hook."""
        return self.env['store.missing.maker']._make_products(document, lines)

    @api.model
    def _make(self, document, orders):
        """Fill the hook."""
        return self.env['store.order.maker']._make(document, orders)

    @api.model
    def _confirm(self, orders):
        """Fill the hook."""
        return self.env['store.order.maker']._confirm(orders)

    @api.model
    def _finish(self, document):
        """Fill the hook."""
        return self.env['store.order.summary']._finish(document)

    @api.model
    def _take_out(self, orders):
        """Fill the hook."""
        return self.env['store.order.summary']._take_out(orders)

    @api.model
    def _is_settled(self, order):
        """Fill the hook."""
        return self.env['store.order.summary']._is_settled(order)

    @api.model
    def _remove(self, document):
        """Fill the hook."""
        return self.env['store.history.remover']._remove(document)

    @api.model
    def _follow(self, channel, pairs):
        """Fill the hook."""
        return self.env['store.order.progress']._follow(channel, pairs)

    @api.model
    def _take_words(self, order, payload):
        """Fill the hook."""
        return self.env['store.order.progress']._take_words(order, payload)

    @api.model
    def _calls_off(self, order, payload):
        """Fill the hook."""
        return self.env['store.order.progress']._calls_off(order, payload)

    @api.model
    def _is_called_off_late(self, order, payload):
        """Fill the hook."""
        return self.env['store.order.progress']._is_called_off_late(order, payload)

    @api.model
    def _wants_again(self, order, payload):
        """Fill the hook."""
        return self.env['store.order.progress']._wants_again(order, payload)

    @api.model
    def _stop_where_called_off(self, order, payload):
        """Fill the hook."""
        return self.env['store.order.progress']._stop_where_called_off(order, payload)

    @api.model
    def _call_off(self, order, payload):
        """Fill the hook."""
        return self.env['store.order.progress']._call_off(order, payload)

    @api.model
    def _reduced(self, sales):
        """Fill the hook: those with a refund that was taken off."""
        off = ['|', ('is_taken_off', '=', True), ('off_quantity', '>', 0)]
        return self.env['store.order.refund'].search([('order_id', 'in', sales.ids), *off]).order_id

    @api.model
    def _is_credited(self, sale):
        """Fill the hook."""
        return self.env['store.order.progress']._is_credited(sale)

    @api.model
    def _accept(self, issue):
        """Fill the hook."""
        return self.env['store.order.progress']._accept(issue)
