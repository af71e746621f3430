# Part of store_group. License LGPL-3.
from odoo import models
from odoo.tools import SQL

RAW = frozenset({'count', 'count_distinct', 'array_agg', 'array_agg_distinct', 'sum_currency'})  # these aggregate no amounts


class StoreOneCurrency(models.AbstractModel):
    """Amounts are never added over several currencies: a group with several shows none.

    Read `currency_id:count_distinct` or `:array_agg_distinct` to see why. Columns in one currency
    (such as `amount_one`) have values for these groups; `:sum_currency` is core's own conversion at today's rate.
    """

    _name = 'store.one.currency'
    _description = 'Amounts in One Currency'

    _money_figures = frozenset()  # further fields in the currency of `_money_currency`, besides the monetary fields
    _money_currency = 'currency_id'

    def _read_group_select(self, aggregate_spec, query):
        """Override of `base` to return NULL for amounts of several currencies."""
        found = super()._read_group_select(aggregate_spec, query)
        name, _colon, function = aggregate_spec.partition(':')
        return found if function in RAW else self._kept_apart(name, found, query)

    def _kept_apart(self, name, found, query):
        """SQL: an aggregate of this figure, NULL if the group has several currencies."""
        column = self._money_column(name)
        if not column or not self._has_several_currencies():
            return found
        currency = self._field_to_sql(self._table, column, query)
        return SQL('CASE WHEN MIN(%s) IS NOT DISTINCT FROM MAX(%s) THEN %s END', currency, currency, found)

    def _money_column(self, name):
        """Return the currency field of a figure; None if it is no amount, or converted to the reader's currency."""
        field = self._fields.get(name)
        if field is not None and field.type == 'monetary':
            column = field.get_currency_field(self)
            return column if column != 'one_currency_id' else None
        return self._money_currency if name in self._money_figures else None

    def _has_several_currencies(self):
        """Whether the records can be in different currencies. Override where this needs no query."""
        return True
