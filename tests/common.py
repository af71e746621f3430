# Part of store_group. License LGPL-3.
from odoo.tests import TransactionCase, new_test_user


class StoreGroupCommon(TransactionCase):
    """Two regions below one head, two street shops and an online shop in one company, one shop in a second.

    `admin` is an administrator of the app and of nothing else; tests run as that user.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True, no_reset_password=True))
        cls.company = cls.env['res.company'].create({'name': 'Factory', 'currency_id': cls.env.ref('base.USD').id})
        cls.other_company = cls.env['res.company'].create({'name': 'Sales Company'})
        companies = cls.company | cls.other_company
        cls.admin = new_test_user(
            cls.env,
            'store_admin',
            'base.group_user,store_group.group_store_admin,stock.group_stock_manager,sales_team.group_sale_manager',
            company_id=cls.company.id,
            company_ids=[(6, 0, companies.ids)],
            tz='Asia/Shanghai',
        )
        cls.env = cls.env(user=cls.admin, context=dict(cls.env.context, allowed_company_ids=companies.ids))
        cls.tree = cls.env['store.group.tree']._management()
        Group = cls.env['store.group']
        cls.head = Group.create({'name': 'Head', 'code': 'T-HEAD'})
        cls.east = Group.create({'name': 'East', 'code': 'T-EAST', 'parent_id': cls.head.id})
        cls.west = Group.create({'name': 'West', 'code': 'T-WEST', 'parent_id': cls.head.id})
        cls.warehouse_1 = cls._warehouse('Street One', 'TS1')
        cls.warehouse_2 = cls._warehouse('Street Two', 'TS2')
        cls.store_1 = cls._store('T1', 'Street One', group_id=cls.east.id, warehouse_id=cls.warehouse_1.id)
        cls.store_2 = cls._store('T2', 'Street Two', group_id=cls.west.id, warehouse_id=cls.warehouse_2.id)
        cls.online = cls._store('T3', 'Online', kind='online', group_id=cls.west.id, warehouse_id=cls.warehouse_2.id)
        cls.foreign = cls._store('T4', 'Foreign', group_id=cls.west.id, company_id=cls.other_company.id)
        cls.customer = cls.env['res.partner'].create({'name': 'A Customer'})
        cls.product = (
            cls.env['product.product']
            .sudo()
            .create(
                {
                    'name': 'Shirt',
                    'default_code': 'T-SHIRT',
                    'type': 'consu',
                    'is_storable': True,
                    'list_price': 100.0,
                    'taxes_id': [(5,)],
                }
            )
            .with_env(cls.env)
        )

    @classmethod
    def _warehouse(cls, name, code, company=None):
        """Return a new warehouse; elevated, for core's own switch of settings asks for a system administrator."""
        return (
            cls.env['stock.warehouse']
            .sudo()
            .create({'name': name, 'code': code, 'company_id': (company or cls.company).id})
            .with_env(cls.env)
        )

    @classmethod
    def _store(cls, code, name, **vals):
        """Return a new open store of the first company in Shanghai's zone; without analytic account, tests give their own."""
        store = (
            cls.env['store.store']
            .with_context(store_without_account=True)
            .create({'code': code, 'name': name, 'company_id': cls.company.id, 'tz': 'Asia/Shanghai', **vals})
        )
        store = store.with_env(cls.env)
        store.action_open()
        return store

    @classmethod
    def _order(cls, **vals):
        """Return a quotation of one shirt; `vals` go to the order."""
        return cls.env['sale.order'].create(
            {
                'partner_id': cls.customer.id,
                'company_id': cls.company.id,
                'order_line': [(0, 0, {'product_id': cls.product.id, 'product_uom_qty': 1})],
                **vals,
            }
        )
