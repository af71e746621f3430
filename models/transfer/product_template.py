# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.exceptions import ValidationError


class ProductTemplate(models.Model):
    """What transfers ask of a product: where else it is free, and that its tracking stays while it is on the way."""

    _inherit = 'product.template'

    # === ACTIONS ===

    def action_store_elsewhere(self):
        """Show how much of each variant is free at the stores the user may ask about."""
        self.check_access('read')
        return self.env['store.elsewhere']._open(self.product_variant_ids)

    # === CONSTRAINTS ===

    @api.constrains('is_storable', 'type')
    def _check_nothing_on_the_way(self):
        """Refuse changing stock tracking while the product is in transit."""
        lines_sudo = self.env['store.transfer.law']._on_the_way(self.with_context(active_test=False).product_variant_ids)
        if not lines_sudo:
            return
        in_stock_sudo = (
            self.env['stock.quant']
            .sudo()
            .search(
                [('product_id', 'in', lines_sudo.product_id.ids), ('location_id.usage', '=', 'transit'), ('quantity', '>', 0)]
            )
            .product_id
        )
        for line in lines_sudo:
            if line.product_id.is_storable != (line.product_id in in_stock_sudo):
                raise ValidationError(
                    self.env._(
                        "%(product)s is on the way in transfer %(transfer)s. Whether its inventory is tracked, and its type, can "
                        "be changed when it has arrived and its differences are decided.",
                        product=line.product_id.display_name,
                        transfer=line.transfer_id.name,
                    )
                )
