# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.tools import SQL

LARGE = 200_000  # with more orders than this, counting runs in background
CUSTOMERS = ('out_invoice', 'out_refund', 'out_receipt')
SAMPLE = 80


class StoreAdoptionCounter(models.AbstractModel):
    """Preview of a takeover: counts orders, customer invoices and deliveries per store and year.

    Read-only. Amounts are without tax, in the company's currency: of confirmed orders, of posted invoices less
    credit notes. Every document of the companies is counted once: with the store it would get, with the store it
    has, or as staying without one, so the counts of a year add up to all its documents.
    """

    _name = 'store.adoption.counter'
    _description = 'Counts of a Takeover'

    # === COUNTING ===

    @api.model
    def _is_large(self):
        """Whether counting may be too slow for an interactive request."""
        self.env.cr.execute(SQL("SELECT reltuples FROM pg_class WHERE oid = 'sale_order'::regclass"))
        return self.env.cr.fetchone()[0] > LARGE

    @api.model
    def _count(self, adoption):
        """Write the counts of a takeover. Return True, because it is done in one run."""
        lines = {line._target(): line for line in adoption.line_ids}
        rows = {}
        for key in self._amounts():
            for company_id, target, store_id, year, count, amount, first_day in self._figures(adoption, key):
                line = lines.get(target)
                place = (company_id, line.id if line else False, store_id or False, year or 0)
                row = rows.setdefault(place, {})
                row[f'{key}_count'] = count
                if key != 'picking':
                    row[f'{key}_amount'] = amount or 0
                if key == 'order':
                    row['first_day'] = first_day
        adoption.count_ids.unlink()
        self.env['store.adoption.count'].create(
            [
                {
                    'adoption_id': adoption.id,
                    'company_id': company_id,
                    'line_id': line_id,
                    'store_id': store_id,
                    'year': year,
                    **row,
                }
                for (company_id, line_id, store_id, year), row in rows.items()
            ]
        )
        adoption._set_state('counted')
        return True

    @api.model
    def _sample(self, row, key):
        """Return the ids of the newest documents behind a row of the counts, at most 80.

        :param row: a `store.adoption.count`
        :param str key: 'order', 'invoice' or 'picking'
        """
        target = row.line_id._target() if row.line_id else None
        store = SQL('d.store_id = %s', row.store_id.id) if row.store_id else SQL('d.store_id IS NULL')
        document = self._document(key)
        self.env.cr.execute(
            SQL(
                '%s SELECT d.id %s AND %s AND d.company_id = %s AND x.target IS NOT DISTINCT FROM %s '
                'AND COALESCE(%s, 0) = %s ORDER BY d.id DESC LIMIT %s',
                self._with(row.adoption_id, document),
                self._from(row.adoption_id, document),
                store,
                row.company_id.id,
                target,
                self._year(row.adoption_id, document),
                row.year,
                SAMPLE,
            )
        )
        return [record_id for (record_id,) in self.env.cr.fetchall()]

    # === SQL ===

    def _amounts(self):
        return {
            'order': SQL("CASE WHEN d.state = 'sale' THEN d.amount_untaxed / COALESCE(NULLIF(d.currency_rate, 0), 1) END"),
            'invoice': SQL("CASE WHEN d.state = 'posted' THEN d.amount_untaxed_signed END"),
            'picking': SQL('NULL::numeric'),
        }

    def _figures(self, adoption, key):
        """Return rows (company id, target, store id it has, year, count, amount, first day)."""
        document = self._document(key)
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                '%s SELECT d.company_id, x.target, d.store_id, %s AS year, COUNT(*), SUM(%s), MIN(%s) %s GROUP BY 1, 2, 3, 4',
                self._with(adoption, document),
                self._year(adoption, document),
                self._amounts()[key],
                self.env['store.adoption.decision']._day(document, SQL('%s', adoption.tz)),
                self._from(adoption, document),
            )
        )
        return self.env.cr.fetchall()

    def _document(self, key):
        return next(document for document in self.env['store.adoption.map']._documents() if document.key == key)

    def _scope(self, adoption, document):
        if not document.has_company:
            return SQL('TRUE')
        companies = SQL('d.company_id IN %s', tuple(adoption.company_ids.ids))
        return SQL('%s AND d.move_type IN %s', companies, CUSTOMERS) if document.key == 'invoice' else companies

    def _from(self, adoption, document):
        return SQL(
            'FROM %s d LEFT JOIN final x ON x.id = d.id AND d.store_id IS NULL WHERE %s',
            SQL.identifier(document.table),
            self._scope(adoption, document),
        )

    def _year(self, adoption, document):
        return SQL('EXTRACT(YEAR FROM %s)::int', self.env['store.adoption.decision']._day(document, SQL('%s', adoption.tz)))

    def _parents(self, document):
        """Return the Documents whose decisions those on `document` need, in order."""
        wanted = set(document.looks_at)
        earlier = self.env['store.adoption.map']._documents()
        earlier = earlier[: earlier.index(document)]
        wanted |= {follow[1] for follow in document.follows if not isinstance(follow, str)}
        found = []
        for known in reversed(earlier):
            if known.table in wanted:
                found.insert(0, known)
                wanted |= {follow[1] for follow in known.follows if not isinstance(follow, str)}
        return found

    def _with(self, adoption, document):
        """Return the CTEs of the decisions on parents, on the document, and on returns of returns; `final` is the last."""
        decision, rules = self.env['store.adoption.decision'], adoption._engine_rules(preview=True)
        parts, parents = [], {}
        for known in self._parents(document):
            parts.append(
                SQL(
                    '%s AS MATERIALIZED (%s), ',
                    SQL.identifier(f'decided_{known.key}'),
                    decision._decided(known, rules, self._scope(adoption, known), dict(parents)),
                )
            )
            parents[known.table] = f'decided_{known.key}'
        head = SQL(
            'WITH RECURSIVE %s decided AS MATERIALIZED (%s)',
            SQL('').join(parts),
            decision._decided(document, rules, self._scope(adoption, document), parents),
        )
        if not document.follows_own:
            return SQL('%s, final AS (SELECT * FROM decided)', head)
        return SQL(
            """
            %(head)s, final (id, target) AS (
                (SELECT id, target FROM decided
                 UNION ALL SELECT p.id, p.store_id FROM %(table)s p
                  WHERE p.store_id IS NOT NULL AND EXISTS (SELECT FROM %(table)s c WHERE c.%(own)s = p.id))
                UNION ALL
                SELECT d.id, f.target FROM %(table)s d JOIN final f ON f.id = d.%(own)s
                 WHERE d.store_id IS NULL AND NOT (%(unless)s) AND %(scope)s
                   AND NOT EXISTS (SELECT FROM decided x WHERE x.id = d.id))
            """,
            head=head,
            table=SQL.identifier(document.table),
            own=SQL.identifier(document.follows_own),
            unless=decision._unless(document),
            scope=self._scope(adoption, document),
        )
