# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.fields import Domain

OWN_WORDS = 'store_cost_company'  # context key: costs of products are read and written in this company only


class ProductValue(models.Model):
    """A product's cost is stored per company.

    Core stores the company of an entered cost, but reads those of all companies to compute one's average:
    a standard cost in a store's company would revalue the factory's stock at average cost, without conversion.
    """

    _inherit = 'product.value'

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        company = self.env.context.get(OWN_WORDS)
        if company:
            vals_list = [vals if vals.get('move_id') else {**vals, 'company_id': company} for vals in vals_list]
        return super().create(vals_list)

    @api.model  # values of moves belong to their company anyway
    def _search(self, domain, *args, **kwargs):
        company = self.env.context.get(OWN_WORDS)
        if company:
            domain = Domain(domain) & (Domain('company_id', '=', company) | Domain('move_id', '!=', False))
        return super()._search(domain, *args, **kwargs)
