# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.exceptions import UserError

from ....engine.cleaning.numbers import parse_decimal
from ....engine.cleaning.uncleanable import Uncleanable
from ...people import elevation

MOST = 500
FLAGS = ('tax_included', 'promotion')
TEXTS = ('title', 'sku', 'url')


class StoreCompetitorPrice(models.Model):
    """API for recording competitors' prices: many in one call, with a result for each row."""

    _inherit = 'store.competitor.price'

    # === REPORTING ===

    @api.model
    def record(self, prices):
        """Record prices of competitors. A bad row does not stop the others; repeating a call changes nothing.

        :param list prices: at most 500 of {"competitor": code, "product": code, barcode or id of exactly one active
            product, "price": number or decimal string, greater than 0}; besides, as wanted: "currency" (code; the
            company's), "date" (YYYY-MM-DD; today), "store" (code of the store it was seen near; everywhere),
            "pack_quantity" (units of the product the price is for; 1), "tax_included" (true), "promotion" (false),
            "title", "sku", "url" there. Other keys are ignored.
        :returns: [{"id", "state", "message"}] in the order given; `state` is 'created', 'unchanged', 'updated' (another
            price of that day existed) or 'refused' (then `id` is False and `message` has the next step)
        :raises UserError: if it is no list of rows, or too many; or for an integration account without membership
        """
        self.env.user._check_store_caller()
        if not isinstance(prices, list) or not all(isinstance(row, dict) for row in prices):
            raise UserError(self.env._("Send prices as a list of rows, each with a competitor, a product and a price."))
        if len(prices) > MOST:
            raise UserError(
                self.env._("%(count)s prices in one call are too many. Send at most %(most)s.", count=len(prices), most=MOST)
            )
        answers, todo = {}, []
        known = self._known_to(prices)
        for number, row in enumerate(prices):
            try:
                todo.append((number, self._row_values(row, known)))
            except UserError as error:
                answers[number] = {'id': False, 'state': 'refused', 'message': str(error)}
        answers.update(self._take_each(todo))
        return [answers[number] for number in range(len(prices))]

    def _known_to(self, prices):
        """Return {'competitor' | 'product' | 'store' | 'currency': {name in a row: records}}; one query each."""
        called = {
            name: list({row.get(name) for row in prices if isinstance(row.get(name), (str, int))} - {False, ''})
            for name in ('competitor', 'product', 'store', 'currency')
        }
        return {
            'competitor': self.env['store.competitor']
            .sudo()
            .search([('code', 'in', list(map(str, called['competitor'])))])
            .grouped('code'),
            'product': self.env['store.availability']._products_meant(called['product']),
            'store': self.env['store.store'].sudo()._by_code(called['store']),
            'currency': self.env['res.currency']
            .sudo()
            .search([('name', 'in', list(map(str, called['currency'])))])
            .grouped('name'),
        }

    def _row_values(self, row, known):
        """Return the values of one row.

        :raises UserError: naming the problem or the missing right
        """
        store = self._named(row, 'store', known, self.env._("No store has the code %(code)s. Correct it and call again."))
        self._check_may_record(store.sudo(False) if store else self.env['store.store'])
        competitor = self._named(
            row,
            'competitor',
            known,
            self.env._("No competitor has the code %(code)s. Create it under Competitors, or correct the code."),
            True,
        )
        product = self._named(
            row,
            'product',
            known,
            self.env._("%(code)s matches none or several of our active products. Use the code, barcode or id of exactly one."),
            True,
        )
        currency = self._named(
            row,
            'currency',
            known,
            self.env._("Currency %(code)s is unknown or not active. Activate it under Accounting, Currencies."),
        )
        values = {
            'competitor_id': competitor.id,
            'product_id': product.id,
            'store_id': store.id if store else False,
            'date': self._day(row),
            'price': self._number(row, 'price'),
            'source': 'call',
        }
        if currency:
            values['currency_id'] = currency.id
        if row.get('pack_quantity') not in (None, '') and row['pack_quantity'] is not False:
            values['pack_quantity'] = self._number(row, 'pack_quantity')
        values.update({name: bool(row[name]) for name in FLAGS if name in row})
        values.update({name: str(row[name]) if row[name] else False for name in TEXTS if name in row})
        return values

    def _named(self, row, name, known, refusal, needed=False):
        """Return the record a row names, None if it names none and it is optional."""
        code = row.get(name)
        if not needed and (code is None or code is False or code == ''):
            return None
        found = known[name].get(code) if isinstance(code, (str, int)) and code is not True else None
        if not found or len(found) > 1:
            raise UserError(refusal % {'code': code or '-'})
        return found

    def _number(self, row, name):
        try:
            return float(parse_decimal(row.get(name)))
        except Uncleanable as error:
            raise UserError(
                self.env._("%(found)s is not a number. Write it like 1234.50.", found=row.get(name) or '-')
            ) from error

    def _day(self, row):
        try:
            return fields.Date.to_date(row.get('date') or fields.Date.context_today(self))
        except (TypeError, ValueError) as error:
            raise UserError(self.env._("%(found)s is not a date. Write it like 2024-03-31.", found=row['date'])) from error

    def _take_each(self, todo):
        """Record rows in one savepoint; if that fails, halve them until the bad ones are found.

        :param todo: list of (number, values) the caller may record
        :returns: {number: answer}
        """
        if not todo:
            return {}
        try:
            with self.env.cr.savepoint():
                # Elevated: the right was checked for each store, and an integration account has no access line.
                taken = elevation.lift(self)._take([values for _number, values in todo])
                return {
                    number: {'id': record.id, 'state': state, 'message': ''}
                    for (number, _values), (state, record) in zip(todo, taken, strict=True)
                }
        except UserError as error:
            if len(todo) == 1:
                return {todo[0][0]: {'id': False, 'state': 'refused', 'message': str(error)}}
        half = len(todo) // 2
        return {**self._take_each(todo[:half]), **self._take_each(todo[half:])}
