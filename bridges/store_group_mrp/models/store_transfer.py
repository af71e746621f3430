# Part of store_group. License LGPL-3.
from odoo import models


class StoreTransfer(models.Model):
    """A kit is sold as one but stocked as its components: only these can be transferred."""

    _inherit = 'store.transfer'

    # === TRANSFER ===

    def _problems_of_products(self):
        """Add kits to the problems, with the components to request instead; their other problems are left out."""
        problems = []
        kits = self.line_ids.browse()
        for company in self.source_company_id | self.dest_company_id:
            lines = self.line_ids - kits
            boms = self.env['mrp.bom'].sudo()._bom_find(lines.product_id, company_id=company.id, bom_type='phantom')
            for line in lines.filtered(lambda line, boms=boms: boms[line.product_id]):
                kits |= line
                problems.append(
                    self.env._(
                        "%(product)s is a kit and has no stock of its own. Request its components instead: %(components)s.",
                        product=line.product_id.display_name,
                        components=self._components(line, boms[line.product_id]),
                    )
                )
        return [*super()._problems_of_products(), *problems]

    def _components(self, line, bom):
        """Return the components of a line's quantity as text."""
        quantity = line.uom_id._compute_quantity(
            line.qty_requested if self.state == 'draft' else line.qty_approved, bom.product_uom_id, round=False
        )
        _boms, parts = bom.explode(line.product_id, quantity / bom.product_qty)
        return ', '.join(
            f'{self._number(details["qty"])} {part.product_uom_id.name} {part.product_id.display_name}'
            for part, details in parts
            if part.product_id.is_storable
        )
