# Part of store_group. License LGPL-3.
from dataclasses import replace
from decimal import Decimal

from odoo import api, models

from ...engine.cleaning.numbers import plain
from ...engine.intake.bundles import Piece, exploded, levelled, spread, weights, with_amount
from ...engine.intake.digits import complaint
from ...engine.intake.lines import amount


class StoreOrderBundles(models.AbstractModel):
    """Replaces lines of channels that sell several products together by a line for each product.

    How it works: a listing with components is a bundle. Its line is split in the draft of the order, so that everything after it
    (prices, taxes, refunds, summaries) sees products only. What a bundle stood for when a sale order was made is kept on the
    intake order, with the weights of its price: another list price or another composition later changes no order that is
    confirmed, and refunds reach the products that were sold.
    Cost: nothing without bundles; with tax on top and rounded by line, some taxes of the split lines.
    """

    _name = 'store.order.bundles'
    _description = 'Bundles in Channel Orders'

    # === ORDERING ===

    @api.model
    def _composition(self, listing, company, known):
        """Return what a listing is made of: [[id of a product, its quantity, its weight in the price], ...], as JSON holds it.

        :param listing: store.listing with components
        :param company: res.company that sells
        :param dict known: caches within a batch
        """
        key = listing.id, company.id
        if key not in known:
            parts = listing.component_ids.with_company(company)
            quantities = [Decimal(repr(part.quantity)) for part in parts]
            shares = [Decimal(repr(part.share)) if part.share else None for part in parts]
            prices, costs = (
                [
                    Decimal(repr(self._in_currency(part.product_id, name, company))) * quantity
                    for part, quantity in zip(parts, quantities, strict=True)
                ]
                for name in ('lst_price', 'standard_price')
            )
            factor = Decimal(repr(listing.factor))
            known[key] = [
                [part.product_id.id, plain(quantity * factor), format(weight, '.12g')]
                for part, quantity, weight in zip(parts, quantities, weights(shares, prices, costs), strict=True)
            ]
        return known[key]

    def _in_currency(self, product, name, company):
        """Return the list price or cost of a product in the company's currency, never below zero."""
        product = product.sudo()  # what it costs weighs; nobody is shown it
        own = product.currency_id if name == 'lst_price' else product.cost_currency_id
        price = product[name]
        if own != company.currency_id:
            price = own._convert(price, company.currency_id, company, self.env.cr.now().date(), round=False)
        return max(price, 0.0)

    @api.model
    def _explode(self, match, bundles):
        """Replace the lines of an OrderMatch that are bundles by those of their products.

        :param dict bundles: {position of a line: its composition}
        """
        match.bundles = {match.lines[position][1]: rows for position, rows in bundles.items()}
        pieces = {
            position: [Piece(Decimal(quantity), Decimal(weight)) for _id, quantity, weight in rows]
            for position, rows in bundles.items()
        }
        match.whole = match.draft
        match.draft, match.places = exploded(match.draft, pieces)
        Product, digits = self.env['product.product'], self.env['decimal.precision'].precision_get('Product Unit')
        lines, split = [], list(match.draft.lines)
        for position, (line, key, product, factor) in enumerate(match.lines):
            if position not in bundles:
                lines.append((line, key, product, factor))
                continue
            for place, (product_id, _quantity, _weight) in zip(match.places[position], bundles[position], strict=True):
                part = Product.browse(product_id)
                name = f'{part.display_name} · {line.name or key}'
                split[place] = replace(split[place], name=name)
                lines.append((split[place], key, part, 1.0))
                rounded = complaint(split[place], position, 1.0, digits)
                match.issues += [rounded] if rounded else []
        match.draft, match.lines = replace(match.draft, lines=tuple(split)), lines

    @api.model
    def _level(self, channel, matches):
        """Move cents between the products of bundles, where each line's tax is rounded by itself and added to the price."""
        known = {}
        for match in matches:
            company = match.store.company_id
            if match.places and company.tax_calculation_rounding_method == 'round_per_line' and not match.is_history:
                taxes = self._taxes_outside(channel, match, known)
                for places in match.places.values():
                    self._level_one(match, places, [taxes[place] for place in places])

    def _level_one(self, match, places, taxes):
        """Level the lines at `places`, if they have the same taxes and these are added to the price."""
        if not taxes[0] or any(tax != taxes[0] for tax in taxes):
            return
        currency = match.pricelist and match.pricelist.currency_id or match.store.company_id.currency_id
        Lines = self.env['store.order.lines']
        amounts = [amount(match.lines[place][0]) for place in places]
        level = levelled(
            amounts, match.draft.step, lambda part: Lines._on_top(taxes[0], part, Decimal(1), currency) if part else part
        )
        if level == amounts:
            return
        split = list(match.draft.lines)
        for place, part in zip(places, level, strict=True):
            split[place] = with_amount(split[place], part)
            match.lines[place] = (split[place], *match.lines[place][1:])
        match.draft = replace(match.draft, lines=tuple(split))

    def _taxes_outside(self, channel, match, known):
        """Return {place of a bundle's product: the account.tax records that will be added to its price, of percentages only}."""
        Lines, company = self.env['store.order.lines'], match.store.company_id
        position = match.sale.sudo().fiscal_position_id if match.sale else Lines._future_position(match, known)
        found = {}
        for place in (place for places in match.places.values() for place in places):
            line, _key, product, _factor = match.lines[place]
            inside = channel.price_tax == 'inside' if line.tax_included is None else line.tax_included
            kept = line.tax_included is None and channel.price_tax == 'product'
            taxes = product.taxes_id._filter_taxes_by_company(company)
            taxes = position.map_tax(taxes) if position else taxes
            flat = taxes.flatten_taxes_hierarchy()
            if (inside and not kept) or any(tax.amount_type != 'percent' or (kept and tax.price_include) for tax in flat):
                found[place] = self.env['account.tax']
            else:
                found[place] = taxes if kept else taxes.with_context(force_price_include=False)
        return found

    @api.model
    def _spread(self, matches):
        """Put the refunds of bundles on their products; the tax on top of the lines is known."""
        for match in matches:
            if match.places and match.draft.refunds:
                match.draft = replace(match.draft, refunds=spread(self._whole(match), match.draft, match.places))

    def _whole(self, match):
        """Return the draft with bundles, each line with the tax on top of its price."""
        lines, at = [], 0
        for position, line in enumerate(match.whole.lines):
            places = match.places.get(position) or (at,)
            at = places[-1] + 1
            tax = sum((match.draft.lines[place].tax_on_top for place in places), Decimal(0))
            lines.append(replace(line, tax_on_top=tax))
        return replace(match.whole, lines=tuple(lines))

    @api.model
    def _keep(self, order, match):
        """Write down what the bundles of an intake order stand for, before its sale order is made or rewritten."""
        if match.kept_bundles is None and (order.bundles or {}) != match.bundles:
            order.bundles = match.bundles or False
