# Part of store_group. License LGPL-3.
from odoo import models
from odoo.exceptions import ValidationError

from ...engine.structure import capability

# Values of a new line with which core itself finds the price in the list.
LEAVES_PRICE = {
    'order_id', 'product_id', 'product_uom_qty', 'product_uom_id', 'name', 'sequence', 'analytic_distribution', 'customer_lead',
}


class SaleOrderLineLimit(models.Model):
    """Nobody bound to stores sells for less than his discount limit there allows.

    A discount is what is missing to the price the list asks, whether typed as a percentage, as a lower price or
    as a line that takes money off. What the price list itself gives is nobody's discount. Whoever is not bound,
    and what core or an intake does elevated, is not limited.
    """

    _inherit = 'sale.order.line'

    # === ORDERING ===

    def _priced_by(self, vals_list):
        """Return those of these new lines whose values, or somebody's defaults, may say another price than the list."""
        given = {key.removeprefix('default_') for key in self.env.context if key.startswith('default_')} & self._fields.keys()
        if (given | self.env['ir.default']._get_model_defaults(self._name).keys()) - LEAVES_PRICE:
            return self
        return self.browse(
            line.id for line, vals in zip(self, vals_list, strict=True) if vals.keys() - LEAVES_PRICE)

    def _check_discount_limit(self):
        """:raises ValidationError: when the caller, bound to stores, sells one of these lines below his limit

        Asked after writing by whoever writes: core calls constraints as superuser, who has no limit.
        """
        user = self.env.user
        if self.env.su or not user._is_store_bound():
            return
        for order in self.order_id:
            limit = user._store_limit('discount_limit', order.store_id)
            if limit < 100:
                order.order_line._check_lowest_prices(self, limit)

    def _check_lowest_prices(self, changed, limit):
        """:raises ValidationError: when a changed line of the order, or lines that take money off, go below the limit"""
        listed = self.filtered(lambda line: not line._has_own_price())
        nets = {line: line.price_unit * (1 - (line.discount or 0.0) / 100) for line in listed}
        taken = -sum(net * line.product_uom_qty for line, net in nets.items() if net < 0)
        spare = 0.0
        for line in listed if taken else listed & changed:
            net = nets[line]
            if net < 0:
                continue
            lowest = line._lowest_price(limit)
            if line in changed and line.currency_id.compare_amounts(net, lowest) < 0:
                raise ValidationError(self.env._(
                    "%(user)s may give %(limit)s %% off at %(store)s. On order %(order)s, %(product)s goes for at least "
                    "%(lowest)s. Correct the price, or ask %(helpers)s.",
                    product=line.product_id.display_name, lowest=line.currency_id.format(lowest),
                    **line._limit_words(limit)))
            spare += (net - lowest) * line.product_uom_qty
        if taken and changed.filtered(lambda line: line.price_unit < 0) and (
                self.currency_id[:1].compare_amounts(taken, spare) > 0):
            raise ValidationError(self.env._(
                "%(user)s may give %(limit)s %% off at %(store)s. On order %(order)s no more than %(spare)s can be "
                "taken off. Lower the amount, or ask %(helpers)s.",
                spare=self.currency_id[:1].format(spare), **self[:1]._limit_words(limit)))

    def _has_own_price(self):
        """Whether no price list says what the line costs."""
        self.ensure_one()
        return bool(
            self.display_type or self.is_downpayment or self.is_history or self.is_expense or self.combo_item_id
            or not self.product_id or ('is_reward_line' in self._fields and self['is_reward_line']))

    def _lowest_price(self, limit):
        """Return the lowest unit price within the limit, with the taxes the order shows its prices with."""
        self.ensure_one()
        line_sudo = self.sudo().with_company(self.company_id)
        if line_sudo._is_global_discount():
            return 0.0
        taxes = line_sudo.product_id.taxes_id._filter_taxes_by_company(line_sudo.company_id)
        listed, shown = (
            line_sudo.product_id._get_tax_included_unit_price_from_price(
                price, product_taxes=taxes, fiscal_position=line_sudo.order_id.fiscal_position_id)
            for price in (line_sudo._get_pricelist_price(), line_sudo._get_display_price()))
        return capability.lowest_price(listed, shown, limit)

    def _limit_words(self, limit):
        user, store = self.env.user, self.order_id.store_id
        return {
            'user': user.name, 'limit': f'{limit:g}', 'order': self.order_id.name,
            'store': store.name or self.env._("Headquarters"),
            'helpers': user._who_can(store, lambda other: other._store_limit('discount_limit', store) > limit),
        }
