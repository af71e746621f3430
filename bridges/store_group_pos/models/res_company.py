# Part of store_group. License LGPL-3.
from odoo import Command, models


class ResCompany(models.Model):
    """The company's fiscal position for tills with tax-included prices."""

    _inherit = 'res.company'

    # === STRUCTURE ===

    def _tax_inside_position(self):
        """Return the account.fiscal.position that replaces each tax-excluded sales tax by its tax-included twin."""
        self.ensure_one()
        tills = (
            self.env['pos.config']
            .with_context(active_test=False)
            .search([('company_id', '=', self.id), ('default_fiscal_position_id', '!=', False)])
        )
        used = tills.filtered(lambda till: till.price_tax == 'inside').default_fiscal_position_id
        if used:
            return used[0]
        position = self.env['account.fiscal.position'].create(
            {'name': self.env._("Tax in the Price"), 'company_id': self.id, 'auto_apply': False}
        )
        for tax in self.env['account.tax'].search([('company_id', '=', self.id), ('type_tax_use', '=', 'sale')]):
            if tax.price_include or tax.original_tax_ids:
                continue
            for twin in self.env['store.price.tax']._taxes(tax, True) - tax:
                twin.write({'fiscal_position_ids': [Command.link(position.id)], 'original_tax_ids': [Command.link(tax.id)]})
        return position
