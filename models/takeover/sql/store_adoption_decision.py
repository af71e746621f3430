# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.tools import SQL

from ...stores.sql.store_day import day_of


class StoreAdoptionDecision(models.AbstractModel):
    """Which store a takeover gives to each document, as one SELECT: the engine's `decide` for a whole table.

    Read-only; the preview and the worker (`models/takeover/sql/store_adoption_worker.py`) use the same SQL.
    The parent document decides first (of a delivery the order, of an invoice all its orders), then the rules in their
    order, then an earlier row of its own table (a return, a credit note).
    """

    _name = 'store.adoption.decision'
    _description = 'Decisions of a Takeover'

    @api.model
    def _rules(self, rules, kind):
        """Return the rules of one kind as VALUES, so that the planner knows their number."""
        value = SQL('text' if kind == 'prefix' else 'int')
        return SQL(
            '(VALUES %s) r (place, value, target, company_id, since, tz)',
            SQL(', ').join(
                SQL(
                    '(%s::int, %s::%s, %s::int, %s::int, %s::date, %s::text)',
                    place,
                    rule.value,
                    value,
                    rule.target,
                    rule.company,
                    rule.since,
                    rule.tz,
                )
                for place, rule in enumerate(rules)
                if rule.kind == kind
            ),
        )

    @api.model
    def _empty(self, alias):
        """SQL: no store yet; written so that the planner uses the range of ids, not an index on the store."""
        return SQL('COALESCE(%s, 0) = 0', SQL.identifier(alias, 'store_id'))

    @api.model
    def _decided(self, document, rules, scope, parents=None):
        """Return the SELECT (id, target) of the documents without store for which a parent or rule decides.

        :param scope: SQL condition on the document `d`
        :param dict parents: {table: name of a CTE (id, target)} of decisions not yet written; with it rows that
            follow their own table are left out
        """
        arms, stage = [], 0
        for follow in document.follows:
            arm = (
                getattr(self, follow)(stage, scope, parents or {})
                if isinstance(follow, str)
                else (self._follow(document, *follow, stage, scope, parents or {}))
            )
            arms.append(arm)
            stage += 1
        kinds = {rule.kind for rule in rules}
        for facts in document.ruled:
            arms += [self._match(document, rules, kind, fact, stage, scope) for kind, fact in facts.items() if kind in kinds]
            stage += 1
        if document.follows_own and parents is None:
            own = SQL('%s AND NOT (%s)', scope, self._unless(document))
            arms.append(self._follow(document, document.follows_own, document.table, stage, own, {}))
        arms = arms or [SQL('SELECT NULL::int AS id, 0 AS stage, 0 AS place, NULL::int AS target')]
        return SQL(
            'SELECT DISTINCT ON (id) id, target FROM (%s) a WHERE target IS NOT NULL ORDER BY id, stage, place',
            SQL(' UNION ALL ').join(arms),
        )

    def _follow(self, document, column, table, stage, scope, parents):
        """SQL: the store of the row a column references."""
        cte = parents.get(table)
        return SQL(
            """
            SELECT d.id, %(stage)s AS stage, 0 AS place, %(store)s AS target
              FROM %(table)s d JOIN %(parent)s p ON p.id = d.%(column)s %(join)s
             WHERE %(empty)s AND %(scope)s AND %(company)s
            """,
            stage=stage,
            table=SQL.identifier(document.table),
            parent=SQL.identifier(table),
            column=SQL.identifier(column),
            company=self._same_company(document, SQL('p.company_id'), table),
            empty=self._empty('d'),
            store=SQL('COALESCE(p.store_id, q.target)') if cte else SQL('p.store_id'),
            scope=scope,
            join=SQL('LEFT JOIN %s q ON q.id = p.id', SQL.identifier(cte)) if cte else SQL(''),
        )

    def _match(self, document, rules, kind, fact, stage, scope):
        """SQL: the rules of one kind that match the document."""
        value, join = SQL('d.%s', SQL.identifier(fact.column or 'id')), SQL('')
        if fact.via:
            join = SQL('JOIN %s v ON v.id = %s', SQL.identifier(fact.via[0]), value)
            value = SQL('v.%s', SQL.identifier(fact.via[1]))
        elif fact.rel:
            join = SQL('JOIN %s v ON v.%s = d.id', *map(SQL.identifier, fact.rel[:2]))
            value = SQL('v.%s', SQL.identifier(fact.rel[2]))
        return SQL(
            """
            SELECT d.id, %(stage)s AS stage, r.place, r.target
              FROM %(table)s d %(join)s JOIN %(rules)s ON %(same)s
             WHERE %(empty)s AND %(scope)s AND NOT (%(unless)s) AND %(only)s
               AND %(company)s AND (r.since IS NULL OR %(day)s >= r.since)
            """,
            stage=stage,
            table=SQL.identifier(document.table),
            join=join,
            rules=self._rules(rules, kind),
            scope=scope,
            same=SQL('starts_with(%s, r.value)' if kind == 'prefix' else '%s = r.value', value),
            unless=self._unless(document),
            company=self._same_company(document, SQL('r.company_id')),
            day=self._day(document, SQL('r.tz')),
            empty=self._empty('d'),
            only=SQL('d.%s IN %s', SQL.identifier(fact.only[0]), tuple(fact.only[1])) if fact.only else SQL('TRUE'),
        )

    @api.model
    def _day(self, document, zone):
        """Return the document's day, converted to `zone` if it stores a datetime."""
        moment = SQL('COALESCE(%s)', SQL(', ').join(SQL('d.%s', SQL.identifier(column)) for column in document.day))
        return day_of(moment, zone) if document.is_moment else moment

    @api.model
    def _same_company(self, document, company, parent=''):
        without = {known.table for known in self.env['store.adoption.map']._documents() if not known.has_company}
        if without & {document.table, parent}:
            return SQL('TRUE')
        return SQL('(d.company_id IS NULL OR d.company_id = %s)', company)

    def _unless(self, document):
        return SQL(' OR ').join(getattr(self, name)() for name in document.unless) if document.unless else SQL('FALSE')

    # === WHAT NO COLUMN NAMES ===

    def _orders_of_invoices(self, stage, scope, parents):
        """SQL: the single store of all orders of an invoice."""
        cte = parents.get('sale_order')
        store = SQL('COALESCE(o.store_id, q.target, 0)') if cte else SQL('COALESCE(o.store_id, 0)')
        return self._only_one(
            SQL(
                """account_move d JOIN account_move_line l ON l.move_id = d.id
                   JOIN sale_order_line_invoice_rel r ON r.invoice_line_id = l.id
                   JOIN sale_order_line ol ON ol.id = r.order_line_id JOIN sale_order o ON o.id = ol.order_id %s""",
                SQL('LEFT JOIN %s q ON q.id = o.id', SQL.identifier(cte)) if cte else SQL(''),
            ),
            store,
            stage,
            SQL('%s AND (d.company_id IS NULL OR o.company_id = d.company_id)', scope),
        )

    def _invoices_of_payments(self, stage, scope, parents):
        """SQL: the single store of all invoices of a payment, linked or reconciled."""
        matched = SQL(' UNION ').join(
            SQL(
                """SELECT c.move_id FROM account_move_line l JOIN account_partial_reconcile p ON p.%s = l.id
                 JOIN account_move_line c ON c.id = p.%s WHERE l.move_id = d.move_id""",
                SQL.identifier(own),
                SQL.identifier(other),
            )
            for own, other in (('debit_move_id', 'credit_move_id'), ('credit_move_id', 'debit_move_id'))
        )
        return self._only_one(
            SQL(
                """account_payment d CROSS JOIN LATERAL (
                     SELECT r.invoice_id AS move_id FROM account_move__account_payment r WHERE r.payment_id = d.id
                     UNION %s) x JOIN account_move m ON m.id = x.move_id AND m.move_type != 'entry'""",
                matched,
            ),
            SQL('COALESCE(m.store_id, 0)'),
            stage,
            SQL('%s AND m.company_id = d.company_id', scope),
        )

    def _moves_of_entries(self, stage, scope, parents):
        """SQL: the single store of all stock moves an entry values."""
        return self._only_one(
            SQL('account_move d JOIN stock_move m ON m.account_move_id = d.id'),
            SQL('COALESCE(m.store_id, 0)'),
            stage,
            SQL('%s AND m.company_id = d.company_id', scope),
        )

    def _only_one(self, tables, store, stage, scope):
        """SQL: the store all parents of a document share; NULL if one of them has none or another."""
        return SQL(
            """SELECT d.id, %(stage)s AS stage, 0 AS place, NULLIF(MIN(%(store)s), 0) AS target FROM %(tables)s
                WHERE %(empty)s AND %(scope)s GROUP BY d.id HAVING MIN(%(store)s) = MAX(%(store)s)""",
            stage=stage,
            store=store,
            tables=tables,
            scope=scope,
            empty=self._empty('d'),
        )

    # === WHAT NO RULE MAY TOUCH ===

    def _is_invoice_of_orders(self):
        """SQL: an invoice of orders takes the store of its orders, or none if they have none."""
        return SQL(
            """EXISTS (SELECT FROM account_move_line l JOIN sale_order_line_invoice_rel r ON r.invoice_line_id = l.id
                        WHERE l.move_id = d.id)"""
        )

    def _is_entry_of_another(self):
        """SQL: the entry of a payment, of a cash-basis tax or of stock moves, taken over after those."""
        return SQL(
            """d.origin_payment_id IS NOT NULL OR d.tax_cash_basis_origin_move_id IS NOT NULL
                OR EXISTS (SELECT FROM stock_move m WHERE m.account_move_id = d.id)"""
        )
