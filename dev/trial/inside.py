# Part of store_group. License LGPL-3.
"""Runs inside Odoo's Python: one step of the trial, its answer as JSON in a file."""

import hashlib
import json
import logging
import pathlib
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE.parent))


def generate(env, asked):
    from trial import factory

    return {'said': factory.build(env, asked['orders'])}


def look(env, asked):
    """What a user without any role sees: records, counts, amounts, write dates."""
    user = env['res.users'].search([('login', '=', 'worker1')])
    env = env(user=user, context={'allowed_company_ids': user.company_ids.ids})
    seen = {}
    for model, amount in (
        ('sale.order', 'amount_total:sum'),
        ('sale.order.line', 'price_subtotal:sum'),
        ('stock.picking', 'id:sum'),
        ('stock.move', 'id:sum'),
        ('crm.team', 'id:sum'),
        ('stock.warehouse', 'id:sum'),
    ):
        rows = env[model]._read_group([], ['company_id'], ['__count', amount, 'write_date:max', 'write_date:min'])
        seen[model] = [[company.id, count, str(total), str(last), str(first)] for company, count, total, last, first in rows]
        ids = env[model].search([], limit=1000).ids
        seen[f'{model} list'] = hashlib.sha256(repr(ids).encode()).hexdigest()
    return seen


def preview(env, asked):
    env = _administrator(env)
    wizard = env['store.adopt.wizard'].create({'company_ids': [(6, 0, env.user.company_ids.ids)], 'tz': 'Asia/Shanghai'})
    adoption = env['store.adoption'].browse(wizard.action_propose()['res_id'])
    # as a user reviews the list: the factory's own places are no stores, shops on marketplaces have references
    adoption.line_ids.filtered(lambda line: 'Shop' not in line.name).unlink()
    for line in adoption.line_ids.filtered(lambda line: line.kind == 'online'):
        line.rule_ids.create({'line_id': line.id, 'prefix': f'TB{int(line.name.split()[-1]) // 10}-'})
    adoption.action_preview()
    if adoption.state == 'counting':
        env.cr.commit()
        env.ref('store_group.store_adoption_cron').sudo().method_direct_trigger()
        env.cr.commit()  # the sums of the background job are visible in the next transaction only
        env.invalidate_all()
    counts = adoption.count_ids
    total, raw = sum(counts.mapped('order_count')), env['sale.order'].sudo().search_count([])
    return {
        'said': f'{len(adoption.line_ids)} stores, {len(adoption.rule_ids)} rules; {adoption.go_count:,} orders get a store, '
        f'{adoption.stay_count:,} stay; ' + ('adds up' if total == raw else f'DIFFERENT: {total} of {raw}')
    }


def apply(env, asked):
    env = _administrator(env)
    adoption = env['store.adoption'].search([], limit=1)
    counted = {row.line_id.id: 0 for row in adoption.count_ids if row.line_id}
    for row in adoption.count_ids.filtered('line_id'):
        counted[row.line_id.id] += row.order_count
    if adoption.state == 'counted':
        adoption.action_apply()
        env.cr.commit()
    cron = env.ref('store_group.store_adoption_cron').sudo()
    while adoption.state == 'running' and not adoption.error:
        cron.method_direct_trigger()
        env.cr.commit()
        env.invalidate_all()
    if adoption.error:
        raise SystemExit(adoption.error)
    written = {step.key: step.written_count for step in adoption.step_ids}
    same = all(
        env['sale.order'].sudo().search_count([('store_id', '=', line.store_id.id)]) == counted.get(line.id, 0)
        for line in adoption.line_ids
    )
    said = ', '.join(f'{key} {count:,}' for key, count in written.items() if count)
    return {'said': f'{said}; ' + ('as the preview said' if same else 'DIFFERENT from the preview')}


