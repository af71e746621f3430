# Part of store_group. License LGPL-3.
from itertools import count
from uuid import uuid4

from odoo import Command, fields
from odoo.addons.store_group.tests.common_accounting import AccountingCommon
from odoo.tests import new_test_user

NUMBER = count(1)


class TillCommon(AccountingCommon):
    """A till in each of the stores 1 and 2, one of headquarters, one in the other company.

    `cashier` is staff of store 1 and nothing else, `free` an unbound cashier of the same company.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.account_fiscal_country_id = cls.env.ref('base.us')
        cls.other_company.account_fiscal_country_id = cls.env.ref('base.us')
        cls.pos_1 = cls._till('One', cls.store_1)
        cls.pos_2 = cls._till('Two', cls.store_2)
        cls.pos_hq = cls._till('Factory', cls.env['store.store'], warehouse=cls.warehouse_1)
        cls.pos_foreign = cls._till('Foreign', cls.foreign, company=cls.other_company)
        cls.cashier = cls._person('cashier', 'base.group_user')
        cls._member(cls.cashier, cls.store_1)
        cls.free = cls._person(
            'free', 'point_of_sale.group_pos_user,stock.group_stock_user,sales_team.group_sale_salesman_all_leads'
        )

    @classmethod
    def _person(cls, name, groups, **vals):
        return new_test_user(
            cls.env(su=True),
            f'till_{name}',
            groups,
            tz='Asia/Shanghai',
            email=f'{name}@example.com',
            **{'company_id': cls.company.id, 'company_ids': [(6, 0, cls.company.ids)], **vals},
        )

    @classmethod
    def _till(cls, name, store, company=None, warehouse=None):
        """Return a new till with a cash and a bank method of its own; only `store` says whose it is."""
        company = company or cls.company
        env = cls.env(su=True, context={'allowed_company_ids': company.ids})
        number = next(NUMBER)
        methods = env['pos.payment.method']
        for kind in ('cash', 'bank'):
            journal = env['account.journal'].create(
                {'name': f'{name} {kind}', 'code': f'{kind[0].upper()}{number:03}', 'type': kind}
            )
            methods |= methods.create({'name': f'{name} {kind}', 'journal_id': journal.id})
        warehouse = warehouse or store.warehouse_id or env['stock.warehouse'].search([('company_id', '=', company.id)], limit=1)
        return (
            env['pos.config']
            .create(
                {
                    'name': name,
                    'store_id': store.id,
                    'payment_method_ids': [Command.set(methods.ids)],
                    'picking_type_id': warehouse.sudo().pos_type_id.id,
                    'warehouse_id': warehouse.id,
                }
            )
            .with_env(cls.env)
        )

    def _goods(self, method='average', valuation='periodic', **vals):
        """Return a product sold at tills: 10 at 10 and then 10 at 20 in each warehouse, tracked as asked."""
        number = next(NUMBER)
        env = self.env(su=True, context={'allowed_company_ids': self.company.ids})
        category = env['product.category'].create(
            {'name': f'{method} {number}', 'property_cost_method': method, 'property_valuation': valuation}
        )
        goods = env['product.product'].create(
            {
                'name': f'Goods {number}',
                'is_storable': True,
                'available_in_pos': True,
                'list_price': 100,
                'standard_price': 10,
                'categ_id': category.id,
                'taxes_id': [Command.clear()],
                **vals,
            }
        )
        lot = env['stock.lot'].create({'name': 'LOT', 'product_id': goods.id}) if goods.tracking == 'lot' else None
        for warehouse in (self.warehouse_2, self.warehouse_1):
            for cost in (10, 20):
                self._receive(env, goods, warehouse, 10, cost, lot)
        return goods

    def _receive(self, env, goods, warehouse, quantity, cost, lot=None):
        supplier = env.ref('stock.stock_location_suppliers')
        move = env['stock.move'].create(
            {
                'product_id': goods.id,
                'product_uom': goods.uom_id.id,
                'product_uom_qty': quantity,
                'location_id': supplier.id,
                'location_dest_id': warehouse.lot_stock_id.id,
                'picking_type_id': warehouse.in_type_id.id,
                'company_id': self.company.id,
            }
        )
        move._action_confirm()
        move.quantity = quantity
        if lot:
            move.move_line_ids.lot_id = lot
        move.picked = True
        move.value_manual = quantity * cost
        move._action_done()

    def _open(self, user, till):
        """Open a session the way the dashboard and the opening screen do; returns it as this user has it."""
        till = self._as(user, till)
        till.open_ui()
        self.env.invalidate_all()
        till.current_session_id.set_opening_control(0, '')
        return till.current_session_id

    def _ticket(self, session, goods, quantity=1, price=100, method='cash', refunded=None, lot=None, **vals):
        """Return what a till sends for one line, paid at once."""
        amount = quantity * price
        methods = session.config_id.payment_method_ids
        return {
            'amount_paid': amount,
            'amount_return': 0,
            'amount_tax': 0,
            'amount_total': amount,
            'date_order': fields.Datetime.to_string(fields.Datetime.now()),
            'fiscal_position_id': False,
            'pricelist_id': False,
            'name': 'A ticket',
            'last_order_preparation_change': '{}',
            'lines': [
                Command.create(
                    {
                        'product_id': goods.id,
                        'qty': quantity,
                        'price_unit': price,
                        'price_subtotal': amount,
                        'price_subtotal_incl': amount,
                        'tax_ids': [],
                        'full_product_name': goods.name,
                        'pack_lot_ids': [Command.create({'lot_name': lot})] if lot else [],
                        'refunded_orderline_id': refunded.id if refunded else False,
                    }
                )
            ],
            'payment_ids': [
                Command.create(
                    {
                        'amount': amount,
                        'name': fields.Datetime.now(),
                        'payment_method_id': methods.filtered(lambda item: item.type == method)[:1].id,
                    }
                )
            ],
            'partner_id': False,
            'session_id': session.id,
            'uuid': str(uuid4()),
            'user_id': session.env.uid,
            'to_invoice': False,
            'state': 'paid',
            'is_refund': bool(refunded),
            **vals,
        }

    def _sell(self, session, goods, *args, **vals):
        """Send a ticket and return the order as the user of the session has it."""
        ticket = self._ticket(session, goods, *args, **vals)
        session.env['pos.order'].with_context(generate_pdf=False).sync_from_ui([ticket])
        self.env.flush_all()
        self.env.invalidate_all()
        return session.env['pos.order'].search([('uuid', '=', ticket['uuid'])])

    def _close(self, session):
        """Count the cash right and close, as the closing screen does."""
        counted = session.get_closing_control_data()['default_cash_details']['amount']
        session.post_closing_cash_details(counted)
        session.update_closing_control_state_session('')
        answer = session.close_session_from_ui([])
        self.assertEqual(answer, {'successful': True})
        self.env.flush_all()
        self.env.invalidate_all()
