# Part of store_group. License LGPL-3.
"""A small group of stores with two people for each job, made once and committed; found again by its codes."""

import json

START = 'rivals.start'  # parameter: {product id: [units, worth]} of the first moment
STORES = ('RV1', 'RV2', 'RV3')  # the last in another company
STOCK = 400
# login: (role, code of the store; none: the group above all)
PEOPLE = {
    f'{name}_{number}': (role, store)
    for name, role, store in (
        ('giver', 'staff', 'RV1'),
        ('boss', 'store_manager', 'RV1'),
        ('taker', 'staff', 'RV2'),
        ('far', 'staff', 'RV3'),
        ('judge', 'group_manager', None),
    )
    for number in (1, 2)
}


class World:
    """The records of one environment."""

    def __init__(self, env):
        self.env = env
        self.stores = dict(zip(STORES, (env['store.store'].search([('code', '=', code)]) for code in STORES), strict=True))
        self.people = {user.login: user for user in env['res.users'].search([('login', 'in', list(PEOPLE))])}
        self.companies = self.stores['RV1'].company_id | self.stores['RV3'].company_id
        self.products = env['product.product'].search([('default_code', '=like', 'RV-%')], order='id')

    def as_user(self, login, records):
        """The records as this person has them over RPC."""
        return records.with_env(self.env(user=self.people[login], su=False, context={}))

    def worth(self, product):
        """(units anywhere or written off, their worth in both companies, under way and written off)."""
        env = self.env
        env.flush_all()
        env.invalidate_all()
        done = [('product_id', '=', product.id), ('state', '=', 'done')]
        lost = env['stock.move'].search([*done, ('location_dest_id.usage', '=', 'inventory')])
        out = env['stock.move'].search([*done, ('is_out', '=', True), ('location_dest_id.usage', '=', 'transit')])
        into = env['stock.move'].search([*done, ('is_in', '=', True), ('location_id.usage', '=', 'transit')])
        quants = env['stock.quant'].search(
            [('product_id', '=', product.id), ('location_id.usage', 'in', ['internal', 'transit'])]
        )
        worth = sum(
            product.with_context(allowed_company_ids=company.ids).with_company(company).total_value for company in self.companies
        )
        return [
            sum(quants.mapped('quantity')) + sum(lost.mapped('quantity')),
            worth + sum(out.mapped('value')) - sum(into.mapped('value')) + sum(lost.mapped('value')),
        ]


def make(env):
    """Make companies, stores, people and goods, once."""
    if env['store.store'].search([('code', '=', STORES[0])]):
        return
    companies = env['res.company'].create([{'name': f'Rivals {name}', 'currency_id': env.ref('base.USD').id} for name in 'AB'])
    env = env(context={**env.context, 'allowed_company_ids': companies.ids, 'no_reset_password': True, 'tracking_disable': True})
    group = env['store.group'].create({'name': 'Rivals', 'code': 'RV'})
    stores = {}
    for code, company in zip(STORES, (companies[0], companies[0], companies[1]), strict=True):
        warehouse = env['stock.warehouse'].create({'name': code, 'code': code, 'company_id': company.id})
        stores[code] = env['store.store'].create(
            {
                'name': code,
                'code': code,
                'tz': 'Asia/Shanghai',
                'state': 'open',
                'group_id': group.id,
                'company_id': company.id,
                'warehouse_id': warehouse.id,
            }
        )
    for login, (role, code) in PEOPLE.items():
        company = stores[code or 'RV1'].company_id
        user = env['res.users'].create(
            {
                'name': login,
                'login': login,
                'password': f'password of {login}',
                'company_id': company.id,
                'company_ids': [(6, 0, company.ids)],
                'group_ids': [(6, 0, env.ref('base.group_user').ids)],
            }
        )
        env['store.member'].create(
            {
                'user_id': user.id,
                'role': role,
                'date_from': '2020-01-01',
                **({'store_id': stores[code].id} if code else {'group_id': group.id}),
            }
        )
    for method, tracking in (('standard', 'none'), ('average', 'none'), ('fifo', 'none'), ('average', 'lot')):
        _goods(env, companies, stores['RV1'], method, tracking)
    world = World(env)
    env['ir.config_parameter'].set_param(START, json.dumps({product.id: world.worth(product) for product in world.products}))


def _goods(env, companies, store, method, tracking):
    category = env['product.category'].create({'name': f'Rivals {method} {tracking}'})
    for company in companies:
        category.with_company(company).property_cost_method = method
    product = (
        env['product.product']
        .with_company(companies[0])
        .create(
            {
                'name': f'Rivals {method} {tracking}',
                'default_code': f'RV-{method}-{tracking}',
                'is_storable': True,
                'tracking': tracking,
                'categ_id': category.id,
            }
        )
    )
    for company in companies if method == 'standard' else ():
        product.with_company(company).standard_price = 10
    lots = (
        env['stock.lot'].create([{'name': f'RV-{number}', 'product_id': product.id} for number in (1, 2)])
        if (tracking == 'lot')
        else [env['stock.lot']] * 2
    )
    shelf = store.warehouse_id.lot_stock_id
    for lot, cost in zip(lots, (10, 12 if method == 'fifo' else 10), strict=True):
        move = (
            env['stock.move']
            .with_context(allowed_company_ids=companies[0].ids)
            .create(
                {
                    'product_id': product.id,
                    'product_uom_qty': STOCK,
                    'company_id': companies[0].id,
                    'location_id': env.ref('stock.stock_location_suppliers').id,
                    'location_dest_id': shelf.id,
                }
            )
        )
        move._action_confirm()
        move.quantity = STOCK
        move.move_line_ids.lot_id = lot
        move.value_manual = STOCK * cost
        move.picked = True
        move._action_done()
