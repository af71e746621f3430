# Part of store_group. License LGPL-3.
from itertools import count

from odoo import Command, fields
from odoo.addons.store_group.tests.common_accounting import AccountingCommon
from odoo.tests import new_test_user

NUMBER = count(1)
WORK = (
    'purchase.group_purchase_user,stock.group_stock_user,sales_team.group_sale_salesman_all_leads,account.group_account_invoice'
)


class PurchaseCommon(AccountingCommon):
    """A vendor; a third store with a warehouse of its own; people who buy, receive and enter bills.

    `bound` works for store 1 and the online shop, which is served from store 2's warehouse, and for the shop of the
    other company; `free` has the same Odoo groups and is not bound. `keeper_2` and `keeper_3` work at warehouse 2 and 3.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.warehouse_3 = cls._warehouse('Street Three', 'TS3')
        cls.store_3 = cls._store('T33', 'Street Three', group_id=cls.west.id, warehouse_id=cls.warehouse_3.id)
        cls.warehouse_4 = cls._warehouse('Foreign', 'TS4', company=cls.other_company)
        cls.foreign.warehouse_id = cls.warehouse_4
        cls.vendor = cls.env['res.partner'].create({'name': 'A Vendor'})
        cls.bound = cls._worker('bound', WORK, cls.store_1, cls.online, cls.foreign)
        cls.free = cls._worker('free', WORK)
        cls.keeper_2 = cls._worker('keeper_2', 'base.group_user', cls.store_2)
        cls.keeper_3 = cls._worker('keeper_3', 'base.group_user', cls.store_3)

    @classmethod
    def _worker(cls, name, groups, *stores):
        companies = cls.company | cls.other_company
        user = new_test_user(
            cls.env(su=True),
            f'buy_{name}',
            groups,
            tz='Asia/Shanghai',
            company_id=cls.company.id,
            company_ids=[(6, 0, companies.ids)],
        )
        for store in stores:
            cls._member(user, store)
        return user

    def _at(self, user, records, companies=None):
        """Return the records as this user has them with these companies ticked; default: their own."""
        companies = companies or self.company
        return records.with_env(records.env(user=user, su=False, context={'allowed_company_ids': companies.ids}))

    def _goods(self, method='average', tracking='none', valuation='real_time', stocked=10, abroad=True):
        """Return a fresh storable product, `stocked` units at 10 in warehouse 1, 3 and, if `abroad`, the other company's."""
        number = next(NUMBER)
        category = self.env['product.category'].sudo().create({'name': f'{method} {number}'})
        product = (
            self.env['product.product']
            .sudo()
            .create(
                {
                    'name': f'Goods {number}',
                    'default_code': f'GOODS-{number}',
                    'is_storable': True,
                    'tracking': tracking,
                    'lot_valuated': tracking != 'none' and method != 'standard',
                    'categ_id': category.id,
                    'supplier_taxes_id': [Command.clear()],
                    'taxes_id': [Command.clear()],
                    'purchase_method': 'receive',
                }
            )
        )
        for company in (self.company, self.other_company):
            category.with_company(company).write({'property_cost_method': method, 'property_valuation': valuation})
            product.with_company(company).standard_price = 10
        warehouses = self.warehouse_1 | self.warehouse_3 | (self.warehouse_4 if abroad else self.env['stock.warehouse'])
        for warehouse in warehouses if stocked else ():
            env = self.env(su=True, context={'allowed_company_ids': warehouse.company_id.ids})
            order = self._order_of(
                env,
                product,
                stocked,
                10,
                picking_type_id=warehouse.in_type_id.id,
                company_id=warehouse.company_id.id,
                store_id=False,
            )
            order.button_confirm()
            self._receive(order.picking_ids)
        self.env.invalidate_all()
        return product

    def _order_of(self, env, product, quantity, price, **vals):
        """Return a request for quotation of one line."""
        return env['purchase.order'].create(
            {
                'partner_id': self.vendor.id,
                'order_line': [Command.create({'product_id': product.id, 'product_qty': quantity, 'price_unit': price})],
                **vals,
            }
        )

    def _receive(self, pickings, quantity=None):
        """Validate open pickings, with a rest if a quantity is given; lots get the picking's name."""
        for picking in pickings.filtered(lambda picking: picking.state not in ('done', 'cancel')):
            for move in picking.move_ids:
                if quantity is not None:
                    move.quantity = quantity
                move.picked = True
                for line in move.move_line_ids.filtered(lambda line: line.tracking != 'none' and not line.lot_id):
                    line.lot_name = f'{picking.name} {line.product_id.default_code}'
            answer = picking.with_context(skip_backorder=True).button_validate()
            self.assertIn(answer, (True, None))
            self.env.invalidate_all()

    def _return(self, picking, quantity):
        """Send goods of a done receipt back to the vendor, as the user of its environment."""
        wizard = (
            picking.env['stock.return.picking']
            .with_context(active_id=picking.id, active_ids=picking.ids, active_model='stock.picking')
            .create({})
        )
        wizard.product_return_moves.quantity = quantity
        action = wizard.action_create_returns()
        back = picking.browse(action['res_id'])
        self._receive(back)
        return back

    def _bill(self, order):
        """Return the posted bill of what is to be billed."""
        before = order.invoice_ids
        order.action_create_invoice()
        bill = order.invoice_ids - before
        bill.invoice_date = fields.Date.today()
        bill.action_post()
        self.env.invalidate_all()
        return bill

    def _snapshot(self, order, product):
        """What the work left behind, in numbers, seen by the superuser."""
        self.env.flush_all()
        self.env.invalidate_all()
        order, product = order.sudo(), product.sudo().with_company(order.company_id)
        moves = order.order_line.move_ids
        quants = (
            self.env['stock.quant']
            .sudo()
            .search(
                [
                    ('product_id', '=', product.id),
                    ('location_id.usage', '=', 'internal'),
                    ('company_id', '=', order.company_id.id),
                ]
            )
        )
        entries = order.invoice_ids | order.invoice_ids.reversal_move_ids | moves.account_move_id
        return {
            'order': (order.state, order.receipt_status, order.invoice_status, order.store_id.code),
            'lines': [(line.product_qty, line.qty_received, line.qty_invoiced, line.qty_to_invoice) for line in order.order_line],
            'moves': sorted(
                (
                    move.state,
                    move.product_uom_qty,
                    move.quantity,
                    move.location_id.complete_name,
                    move.location_dest_id.complete_name,
                    move.store_id.code or '',
                )
                for move in moves
            ),
            'values': sorted(round(move.value, 2) for move in moves),
            'pickings': sorted((picking.state, picking.store_id.code or '') for picking in order.picking_ids),
            'quants': sorted((quant.location_id.complete_name, quant.quantity, quant.reserved_quantity) for quant in quants),
            'cost': round(product.standard_price, 4),
            'lots': sorted(round(lot.standard_price, 4) for lot in quants.lot_id.with_company(order.company_id)),
            'entries': sorted(
                (line.account_id.code, line.debit, line.credit, line.store_id.code or '', line.parent_state)
                for line in entries.line_ids
            ),
        }
