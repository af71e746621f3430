# Part of store_group. License LGPL-3.
import base64
import hashlib
import logging

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError

from ...engine.table.cells import Unreadable
from ...exceptions import IntakeRefused

_logger = logging.getLogger(__name__)

MAX_BYTES = 64 * 1024 * 1024
ORDER_CHUNK = 200
CONFIRM_CHUNK = 100  # confirmed in one savepoint, then committed


class StoreIntakeWorker(models.AbstractModel):
    """Processes documents from raw to done, in chunks.

    How it works: the progress is in the records (landed, ready), so a committed chunk is never done
    again, and interrupted work resumes where it stopped. Inside the cron each chunk is committed with its
    progress; called directly (`submit_orders`) everything belongs to the caller's transaction.
    Cost: a constant number of queries per chunk.
    """

    _name = 'store.intake.worker'
    _description = 'Intake Worker'

    # === CRUD ===

    @api.model
    def _keep_raw(self, channel, raw, *, filename, origin, confirm, user):
        """Store the raw bytes before reading. Return the new document.

        :raises IntakeRefused: more than 64 MiB
        """
        if len(raw) > MAX_BYTES:
            raise IntakeRefused(
                self.env._(
                    "%(filename)s has %(size)s MiB; at most %(limit)s are taken. Split the file.",
                    filename=filename,
                    size=len(raw) // 2**20,
                    limit=MAX_BYTES // 2**20,
                )
            )
        vals = {
            'channel_id': channel.id,
            'filename': filename,
            'content': base64.b64encode(raw),
            'size': len(raw),
            'checksum': hashlib.sha256(raw).hexdigest(),
            'origin': origin,
            'confirm': bool(confirm),
            'user_id': user.id,
        }
        try:
            return self.env['store.intake.document'].create(vals)
        except UserError as error:
            # another call is writing the same file and core sees a part of it: retry
            raise ConcurrencyError(str(error))

    # === INTAKE ===

    @api.model
    def _wake(self):
        """Trigger the cron after this transaction is committed."""
        cron = self.env.ref('store_group.ir_cron_intake', raise_if_not_found=False)
        if cron:
            cron.sudo()._trigger()

    @api.model
    def _cron_work(self):
        """Process every waiting document of armed channels; an error in one does not stop the others."""
        documents = self.env['store.intake.document'].search(
            [('channel_id.armed', '=', True), '|', ('state', 'in', ('new', 'reading', 'ordering')), ('removing', '=', True)],
            order='id',
        )
        left = len(documents)
        self.env['ir.cron']._commit_progress(remaining=left)
        for document in documents:
            finished = self._work_alone(document)
            left -= finished
            if not finished:
                self._wake()  # out of time: the next run starts at once, not in a minute
            if not self.env['ir.cron']._commit_progress(1, remaining=left):
                break

    def _work_alone(self, document):
        """Process one document inside the cron. Return whether this run has finished with it, also by an error."""
        try:
            if not document.exists() or not document.try_lock_for_update():
                return True  # locked by another process
            worker = self.with_user(document.user_id).sudo().with_context(lang=document.user_id.lang)
            return worker._work(document.with_env(worker.env))
        except (OperationalError, ConcurrencyError):
            self.env.cr.rollback()  # another process was faster: retry in the next run
            _logger.info("Intake document %s goes on with the next run", document.id)
            return False
        except Exception as error:
            self.env.cr.rollback()
            _logger.exception("Intake document %s failed", document.id)
            self._give_up(document, error)
            return True

    def _give_up(self, document, error):
        """Store the error on the document; a user can restart it."""
        if document.removing:
            document.write({'removing': False, 'error': str(error)})
        else:
            document._fail(str(error))

    @api.model
    def _work(self, document, stop_at=None):
        """Do everything possible with `document` now. Return whether nothing is left, or the time is up.

        :param float stop_at: time limit (`monotonic`) for a caller who waits for the reading
        """
        if document.removing:
            return self.env['store.intake.sale']._remove(document)
        if document.state in ('new', 'reading') and not self._read_document(document, stop_at):
            return False
        if document.state == 'ordering':
            return self._make_orders(document)
        return True

    def _read_document(self, document, stop_at=None):
        document._set_state('reading')
        try:
            finished = self.env['store.intake.reader']._land(document, stop_at)
        except Unreadable as problem:
            text = self.env['store.intake.phrases']._texts().get(problem.code, problem.code)
            document._ask_of_file(problem.code)
            document._fail(text.replace('{found}', problem.detail).replace('()', '').strip())
            return True
        if not finished:
            return False
        document._update_counters()
        document.read_on = fields.Datetime.now()
        if document._asks_for_columns() and not document.landed_count:
            document._set_state('asking')
            self._checkpoint()
            return True
        broken = document.issue_ids.filtered(lambda issue: issue.severity == 'error' and not issue.order_id)
        self.env['store.intake.proof']._from_file(document)
        if not document.total_count and broken:
            document._fail(broken[0].message)
        elif document.again_of_id and not (document.new_count or document.ready_count or document.question_count):
            document._set_state('done', finished_on=fields.Datetime.now())  # nothing was missing
        elif document.origin == 'wizard':
            document._set_state('review')  # uploads are reviewed before orders are created
        else:
            document._set_state('ordering')
        self._checkpoint()
        return True

    def _make_orders(self, document):
        """Create the ready orders, then confirm those to confirm."""
        Order = self.env['store.intake.order']
        domain = [('document_id', '=', document.id), ('state', 'in', ('new', 'ready'))]
        while orders := Order.search(domain, limit=ORDER_CHUNK, order='id'):
            self.env['store.intake.reader']._apply_waiting_returns(orders)
            self.env['store.intake.sale']._make(document, orders)
            document._update_counters()
            if not self._checkpoint():
                return False
        if document.confirm and not self._confirm(document):
            return False
        self.env['store.intake.sale']._finish(document)
        document._update_counters()
        document._set_state('done', finished_on=fields.Datetime.now())
        self._checkpoint()
        return True

    def _confirm(self, document):
        """Confirm the quotations of this document. Return whether all were tried."""
        Arrival, allowed = self.env['store.intake.arrival'], document._allowed_store_ids()
        domain = [
            ('document_id', '=', document.id),
            ('outcome', 'in', (False, 'duplicate')),
            ('order_id.state', '=', 'done'),
            ('order_id.sale_order_id.state', 'in', ('draft', 'sent')),
            *([] if allowed is None else [('order_id.store_id', 'in', list(allowed))]),
        ]
        last_id = 0
        while arrivals := Arrival.search([*domain, ('id', '>', last_id)], limit=CONFIRM_CHUNK, order='id'):
            self.env['store.intake.sale']._confirm(arrivals.order_id)
            last_id = arrivals[-1].id
            if not self._checkpoint():
                return False
        return True

    def _checkpoint(self):
        """Inside the cron: commit what is done. Return whether there is time left."""
        if not self.env.context.get('ir_cron_progress_id'):
            return True
        return bool(self.env['ir.cron']._commit_progress(1, remaining=1))

    # === COUNTING ===

    @api.model
    def _count(self, documents, outcomes):
        """Store the number of orders per outcome on each document: three queries each."""
        Arrival, Order = self.env['store.intake.arrival'], self.env['store.intake.order']
        for document in documents:
            values = dict.fromkeys((f'{name}_count' for name in outcomes), 0)
            groups = Arrival._read_group([('document_id', '=', document.id)], ['outcome', 'order_id.state'], ['__count'])
            for outcome, state, count in groups:
                values[f"{outcome or state or 'refused'}_count"] += count
            values['total_count'] = sum(values.values())
            own = [('document_id', '=', document.id)]
            values['line_count'] = Order._read_group(own, [], ['line_count:sum'])[0][0]
            values['history_count'] = Order.search_count([*own, ('sale_order_id.is_history', '=', True)])
            document.write(values)
