# Part of store_group. License LGPL-3.
from datetime import datetime, time

from odoo import api, models


class StoreOwnPrice(models.AbstractModel):
    """Our public price of one unit: of a store by its or its groups' pricelist, else the product's sales price.

    It includes tax, is in the company's currency and for quantity 1, as Odoo would show it to a customer without a
    pricelist of their own. It reveals no more than Odoo's own prices, and stores nothing.
    """

    _name = 'store.own.price'
    _description = 'Our Public Prices'

    # === PRICES ===

    @api.model
    def _prices(self, company, store, products, moment):
        """Return {product id: price of one unit with tax, in the company's currency}; 0.0 without a price.

        :param company: `res.company` whose sales price and taxes are used
        :param store: one `store.store` of it; none: the sales price of the product
        :param moment: datetime in UTC for the pricelist rules. Sales prices are the current ones: Odoo
            stores no former ones.
        """
        # Elevated: a sales price is public, but a rule may be based on a cost the reader may not see.
        products_sudo = products.sudo().with_company(company)
        pricelist_sudo = self.env['product.pricelist'].sudo().with_company(company)
        if store:
            pricelist_sudo |= store.sudo().with_company(company)._effective_pricelist()
        prices = pricelist_sudo._get_products_price(products_sudo, 1.0, currency=company.sudo().currency_id, date=moment)
        return {product.id: self._with_tax(prices[product.id], product, company) for product in products_sudo}

    @api.model
    def _noon(self, day):
        """Return noon of a day, for pricelist rules."""
        return datetime.combine(day, time(12))

    @api.model
    def _with_tax(self, price, product, company, is_net=False):
        """Return a price of the product with its sales taxes in a company, not rounded.

        :param is_net: the price is always without tax; else as Odoo stores sales prices
        """
        taxes = product.sudo().taxes_id._filter_taxes_by_company(company)
        if not taxes or not price:
            return price
        return (
            taxes.with_company(company)
            .with_context(round_base=False)
            .compute_all(
                price,
                currency=company.sudo().currency_id,
                product=product.sudo(),
                handle_price_include=not is_net,
                rounding_method='round_globally',
            )['total_included']
        )
