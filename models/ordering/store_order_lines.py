# Part of store_group. License LGPL-3.
from decimal import Decimal

from odoo import Command, api, models

from ...engine.intake.digits import kept_quantity
from ...engine.intake.lines import amount
from ...engine.intake.price import discount_percent, line_subtotal, unit_price
from ...engine.intake.total import missing, settled, shares


class StoreOrderLines(models.AbstractModel):
    """Computes the values of sale order lines so that the order has the channel's amounts.

    How it works: prices include tax or not, as set on the line, else the channel; a line keeps the declared price,
    with the product's tax included or added (`store.price.tax`). Nothing is rounded per unit: if a price
    alone, a discount with the decimals of its field, or a quantity rounded to its unit, does not give the declared amount,
    the price is computed from the amount and stored as a full float. Shipping and our own discount get the tax of the goods, in
    proportion if there are several. A difference of a few cents to the declared total, from the channel's own
    rounding, goes to the largest line.
    History orders keep the amounts of the file, untaxed.
    """

    _name = 'store.order.lines'
    _description = 'Lines of Channel Orders'

    # === ORDERING ===

    @api.model
    def _vals_list(self, channel, match, known):
        """Return the create values of the lines: the goods, then shipping and our own discount.

        :param channel: store.channel
        :param match: OrderMatch, complete
        :param dict known: caches taxes within one batch; pass the same dict to every call
        """
        draft = match.draft
        amounts = [amount(line) for line, *_rest in match.lines]
        settle = (
            not match.is_history
            and channel.price_tax != 'outside'
            and draft.total is not None
            and not any(line.tax_included is False for line in draft.lines)
        )
        wanted = settled(amounts, missing(draft), draft.step) if settle else amounts
        exact = match.store.company_id.tax_calculation_rounding_method == 'round_globally' and not match.is_history
        lines, weights = [], {}
        for position, (line, _key, product, factor) in enumerate(match.lines):
            taxes = self._taxes(channel, match, line, product, known)
            vals = self._line_vals(line, product, factor, wanted[position], exact)
            lines.append({**vals, 'sequence': 10 + position, 'tax_ids': taxes and [Command.set(taxes.ids)]})
            weights[taxes] = weights.get(taxes, Decimal(0)) + abs(wanted[position])
        currency = match.pricelist.currency_id or match.store.company_id.currency_id
        step = Decimal(str(currency.rounding)).normalize()
        for xmlid, value in (
            ('store_group.product_shipping', draft.shipping_amount),
            ('store_group.product_discount', -draft.discount_amount),
        ):
            if value:
                parts = zip(weights, shares(value, list(weights.values()), step), strict=True)
                lines += [self._amount_vals(xmlid, taxes, part) for taxes, part in parts if part]
        return lines

    def _line_vals(self, line, product, factor, wanted, exact):
        """Return the values of one line with the amount `wanted` (Decimal).

        :param bool exact: without rounding, because the amount is rounded together with other lines
        """
        price = float(line.unit_price) / factor
        Precision = self.env['decimal.precision']
        digits = Precision.precision_get('Discount')
        percent = discount_percent(line.discount_rate, digits)
        plain = line_subtotal(line.unit_price, line.quantity, line.discount_rate, line.step, digits)
        raw = line.unit_price * line.quantity * (1 - Decimal(str(percent)) / 100)
        sold, kept = kept_quantity(line.quantity, factor, Precision.precision_get('Product Unit'))
        if wanted != plain or kept != sold or (exact and abs(raw - wanted) > Decimal('1e-9')):
            price = unit_price(wanted, kept, line.discount_rate, digits)
        return {
            'product_id': product.id,
            'name': self._line_name(line, product),
            'product_uom_id': product.uom_id.id,
            'product_uom_qty': float(kept),
            'price_unit': price,
            # core recomputes the price on a change of quantity, unless it differs from its own last result
            'technical_price_unit': price - 1.0,
            'discount': percent,
        }

    def _line_name(self, line, product):
        name = line.name or product.display_name
        return self.env._("%(product)s (gift)", product=name) if line.gift else name

    def _amount_vals(self, xmlid, taxes, value):
        product = self.env.ref(xmlid).product_variant_id
        return {
            'product_id': product.id,
            'name': product.name,
            'product_uom_qty': 1.0,
            'product_uom_id': product.uom_id.id,
            'price_unit': float(value),
            'technical_price_unit': float(value) - 1.0,
            'discount': 0.0,
            'sequence': 900,
            'tax_ids': taxes and [Command.set(taxes.ids)],
        }

    def _taxes(self, channel, match, line, product, known):
        """Return the account.tax records of a line, False for history and untaxed lines."""
        taxes = product.taxes_id
        if match.is_history or not taxes:
            # history has been taxed already: keep the amounts of the file
            return False
        inside = channel.price_tax == 'inside' if line.tax_included is None else line.tax_included
        kept = line.tax_included is None and channel.price_tax == 'product'
        key = (match.store.company_id, match.fiscal_position, taxes, None if kept else inside)
        if key not in known:
            mapped = taxes._filter_taxes_by_company(match.store.company_id)
            mapped = match.fiscal_position.map_tax(mapped) if match.fiscal_position else mapped
            known[key] = (mapped if kept else self.env['store.price.tax']._taxes(mapped, inside)) or False
        return known[key]

    @api.model
    def _taxes_on_top(self, channel, match, known):
        """Return the tax (Decimal) added to each line's amount of an OrderMatch: of its sale order, else of the product.

        Read-only: a product to be created has the default tax of its company.
        """
        company, sale = match.store.company_id, match.sale and match.sale.sudo()
        currency = match.pricelist and match.pricelist.currency_id or company.currency_id
        sold = self.env['store.order.refund']._sale_lines(sale, match) if sale else {}
        position = sale.fiscal_position_id if sale else self._future_position(match, known)
        found = []
        for place, (line, _key, product, _factor) in enumerate(match.lines):
            if place in sold:
                taxes, price = sold[place][0].tax_ids, amount(line)
                found.append(self._on_top(taxes, price, line.quantity, currency) if taxes and price else Decimal(0))
                continue
            taxes = (product.taxes_id if product else company.account_sale_tax_id)._filter_taxes_by_company(company)
            inside = channel.price_tax == 'inside' if line.tax_included is None else line.tax_included
            kept = line.tax_included is None and channel.price_tax == 'product'
            price = amount(line)
            if not taxes or not price or not line.quantity or (inside and not kept):
                found.append(Decimal(0))
                continue
            taxes = position.map_tax(taxes) if position else taxes
            taxes = taxes if kept else taxes.with_context(force_price_include=False)
            found.append(self._on_top(taxes, price, line.quantity, currency))
        return found

    def _on_top(self, taxes, price, quantity, currency):
        """Return the tax (Decimal) added to the Decimal `price` of the whole `quantity`."""
        if not quantity:
            return Decimal(0)
        whole = taxes.compute_all(float(price / quantity), currency, float(quantity))['total_included']
        return Decimal(repr(currency.round(whole))) - price

    def _future_position(self, match, known):
        """Return the account.fiscal.position of a future order, or None without a customer.

        Its delivery address may not exist yet: a new record in memory is used.
        """
        partner, party = match.partner, match.draft.customer
        if not partner:
            return None
        address = match.address
        if not address and party.has_address:
            key = 'address', party.country, party.state, party.zip  # fields a fiscal position depends on
            if key not in known:
                vals = self.env['store.order.details']._address_vals(party, known.setdefault('places', {}))
                known[key] = self.env['res.partner'].new(vals)
            address = known[key]
        return self._fiscal_position(match.store.company_id, partner, address or partner, known)

    @api.model
    def _fiscal_position(self, company, partner, delivery, known):
        """Return the account.fiscal.position core would find for an order with these values."""
        key = ('position', company, partner, delivery)
        if key not in known:
            Position = self.env['account.fiscal.position'].with_company(company)
            set_on = any(who.with_company(company).property_account_position_id for who in (delivery, partner))
            asks = set_on or self._has_automatic_positions(Position, known)
            known[key] = Position._get_fiscal_position(partner, delivery) if asks else Position
        return known[key]

    def _has_automatic_positions(self, Position, known):
        """Whether a fiscal position of the company applies by itself; most companies have none, and core searches each time."""
        key = ('automatic', Position.env.company)
        if key not in known:
            asked = [*Position._check_company_domain(Position.env.company), ('auto_apply', '=', True)]
            known[key] = bool(Position.search_count(asked, limit=1))
        return known[key]
