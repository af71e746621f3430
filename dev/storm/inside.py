# Part of store_group. License LGPL-3.
"""Runs inside Odoo's Python: `make` fills the database and prints the account; `judge` prints what is wrong, one line each."""

import json
import logging
import pathlib
import sys
from collections import Counter
from decimal import Decimal

HERE = pathlib.Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE.parent))

from storm import orders  # noqa: E402  the path is set above

PASSWORD = 'password of the storm'


def make(env, asked):
    """Make a store, an integration account and a channel for each phase. Return the account."""
    # no other job of a fresh database stands in the way of the one that is looked at
    env['ir.cron'].search([('id', '!=', env.ref('store_group.ir_cron_intake').id)]).active = False
    company = env['res.company'].create({'name': 'Storm', 'currency_id': env.ref('base.USD').id})
    env = env(context={**env.context, 'allowed_company_ids': company.ids, 'no_reset_password': True, 'tracking_disable': True})
    warehouse = env['stock.warehouse'].create({'name': 'Storm', 'code': 'STORM', 'company_id': company.id})
    store = env['store.store'].create(
        {
            'name': 'Storm',
            'code': 'STORM',
            'tz': 'Asia/Shanghai',
            'state': 'open',
            'company_id': company.id,
            'warehouse_id': warehouse.id,
        }
    )
    user = env['res.users'].create(
        {
            'name': 'Storm',
            'login': 'storm',
            'password': PASSWORD,
            'company_id': company.id,
            'company_ids': [(6, 0, company.ids)],
            'group_ids': [(6, 0, env.ref('store_group.group_store_integration').ids)],
        }
    )
    env['store.member'].create({'user_id': user.id, 'role': 'integration', 'store_id': store.id, 'date_from': '2020-01-01'})
    env['product.product'].create(
        [
            {'name': orders.sku(number), 'default_code': orders.sku(number), 'is_storable': True, 'taxes_id': [(5,)]}
            for number in range(orders.PRODUCTS)
        ]
    )
    for code in asked['channels']:
        env['store.channel'].create(
            {
                'name': code,
                'code': code,
                'reader': 'canonical',
                'company_id': company.id,
                'store_id': store.id,
                'customer_policy': 'collective',
                'tz': 'Asia/Shanghai',
            }
        )
    return {'uid': user.id, 'password': PASSWORD}


def judge(env, asked):
    """Yield what is wrong with the orders of a channel."""
    channel = env['store.channel'].search([('code', '=', asked['channel'])])
    count = asked['orders']
    intake = env['store.intake.order'].search([('channel_id', '=', channel.id)])
    sales = env['sale.order'].search([('store_channel_id', '=', channel.id)])
    numbers = Counter(intake.mapped('external_id'))
    made = Counter(sales.mapped('client_order_ref'))
    wanted = {orders.external_id(number): number for number in range(count)}
    for name, found in (('intake order', numbers), ('sale order', made)):
        if set(found) != set(wanted):
            yield f'{name}s: {len(set(wanted) - set(found))} missing, {len(set(found) - set(wanted))} unknown'
        for number, times in found.items():
            if times != 1:
                yield f'{name} {number} is there {times} times'
    for state, times in Counter(intake.mapped('state')).items():
        if state != 'done':
            yield f'{times} intake orders are {state}'
    for code, times in Counter(intake.issue_ids.filtered(lambda issue: issue.state == 'open').mapped('code')).items():
        yield f'{times} open questions: {code}'
    ours = Decimal(0)
    for sale in sales:
        number = wanted.get(sale.client_order_ref)
        if number is None:
            continue
        version = orders.last_version(number)
        told = sorted((orders.sku(product), float(quantity)) for product, quantity, _price in orders.lines(number, version))
        lines = sorted((line.product_id.default_code, line.product_uom_qty) for line in sale.order_line)
        amount = Decimal(str(round(sale.amount_total, 2)))
        ours += amount
        if (lines, amount) != (told, orders.total(number, version)):
            yield f'{sale.client_order_ref} is not in version {version}: {amount} of {orders.total(number, version)}, {lines}'
        if sale.state != 'draft' or sale.picking_ids:
            yield f'{sale.client_order_ref} is {sale.state} with {len(sale.picking_ids)} deliveries'
    expected = sum((orders.total(number, orders.last_version(number)) for number in range(count)), Decimal(0))
    if ours != expected:
        yield f'the orders come to {ours}, not to {expected}'


def main(asked):
    import odoo
    from odoo.modules.registry import Registry
    from odoo.tools import config

    config.parse_config(['-c', asked['conf'], '-d', asked['database'], '--no-http', '--log-level=error'])
    logging.getLogger().setLevel(logging.ERROR)
    with Registry(asked['database']).cursor() as cr:
        env = odoo.api.Environment(cr, odoo.SUPERUSER_ID, {'lang': 'en_US', 'tz': 'Asia/Shanghai'})
        if asked['task'] == 'make':
            print(json.dumps(make(env, asked)), flush=True)
        else:
            print(json.dumps(list(judge(env, asked))), flush=True)


main(json.loads(sys.argv[1]))
