# Part of store_group. License LGPL-3.
"""Runs inside Odoo's Python: `make` fills a database, `hold` is a report that takes long on the standby."""

import json
import logging
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE.parent))
SIZE = {'stores': 20, 'lines': 50_000, 'years': 1, 'pairs': 1}


def main(asked):
    import odoo
    from odoo.modules.registry import Registry
    from odoo.tools import config

    config.parse_config(['-c', asked['conf'], '-d', asked['database'], '--no-http', '--log-level=error', *asked['options']])
    logging.getLogger().setLevel(logging.ERROR)
    logging.getLogger('odoo.sql_db').setLevel(logging.CRITICAL)  # `hold` waits for the query to be cancelled

    def session(**how):
        cursor = Registry(asked['database']).cursor(**how)
        return cursor, odoo.api.Environment(cursor, odoo.SUPERUSER_ID, {'lang': 'en_US', 'tz': 'Asia/Shanghai'})

    if asked['task'] == 'make':
        make(session, odoo)
    else:
        hold(session, asked['seconds'])


def make(session, odoo):
    """Sales of a year in one company, stock and transfers in another, an entry; two managers, headquarters and their keys."""
    from bench.report import ReportCase
    from rivals import world

    ReportCase(session, SIZE)
    cursor, env = session()
    with cursor:
        world.make(env)
        stores = env['store.store'].search([('code', '=like', 'BENCH-%')])
        stores[0].warehouse_id = env['stock.warehouse'].search([('company_id', '=', env.company.id)], limit=1)
        stores.action_open()
        stores[0].action_make_analytic_account()
        env['account.move'].create(
            {
                'move_type': 'entry',
                'date': '2026-03-10',
                'line_ids': [
                    odoo.Command.create({'account_id': account(env, kind).id, side: 100, 'analytic_distribution': shares})
                    for kind, side, shares in (
                        ('income', 'credit', {stores[0].analytic_account_id.id: 100}),
                        ('asset_current', 'debit', False),
                    )
                ],
            }
        ).action_post()
        transfer = (
            world.World(env)
            .as_user('taker_1', env['store.transfer'])
            .request('RV1', 'RV2', [{'product': 'RV-average-none', 'quantity': 3}])['id']
        )
        for login, act in (('boss_1', 'action_approve'), ('giver_1', 'action_ship')):
            getattr(world.World(env).as_user(login, env['store.transfer'].browse(transfer)), act)()
        people = {
            'manager': env['res.users'].search([('login', '=', 'bench_1')]),
            'headquarters': env.ref('base.user_admin'),
            'goods': world.World(env).people['boss_1'],
        }
        people['manager'].store_member_ids.profile_id = env['store.role.profile'].create(
            {'name': 'Sees margins', 'role': 'store_manager', 'see_margin': True}
        )
        companies = {name: user.company_ids.ids for name, user in people.items()}
        people['headquarters'].company_ids += world.World(env).companies
        keys = {}
        for name, user in people.items():
            user.password = f'password of {user.login}'
            keys[name] = env(user=user)['res.users.apikeys']._generate(
                'rpc', name, odoo.fields.Datetime.add(odoo.fields.Datetime.now(), days=1)
            )
        product = env['product.product'].search([('name', '=', 'Bench 0')], limit=1)
        print(
            json.dumps(
                {
                    'keys': keys,
                    'store': stores[0].id,
                    'people': {
                        **{name: [user.login, companies[name]] for name, user in people.items()},
                        'headquarters of goods': [people['headquarters'].login, world.World(env).companies.ids],
                    },
                    'product': product.id,
                    'partner': env['res.partner'].search([('name', '=', 'Bench')], limit=1).id,
                }
            ),
            flush=True,
        )
        cursor.commit()


def account(env, kind):
    return env['account.account'].search([('account_type', '=', kind)], limit=1)


def hold(session, seconds):
    """One transaction of the standby: the report, then `seconds` of work, then the report again."""
    cursor, env = session(readonly=True)

    def read():
        return env['store.sale.report']._read_group([], ['store_id', 'date:month'], ['amount:sum', '__count'])

    with cursor:
        before = str(read())
        print(json.dumps(['reads', str(cursor.readonly)]), flush=True)
        try:
            cursor.execute(f'SELECT pg_sleep({seconds})')
            env.invalidate_all()
            print(json.dumps(['done', 'the same' if str(read()) == before else 'another answer']), flush=True)
        except Exception as error:  # a query cancelled by the standby is a possible result
            print(json.dumps(['done', f'{type(error).__name__}: {str(error).splitlines()[0]}']), flush=True)


main(json.loads(sys.argv[1]))
