# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.exceptions import ValidationError


class MrpBom(models.Model):
    """Bills of materials; one of a kit takes its product's stock away."""

    _inherit = 'mrp.bom'

    # === CONSTRAINTS ===

    @api.constrains('product_id', 'product_tmpl_id', 'company_id', 'type', 'active')
    def _check_nothing_on_the_way(self):
        """Refuse a kit while its product, archived or not, is in transit, because a kit has no stock of its own."""
        for bom in self.filtered(lambda bom: bom.type == 'phantom' and bom.active):
            products = bom.product_id or bom.product_tmpl_id.with_context(active_test=False).product_variant_ids
            lines_sudo = self.env['store.transfer.law']._on_the_way(products)[:1]
            if lines_sudo:
                raise ValidationError(
                    self.env._(
                        "%(product)s is on the way in transfer %(transfer)s, and a kit has no stock. First "
                        "receive the transfer and decide its differences.",
                        product=lines_sudo.product_id.display_name,
                        transfer=lines_sudo.transfer_id.name,
                    )
                )
