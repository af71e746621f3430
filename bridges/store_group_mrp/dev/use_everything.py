# Part of store_group. License LGPL-3.
# ruff: noqa: F821  (`env` is given by the shell)
"""Fed to `odoo shell`: stores ask each other for a kit, before the bridge is uninstalled."""

stores = env['store.store'].search([('state', '=', 'open'), ('warehouse_id', '!=', False)], limit=2)
kit, part = env['product.product'].create(
    [
        {'name': 'Tea set', 'default_code': 'MRP-USE-SET', 'is_storable': True},
        {'name': 'Cup', 'default_code': 'MRP-USE-CUP', 'is_storable': True},
    ]
)
env['mrp.bom'].create(
    {
        'product_tmpl_id': kit.product_tmpl_id.id,
        'type': 'phantom',
        'product_qty': 1,
        'bom_line_ids': [(0, 0, {'product_id': part.id, 'product_qty': 2})],
    }
)
if len(stores) == 2:
    transfer = env['store.transfer'].create(
        {
            'source_store_id': stores[0].id,
            'dest_store_id': stores[1].id,
            'line_ids': [(0, 0, {'product_id': kit.id, 'qty_requested': 1})],
        }
    )
    assert any('kit' in problem for problem in transfer.sudo()._problems_of_products())
    transfer.unlink()
env.cr.commit()
