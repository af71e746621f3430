# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.fields import Domain

from ...wording import number_text


class StoreClosingCheck(models.AbstractModel):
    """What remains to be done before a store can close: goods, orders, invoices; later stages and bridges add theirs
    in `store.store._closing_obstacles`.

    Counts with elevated rights, so that documents hidden from the user are not forgotten.
    Finished and history documents never count. Cost: one query per kind of document.
    """

    _name = 'store.closing.check'
    _description = 'Check before Closing a Store'

    # === STRUCTURE ===

    @api.model
    def _of_orders(self, store):
        """Return the obstacles among the sale orders of `store`."""
        own = self._orders_of(store)
        sold = own & Domain('state', '=', 'sale')
        return self._found(
            'sale.order',
            (
                (
                    'quotations',
                    own & Domain('state', 'in', ['draft', 'sent']),
                    self.env._("Quotations"),
                    lambda count: self.env._("Open quotations: %(count)s. Confirm or cancel them.", count=count),
                ),
                (
                    'undelivered',
                    sold & Domain('delivery_status', 'in', ['pending', 'started', 'partial']),
                    self.env._("Orders to Deliver"),
                    lambda count: self.env._("Orders not fully delivered: %(count)s. Deliver or cancel the rest.", count=count),
                ),
                (
                    'uninvoiced',
                    sold & Domain('invoice_status', '=', 'to invoice'),
                    self.env._("Orders to Invoice"),
                    lambda count: self.env._("Orders not fully invoiced: %(count)s. Invoice them.", count=count),
                ),
            ),
        )

    @api.model
    def _of_invoices(self, store):
        """Return the obstacles among the invoices, bills and credit notes of `store`."""
        drafts = Domain('store_id', '=', store.id) & Domain('state', '=', 'draft') & Domain('move_type', '!=', 'entry')
        return self._found(
            'account.move',
            (
                (
                    'invoices',
                    drafts,
                    self.env._("Draft Invoices"),
                    lambda count: self.env._("Draft invoices: %(count)s. Post or delete them.", count=count),
                ),
            ),
        )

    @api.model
    def _of_goods(self, store):
        """Return the obstacles in the warehouses `store` owns and shares with no open store."""
        warehouses = store._own_warehouses().filtered(
            lambda warehouse: warehouse.active and not store._sharers('warehouse_id', warehouse)
        )
        if not warehouses:
            return []
        names = ', '.join(warehouses.mapped('name'))
        inside = Domain('location_id', 'child_of', warehouses.view_location_id.ids)
        stock = inside & Domain('location_id.usage', '=', 'internal') & Domain('quantity', '!=', 0)
        types = (
            self.env['stock.picking.type'].sudo().with_context(active_test=False).search([('warehouse_id', 'in', warehouses.ids)])
        )
        going_on = Domain('state', 'not in', ['done', 'cancel'])
        loose = (
            going_on
            & Domain('picking_id', '=', False)
            & Domain('product_uom_qty', '!=', 0)
            & (inside | Domain('location_dest_id', 'child_of', warehouses.view_location_id.ids))
        )
        return (
            self._found('stock.quant', (('stock', stock, self.env._("Stock"), lambda count: self._stock_message(stock, names)),))
            + self._found(
                'stock.picking',
                (
                    (
                        'pickings',
                        going_on & Domain('picking_type_id', 'in', types.ids),
                        self.env._("Open Stock Operations"),
                        lambda count: self.env._(
                            "Open stock operations of warehouse %(warehouse)s: %(count)s. Finish or cancel them.",
                            count=count,
                            warehouse=names,
                        ),
                    ),
                ),
            )
            + self._found(
                'stock.move',
                (
                    (
                        'moves',
                        loose,
                        self.env._("Open Stock Moves"),
                        lambda count: self.env._(
                            "Open stock moves in or out of warehouse %(warehouse)s: %(count)s. Finish or cancel them.",
                            count=count,
                            warehouse=names,
                        ),
                    ),
                ),
            )
        )

    @api.model
    def _stock_message(self, domain, names):
        [(quantity, products)] = (
            self.env['stock.quant'].sudo()._read_group(domain, [], ['quantity:sum', 'product_id:count_distinct'])
        )
        return self.env._(
            "Stock in warehouse %(warehouse)s: %(quantity)s units, products: %(products)s. "
            "Transfer or sell them, or let a successor take the warehouse over.",
            quantity=number_text(self.env, quantity),
            products=products,
            warehouse=names,
        )

    @api.model
    def _found(self, model, kinds):
        """Return an obstacle for each kind that has a record.

        :param kinds: iterable of (code, domain, title, function of the count that returns the sentence)
        """
        found = []
        for code, domain, title, sentence in kinds:
            count = self.env[model].sudo().search_count(domain)
            if count:
                found.append(
                    {
                        'code': code,
                        'count': count,
                        'message': sentence(count),
                        'action': {
                            'type': 'ir.actions.act_window',
                            'name': title,
                            'res_model': model,
                            'domain': list(domain),
                            'views': [(False, 'list'), (False, 'kanban'), (False, 'form')],
                            'mobile_view_mode': 'kanban',
                            'context': {'create': False},
                        },
                    }
                )
        return found

    # === HOOKS ===

    @api.model
    def _orders_of(self, store):
        """Hook: return the domain of the sale orders of a store that may keep it open."""
        return Domain('store_id', '=', store.id)
