# Part of store_group. License LGPL-3.
from odoo import models

from ...engine.transfer.lifecycle import FINISHED, GIVEN_UP
from ...exceptions import TransferRefused
from ..people import elevation


class ProductProduct(models.Model):
    """What transfers ask of a variant: where else it is free, its label, its unit."""

    _inherit = 'product.product'

    # === ACTIONS ===

    def action_store_elsewhere(self):
        """Show how much is free at the stores the user may ask about."""
        self.check_access('read')
        return self.env['store.elsewhere']._open(self)

    # === TRANSFER ===

    def _update_uom(self, to_uom_id):
        """Override of `product`: changing the unit keeps the quantities of all documents, transfers included.

        Only without open transfers: a request for 4 pieces must not become 4 dozens.

        :raises TransferRefused: naming an open transfer, and how to end it
        """
        lines_sudo = (
            self.env['store.transfer.line']
            .sudo()
            .search([('product_id', 'in', self.product_tmpl_id.with_context(active_test=False).product_variant_ids.ids)])
        )
        line = lines_sudo.search(
            [('id', 'in', lines_sudo.ids), ('transfer_id.state', 'not in', sorted(FINISHED | GIVEN_UP))], order='id', limit=1
        )
        if line:
            raise TransferRefused(
                self.env._(
                    "%(product)s is in transfer %(transfer)s (%(sender)s > %(dest)s), which is not over and counts it in "
                    "%(unit)s. Close or cancel it, and whatever else is open of this product, then change the unit.",
                    product=line.product_id.display_name,
                    transfer=line.transfer_id.name,
                    unit=line.uom_id.name,
                    sender=line.transfer_id.source_store_id.name,
                    dest=line.transfer_id.dest_store_id.name,
                )
            )
        own = self.with_context(store_relabels=elevation.OURS)
        answer = super(ProductProduct, own)._update_uom(to_uom_id)
        for product in lines_sudo.product_id:
            of_product = lines_sudo.filtered(lambda line, product=product: line.product_id == product)
            of_product._relabel(product.uom_id, self.env['uom.uom'].browse(to_uom_id))
        return answer

    def _label(self):
        """Return the content of a 60 x 40 mm label: {"name", "attributes", "code", "barcode", "bars"}; never a price or cost."""
        self.ensure_one()
        return {
            'bars': self.env['store.transfer']._bars(self.barcode or self.default_code),
            'name': self.product_tmpl_id.name,
            'code': self.default_code or '',
            'attributes': ' '.join(self.product_template_attribute_value_ids.mapped('name')),
            'barcode': self.barcode or self.default_code or '',
        }
