# Part of store_group. License LGPL-3.
from odoo import Command, fields
from odoo.tests import new_test_user

from .common_accounting import AccountingCommon

PLACES = ('own store', 'same group', 'other group', 'other company', 'no store')
OFFICE = 'base.group_user,sales_team.group_sale_manager,stock.group_stock_manager,account.group_account_manager'
# Who: (what docs/rights.md calls them, their Odoo groups, the role of their membership, where)
PEOPLE = {
    'staff': ('Staff of the store', 'base.group_user', 'staff', 'store_id'),
    'merchandiser': ('Staff with the profile Merchandiser', 'base.group_user', 'staff', 'store_id'),
    'manager': ('Store manager', 'base.group_user', 'store_manager', 'store_id'),
    'group_manager': ('Group manager of the store\'s group', 'base.group_user', 'group_manager', 'group_id'),
    'auditor': ('Auditor of the store', 'base.group_user', 'auditor', 'store_id'),
    'books': ('Staff of the store who is an accountant', 'base.group_user,account.group_account_manager', 'staff', 'store_id'),
    'bot': ('Integration account of the store', 'base.group_user', 'integration', 'store_id'),
    'left': ('Bound, no membership now', OFFICE, None, None),
    'portal': ('Portal user', 'base.group_portal', None, None),
    'public': ('Public user', 'base.group_public', None, None),
    'clerk': (
        'Existing user without role: sales and stock',
        ('base.group_user,sales_team.group_sale_salesman_all_leads,stock.group_stock_user'),
        None,
        None,
    ),
    'system': ('System administrator with all apps', f'{OFFICE},base.group_system', None, None),
    'hq': ('Headquarters administrator with all apps', f'{OFFICE},store_group.group_store_admin', None, None),
}


