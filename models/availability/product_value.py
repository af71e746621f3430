# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.fields import Domain

OWN_WORDS = 'store_cost_company'  # of the context: costs of products are asked for and entered in this company only


class ProductValue(models.Model):
    """What a company says its goods cost is its own word.

    Core writes down in which company a cost was entered, and reads those of all companies when it works out one's average:
    a standard cost in a shop's company would revalue what the factory has at average cost, and not even be converted.
    """

    _inherit = 'product.value'

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        company = self.env.context.get(OWN_WORDS)
        if company:
            vals_list = [vals if vals.get('move_id') else {**vals, 'company_id': company} for vals in vals_list]
        return super().create(vals_list)

    @api.model  # the value of a move is its company's anyway
    def _search(self, domain, *args, **kwargs):
        company = self.env.context.get(OWN_WORDS)
        if company:
            domain = Domain(domain) & (Domain('company_id', '=', company) | Domain('move_id', '!=', False))
        return super()._search(domain, *args, **kwargs)
