# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.tools import SQL

from ..models.people.all_companies import in_all_companies


class StoreAllCompanies(models.AbstractModel):
    """A report on every company of the reader, whichever are ticked; see `all_companies`.

    Where these companies have several currencies, pivots and charts open on the amount in one currency.
    """

    _name = 'store.all.companies'
    _description = 'Report on All Companies'

    def _search(self, domain, *args, **kwargs):
        """Override of `base` to search in all companies of the reader."""
        return super(StoreAllCompanies, in_all_companies(self))._search(domain, *args, **kwargs)

    def _read_group(self, domain, *args, **kwargs):
        """Override of `base`: likewise."""
        return super(StoreAllCompanies, in_all_companies(self))._read_group(domain, *args, **kwargs)

    def _read_grouping_sets(self, domain, *args, **kwargs):
        """Override of `base`: likewise."""
        return super(StoreAllCompanies, in_all_companies(self))._read_grouping_sets(domain, *args, **kwargs)

    def _check_access(self, operation):
        """Override of `base`: likewise."""
        return super(StoreAllCompanies, in_all_companies(self))._check_access(operation)

    def _read_group_select(self, aggregate_spec, query):
        """Override of `base`: an amount in one currency is empty where a currency in it has no rate, never a part of it."""
        found = super()._read_group_select(aggregate_spec, query)
        own = self._own_amount(aggregate_spec.partition(':')[0])
        missing = own and self._missing_currencies(query)
        if not missing:
            return found
        return SQL(
            'CASE WHEN bool_or(%s IN %s AND %s != 0) IS NOT TRUE THEN %s END',
            self._field_to_sql(self._table, 'currency_id', query),
            tuple(missing.ids),
            self._field_to_sql(self._table, own, query),
            found,
        )

    def _missing_currencies(self, query):
        """Return the currencies without a rate; asked once for all amounts of a query."""
        if not hasattr(query, 'store_missing'):
            query.store_missing = self.env['store.reporting.currency']._missing()
        return query.store_missing

    def _own_amount(self, name):
        """Return the amount in the company's currency an amount in the one currency is made of; None for other fields."""
        field = self._fields.get(name)
        if field is not None and field.type == 'monetary' and field.get_currency_field(self) == 'one_currency_id':
            return name.removesuffix('_one')
        return None

    # === VIEWS ===

    @api.model
    def _get_view_cache_key(self, view_id=None, view_type='form', **options):
        """Override of `base`: the measures shown first depend on the currencies of the reader's companies."""
        return (*super()._get_view_cache_key(view_id, view_type, **options), self._is_in_several_currencies())

    @api.model
    def _get_view(self, view_id=None, view_type='form', **options):
        """Override of `base` to show amounts in one currency first, where there are several."""
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type in ('pivot', 'graph') and self._is_in_several_currencies():
            for node in arch.iterfind(".//field[@type='measure']"):
                in_one = f'{node.get("name")}_one'
                if in_one in self._fields:
                    node.set('name', in_one)
        return arch, view

    def _is_in_several_currencies(self):
        return len(in_all_companies(self).env.companies.sudo().currency_id) > 1