class MatrixCommon(AccountingCommon):
    """One record of every covered model at each of five places, and one person of every kind."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        su = cls.env(su=True)
        cls.near = cls._store('T5', 'Near', group_id=cls.east.id, warehouse_id=cls._warehouse('Near', 'TS5').id)
        cls.foreign.warehouse_id = cls._warehouse('Foreign', 'TS4', cls.other_company)
        cls.hq_warehouse = cls._warehouse('Head Office', 'TSH')
        cls.boxed = cls.product.sudo().copy({'name': 'Boxed', 'default_code': 'T-BOXED'})
        cls.samples = {}
        for place, store in zip(PLACES, (cls.store_1, cls.near, cls.store_2, cls.foreign, su['store.store']), strict=True):
            company = store.company_id or cls.company
            env = cls.env(
                user=cls.admin,
                su=True,
                context={**cls.env.context, 'allowed_company_ids': [company.id], 'default_company_id': company.id},
            )
            made = {
                **cls._sell(env, store, company),
                **cls._stock(env, store, company),
                **cls._book(env, store, company),
                **cls._rivals(env, store, company),
            }
            if store:
                made.update(cls._settings(env, store))
            for model, record in made.items():
                cls.samples.setdefault(model, {})[place] = record.with_env(cls.env)
        cls.env.flush_all()
        cls.people = {name: cls._somebody(name, *rest[1:]) for name, rest in PEOPLE.items()}

    @classmethod
    def _somebody(cls, name, groups, role, place):
        everywhere = name in ('system', 'hq')
        user = new_test_user(
            cls.env(su=True),
            f'matrix_{name}',
            groups,
            tz='Asia/Shanghai',
            company_id=cls.company.id,
            company_ids=[(6, 0, (cls.company | cls.other_company if everywhere else cls.company).ids)],
            **({'store_access': 'member'} if name == 'left' else {}),
        )
        if role:
            cls.env['store.member'].create(
                {
                    'user_id': user.id,
                    'role': role,
                    'date_from': cls.store_1._today(),
                    place: (cls.store_1 if place == 'store_id' else cls.east).id,
                    'profile_id': cls.env.ref('store_group.profile_merchandiser').id if name == 'merchandiser' else False,
                }
            )
        return user

    @classmethod
    def _sell(cls, env, store, company):
        """Return {model: record} of what is sold there."""
        warehouse = store.warehouse_id or (cls.hq_warehouse if company == cls.company else store.warehouse_id)
        order = env['sale.order'].create(
            {
                'partner_id': cls.customer.id,
                'company_id': company.id,
                'store_id': store.id,
                'warehouse_id': warehouse.id,
                'order_line': [Command.create({'product_id': cls.product.id, 'product_uom_qty': 1})],
            }
        )
        order.action_confirm()
        team = env['crm.team'].create({'name': f'Team {store.code}', 'company_id': company.id, 'store_id': store.id})
        lead = env['crm.lead'].create({'name': 'Lead', 'store_id': store.id, 'company_id': company.id, 'team_id': False})
        env.flush_all()
        return {
            'sale.order': order,
            'sale.order.line': order.order_line,
            'crm.lead': lead,
            'crm.team': team,
            'sale.report': env['sale.report'].search([('order_reference', '=', f'sale.order,{order.id}')]),
            'stock.picking': order.picking_ids,
            'stock.move': order.picking_ids.move_ids,
            'store.order.details': env['store.order.details'].create({'order_id': order.id, 'buyer_note': 'No box'}),
            'store.order.gate': env['store.order.gate'].create(
                {'order_id': order.id, 'gate': 'rules', 'reasons': [['note', '', '']]}
            ),
            'store.order.refund': env['store.order.refund'].create(
                {'order_id': order.id, 'key': 'R1', 'at': fields.Datetime.now(), 'store_day': fields.Date.today()}
            ),
        }

    @classmethod
    def _stock(cls, env, store, company):
        """Return {model: record} of what lies and moves there."""
        warehouse = store.warehouse_id or cls.hq_warehouse
        shelf = warehouse.lot_stock_id
        env['stock.quant']._update_available_quantity(cls.product, shelf, 5)
        quant = env['stock.quant'].search([('location_id', '=', shelf.id), ('product_id', '=', cls.product.id)])
        box = env['stock.package'].create({'name': f'Box {store.code or company.id}'})
        env['stock.quant']._update_available_quantity(cls.boxed, shelf, 1, package_id=box)
        receipt = env['stock.picking'].create(
            {
                'picking_type_id': warehouse.in_type_id.id,
                'location_dest_id': shelf.id,
                'move_ids': [
                    Command.create(
                        {
                            'product_id': cls.product.id,
                            'product_uom_qty': 1,
                            'product_uom': cls.product.uom_id.id,
                            'location_id': env.ref('stock.stock_location_suppliers').id,
                            'location_dest_id': shelf.id,
                        }
                    )
                ],
            }
        )
        receipt.move_ids.write({'quantity': 1, 'picked': True})
        return {
            'stock.warehouse': warehouse,
            'stock.location': shelf,
            'stock.picking.type': warehouse.in_type_id,
            'stock.quant': quant,
            'stock.move.line': receipt.move_line_ids,
            'stock.package': box,
            'stock.package.history': env['stock.package.history'].create(
                {'company_id': company.id, 'location_id': shelf.id, 'package_id': box.id, 'package_name': box.name}
            ),
            'stock.warehouse.orderpoint': env['stock.warehouse.orderpoint'].create(
                {'product_id': cls.product.id, 'location_id': shelf.id, 'warehouse_id': warehouse.id, 'company_id': company.id}
            ),
            'stock.scrap': env['stock.scrap'].create(
                {'product_id': cls.product.id, 'scrap_qty': 1, 'location_id': shelf.id, 'company_id': company.id}
            ),
        }

    @classmethod
    def _book(cls, env, store, company):
        """Return {model: record} of what is booked there."""
        bank = cls._journal('bank', company).with_env(env)
        journal = (
            cls._journal('general', company)
            .with_env(env)
            .copy({'name': f'Journal {store.code}', 'code': f'J{store.code or "HQ"}', 'store_id': store.id})
        )
        invoice = env['account.move'].create(
            {
                'move_type': 'out_invoice',
                'partner_id': cls.customer.id,
                'company_id': company.id,
                'store_id': store.id,
                'journal_id': cls._journal('sale', company).id,
                'invoice_date': fields.Date.today(),
                'invoice_line_ids': [
                    Command.create({'product_id': cls.service.id, 'quantity': 1, 'price_unit': 100, 'tax_ids': []})
                ],
            }
        )
        statement = env['account.bank.statement'].create(
            {
                'name': f'Till {store.code}',
                'line_ids': [
                    Command.create({'journal_id': cls._till(env, store, company).id, 'payment_ref': 'Cash', 'amount': 1})
                ],
            }
        )
        plan = env['account.analytic.plan'].search([('name', '=', 'Stores')], limit=1)
        account = env['account.analytic.account'].create(
            {'name': f'Account {store.code}', 'plan_id': plan.id, 'company_id': company.id}
        )
        return {
            'account.journal': journal,
            'account.move': invoice,
            'account.move.line': invoice.invoice_line_ids,
            'account.payment': env['account.payment'].create(
                {
                    'partner_id': cls.customer.id,
                    'journal_id': bank.id,
                    'amount': 10,
                    'payment_type': 'inbound',
                    'store_id': store.id,
                }
            ),
            'account.analytic.line': env['account.analytic.line'].create(
                {'name': 'Hour', cls.plan_column: account.id, 'company_id': company.id, 'store_id': store.id}
            ),
            'account.bank.statement': statement,
        }

    @classmethod
    def _rivals(cls, env, store, company):
        """Return {model: record} of what competitors ask there; without a store: everywhere."""
        rival = env['store.competitor'].create({'name': f'Rival {store.code}', 'code': f'MX-{store.code or "ALL"}'})
        return {
            'store.competitor.price': env['store.competitor.price'].create(
                {
                    'competitor_id': rival.id,
                    'product_id': cls.product.id,
                    'store_id': store.id,
                    'company_id': company.id,
                    'price': 90,
                }
            ),
            'store.price.position': env['store.price.position'].search(
                [('store_id', '=', store.id), ('company_id', '=', company.id)]
            ),
        }

    @classmethod
    def _till(cls, env, store, company):
        return env['account.journal'].create(
            {
                'name': f'Till {store.code}',
                'code': f'T{store.code or "HQ"}',
                'type': 'cash',
                'company_id': company.id,
                'store_id': store.id,
            }
        )

    @classmethod
    def _settings(cls, env, store):
        """Return {model: record} of our own models that belong to a store."""
        channel = env['store.channel'].create(
            {'name': f'Channel {store.code}', 'code': f'MX-{store.code}', 'store_id': store.id, 'reader': 'canonical'}
        )
        person = new_test_user(
            env,
            f'mx_at_{store.code}',
            'base.group_user',
            company_id=store.company_id.id,
            company_ids=[(6, 0, store.company_id.ids)],
        )
        order = env['sale.order'].search([('store_id', '=', store.id)], limit=1)
        return {
            'store.delivery.group': env['store.delivery.group'].create(
                {'store_id': store.id, 'company_id': store.company_id.id, 'picking_type_id': store.warehouse_id.out_type_id.id}
            ),
            'store.serving': env['store.serving'].create(
                {'sale_order_id': order.id, 'serving_store_id': store.id, 'asker_id': person.id}
            ),
            'store.stock.correction': env['store.stock.correction'].create(
                {
                    'store_id': store.id,
                    'company_id': store.company_id.id,
                    'kind': 'count',
                    'product_id': cls.product.id,
                    'reason': 'theft',
                    'quantity': -1,
                    'user_id': person.id,
                }
            ),
            'store.store': store,
            'store.channel': channel,
            'store.range': env['store.range'].create({'store_id': store.id, 'product_id': cls.product.id}),
            'store.target': env['store.target'].create({'store_id': store.id, 'month': '2026-01-01', 'amount': 1}),
            'store.member': env['store.member'].create(
                {'user_id': person.id, 'role': 'staff', 'store_id': store.id, 'date_from': store._today()}
            ),
            'store.group.history': env['store.group.history'].search([('store_id', '=', store.id)], limit=1),
            **cls._earnings(env, store),
        }

    @classmethod
    def _earnings(cls, env, store):
        """Return {model: record} of what the store earns."""
        store.action_make_analytic_account()
        account = store.analytic_account_id
        env['account.analytic.line'].create(
            {'name': 'Cost', 'amount': -1, 'company_id': store.company_id.id, account.root_plan_id._column_name(): account.id}
        )
        env.flush_all()
        key = env['store.cost.key'].create(
            {
                'name': f'Key {store.code}',
                'company_id': store.company_id.id,
                'date_from': '2020-01-01',
                'basis': 'fixed',
                'analytic_account_ids': account.ids,
                'share_ids': [Command.create({'store_id': store.id, 'percent': 100})],
            }
        )
        close = env['store.month.close'].create({'company_id': store.company_id.id, 'month': f'20{store.id % 80 + 10}-01-01'})
        return {
            'store.profit.report': env['store.profit.report'].search(
                [('store_id', '=', store.id), ('line', '=', 'loose')], limit=1
            ),
            'store.cost.key.share': key.share_ids,
            'store.month.close.figure': env['store.month.close.figure'].create(
                {'close_id': close.id, 'store_id': store.id, 'kind': 'profit', 'line': 'revenue', 'amount': 1}
            ),
        }

    def _as_person(self, name, records):
        """Return the records as this person has them, in all their companies, as a call over XML-RPC would."""
        return records.with_env(records.env(user=self.people[name], su=False, context={}))