def staff(env, asked):
    """One hundred people with a role each, as a program would send them: two calls."""
    env = _administrator(env)
    stores = env['store.store'].search([], order='code')
    clerks = (
        env['res.users']
        .with_context(no_reset_password=True)
        .create(
            [
                {
                    'name': f'Clerk {number}',
                    'login': f'clerk{number}',
                    'company_id': stores[number % len(stores)].company_id.id,
                    'company_ids': [(6, 0, stores[number % len(stores)].company_id.ids)],
                }
                for number in range(100)
            ]
        )
    )
    env['store.member'].create(
        [
            {'user_id': clerk.id, 'store_id': stores[number % len(stores)].id, 'role': 'staff'}
            for number, clerk in enumerate(clerks)
        ]
    )
    env.cr.commit()
    seen = own = 0
    for clerk in clerks[:5]:
        visible = env['sale.order'].with_user(clerk).with_context(allowed_company_ids=clerk.company_ids.ids)
        seen += visible.search_count([])
        own += env['sale.order'].sudo().search_count([('store_id', 'in', clerk.store_ids.ids)])
    return {
        'said': f'{len(clerks)} users and roles; the first five see {seen:,} orders, '
        + ('all of their stores and no other' if seen == own else f'DIFFERENT: {own:,}')
    }


def report(env, asked):
    """Last year by store, as the administrator opens it; beside the raw tables."""
    env = _administrator(env)
    domain = [('date', '>=', '2025-01-01'), ('date', '<=', '2025-12-31')]
    start = time.monotonic()
    rows = env['store.sale.report']._read_group(domain, ['store_id'], ['amount:sum', 'order_count:sum'])
    first = time.monotonic() - start
    for _round in range(20):  # as the cron does: refresh all stale facts
        env.ref('store_group.ir_cron_store_sale_refresh').sudo().method_direct_trigger()
        env.cr.commit()
    env.invalidate_all()
    start = time.monotonic()
    again = env['store.sale.report']._read_group(domain, ['store_id'], ['amount:sum', 'order_count:sum'])
    second = time.monotonic() - start
    env.cr.execute("""SELECT SUM(l.price_subtotal), COUNT(DISTINCT l.order_id) FROM sale_order_line l
        WHERE l.state = 'sale' AND l.store_day BETWEEN '2025-01-01' AND '2025-12-31'
           OR l.state = 'sale' AND l.store_day IS NULL AND l.order_id IN (SELECT id FROM sale_order
              WHERE date_order >= '2025-01-01' AND date_order < '2026-01-01')""")
    amount, count = env.cr.fetchone()
    with_store = sum(row[1] for row in rows if row[0])
    without = sum(row[1] for row in rows if not row[0])
    same = round(with_store + without, 2) == round(float(amount), 2) and sum(row[2] for row in rows) == count
    same = same and [row[1:] for row in rows] == [row[1:] for row in again]
    return {
        'said': f'{len(rows) - 1} stores: {with_store:,.2f} + {without:,.2f} without = {amount:,.2f}, {count:,} orders: '
        f'{"equal to the cent" if same else "DIFFERENT"}; '
        f'{first:.1f} s with everything stale, {second:.2f} s after the background'
    }


def _administrator(env):
    user = env['res.users'].search([('login', '=', 'boss')])
    if not user:
        user = env['res.users'].create(
            {
                'name': 'Boss',
                'login': 'boss',
                'tz': 'Asia/Shanghai',
                'company_ids': [(6, 0, env['res.company'].search([]).ids)],
                'company_id': env['res.company'].search([], limit=1).id,
                'group_ids': [
                    (
                        6,
                        0,
                        [
                            env.ref('base.group_user').id,
                            env.ref('store_group.group_store_admin').id,
                            env.ref('base.group_system').id,
                        ],
                    )
                ],
            }
        )
    return env(user=user, context={'allowed_company_ids': user.company_ids.ids, 'tz': 'Asia/Shanghai', 'lang': 'en_US'})


def main(asked):
    import odoo
    from odoo.modules.registry import Registry
    from odoo.tools import config

    config.parse_config(['-c', asked['conf'], '-d', asked['database'], '--no-http', '--log-level=error'])
    logging.getLogger().setLevel(logging.ERROR)
    registry = Registry(asked['database'])
    with registry.cursor() as cursor:
        env = odoo.api.Environment(cursor, odoo.SUPERUSER_ID, {'lang': 'en_US', 'tz': 'Asia/Shanghai'})
        answer = globals()[asked['step']](env, asked)
        cursor.commit()
    pathlib.Path(asked['answer']).write_text(json.dumps(answer), encoding='utf-8')


main(json.loads(sys.argv[1]))
