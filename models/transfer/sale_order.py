# Part of store_group. License LGPL-3.
from odoo import fields, models

from ...engine.quantities import exact
from ...engine.transfer import offers
from ...exceptions import TransferRefused
from ...wording import number_text
from ..people import elevation
from .sql import claim

OVER = ('cancelled', 'rejected')


class SaleOrder(models.Model):
    """Another store supplies goods an order lacks: to the order's store, or to the customer.

    The seller sees only quantities of other stores. The order stays the seller's either way.
    """

    _inherit = 'sale.order'

    store_transfer_ids = fields.One2many(
        'store.transfer',
        'sale_order_id',
        string="Transfers for the Customer",
        groups='stock.group_stock_user',  # read with every order, so it must be cheap
    )
    store_serving_ids = fields.One2many(
        'store.serving', 'sale_order_id', string="Deliveries by Other Stores", groups='stock.group_stock_user'
    )
    store_help_count = fields.Integer(compute='_compute_store_help_count', string="From Other Stores")

    # === COMPUTE ===

    def _compute_store_help_count(self):
        found = dict.fromkeys(self.ids, 0)
        for model in ('store.transfer', 'store.serving'):
            for order, count in (
                self.env[model].sudo()._read_group([('sale_order_id', 'in', self.ids)], ['sale_order_id'], ['__count'])
            ):
                found[order.id] += count
        for order in self:
            order.store_help_count = found.get(order.id, 0)

    # === ACTIONS ===

    def action_find_in_stores(self):
        """Open the wizard that shows which stores have the goods this order lacks."""
        self.ensure_one()
        return self.env['store.fetch']._open(self)

    def action_view_store_help(self):
        """Open the transfers for this order, or the deliveries by other stores if there are no transfers."""
        self.ensure_one()
        model = 'store.serving' if self.store_serving_ids and not self.store_transfer_ids else 'store.transfer'
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("From Other Stores"),
            'res_model': model,
            'views': [(False, 'list'), (False, 'kanban'), (False, 'form')],
            'mobile_view_mode': 'kanban',
            'domain': [('sale_order_id', '=', self.id)],
            'context': {'create': False},
        }

    # === TRANSFER ===

    def find_in_stores(self):
        """Return the goods this confirmed order lacks at its own store, and which stores have them.

        :returns: {"order", "lacking": [{"line_id", "product", "quantity"}], "stores": [{"store", "name", "complete",
            "can_get", "can_send", "why", "lines": [{"line_id", "product", "quantity"}]}]}; quantities in the product's
            unit, the stores that have everything first; `why` is the reason why a store cannot send
        :raises AccessError: for whoever may not change the order
        :raises UserError: for an order that is not confirmed, or of no store with a warehouse
        """
        order_sudo = self._check_helped()
        lacking = order_sudo._lacking()
        code = {line.id: line.product_id.default_code or str(line.product_id.id) for line in lacking}
        stores = self._stores_to_ask()
        answers = []
        for offer in self._offers(lacking, stores):
            store, why = offer.store, order_sudo._why_not_sent_from(offer.store)
            answers.append(
                {
                    'store': store.code,
                    'name': store.name,
                    'complete': offer.is_complete,
                    'can_get': self.env.user._store_can('request', order_sudo.store_id),
                    'can_send': not why,
                    'why': why,
                    'lines': [
                        {'line_id': line.id, 'product': code[line.id], 'quantity': float(quantity)}
                        for line, quantity in offer.quantities.items()
                    ],
                }
            )
        return {
            'order': order_sudo.name,
            'stores': answers,
            'lacking': [
                {'line_id': line.id, 'product': code[line.id], 'quantity': quantity} for line, quantity in lacking.items()
            ],
        }

    def get_from_store(self, store, lines=False, need_by=False):
        """Request goods this order lacks from another store; they come to the order's store, reserved for its customer.

        :param str store: code of the supplying store
        :param list lines: [{"line_id", "quantity": total to get from that store, in the product's unit}];
            False: everything the order lacks and the store has
        :param str need_by: last useful day, YYYY-MM-DD; False: the order's delivery date
        :returns: {"id", "name", "state", "lines": [{"line_id", "product", "qty_requested"}]}; the same call again
            returns the transfer there is
        :raises AccessError: for whoever may not change the order or request for its store
        :raises UserError: unknown store or line, more than the order lacks, nothing to get, or what forbids the transfer
        """
        order_sudo = self._check_helped()
        claim.rows(order_sudo)
        source = self._store_to_ask(store)
        open_there = order_sudo.store_transfer_ids.filtered(
            lambda transfer: transfer.source_store_id == source and transfer.state not in OVER
        )
        asked = {}
        for line in open_there.line_ids:
            asked[line.sale_line_id] = asked.get(line.sale_line_id, 0.0) + line._in_product_unit(line.qty_requested)
        wanted = self._wanted_of(source, lines, asked)
        if not wanted:
            return open_there[-1:]._requested_data()
        transfer_sudo = self.env['store.transfer']._request_for_customer(order_sudo, source, wanted, need_by)
        return transfer_sudo._requested_data()

    def send_from_store(self, store, lines=False):
        """Ask another store of the company to send goods of this order to the customer; the order stays here.

        :param str store: code of the sending store
        :param list lines: as in `get_from_store`
        :returns: {"id", "name", "state", "lines": [{"line_id", "product", "quantity"}]}; the same call again returns
            the request there is
        :raises AccessError: for whoever may not change the order or request for its store
        :raises UserError: as in `get_from_store`, and for a store of another company
        """
        order_sudo = self._check_helped()
        claim.rows(order_sudo)
        serving_store = self._store_to_ask(store)
        why = order_sudo._why_not_sent_from(serving_store)
        if why:
            raise TransferRefused(why)
        open_there = order_sudo.store_serving_ids.filtered(
            lambda serving: serving.serving_store_id == serving_store and serving.state in {'asked', 'agreed', 'sent'}
        )
        asked = {}
        for line in open_there.line_ids:
            asked[line.sale_line_id] = asked.get(line.sale_line_id, 0.0) + line.quantity
        wanted = self._wanted_of(serving_store, lines, asked)
        if not wanted:
            return open_there[-1:]._data()
        return self.env['store.serving']._ask(order_sudo, serving_store, wanted)._data()

    def _may_be_helped(self):
        """Whether the caller may look for the goods of this order in other stores now: `_check_helped`, without a word."""
        return not self._why_not_helped()

    def _why_not_helped(self):
        """Return what keeps the caller from looking for the goods of this order in other stores now, None for nothing.

        'right' to change it, its 'state', 'warehouse' of its store, or 'request' for that store, in the order they are said.
        """
        order_sudo = self.sudo()
        if not self.has_access('write'):
            return 'right'
        if order_sudo.state != 'sale' or order_sudo.is_history:
            return 'state'
        if not order_sudo.store_id.warehouse_id:
            return 'warehouse'
        return None if self.env.user._store_can('request', order_sudo.store_id) else 'request'

    def _check_helped(self):
        """Return the order elevated, after checking that other stores may supply it now."""
        self.ensure_one()
        self.env.user._check_store_caller()
        why = self._why_not_helped()
        if why == 'right':
            self.check_access('write')
        order_sudo = elevation.enter(self, self.sudo().company_id)
        if why == 'state':
            raise TransferRefused(
                self.env._(
                    "Order %(order)s is not confirmed. Confirm it, then find its goods in other stores.", order=order_sudo.name
                )
            )
        if why == 'warehouse':
            raise TransferRefused(
                self.env._(
                    "Order %(order)s belongs to no store with a warehouse, so nothing can be sent there. Set its store first.",
                    order=order_sudo.name,
                )
            )
        if why == 'request':
            self.env.user._check_store_can('request', order_sudo.store_id)
        return order_sudo

    def _stores_to_ask(self):
        """Return the other stores the caller may ask for goods of this order."""
        own = self.sudo().store_id
        return (
            self.env['store.availability']
            ._askable()
            .filtered(
                lambda store: store.state == 'open'
                and store.active
                and store.warehouse_id
                and store.warehouse_id != own.warehouse_id
            )
            .sorted('name')
        )

    def _store_to_ask(self, code):
        """:raises UserError: for an unknown store, or one the caller may not ask"""
        store = self._stores_to_ask().filtered(lambda item: item.code == code)
        if not store:
            raise TransferRefused(
                self.env._(
                    "You cannot ask a store with the code %(code)s. Choose one of: %(codes)s.",
                    code=code,
                    codes=', '.join(self._stores_to_ask()[:10].mapped('code')) or '-',
                )
            )
        return store

    def _offers(self, lacking, stores):
        """Return the engine's offers of these stores for {line: quantity}."""
        products = self.env['product.product'].union(*(line.product_id for line in lacking))
        free = self.env['store.availability']._free(stores, products)
        for store, product, quantity in self._asked_and_not_reserved():
            if store.id in free and product.id in free[store.id]:
                free[store.id][product.id] -= quantity
        return offers.offers(
            self._lacks(lacking),
            {store: {product: exact(quantity) for product, quantity in free[store.id].items()} for store in stores},
        )

    def _asked_and_not_reserved(self):
        """Return [(store, product, quantity)] requested for this order but not reserved there yet."""
        order_sudo = self.sudo()
        return [
            *(
                (line.source_store_id, line.product_id, line._in_product_unit(line._coming()))
                for line in order_sudo.store_transfer_ids.line_ids
                if line.state in {'draft', 'submitted'}
            ),
            *(
                (line.serving_store_id, line.product_id, line.quantity)
                for line in order_sudo.store_serving_ids.line_ids
                if line.serving_id.state == 'asked'
            ),
        ]

    def _lacks(self, lacking):
        return [offers.Lack(line, line.product_id.id, exact(quantity)) for line, quantity in lacking.items()]

    def _lacking(self):
        """Return {line: quantity in the product's unit} that the store does not have and no other store was asked for."""
        self.ensure_one()
        lacking = {}
        for line in self.order_line:
            quantity = line._waiting_quantity() - line._coming_quantity()
            if line.product_id and line.product_id.uom_id.compare(quantity, 0.0) > 0:
                lacking[line] = line.product_id.uom_id.round(quantity)
        return lacking

    def _wanted_of(self, store, lines, asked):
        """Return {line: quantity} still to be requested from one store.

        :param list lines: the caller's lines, or False
        :param dict asked: {line: quantity} requested from this store already
        """
        order_sudo = self.sudo()
        lacking = order_sudo._lacking()
        if lines is False:
            offer = self._offers(lacking, store)
            if offer:
                return {line: float(quantity) for line, quantity in offer[0].quantities.items()}
            if asked:
                return {}
            raise TransferRefused(
                self.env._(
                    "Order %(order)s lacks nothing that %(store)s has. Search again for stores that have it.",
                    order=order_sudo.name,
                    store=store.name,
                )
            )
        own = {line.id: line for line in order_sudo.order_line}
        wanted, bad = {}, []
        for item in lines:
            line, quantity = own.get(item.get('line_id')), item.get('quantity')
            if not line or isinstance(quantity, bool) or not isinstance(quantity, (int, float)) or not 0 <= quantity < 1e9:
                bad.append(str(item.get('line_id')))
                continue
            more = quantity - asked.get(line, 0.0)
            if line.product_id.uom_id.compare(more, lacking.get(line, 0.0)) > 0:
                raise TransferRefused(
                    self.env._(
                        "Order %(order)s lacks %(lack)s of %(product)s; %(wanted)s is more. Ask for what it lacks.",
                        order=order_sudo.name,
                        product=line.product_id.display_name,
                        wanted=number_text(self.env, more),
                        lack=number_text(self.env, lacking.get(line, 0.0)),
                    )
                )
            if line.product_id.uom_id.compare(more, 0.0) > 0:
                wanted[line] = more
        if bad or not (wanted or asked):
            raise TransferRefused(
                self.env._(
                    "Name lines of order %(order)s with quantities greater than 0. Wrong: %(lines)s.",
                    order=order_sudo.name,
                    lines=', '.join(bad) or '-',
                )
            )
        return wanted

    def _why_not_sent_from(self, store):
        """Return why a store cannot send goods of this order to the customer, or False."""
        if store.company_id != self.company_id:
            return self.env._(
                "%(store)s belongs to %(company)s: its goods cannot leave on an order of %(own)s. "
                "Get them for the customer instead; they come by a transfer between the companies.",
                store=store.name,
                company=store.company_id.name,
                own=self.company_id.name,
            )
        return False

    def _confirmation_error_message(self):
        """Override of `sale`: refuse to confirm before the asked store has agreed to send."""
        if not self.env.su and self.env.user._is_store_bound():
            warehouse = self._warehouses_not_agreed()[:1]
            if warehouse:
                return self.env._(
                    "%(warehouse)s belongs to %(store)s, which has not agreed to send for order %(order)s. Confirm it "
                    "with the warehouse of %(own)s, then find its goods in other stores.",
                    warehouse=warehouse.name,
                    store=warehouse.store_id.name,
                    order=self.name,
                    own=self.store_id.name,
                )
        return super()._confirmation_error_message()

    def _warehouses_not_agreed(self):
        """Return the order's warehouses whose stores were asked to send and have not agreed."""
        foreign_sudo = self.order_line.sudo().warehouse_id.filtered(
            lambda warehouse: warehouse.store_id not in (self.env['store.store'], self.store_id)
        )
        if not foreign_sudo:
            return foreign_sudo
        asked_sudo = self.env['store.serving'].sudo().search([('sale_order_id', '=', self.id)])
        agreed_sudo = asked_sudo.filtered(lambda serving: serving.state in ('agreed', 'sent'))
        stores_sudo = (
            asked_sudo.filtered(lambda serving: serving.state in ('asked', 'refused')).serving_store_id
            - agreed_sudo.serving_store_id
        )
        return foreign_sudo.filtered(lambda warehouse: warehouse.store_id in stores_sudo)

    def _before_store_cancel(self):
        """Fill the hook: what another store was to send is given up first, so that it does not come back to the order."""
        self.sudo().store_serving_ids._order_gave_up()
        return super()._before_store_cancel()

    def _after_store_cancel(self):
        """Cancel transfers for the order that are not shipped when it is cancelled."""
        orders_sudo = self.sudo()
        for transfer in orders_sudo.store_transfer_ids:
            transfer._customer_gave_up()
        return super()._after_store_cancel()
