# Part of store_group. License LGPL-3.
"""A factory as it was before the add-on: three companies, 60 shops, 40 users, three years of orders.

Odoo itself makes the places, the people and a few orders of each kind (`Seeds`): with goods delivered, invoiced and paid,
with services, cancelled. `trial.copies` multiplies them. Nothing is random, so all runs are the same.
"""

from dataclasses import dataclass

from . import copies

SHOPS, COMPANIES, USERS, PRODUCTS, CUSTOMERS = 60, 3, 40, 300, 3000
KINDS = ('paid', 'invoiced', 'service', 'service long', 'cancelled')


@dataclass
class Seed:
    """One order and what Odoo made of it.

    :param rows: {table: ids}
    :param own: ids of what a copy names another of: customer, salesperson, team, warehouse and its parts
    :param names: of order, delivery, invoice, payment, as they stand in texts of the documents
    """

    kind: str
    company: int
    rows: dict
    own: tuple
    names: tuple


def build(env, orders):
    """Fill the database; return what was made, as a sentence."""
    factory = Factory(env)
    factory.make()
    copies.Copies(factory, orders).make()
    counts = []
    for table in (
        'sale_order',
        'sale_order_line',
        'stock_picking',
        'stock_move',
        'account_move',
        'account_move_line',
        'account_payment',
    ):
        env.cr.execute(f'SELECT COUNT(*) FROM {table}')
        counts.append(f'{table} {env.cr.fetchone()[0]:,}')
    return ', '.join(counts)


