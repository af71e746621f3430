# Part of store_group. License LGPL-3.
import time

from odoo import api, models, tools

from . import elevation
from .ir_rule import QUARTER
from .sql import lots as questions

# In the context while values are fetched into the shared cache. RPC cannot send an object.
RAW = object()


class StockLot(models.Model):
    """All users see lots; the location of a lot is blank for users who may not see that location.

    The location is stored and computed over all stock. Each way to read it is filtered here: reading and what the web
    client reads, copies, exports, forms; filters, sorting and grouping, also from other models, use
    `_field_to_sql`. Core's own work as the user reads on.
    """

    _name = 'stock.lot'
    _inherit = ['stock.lot', 'store.costed']

    _store_hidden = {'standard_price': 'see_cost', 'avg_cost': 'see_cost', 'total_value': 'see_cost'}
    _store_first_cost = ('read', 'write')

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `stock_account`, which gives new lots the cost of their product: also where their maker may not see it."""
        if not elevation.is_needed(self):
            return super().create(vals_list)
        if 'standard_price' in self.env['store.links']._given_fields(self, vals_list):
            self._check_field_access(self._fields['standard_price'], 'write')
        return super(StockLot, self._as_made_by_core()).create(vals_list).with_env(self.env)

    def _store_before_write(self, vals):
        """Override of `store.hidden`: a new lot has no cost yet, and takes that of its product."""
        if vals.keys() == {'standard_price'} and self._is_made_by_core():
            if all(not lot.standard_price and lot.product_id.standard_price == vals['standard_price'] for lot in self.sudo()):
                return
        super()._store_before_write(vals)

    # === STRUCTURE ===

    def _unseen_places(self):
        """Return the ids of the places of stores that the current user does not see; none for most people."""
        if self.env.su or not self.env.user._is_store_bound():
            return frozenset()
        return self._cached_unseen_places(int(time.time()) // QUARTER)

    @tools.ormcache('self.env.uid', 'quarter')
    def _cached_unseen_places(self, quarter):
        places = self.env['stock.location'].sudo().with_context(active_test=False).search([('store_id', '!=', False)])
        return frozenset(places.ids) - set(self.env.user._store_anchors('read').locations)

    def _lying_unseen(self):
        """Return those of these lots that lie at a place the current user does not see."""
        unseen = self._unseen_places()
        return self.filtered(lambda lot: lot.sudo().location_id.id in unseen) if unseen else self.browse()

    # === READING ===

    def _read_format(self, fnames, load='_classic_read'):
        """Override of `base`: `read`, `search_read` and `web_*` all end here."""
        rows = super()._read_format(fnames, load)
        if 'location_id' in fnames:
            unseen = set(self._lying_unseen()._ids)
            for row in rows:
                if row['id'] in unseen:
                    row['location_id'] = False
        return rows

    def copy_data(self, default=None):
        """Override of `base`: a copy does not carry a hidden location."""
        copies = super().copy_data(default)
        unseen = self._lying_unseen() if 'location_id' not in (default or {}) else self.browse()
        for lot, values in zip(self, copies, strict=False):
            if values and lot in unseen:
                values['location_id'] = False
        return copies

    def onchange(self, values, field_names, fields_spec):
        """Override of `web`: a form that recomputes the location does not show it either."""
        answer = super().onchange(values, field_names, fields_spec)
        place = answer.get('value', {}).get('location_id')
        if place and (place['id'] if isinstance(place, dict) else place) in self._unseen_places():
            answer['value']['location_id'] = False
        return answer

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        """Override of `base`: cells of hidden locations stay empty, also in exports of other models."""
        columns = [column for column, path in enumerate(fields) if path and path[0] == 'location_id']
        unseen = self._lying_unseen() if columns else self.browse()
        if not unseen:
            return super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)
        rows = []
        for lot in self:
            part = super(StockLot, lot)._export_rows(fields, _is_toplevel_call=_is_toplevel_call)
            for row in part if lot in unseen else ():
                for column in columns:
                    row[column] = ''
            rows += part
        return rows

    # === FILTERS, ORDERS, GROUPS ===

    def _field_to_sql(self, alias, field_expr, query=None):
        """Override of `base`: filtering, sorting and grouping by location treat hidden locations as empty."""
        sql = super()._field_to_sql(alias, field_expr, query)
        if field_expr.split('.')[0] != 'location_id' or self.env.context.get('store_place') is RAW:
            return sql
        unseen = self._unseen_places()
        return questions.seen_place(sql, unseen) if unseen else sql

    def _fetch_query(self, query, fields):
        """Override of `base`: the cache holds the stored value."""
        if not self._unseen_places():
            return super()._fetch_query(query, fields)
        return super(StockLot, self.with_context(store_place=RAW))._fetch_query(query, fields).with_env(self.env)
