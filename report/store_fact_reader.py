# Part of store_group. License LGPL-3.
import re
from collections.abc import Collection

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.date_utils import parse_date
from odoo.tools.query import Query

from ..engine.reporting import route
from ..models.people.all_companies import in_all_companies

# of the context of one question
ROUTE, STALE, NEEDED, STORES = 'store_fact_route', 'store_fact_stale', 'store_fact_needed', 'store_fact_stores'


class Routed(str):
    """The name of the table that answers, as `_routed` chose it: a caller over RPC cannot send one."""

    __slots__ = ()


def is_routed(env):
    """Whether the table is chosen: by `_routed`, or rows by our own code."""
    chosen = env.context.get(ROUTE)
    return isinstance(chosen, Routed) or chosen == 'rows'


def noted(env, key, default=None):
    """Return what `_routed` noted of the question; nothing that a caller sent."""
    return env.context.get(key, default) if isinstance(env.context.get(ROUTE), Routed) else default


class StoreFactReader(models.AbstractModel):
    """A report that reads facts where they have all fields a query names, and documents otherwise.

    The answer is the same, only the time differs. The rules of the user are part of the query. It never writes.
    """

    _name = 'store.fact.reader'
    _inherit = ['store.one.currency', 'store.all.companies']
    _description = 'Report on Facts'

    def _read_group(self, domain, groupby=(), aggregates=(), having=(), offset=0, limit=None, order=None):
        """Override of `base` to ask the smallest table that can answer."""
        routed = self._routed(domain, [groupby], aggregates, having, order)
        return super(StoreFactReader, routed)._read_group(domain, groupby, aggregates, having, offset, limit, order)

    def _read_grouping_sets(self, domain, grouping_sets, aggregates=(), order=None):
        """Override of `base` to ask the smallest table that can answer all these groupings."""
        routed = self._routed(domain, grouping_sets, aggregates, (), order)
        return super(StoreFactReader, routed)._read_grouping_sets(domain, grouping_sets, aggregates, order)

    @property
    def _table_sql(self):
        """Override of `base` to flush first, because the stale part is read while the SQL is built."""
        if is_routed(self.env):
            return SQL('(%s)', self._table_query)
        self._flush_documents()
        return super()._table_sql

    def _read_group_select(self, aggregate_spec, query: Query) -> SQL:
        """Override of `base` to count rows, which a fact carries as a number."""
        if aggregate_spec == '__count' and self._route() != 'rows':
            return SQL('COALESCE(SUM(%s), 0)::int8', SQL.identifier(self._table, 'line_count'))
        return super()._read_group_select(aggregate_spec, query)

    def _read_group_postprocess_groupby(self, groupby_spec, raw_values):
        """Override of `base`: drop the query's context from the records of an answer, and create each record once."""
        if groupby_spec != 'id' and not self._fields[self._part_of(groupby_spec)[0]].relational:
            return super()._read_group_postprocess_groupby(groupby_spec, raw_values)
        values = {*raw_values}
        made = super(StoreFactReader, self._unrouted())._read_group_postprocess_groupby(groupby_spec, tuple(values))
        return map(dict(zip(values, made, strict=True)).__getitem__, raw_values)

    def _read_group_postprocess_aggregate(self, *args):
        """Override of `base`: drop the query's context from the records of an answer."""
        return super(StoreFactReader, self._unrouted())._read_group_postprocess_aggregate(*args)

    # === REPORTING ===

    def _route(self):
        """The table that answers: 'rows' unless `_routed` found a better one."""
        return str(noted(self.env, ROUTE, 'rows'))

    def _routed(self, domain, grouping_sets, aggregates, having=(), order=None):
        """Return this model with the table that answers the question noted in its context."""
        if is_routed(self.env):
            return self
        self = in_all_companies(self)
        both = self._with_rules(domain)
        conditions = tuple(self._conditions(both))
        asked = {
            *aggregates,
            *re.findall(r'\w+:\w+', order or ''),
            *(term[0] for term in having if isinstance(term, list | tuple)),
        }
        answer = route.choose(
            *(
                self._question(
                    groupby=tuple(self._part_of(spec) for spec in groupby),
                    conditions=conditions,
                    measures=tuple(
                        ('line_count', 'sum') if spec == '__count' else tuple(spec.split(':'))
                        for spec in sorted(asked.difference(*grouping_sets))
                    ),
                )
                for groupby in grouping_sets
            ),
            tables=self._fact_tables(),
        )
        self._flush_documents()
        stale = () if answer == 'rows' else self._stale_parts()
        names = {None if field is None else field.split('.')[0] for field, _operator, _value in conditions}
        for name, part in map(self._part_of, (*asked, *(spec for groupby in grouping_sets for spec in groupby))):
            field = self._fields.get(name)
            names |= {name, field.get_currency_field(self)} if part == 'sum_currency' and field.type == 'monetary' else {name}
        if self._has_several_currencies():
            names |= {column for column in map(self._money_column, names) if column}
            for name in filter(self._own_amount, tuple(names)):  # to see that its currency has no rate
                names |= {'currency_id', self._own_amount(name)}
        return self.with_context(
            **{
                ROUTE: Routed('rows' if stale is None else answer),
                STALE: stale or (),
                NEEDED: None if None in names else tuple(sorted(names)),
                STORES: self._stores_asked(both),
            }
        )

    def _with_rules(self, domain):
        """Return the Domain of a filter and of this user's rules."""
        return Domain(domain) & self.env['ir.rule']._compute_domain(self._name, 'read')

    def _flush_documents(self):
        """Flush this transaction's pending changes to what the report reads; otherwise they would be invalidated too late."""
        transaction = self.env.transaction
        models = [self] if transaction.tocompute or transaction.field_dirty else []
        while models:
            for name, fields in models.pop()._depends.items():
                self.env[name].flush_model(fields)
                models.append(self.env[name])

    def _stores_asked(self, both):
        """Ids of the stores allowed by a filter and this user's rules, 0 for headquarters; None if unknown."""
        found = []
        for leaf in both.children if getattr(both, 'OPERATOR', '') == '&' else (both,):
            if getattr(leaf, 'field_expr', '') == 'store_id' and leaf.operator in ('=', 'in'):
                values = leaf.value if isinstance(leaf.value, Collection) else [leaf.value]
                if all(isinstance(value, int) for value in values):  # a name means what is found by it
                    found.append({int(value) for value in values})
        return tuple(sorted(set.intersection(*found))) if found else None

    def _unrouted(self):
        kept = {key: value for key, value in self.env.context.items() if key not in (ROUTE, STALE, NEEDED, STORES)}
        return self.with_context(kept)  # pylint: disable=context-overridden  # keys are to go

    def _question(self, **asked):
        """Return the engine's Question with what this report knows of its measures."""
        raise NotImplementedError

    def _fact_tables(self):
        """Return {table of facts: the fields it carries}, the smallest first; None: those about sales."""
        return None

    def _stale_parts(self):
        """Which parts of the facts are stale; None if reading only the documents is faster."""
        raise NotImplementedError

    def _part_of(self, spec):
        """Split 'date:month' and 'store_id.kind' into a field of this model and what is asked of it."""
        name, _colon, part = spec.partition(':')
        name, _dot, path = name.partition('.')
        return name, part or path

    def _conditions(self, both):
        """Yield (field, operator, value) of a filter and of this user's rules; field None where SQL hides it."""
        for leaf in both:
            if isinstance(leaf, str) or leaf in (Domain.TRUE, Domain.FALSE):
                continue
            if not isinstance(leaf, tuple):
                yield None, '', False
            elif isinstance(leaf[0], str):
                field, operator, value = leaf
                yield field, operator, parse_date(value, self.env) if field == 'date' and isinstance(value, str) else value
