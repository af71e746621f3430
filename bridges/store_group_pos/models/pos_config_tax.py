# Part of store_group. License LGPL-3.
from odoo import Command, api, fields, models
from odoo.addons.store_group.sockets import NET_PRICES, elevation
from odoo.exceptions import AccessError


class PosConfigTax(models.Model):
    """Whether the prices of a till hold the tax: its taxes say so, after its own fiscal position.

    Odoo keeps the price and takes the tax of the fiscal position. So a position whose taxes are the same, inside the price,
    lets a till sell at the price on the tag.
    """

    _inherit = 'pos.config'

    price_tax = fields.Selection(
        [('inside', "Inside the price"), ('outside', "On top of the price")], string="Tax Is", compute='_compute_price_tax',
        help="What the default sales tax of the company is at this till.")
    is_tax_unexpected = fields.Boolean(
        compute='_compute_price_tax', help="Tax is put on top of prices in a country whose buyers pay what the tag says.")

    # === COMPUTE ===

    @api.depends('company_id', 'tax_regime_selection', 'default_fiscal_position_id')
    def _compute_price_tax(self):
        for till in self:
            company = till.company_id.sudo()
            taxes = company.account_sale_tax_id
            if till.tax_regime_selection and till.default_fiscal_position_id:
                taxes = till.default_fiscal_position_id.sudo().map_tax(taxes)
            country = company.account_fiscal_country_id or company.country_id
            till.price_tax = taxes and ('inside' if all(taxes.mapped('price_include')) else 'outside')
            till.is_tax_unexpected = till.price_tax == 'outside' and bool(country) and country.code not in NET_PRICES

    # === ACTIONS ===

    def action_take_tax_inside(self):
        """Let these tills sell at prices that hold the tax, from their next session on.

        :raises AccessError: for whoever sells at tills, but does not set them up
        """
        self.check_access('write')
        if not self.env.su and not self.env.user.has_group('point_of_sale.group_pos_manager'):
            raise AccessError(self.env._(
                "%(user)s does not set up till %(till)s, and cannot change its taxes. Ask an administrator of the tills.",
                user=self.env.user.name, till=self[:1].name))
        for till in self.filtered(lambda till: till.price_tax == 'outside'):
            position = elevation.lift(till.company_id)._tax_inside_position()
            elevation.lift(till).write({'tax_regime_selection': True, 'default_fiscal_position_id': position.id})
        return True


class ResCompany(models.Model):
    """A company has one fiscal position for tills whose prices hold the tax."""

    _inherit = 'res.company'

    # === STRUCTURE ===

    def _tax_inside_position(self):
        """Return the account.fiscal.position that replaces each sales tax on top of the price by its twin inside it."""
        self.ensure_one()
        tills = self.env['pos.config'].with_context(active_test=False).search(
            [('company_id', '=', self.id), ('default_fiscal_position_id', '!=', False)])
        used = tills.filtered(lambda till: till.price_tax == 'inside').default_fiscal_position_id
        if used:
            return used[0]
        position = self.env['account.fiscal.position'].create(
            {'name': self.env._("Tax in the Price"), 'company_id': self.id, 'auto_apply': False})
        for tax in self.env['account.tax'].search([('company_id', '=', self.id), ('type_tax_use', '=', 'sale')]):
            if tax.price_include or tax.original_tax_ids:
                continue
            for twin in self.env['store.price.tax']._taxes(tax, True) - tax:
                twin.write({
                    'fiscal_position_ids': [Command.link(position.id)], 'original_tax_ids': [Command.link(tax.id)]})
        return position
