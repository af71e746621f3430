# Part of store_group. License LGPL-3.
# ruff: noqa: F821  (`env` is given by the shell)
"""Fed to `odoo shell`: work with the add-on as a factory would, before it is uninstalled."""

company = env.company
warehouse = env['stock.warehouse'].search([('company_id', '=', company.id)], limit=1)
head = env['store.group'].create({'name': 'Head', 'code': 'U-HEAD'})
east = env['store.group'].create({'name': 'East', 'code': 'U-EAST', 'parent_id': head.id})
store = env['store.store'].create(
    {'name': 'Used', 'code': 'U-1', 'group_id': east.id, 'warehouse_id': warehouse.id, 'tz': 'Asia/Shanghai'}
)
store.action_open()
env['store.member'].create({'user_id': env.ref('base.user_admin').id, 'role': 'staff', 'store_id': store.id})
product = env['product.product'].create({'name': 'Shirt', 'is_storable': True})
order = env['sale.order'].create(
    {
        'partner_id': env['res.partner'].create({'name': 'Buyer'}).id,
        'store_id': store.id,
        'order_line': [(0, 0, {'product_id': product.id, 'product_uom_qty': 2})],
    }
)
order.action_confirm()
east.parent_id = False
store.action_pause()
past = env['sale.order'].create(
    {
        'partner_id': order.partner_id.id,
        'team_id': env['crm.team'].create({'name': 'Past'}).id,
        'store_id': False,
        'order_line': [(0, 0, {'product_id': product.id, 'product_uom_qty': 1})],
    }
)
adoption = env['store.adoption'].create({})
line = env['store.adoption.line'].create({'adoption_id': adoption.id, 'code': 'U-2', 'name': 'Taken Over'})
env['store.adoption.rule'].create({'line_id': line.id, 'value_ref': f'crm.team,{past.team_id.id}'})
adoption.action_preview()
adoption.action_apply()
env['store.adoption.worker']._work(adoption)
env.invalidate_all()
assert adoption.state == 'done' and past.store_id == line.store_id, adoption.error
env.cr.commit()
