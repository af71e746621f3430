# Part of store_group. License LGPL-3.
from odoo import fields, models
from odoo.tools import SQL
from odoo.tools.query import Query

from ...engine.reporting import route
from ...engine.reporting.measures.sales import SALES
from ..store_fact_reader import NEEDED, STALE, STORES, noted
from ..store_measure_fields import fields_of
from ..store_sale_rows import PARTS

SUMS = SALES.sums | {'line_count'}
NEEDS = {**{measure.name: SALES.needs(measure.name) for measure in SALES}, '__count': {'line_count'}}


class StoreSaleReport(models.Model):
    """What sales are measured in: the table SALES. Ratios are made of sums at every level, never averaged.

    Costs and margins are for whoever may see them at every store they see.
    """

    _inherit = 'store.sale.report'

    _money_figures = SALES.money_figures
    _store_asks_each_field = True  # each measure names its capabilities

    currency_id = fields.Many2one('res.currency', readonly=True, help="The company's own currency.")
    one_currency_id = fields.Many2one('res.currency', string="Reader's Currency", readonly=True)
    vars().update(fields_of(SALES))

    def _has_field_access(self, field, operation):
        """Override of `base` to hide costs and margins."""
        return super()._has_field_access(field, operation) and (
            self.env.su or all(map(self._may_see, SALES.capabilities(field.name)))
        )

    def _read_group_select(self, aggregate_spec, query: Query) -> SQL:
        """Override of `base` to count an order once, and to make ratios of sums, whatever aggregate a caller names."""
        name = aggregate_spec.split(':')[0]
        if name == 'order_count':
            column = self._field_to_sql(self._table, name, query)
            if self._route() != 'rows':
                return SQL('COALESCE(SUM(%s), 0)::int8', column)
            return SQL('COUNT(DISTINCT CASE WHEN %s > 0 THEN %s END)', column, SQL.identifier(self._table, 'order_key'))
        if name in SALES.ratios:
            self._check_field_access(self._fields[name], 'read')
            above, below = (self._read_group_select(f'{part}:sum', query) for part in SALES.ratios[name])
            return self._kept_apart(name, SQL('COALESCE(%s, 0)::numeric / NULLIF(%s, 0)', above, below), query)
        asked = super()._read_group_select(aggregate_spec, query)
        # facts are summed exactly; PostgreSQL hands the sum over as the number Python would make of its text, sooner
        return SQL('(%s)::float8', asked) if name in SUMS and self._route() != 'rows' else asked

    def _has_several_currencies(self):
        """Override: a rule leaves the rows of the companies one works in."""
        return self.env.su or len(self.env.companies.sudo().currency_id) > 1

    # === REPORTING ===

    def _how(self):
        """Return the route, what is stale, what the tables must carry for the question in the context, and its stores.

        None for all measures, and for all stores.
        """
        needed = noted(self.env, NEEDED)
        if needed is not None:
            needed = set().union(*(NEEDS.get(name, {name}) for name in needed))
        return self._route(), noted(self.env, STALE, PARTS), needed, noted(self.env, STORES)

    def _named(self):
        """Return the names of fields the question needs, what ratios are made of too; None: it cannot be told."""
        named = noted(self.env, NEEDED)
        return named and {part for name in named for part in (name, *SALES.ratios.get(name, ()))}

    def _may_see(self, capability):
        """Whether the reader has a capability at every store they see: a total tells of each of them."""
        user = self.env.user
        reach = user._store_reach()
        stores = None
        if reach.bound:
            Store = self.env['store.store'].sudo().with_context(active_test=False)
            stores = Store.search([]) if reach.see_all else Store.browse(reach.see)
        return user._store_can(capability, stores)

    def _question(self, **asked):
        names = {name for name, _aggregate in asked['measures']}
        return route.Question(
            sums=SUMS,
            orders=SALES.counting('orders'),
            customers=SALES.counting('customers'),
            ratios=frozenset(SALES.ratios),
            daily='amount_one' in names,
            **asked,
        )
