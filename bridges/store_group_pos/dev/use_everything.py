# Part of store_group. License LGPL-3.
# ruff: noqa: F821  (`env` is given by the shell)
"""Fed to `odoo shell`: sell at a till of a store and close it, before the bridge is uninstalled."""

store = env['store.store'].search([('warehouse_id', '!=', False)], limit=1)
till = env['pos.config'].create({'name': 'Used', 'store_id': store.id, 'payment_method_ids': []})
session = env['pos.session'].create({'config_id': till.id, 'user_id': env.ref('base.user_admin').id})
session.set_opening_control(0, '')
env['report.pos.order']._read_group([], ['store_id'], ['price_total:sum'])
session.action_pos_session_closing_control()
env.cr.commit()
