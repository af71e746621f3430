# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.addons.store_group.sockets import NET_PRICES, elevation
from odoo.exceptions import AccessError


class PosConfigTax(models.Model):
    """Tax-included prices at tills: decided by the till's taxes after its own fiscal position.

    Odoo keeps the price and applies the taxes of the fiscal position. So a position with the same taxes, price-included,
    makes a till sell at the tag price.
    """

    _inherit = 'pos.config'

    price_tax = fields.Selection(
        [('inside', "Inside the price"), ('outside', "On top of the price")],
        string="Tax Is",
        compute='_compute_price_tax',
        help="What the default sales tax of the company is at this till.",
    )
    is_tax_unexpected = fields.Boolean(
        compute='_compute_price_tax', help="Tax is added to prices in a country with tax-included tag prices."
    )

    # === COMPUTE ===

    @api.depends('company_id', 'tax_regime_selection', 'default_fiscal_position_id')
    def _compute_price_tax(self):
        for till in self:
            company = till.company_id.sudo()
            taxes = company.account_sale_tax_id
            if till.tax_regime_selection and till.default_fiscal_position_id:
                taxes = till.default_fiscal_position_id.sudo().map_tax(taxes)
            countries = company.country_id | company.account_fiscal_country_id
            till.price_tax = taxes and ('inside' if all(taxes.mapped('price_include')) else 'outside')
            till.is_tax_unexpected = till.price_tax == 'outside' and bool(set(countries.mapped('code')) - set(NET_PRICES))

    # === ACTIONS ===

    def action_take_tax_inside(self):
        """Make these tills sell at tax-included prices, from their next session on.

        :raises AccessError: for users who may not set up tills
        """
        self.check_access('write')
        if not self.env.su and not self.env.user.has_group('point_of_sale.group_pos_manager'):
            raise AccessError(
                self.env._(
                    "%(user)s may not change the taxes of till %(till)s. Ask an administrator of the tills.",
                    user=self.env.user.name,
                    till=self[:1].name,
                )
            )
        for till in self.filtered(lambda till: till.price_tax == 'outside'):
            position = elevation.lift(till.company_id)._tax_inside_position()
            elevation.lift(till).write({'tax_regime_selection': True, 'default_fiscal_position_id': position.id})
        return True
