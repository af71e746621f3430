# Part of store_group. License LGPL-3.
import logging

from psycopg2 import OperationalError

from odoo import api, models
from odoo.exceptions import ConcurrencyError
from odoo.tools import SQL

from ...stores.sql.store_day import day_of

_logger = logging.getLogger(__name__)

CHUNK = 10_000  # ids of one statement; each is committed with its journal and its progress
CHUNKS_BACK = 50  # journal rows reverted per run


class StoreAdoptionWorker(models.AbstractModel):
    """Writes the stores of a takeover in batches, by SQL.

    How it works: for each document (`store.adoption.map`) one statement decides a range of ids
    (`store.adoption.decision`), writes the store of
    those that have none, copies it to their lines and records in `store.adoption.chunk` what it wrote. It is committed
    together with the finished range, so a killed worker resumes where it was. Reverting runs the journal
    backwards. It changes no amount, no `write_date`, sends nothing and recomputes nothing else.
    Cost: two or three index lookups and one row version for each document, whatever the number of rules.
    """

    _name = 'store.adoption.worker'
    _description = 'Takeover Worker'

    # === IN BACKGROUND ===

    @api.model
    def _wake(self):
        """Trigger the cron after this transaction is committed."""
        self.env.ref('store_group.store_adoption_cron').sudo()._trigger()

    @api.model
    def _cron_work(self):
        """Continue every running takeover within the time limit of the cron."""
        domain = [('state', 'in', ('counting', 'running', 'reverting')), ('error', '=', False)]
        adoptions = self.env['store.adoption'].search(domain, order='id')
        self.env['ir.cron']._commit_progress(remaining=len(adoptions))
        for adoption in adoptions:
            if not self._work_alone(adoption):
                self._wake()  # out of time: the next run starts at once
            if not self.env['ir.cron']._commit_progress(1, remaining=0):
                break

    def _work_alone(self, adoption):
        """Work on one takeover inside the cron. Return whether nothing is left to do now."""
        try:
            if not adoption.try_lock_for_update():
                return True  # locked by another process
            return self.with_context(lang=adoption.user_id.lang)._work(adoption)
        except (OperationalError, ConcurrencyError):
            self.env.cr.rollback()  # a document is locked by another transaction: retry in the next run
            return False
        except Exception as error:
            self.env.cr.rollback()
            _logger.exception("Takeover %s stopped", adoption.id)
            adoption.error = str(error)
            return True

    @api.model
    def _work(self, adoption):
        """Do the work of the current state. Return whether it is finished."""
        adoption = adoption.with_env(self.env)
        count = self.env['store.adoption.counter']._count
        return {'counting': count, 'running': self._run, 'reverting': self._revert}[adoption.state](adoption)

    def _checkpoint(self, done):
        """Inside the cron: commit what is done. Return whether there is time left."""
        self.env.flush_all()
        if not self.env.context.get('ir_cron_progress_id'):
            return True
        left = bool(self.env['ir.cron']._commit_progress(done, remaining=1))
        self.env.invalidate_all()  # a user may have stopped it
        return left

    # === APPLYING ===

    def _run(self, adoption):
        """Take over range by range. Return whether everything is done."""
        rules = adoption._engine_rules()
        documents = {document.key: document for document in self.env['store.adoption.map']._documents()}
        for step in adoption.step_ids.filtered(lambda step: step.state != 'done'):
            document = documents[step.key]
            if step.state == 'waiting':
                low, top = self._query(
                    SQL('SELECT COALESCE(MIN(id), 1) - 1, COALESCE(MAX(id), 0) FROM %s', SQL.identifier(document.table))
                )[0]
                step.write({'state': 'running', 'last_id': low, 'first_id': low, 'top_id': top})
            while step.last_id < step.top_id:
                high = min(step.last_id + CHUNK, step.top_id)
                step.written_count += self._write_range(adoption, document, rules, step.last_id + 1, high)
                step.last_id = high
                if not self._checkpoint(1):
                    return False
                if adoption.state != 'running':
                    return True  # a user reverts it meanwhile
            for table in (document.table, *(table for table, _column, _same in document.lines)):
                self._query(SQL('ANALYZE %s', SQL.identifier(table)), answers=False)
            step.state = 'done'
        adoption._finish()
        return True

    def _write_range(self, adoption, document, rules, low, high):
        """Write the stores of one range of ids. Return the number of documents written."""
        written = 0
        while True:
            rows = self._query(self._write_statement(adoption, document, rules, low, high))
            found = sum(count for _store, count in rows)
            written += found
            if not found or not document.follows_own:
                return written

    def _write_statement(self, adoption, document, rules, low, high):
        decision = self.env['store.adoption.decision']
        before = SQL('d.store_day') if document.store_day else SQL('NULL::date')
        day = (
            SQL(', store_day = %s', day_of(SQL.identifier('d', document.day[0]), SQL('o.tz'), SQL('o.early')))
            if document.store_day
            else SQL('')
        )
        lines = SQL('').join(
            SQL(
                ', %(name)s AS (UPDATE %(table)s l SET store_id = w.store_id%(same)s FROM written w '
                'WHERE l.%(column)s = w.id AND %(empty)s)',
                empty=decision._empty('l'),
                name=SQL.identifier(f'lines_{table}'),
                table=SQL.identifier(table),
                column=SQL.identifier(column),
                same=SQL('').join(SQL(', %s = w.%s', SQL.identifier(name), SQL.identifier(name)) for name in same),
            )
            for table, column, same in document.lines
        )
        return SQL(
            """
            WITH decided AS MATERIALIZED (%(decided)s),
            old AS MATERIALIZED (
                SELECT d.id, x.target, s.tz, COALESCE(s.day_ends_at, 0) AS early, %(before)s AS before
                  FROM decided x JOIN %(table)s d ON d.id = x.id JOIN store_store s ON s.id = x.target),
            written AS (
                UPDATE %(table)s d SET store_id = o.target%(day)s FROM old o WHERE d.id = o.id AND %(empty)s
                RETURNING d.id, d.store_id, o.before%(new_day)s)
            %(lines)s
            INSERT INTO store_adoption_chunk (adoption_id, key, table_name, store_id, day_before, id_list, row_count)
            SELECT %(adoption)s, %(key)s, %(table_name)s, store_id, before, string_agg(id::text, ','), COUNT(*)
              FROM written GROUP BY store_id, before
            RETURNING store_id, row_count
            """,
            before=before,
            empty=decision._empty('d'),
            decided=decision._decided(document, rules, SQL('d.id BETWEEN %s AND %s', low, high)),
            table=SQL.identifier(document.table),
            day=day,
            lines=lines,
            adoption=adoption.id,
            key=document.key,
            new_day=SQL(', d.store_day') if document.store_day else SQL(''),
            table_name=document.table,
        )

    def _claim(self, adoption, owners):
        """Set the store of teams, warehouses and journals without owner, and of their locations; record which.

        :param dict owners: {(kind, id): store id}
        """
        tables = [(kind, table, SQL('d.id')) for kind, table in self.env['store.adoption.map']._anchors().items()]
        for kind, table, value in [*tables, ('warehouse', 'stock_location', SQL('d.warehouse_id'))]:
            pairs = [SQL('(%s, %s)', record, store) for (of_kind, record), store in owners.items() if of_kind == kind]
            if pairs:
                self._query(
                    SQL(
                        """
                    WITH written AS (
                        UPDATE %(table)s d SET store_id = o.store_id FROM (VALUES %(pairs)s) o (id, store_id)
                         WHERE %(value)s = o.id AND d.store_id IS NULL %(still)s RETURNING d.id, d.store_id)
                    INSERT INTO store_adoption_chunk (adoption_id, key, table_name, store_id, id_list, row_count)
                    SELECT %(adoption)s, 'anchor', %(table_name)s, store_id, string_agg(id::text, ','), COUNT(*)
                      FROM written GROUP BY store_id
                    """,
                        table=SQL.identifier(table),
                        table_name=table,
                        pairs=SQL(', ').join(pairs),
                        value=value,
                        adoption=adoption.id,
                        still=SQL('AND EXISTS (SELECT FROM stock_warehouse w WHERE w.id = o.id AND w.store_id = o.store_id)')
                        if table == 'stock_location'
                        else SQL(''),
                    ),
                    answers=False,
                )
        self.env.invalidate_all()
        self.env.registry.clear_cache()

    # === TAKING BACK ===

    def _revert(self, adoption):
        """Revert the journal, newest first. Return whether everything is reverted."""
        documents = {document.key: document for document in self.env['store.adoption.map']._documents()}
        domain = [('adoption_id', '=', adoption.id), ('taken_back', '=', False)]
        while chunks := self.env['store.adoption.chunk'].search(domain, limit=CHUNKS_BACK, order='id desc'):
            for chunk in chunks:
                self._query(self._back_statement(chunk, documents.get(chunk.key)))
            chunks.taken_back = True
            if not self._checkpoint(1):
                return False
        adoption._finish_reverting()
        return True

    def _back_statement(self, chunk, document):
        """Revert only rows that still have the store of the takeover: later changes by users stay.

        :param document: None for teams, warehouses, journals, locations
        """
        day = SQL(', store_day = %s', chunk.day_before or None) if document and document.store_day else SQL('')
        updates = SQL('').join(
            SQL(
                ', %(name)s AS (UPDATE %(table)s l SET store_id = NULL%(day)s FROM back b '
                'WHERE l.%(column)s = b.id AND l.store_id = %(store)s)',
                name=SQL.identifier(f'lines_{table}'),
                table=SQL.identifier(table),
                column=SQL.identifier(column),
                day=day if 'store_day' in same else SQL(''),
                store=chunk.store_id.id,
            )
            for table, column, same in (document.lines if document else ())
        )
        return SQL(
            """
            WITH back AS (
                UPDATE %(table)s d SET store_id = NULL%(day)s
                 WHERE d.id = ANY(string_to_array(%(ids)s, ',')::int[]) AND d.store_id = %(store)s RETURNING d.id)
            %(lines)s
            SELECT COUNT(*) FROM back
            """,
            table=SQL.identifier(chunk.table_name),
            day=day,
            ids=chunk.id_list,
            store=chunk.store_id.id,
            lines=updates,
        )

    def _query(self, query, answers=True):
        self.env.cr.execute(query)
        return self.env.cr.fetchall() if answers else []
