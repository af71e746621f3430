# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.tools import SQL

from . import store_sale_invalidation as invalidation
from . import store_sale_rows as rows
from . import store_sale_sums as sums
from .store_fact_sql import names
from .store_fast_reports import KEPT_SQL
from .store_materialised_facts import MANY
from .store_sale_sources import CORE


class StoreSaleFact(models.AbstractModel):
    """The materialised facts behind `store.sale.report`: sums per store, day, channel and more, in tables of SQL.

    An invalidation names store (0: headquarters) and day.
    """

    _name = 'store.sale.fact'
    _inherit = 'store.materialised.facts'
    _description = 'Facts About Sales'

    _facts = 'store_sale'
    _pair = ('store_key', 'day')
    _kept = tuple(invalidation.TABLES)
    _invalidation = invalidation

    # === HOOKS ===

    @api.model
    def _sources(self):
        """Return the Sources: the documents of sales. A bridge adds those of its app."""
        return CORE

    # === REPORTING ===

    @api.readonly
    @api.model
    def check(self):
        """Compare every fresh fact with the documents. For administrators of the app.

        :returns: list of dicts, empty when all is right: {'fact': 'day', 'customer', 'product' or 'month',
            'store_id': int or False, 'date': 'YYYY-MM-DD', 'kept': {measure: float}, 'counted': {measure: float}};
            `kept` or `counted` is {} where a side has nothing
        :raises AccessError: for others
        """
        self._check_admin()
        if not self._is_on():
            return []
        self.env.flush_all()
        return [difference for fact in sums.FACTS for difference in self._differences(fact)]

    def _invalidate_all(self):
        """Override to delete the facts of months too: a wrong day must not stay in its month."""
        self._rows(SQL('SELECT pg_advisory_xact_lock(hashtext(%s))', self._lock_name()))
        for fact in ('month', 'day'):
            self.env.cr.execute(SQL('DELETE FROM %s', sums.table(fact)))
        super()._invalidate_all()

    def _count_again(self, pairs, keys):
        execute = self.env.cr.execute
        ((_jit, has_older),) = self._rows(SQL("SELECT set_config('jit', 'off', TRUE), store_sale_has_older(%s)", 0 in keys))
        parts = [part for part, is_here in zip(rows.PARTS, (any(keys), 0 in keys, has_older), strict=True) if is_here]
        days = [fact for fact in sums.FACTS if fact != 'month']
        for fact in days:
            execute(
                SQL(
                    'DELETE FROM %s f USING %s c WHERE COALESCE(f.store_id, 0) = c.store_key AND f.date = c.day',
                    sums.table(fact),
                    pairs,
                )
            )
        execute(
            SQL(
                'WITH documents AS MATERIALIZED (%s), %s SELECT 1',
                self._sources().rows(pairs, parts),
                SQL(', ').join(
                    SQL(
                        '%s AS (INSERT INTO %s (%s) %s)',
                        SQL.identifier(f'make_{fact}'),
                        sums.table(fact),
                        names((*rows.KEYS, *sums.FACTS[fact], *rows.MEASURES)),
                        sums.summed(fact, SQL('documents')),
                    )
                    for fact in days
                ),
            )
        )
        months = SQL("(SELECT DISTINCT store_key, date_trunc('month', day)::date AS month FROM %s c)", pairs)
        execute(
            SQL(
                'DELETE FROM store_sale_month f USING %s m WHERE COALESCE(f.store_id, 0) = m.store_key AND f.date = m.month',
                months,
            )
        )
        execute(
            SQL(
                'INSERT INTO store_sale_month (%s) %s',
                names(('store_id', 'company_id', 'channel_id', 'is_history', 'date', *rows.MEASURES)),
                sums.summed_months(
                    SQL(
                        "(SELECT f.* FROM %s m JOIN store_sale_day f ON COALESCE(f.store_id, 0) = m.store_key "
                        "AND f.date >= m.month AND f.date < (m.month + interval '1 month')::date)",
                        months,
                    )
                ),
            )
        )

    @api.model
    def _stale_parts(self):
        """Which of PARTS are stale: empty if all are fresh; None if reading only the documents is faster,
        or no facts are stored.

        Reads one small table, and indexes for documents older than this app.
        """
        # compiling such a query takes longer than running it
        ((_jit, is_kept, count, *found),) = self._rows(
            SQL(
                "SELECT set_config('jit', 'off', TRUE), %s, COUNT(*), bool_or(store_key != 0), bool_or(store_key = 0), "
                'CASE WHEN COUNT(*) > 0 THEN store_sale_has_older(bool_or(store_key = 0)) END '
                'FROM (SELECT store_key FROM store_sale_invalidation LIMIT %s) d',
                KEPT_SQL,
                MANY + 1,
            )
        )
        if not is_kept or count > MANY:
            return None
        return tuple(part for part, is_stale in zip(rows.PARTS, found, strict=True) if is_stale)

    def _differences(self, fact):
        """Yield differences between a table of facts and the documents, except for stale pairs."""
        keys = (*rows.KEYS, *sums.FACTS[fact])
        documents = self._sources().rows()
        counted = sums.summed(fact, SQL('(%s)', documents))
        day = SQL('d.day')
        if fact == 'month':
            counted = sums.summed_months(SQL('(%s)', sums.summed('day', SQL('(%s)', documents))))
            day = SQL("date_trunc('month', d.day)::date")
        columns = names((*keys, *rows.MEASURES))
        kept = SQL('SELECT %s FROM %s', columns, sums.table(fact))
        counted = SQL('SELECT %s FROM (%s) r', columns, counted)
        self.env.cr.execute(
            SQL(
                'SELECT * FROM ((SELECT TRUE, k.* FROM (%s EXCEPT ALL %s) k) UNION ALL '
                '(SELECT FALSE, c.* FROM (%s EXCEPT ALL %s) c)) found(is_kept, %s) WHERE NOT EXISTS ('
                'SELECT FROM store_sale_invalidation d WHERE d.store_key = COALESCE(found.store_id, 0) AND %s = found.date)',
                kept,
                counted,
                counted,
                kept,
                columns,
                day,
            )
        )
        found = {}
        for is_kept, *values in self.env.cr.fetchall():
            sides = found.setdefault(tuple(values[: len(keys)]), {})
            sides[is_kept] = {name: float(value) for name, value in zip(rows.MEASURES, values[len(keys) :], strict=True)}
        for place, sides in found.items():
            named = dict(zip(keys, place, strict=True))
            yield {
                'fact': fact,
                'store_id': named['store_id'] or False,
                'date': fields.Date.to_string(named['date']),
                'kept': sides.get(True, {}),
                'counted': sides.get(False, {}),
            }
