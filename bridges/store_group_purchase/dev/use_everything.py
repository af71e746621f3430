# Part of store_group. License LGPL-3.
"""Fed to `odoo shell`: buy for a store, receive and bill, before the bridge is uninstalled."""

store = env['store.store'].search([('warehouse_id', '!=', False)], limit=1)  # noqa: F821 - the shell brings env
product = env['product.product'].create({'name': 'Cloth', 'is_storable': True})  # noqa: F821
order = env['purchase.order'].create({  # noqa: F821
    'partner_id': env['res.partner'].create({'name': 'Weaver'}).id,  # noqa: F821
    'store_id': store.id,
    'order_line': [(0, 0, {'product_id': product.id, 'product_qty': 2, 'price_unit': 5})],
})
order.button_confirm()
order.order_line.product_qty = 3
order.picking_ids.button_validate()
env['purchase.report']._read_group([], ['store_id'], ['price_total:sum'])  # noqa: F821
env.cr.commit()  # noqa: F821
