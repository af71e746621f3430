# Part of store_group. License LGPL-3.
from odoo import Command, api, models
from odoo.addons.store_group.demo.store_demo import QUIET


class StoreDemo(models.AbstractModel):
    """The till of the shop at the lake, with the goods it sells. Nobody has opened it yet."""

    _inherit = 'store.demo'

    @api.model
    def _build_tills(self):
        store = self.env.ref('store_group.demo_store_lake', raise_if_not_found=False)
        if not store or not self.env.ref('store_group.demo_product_d101', raise_if_not_found=False):
            return  # the demo group of an earlier release
        demo = self.with_context(**QUIET)._in(store.company_id)
        methods = demo.env['pos.payment.method']
        for kind, code, name in (('cash', 'XHDC', '现金 Cash'), ('bank', 'XHDB', '扫码 QR Code')):
            journal = demo.env['account.journal'].create({'name': f'西湖店{name}', 'code': code, 'type': kind})
            methods |= methods.create({'name': name, 'journal_id': journal.id})
        config = demo.env['pos.config'].create(
            {
                'name': '西湖店收银台 West Lake Till',
                'store_id': store.id,
                'payment_method_ids': [Command.set(methods.ids)],
                'picking_type_id': store.warehouse_id.sudo().pos_type_id.id,
                'warehouse_id': store.warehouse_id.id,
            }
        )
        demo._mark(config, 'till', 'lake')
        styles = demo.env['product.product'].search([('default_code', '=like', 'JX-%')]).product_tmpl_id
        styles.available_in_pos = True
