# Part of store_group. License LGPL-3.
from decimal import Decimal

from odoo import Command, models

from ....engine.intake.adding_up import Part, as_json, from_json, key_of, kind_of
from ....engine.intake.price import unit_price

OF_ORDER = 900  # sequence of lines of the whole order: shipping and discount


class StoreOrderSummary(models.AbstractModel):
    """What an order brings, and the lines that hold what all bring.

    Taxes are those of the order by itself, rounded there; the line keeps their sum in Odoo's own place for given tax amounts
    (`extra_tax_data`), so sale order, invoice and credit note come to the same as the single orders do.
    """

    _inherit = 'store.order.summary'

    # === ORDERING ===

    def _parts(self, batch, match):
        """Return the Parts of an order, one for each line that a sale order of its own would have, in their order."""
        Lines, company = self.env['store.order.lines'], match.store.company_id
        if not match.is_history:
            match.fiscal_position = Lines._future_position(match, batch.taxes)
        currency = match.pricelist.currency_id or company.currency_id
        rows = []
        for vals in Lines._vals_list(match.channel, match, batch.taxes):
            taxes = [number for command in vals['tax_ids'] or () for number in command[2]]
            price = None if vals['sequence'] == OF_ORDER else Decimal(repr(currency.round(vals['price_unit'])))
            key = key_of(vals['product_id'], taxes, vals['discount'], price)
            batch.names.setdefault(key, vals['name'])
            rows.append((key, vals, taxes))
        return self._taxed(batch, match, currency, rows)

    def _taxed(self, batch, match, currency, rows):
        """Return the Parts of these (key, values of a line, ids of its taxes), with the taxes of all of them together."""
        if not any(taxes for _key, _vals, taxes in rows):
            return [self._part(batch, match, currency, row, None) for row in rows]
        company, Tax = match.store.company_id, self.env['account.tax']
        lines = [self._base_line(match, currency, vals, taxes) for _key, vals, taxes in rows]
        Tax._add_tax_details_in_base_lines(lines, company)
        Tax._round_base_lines_tax_details(lines, company)
        return [self._part(batch, match, currency, row, line['tax_details']) for row, line in zip(rows, lines, strict=True)]

    def _part(self, batch, match, currency, row, details):
        """Return one Part, with the tax details of its line within its order."""
        key, vals, taxes = row
        price, quantity = (Decimal(repr(float(vals[name]))) for name in ('price_unit', 'product_uom_qty'))
        amount = untaxed = _exact(currency, vals['price_unit'] * vals['product_uom_qty'] * (1 - vals['discount'] / 100.0))
        if details:
            untaxed = _exact(currency, details['total_excluded_currency'] + details['delta_total_excluded_currency'])
        if not taxes:
            return Part(key, quantity, untaxed, untaxed, price * quantity, own_untaxed=amount)
        taxed = [
            (tax['tax'].id, _exact(currency, tax['tax_amount_currency']), _exact(currency, tax['base_amount_currency']))
            for tax in details['taxes_data']
            if not tax['is_reverse_charge']
        ]
        own = self._by_itself(batch, match, currency, vals, taxes)
        return Part(key, quantity, amount, untaxed, price * quantity, *own, tuple(sorted(taxed)))

    def _by_itself(self, batch, match, currency, vals, taxes):
        """Return (untaxed, tax) of a line as it stands on a sale order, whatever the others are; kept within a batch."""
        asked = (vals[name] for name in ('product_id', 'price_unit', 'product_uom_qty', 'discount'))
        key = ('own', match.store.company_id, currency, tuple(taxes), *asked)
        if key not in batch.taxes:
            company, Tax = match.store.company_id, self.env['account.tax']
            line = self._base_line(match, currency, vals, taxes)
            Tax._add_tax_details_in_base_line(line, company)
            Tax._round_base_lines_tax_details([line], company)
            untaxed, total = (line['tax_details'][name] for name in ('total_excluded_currency', 'total_included_currency'))
            batch.taxes[key] = _exact(currency, untaxed), _exact(currency, total - untaxed)
        return batch.taxes[key]

    def _base_line(self, match, currency, vals, taxes):
        return self.env['account.tax']._prepare_base_line_for_taxes_computation(
            {},
            tax_ids=self.env['account.tax'].browse(taxes),
            product_id=self.env['product.product'].browse(vals['product_id']),
            price_unit=vals['price_unit'],
            quantity=vals['product_uom_qty'],
            discount=vals['discount'],
            currency_id=currency,
            partner_id=match.partner,
        )

    def _lines(self, sale):
        """Return {key: line} of a summary."""
        return {line.summary_share[0]: line for line in sale.order_line if line.summary_share}

    def _apply(self, batch):
        """Write what changes; confirm what has become part of a confirmed sale; cancel what has nothing left."""
        for sale, changes in batch.changes.items():
            if not changes:
                continue
            was_locked = sale.is_history and sale.locked
            if was_locked:
                sale.locked = False
            self._change_lines(batch, sale, changes)
            if was_locked:
                sale.locked = True
            if not any(line.product_uom_qty for line in sale.order_line):
                self._end(sale)
            elif sale in batch.confirmed and sale.state in ('draft', 'sent'):
                sale.action_confirm()
            sale.env.flush_all()

    def _change_lines(self, batch, sale, changes):
        lines, new, gone = self._lines(sale), [], sale.order_line.browse()
        touched = sale.order_line.browse()
        for key, change in changes.items():
            line = lines.get(key)
            (known,) = from_json([line.summary_share]) if line else (Part(key),)
            whole = known + change
            if line and not whole and (sale.is_history or sale.state in ('draft', 'sent')):
                gone |= line
                continue
            vals = self._line_vals(sale, whole)
            if line:
                line.write(vals)
                touched |= line
            else:
                new.append({**self._new_line_vals(batch, sale, key, len(lines) + len(new)), **vals})
        gone.unlink()
        touched |= sale.order_line.create(new)
        # the same price and quantity may have other taxes now
        touched.modified(['price_unit'])
        touched.modified(['price_subtotal'])

    def _new_line_vals(self, batch, sale, key, place):
        number, taxes, _discount = kind_of(key)
        product = self.env['product.product'].browse(number)
        return {
            'order_id': sale.id,
            'product_id': number,
            'name': batch.names.get(key) or product.display_name,
            'product_uom_id': product.uom_id.id,
            'tax_ids': [Command.set(taxes)],
            'sequence': 10 + place,
        }

    def _line_vals(self, sale, whole):
        """Return the values of a line that holds `whole` (Part): price times quantity is its amount, its taxes are given."""
        _product, taxes, discount = kind_of(whole.key)
        quantity = float(whole.quantity)
        digits = self.env['decimal.precision'].precision_get('Discount')
        price = unit_price(whole.amount, whole.quantity, Decimal(repr(discount)) / 100, digits)
        if discount >= 100 and quantity:
            price = float(whole.gross) / quantity
        given = {tax: (money, base) for tax, money, base in whole.taxes}
        names = ('tax_amount_currency', 'base_amount_currency')
        every = self.env['account.tax'].browse(taxes)._flatten_taxes_and_sort_them()[0] if taxes else ()
        manual = {str(tax.id): dict(zip(names, map(float, given.get(tax.id, (0, 0))), strict=True)) for tax in every}
        return {
            'product_uom_qty': quantity,
            'price_unit': price,
            'technical_price_unit': price - 1.0,
            'discount': discount,
            'summary_share': as_json([whole])[0],
            'extra_tax_data': quantity
            and manual
            and {
                'currency_id': sale.currency_id.id,
                'price_unit': price,
                'quantity': quantity,
                'discount': discount,
                'manual_total_excluded_currency': float(whole.untaxed),
                'manual_tax_amounts': manual,
            }
            or False,
        }

    def _end(self, sale):
        """End a summary whose orders have all gone elsewhere."""
        if sale.is_history:
            sale.order_line.unlink()
            sale.unlink()
        else:
            sale._action_cancel()


def _exact(currency, amount):
    return Decimal(repr(currency.round(amount)))