class Factory:
    """Places, people, and the seeds."""

    def __init__(self, env):
        companies = env['res.company'].search([], order='id')
        while len(companies) < COMPANIES:
            companies |= env['res.company'].create(
                {'name': f'Factory {len(companies) + 1}', 'currency_id': companies[0].currency_id.id}
            )
        env.user.company_ids = companies
        self.env = env(
            context={
                **env.context,
                'allowed_company_ids': companies.ids,
                'no_reset_password': True,
                'tracking_disable': True,
                'mail_notrack': True,
                'mail_create_nolog': True,
            }
        )
        self.companies = companies.with_env(self.env)
        self.seeds = []

    def make(self):
        env = self.env
        for company in self.companies:
            if not env['account.journal'].search_count([('company_id', '=', company.id), ('type', '=', 'sale')]):
                env['account.chart.template'].try_loading('generic_coa', company, install_demo=False)
        self._make_places()
        self._make_people()
        self.products = env['product.product'].create(
            [
                {
                    'name': f'Product {number}',
                    'default_code': f'P{number:03d}',
                    'type': 'consu',
                    'is_storable': True,
                    'taxes_id': [(5,)],
                    'list_price': 10 + number % 7,
                }
                for number in range(PRODUCTS)
            ]
        )
        self.services = env['product.product'].create(
            [
                {
                    'name': f'Service {number}',
                    'type': 'service',
                    'invoice_policy': 'order',
                    'taxes_id': [(5,)],
                    'list_price': 20 + number,
                }
                for number in range(5)
            ]
        )
        self.customers = env['res.partner'].create([{'name': f'Customer {number}'} for number in range(CUSTOMERS)])
        plan = env['account.analytic.plan'].search([], limit=1) or env['account.analytic.plan'].create({'name': 'Factory'})
        for company in self.companies:
            account = env['account.analytic.account'].create(
                {'name': f'Sales {company.name}', 'plan_id': plan.id, 'company_id': company.id}
            )
            for kind in KINDS:
                self.seeds.append(self._seed(kind, company, account))
        env.flush_all()
        env.cr.commit()

    # places and people

    def _make_places(self):
        """A central warehouse for each company, shops with warehouse and team, every tenth on a marketplace with neither."""
        env = self.env
        self.central = env['stock.warehouse'].create(
            [
                {'name': f'Central {number}', 'code': f'C{number}', 'company_id': company.id}
                for number, company in enumerate(self.companies)
            ]
        )
        self.shops = []
        for number in range(SHOPS):
            company = self.companies[number % COMPANIES]
            name, online = f'Shop {number:02d}', number % 10 == 9
            warehouse = (
                self.central[number % COMPANIES]
                if online
                else env['stock.warehouse'].create(
                    {'name': f'{name} Warehouse', 'code': f'S{number:02d}', 'company_id': company.id}
                )
            )
            team = env['crm.team'].create({'name': name, 'company_id': company.id})
            self.shops.append((company, warehouse, team, online))

    def _make_people(self):
        groups = [
            self.env.ref(name).id
            for name in ('base.group_user', 'sales_team.group_sale_salesman_all_leads', 'stock.group_stock_user')
        ]
        self.users = self.env['res.users'].create(
            [
                {
                    'name': f'Worker {number}',
                    'login': f'worker{number}',
                    'company_id': self.companies[number % COMPANIES].id,
                    'company_ids': [(6, 0, self.companies.ids if number == 1 else self.companies[number % COMPANIES].ids)],
                    'group_ids': [(6, 0, groups)],
                }
                for number in range(1, USERS + 1)
            ]
        )

    # seeds

    def _seed(self, kind, company, account):
        """Sell, deliver, invoice and pay as users do, and record every row created."""
        env = self.env(context={**self.env.context, 'allowed_company_ids': company.ids})
        user, customer = self.users[list(self.companies).index(company)], self.customers[0]
        _company, warehouse, team, _online = next(shop for shop in self.shops if shop[0] == company)
        goods = kind in ('paid', 'invoiced')
        lines = 2 if kind in ('paid', 'service') else 3
        order = env['sale.order'].create(
            {
                'partner_id': customer.id,
                'user_id': user.id,
                'team_id': team.id,
                'warehouse_id': warehouse.id,
                'company_id': company.id,
                'order_line': [
                    (
                        0,
                        0,
                        {
                            'product_id': (self.products if goods else self.services)[number].id,
                            'product_uom_qty': 1 + number,
                            'analytic_distribution': {str(account.id): 100},
                        },
                    )
                    for number in range(lines)
                ],
            }
        )
        (order.action_cancel if kind == 'cancelled' else order.action_confirm)()
        invoice, payment = env['account.move'], env['account.payment']
        if goods:
            for move in order.picking_ids.move_ids:
                move.write({'quantity': move.product_uom_qty, 'picked': True})
            order.picking_ids.button_validate()
            invoice = order._create_invoices()
            invoice.action_post()
            if kind == 'paid':
                payment = (
                    env['account.payment.register']
                    .with_context(active_model='account.move', active_ids=invoice.ids)
                    .create({})
                    ._create_payments()
                )
        env.flush_all()
        return self._noted(kind, order, invoice, payment, warehouse)

    def _noted(self, kind, order, invoice, payment, warehouse):
        pickings, entries = order.picking_ids, invoice | payment.move_id
        moves, partials = pickings.move_ids, entries.line_ids.matched_debit_ids | entries.line_ids.matched_credit_ids
        records = (
            order,
            order.order_line,
            order.stock_reference_ids,
            pickings,
            moves,
            moves.move_line_ids,
            entries,
            entries.line_ids,
            entries.line_ids.analytic_line_ids,
            partials,
            entries.line_ids.full_reconcile_id,
        )
        rows = {found._table: found.ids for found in (*records, payment) if found}
        return Seed(
            kind,
            order.company_id.id,
            rows,
            (order.partner_id.id, order.user_id.id, order.team_id.id, *self.parts_of(warehouse)),
            (order.name, pickings.name, invoice.name, payment.name),
        )

    def parts_of(self, warehouse):
        """Return the ids that documents of a warehouse refer to: itself, shelf, kind of delivery, rule."""
        rule = warehouse.delivery_route_id.rule_ids.filtered(lambda rule: rule.location_src_id == warehouse.lot_stock_id)
        return warehouse.id, warehouse.lot_stock_id.id, warehouse.out_type_id.id, rule[:1].id
