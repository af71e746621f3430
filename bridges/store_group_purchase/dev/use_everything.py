# Part of store_group. License LGPL-3.
# ruff: noqa: F821  (`env` is given by the shell)
"""Fed to `odoo shell`: buy for a store, receive and bill, before the bridge is uninstalled."""

store = env['store.store'].search([('warehouse_id', '!=', False)], limit=1)
product = env['product.product'].create({'name': 'Cloth', 'is_storable': True})
order = env['purchase.order'].create(
    {
        'partner_id': env['res.partner'].create({'name': 'Weaver'}).id,
        'store_id': store.id,
        'order_line': [(0, 0, {'product_id': product.id, 'product_qty': 2, 'price_unit': 5})],
    }
)
order.button_confirm()
order.order_line.product_qty = 3
order.picking_ids.button_validate()
env['purchase.report']._read_group([], ['store_id'], ['price_total:sum'])
env.cr.commit()
