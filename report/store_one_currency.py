# Part of store_group. License LGPL-3.
from odoo import models
from odoo.tools import SQL


class StoreOneCurrency(models.AbstractModel):
    """Amounts that are never put together over several currencies: such a group shows none."""

    _name = 'store.one.currency'
    _description = 'Amounts in One Currency'

    _money = frozenset()  # fields in the currency of `_money_currency`
    _money_currency = 'currency_id'

    def _read_group_select(self, aggregate_spec, query):
        """Override of `base` to answer nothing for amounts of several currencies."""
        found = super()._read_group_select(aggregate_spec, query)
        if aggregate_spec.split(':')[0] not in self._money or aggregate_spec.endswith((':count', ':count_distinct')):
            return found
        currency = self._field_to_sql(self._table, self._money_currency, query)
        return SQL('CASE WHEN MIN(%s) = MAX(%s) THEN %s END', currency, currency, found)
