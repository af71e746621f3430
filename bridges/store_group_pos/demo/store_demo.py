# Part of store_group. License LGPL-3.
from odoo import Command, api, models


class StoreDemo(models.AbstractModel):
    """The till of a shop of the demo group, with the goods it sells. Nobody has opened it yet."""

    _inherit = 'store.demo'

    @api.model
    def _build_tills(self):
        till = self._till()
        if not till:
            return
        key, name, payments = till
        store = self._store(key)
        demo = self._quiet()._in(store.company_id)
        methods = demo.env['pos.payment.method']
        for kind, code, journal_name, method_name in payments:
            journal = demo.env['account.journal'].create({'name': journal_name, 'code': code, 'type': kind})
            methods |= methods.create({'name': method_name, 'journal_id': journal.id})
        config = demo.env['pos.config'].create(
            {
                'name': name,
                'store_id': store.id,
                'payment_method_ids': [Command.set(methods.ids)],
                'picking_type_id': store.warehouse_id.sudo().pos_type_id.id,
                'warehouse_id': store.warehouse_id.id,
            }
        )
        demo._mark(config, 'till', key)
        styles = demo.env['product.product'].concat(*demo._by_code().values()).product_tmpl_id
        styles.available_in_pos = True
