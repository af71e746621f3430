# Part of store_group. License LGPL-3.
# ruff: noqa: F821  (`env` is given by the shell)
"""Fed to `odoo shell`: give the website to a store and order on it, before the bridge is uninstalled."""

company = env.company
store = env['store.store'].search([('company_id', '=', company.id), ('warehouse_id', '!=', False)], limit=1)
site = env['website'].search([('company_id', '=', company.id)], limit=1)
before = site.salesteam_id, site.warehouse_id
site.store_id = store
cart = env['sale.order'].create(
    {
        'partner_id': env['res.partner'].create({'name': 'Visitor'}).id,
        'website_id': site.id,
        'order_line': [(0, 0, {'product_id': env['product.product'].create({'name': 'Scarf'}).id})],
    }
)
assert cart.store_id == store, cart.store_id
cart.action_confirm()
site.store_id = False
site.salesteam_id, site.warehouse_id = before  # what a person chose stays when the app goes
env['store.coverage']._uncovered_apps(env.user)
env.cr.commit()
