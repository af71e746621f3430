# Part of store_group. License LGPL-3.
from datetime import date, time

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine import arguments
from ..engine.reporting import period, stock_kind
from ..engine.reporting.measures.measure import Table
from ..engine.stores import day
from ..models.people.all_companies import in_all_companies, opened_in_all
from ..models.people.door import context_value
from .store_fact_reader import NEEDED, ROUTE, STALE, Routed, is_routed, noted
from .store_group_columns import group_now, group_then
from .store_product_traits import TRAITS

OF_PRODUCTS = frozenset({'product_id', 'product_tmpl_id', 'categ_id', 'lot_id'}) | TRAITS


class StoreStockPlace(models.AbstractModel):
    """Common parts of reports on stock: places, products, and the period of the context.

    A place is a store (by the owner of the warehouse, whoever sells from it), the way between stores, or
    headquarters: the shelves of no store. On the way a row names the two ends, as far as a transfer tells them.
    The context says the period: `store_from` and `store_to`, days as YYYY-MM-DD, both inclusive.
    """

    _name = 'store.stock.place'
    _inherit = 'store.product.traits'
    _description = 'Stock by Place'

    store_id = fields.Many2one(
        'store.store',
        readonly=True,
        help="The store whose warehouse has the goods, whoever sells from it. Empty: on the way, or headquarters.",
    )
    place = fields.Selection(
        [('store', "Store"), ('transit', "In Transit"), ('none', "No Store")],
        readonly=True,
        help="In transit: shipped and not received. No store: shelves of headquarters.",
    )
    source_store_id = fields.Many2one(
        'store.store', string="On the Way From", readonly=True, help="Of goods in transit: the store that sent them."
    )
    dest_store_id = fields.Many2one(
        'store.store', string="On the Way To", readonly=True, help="Of goods in transit: the store that is to receive them."
    )
    group_id = fields.Many2one(
        'store.group',
        string="Group Now",
        readonly=True,
        help="The management group of the store today. Filtering by a group includes the groups below it.",
    )
    group_then_id = fields.Many2one(
        'store.group',
        string="Group on That Day",
        readonly=True,
        help="The management group of the store on the day of the row, by the group history.",
    )
    kind = fields.Selection(
        [('physical', "Physical Store"), ('online', "Online Store"), ('depot', "Depot")], string="Store Kind", readonly=True
    )
    company_id = fields.Many2one(
        'res.company', readonly=True, help="The company that owns the goods. Empty: on the way between companies."
    )
    currency_id = fields.Many2one('res.currency', readonly=True, help="The company's own currency.")
    one_currency_id = fields.Many2one('res.currency', string="Reader's Currency", readonly=True)
    product_id = fields.Many2one('product.product', string="Product Variant", readonly=True)
    product_tmpl_id = fields.Many2one('product.template', string="Product", readonly=True, help="The style.")
    categ_id = fields.Many2one('product.category', string="Product Category", readonly=True)
    any_group_id = fields.Many2one(
        'store.group',
        string="Group of Any Tree",
        store=False,
        search='_search_any_group',
        help="For filters: the stores below a group of any tree today.",
    )

    _measures = Table()  # what the report measures
    _store_asks_each_field = True  # each measure names its capabilities

    @api.model
    def _search_any_group(self, operator, value):
        return self.env['store.sale.report']._search_any_group(operator, value)

    def _has_field_access(self, field, operation):
        """Override of `base` to hide values and margins."""
        return super()._has_field_access(field, operation) and (
            self.env.su or all(map(self.env['store.sale.report']._may_see, self._measures.capabilities(field.name)))
        )

    def _read_group_select(self, aggregate_spec, query):
        """Override of `base` to make ratios of sums, whatever aggregate a caller names."""
        name = aggregate_spec.split(':')[0]
        if name not in self._measures.ratios:
            return super()._read_group_select(aggregate_spec, query)
        self._check_field_access(self._fields[name], 'read')
        above, below = (self._read_group_select(f'{part}:sum', query) for part in self._measures.ratios[name])
        return self._kept_apart(name, SQL('COALESCE(%s, 0)::numeric / NULLIF(%s, 0)', above, below), query)

    # === REPORTING ===

    def _routed(self, domain, grouping_sets, aggregates, having=(), order=None):
        """Override: sums are all that is asked, so that facts answer every question; note what it names."""
        if is_routed(self.env):
            return self
        self = in_all_companies(self)
        names = {
            None if field is None else field.split('.')[0]
            for field, _operator, _value in self._conditions(self._with_rules(domain))
        }
        names |= {self._part_of(spec)[0] for spec in (*aggregates, *(spec for sets in grouping_sets for spec in sets))}
        names |= {term[0].split(':')[0] for term in having if isinstance(term, list | tuple)}
        names |= {self._part_of(part.split()[0])[0] for part in (order or '').split(',') if part.strip()}
        days = any(spec.startswith('date') and spec != 'date:month' for sets in grouping_sets for spec in sets)
        self._flush_documents()
        return self.with_context(
            **{
                ROUTE: Routed('facts'),
                STALE: self.env['store.stock.fact']._how(),
                NEEDED: None if None in names else tuple(sorted(names | ({'single_days'} if days else set()))),
            }
        )

    def _needs(self, *wanted):
        """Whether the question names one of these fields, or a measure made of one."""
        named = noted(self.env, NEEDED)
        if named is None:
            return True
        parts = {part for name in named for part in (name, *self._measures.ratios.get(name, ()))}
        return not parts.isdisjoint(wanted)

    def _read_how(self):
        """How facts are read for this question; see `store_stock_sums`."""
        return noted(self.env, STALE) or self.env['store.stock.fact']._how()

    def _period(self, days=None):
        """Return (first, last) day of the context; without a beginning `days` before the end, or the first day there is."""
        first, last = (fields.Date.to_date(context_value(self.env, key, arguments.day())) for key in ('store_from', 'store_to'))
        last = last or self._today()
        if not first:
            first = fields.Date.subtract(last, days=days - 1) if days else period.FIRST
        return first, last

    def _today(self):
        """The day it is in the zones of the reader's companies; where they differ the later one."""
        return max(
            day.day_of(fields.Datetime.now(), day.zone_of(zone))
            for zone in (in_all_companies(self).env.companies.sudo().partner_id.mapped('tz') or ['UTC'])
        )

    def _described(self, rows, columns):
        """SQL: `columns` of `rows` with what stores and products are today joined to them."""
        return SQL(
            """
            SELECT %(columns)s, r.company_id, r.store_id, r.source_store_id, r.dest_store_id, r.product_id,
                   CASE WHEN r.is_transit THEN 'transit' WHEN r.store_id IS NULL THEN 'none' ELSE 'store' END AS place,
                   %(group_now)s AS group_id, %(group_then)s AS group_then_id, st.kind, c.currency_id,
                   %(one)s AS one_currency_id, p.product_tmpl_id, t.categ_id,
                   %(traits)s
              FROM (%(rows)s) r
              LEFT JOIN store_store st ON st.id = r.store_id
              LEFT JOIN res_company c ON c.id = r.company_id
              LEFT JOIN product_product p ON p.id = r.product_id
              LEFT JOIN product_template t ON t.id = p.product_tmpl_id
            """,
            columns=columns,
            rows=rows,
            one=self.env['store.reporting.currency']._one().currency.id,
            group_now=group_now(self.env),
            group_then=group_then(self.env),
            traits=self._traits(),
        )

    # === ACTIONS ===

    def _open_moves(self, kind, first, last):
        """Return the window of the lines of moves of one kind (None: of all) that this row's place and product count."""
        kinds = [kind] if kind in (*stock_kind.INS, *stock_kind.OUTS) else [*stock_kind.INS, *stock_kind.OUTS]
        zone = day.zone_of(self.company_id.sudo().partner_id.tz)
        begin, end = (
            day.moment_of(limit, time.min, zone)
            for limit in (max(first, date(1970, 1, 2)), period.following(min(last, date(9000, 1, 1))))
        )
        domain = Domain(
            [
                ('state', '=', 'done'),
                ('product_id', '=', self.product_id.id),
                ('move_id.date', '>=', begin),
                ('move_id.date', '<', end),
            ]
        ) & Domain.OR(self._domain_of(name) for name in kinds)
        action = {
            'type': 'ir.actions.act_window',
            'res_model': 'stock.move.line',
            'views': [(False, 'list'), (False, 'kanban'), (False, 'form')],
            'mobile_view_mode': 'kanban',
            'name': self._fields[f'{kind}_quantity']._description_string(self.env) if len(kinds) == 1 else self.env._("Moves"),
            'domain': [*domain],
            'context': {'create': False},
        }
        return opened_in_all(self, action)

    def _domain_of(self, kind):
        """The lines of moves of a kind at this place: what is on its side, and on the other."""
        direction, usages, is_named = stock_kind.origin_of(kind)
        own, other = ('location_dest_id', 'location_id') if direction == 'in' else ('location_id', 'location_dest_id')
        counted = self._here(own) & ~self._here(other) & Domain(f'{other}.usage', 'in' if is_named else 'not in', usages)
        if direction == 'out' and not is_named:
            counted &= Domain('move_id.scrap_id', '!=' if kind == stock_kind.SCRAPPED else '=', False)
        if self.place == 'transit' and self.source_store_id:
            line = 'move_id.transfer_line_id'
            counted &= Domain(f'{line}.source_store_id', '=', self.source_store_id.id) & Domain(
                f'{line}.dest_store_id', '=', self.dest_store_id.id
            )
        return counted

    def _here(self, field):
        """The lines whose location named by `field` is in this place."""
        company = Domain(f'{field}.company_id', '=', self.company_id.id)
        if self.place == 'transit':
            return company & Domain(f'{field}.usage', '=', 'transit')
        return company & Domain(f'{field}.usage', '=', 'internal') & Domain(f'{field}.store_id', '=', self.store_id.id)
