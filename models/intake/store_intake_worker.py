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
CONFIRM_CHUNK = 20


class StoreIntakeWorker(models.AbstractModel):
    """Takes documents from raw to done, chunk by chunk.

    How it works: the state is in the rows (what landed, what is ready), so a chunk that was committed is never done
    again, and work stopped anywhere goes on where it stopped. Inside the cron each chunk is committed with its
    progress; called directly (`submit_orders`) everything belongs to the caller's transaction.
    Cost: a constant number of queries per chunk, whatever is in it.
    """

    _name = 'store.intake.worker'
    _description = 'Intake Worker'

    # === CRUD ===

    @api.model
    def _keep_raw(self, channel, raw, *, filename, origin, confirm, user):
        """Keep the raw bytes before anything is read. Return the new document.

        :raises IntakeRefused: more than 64 MiB
        """
        if len(raw) > MAX_BYTES:
            raise IntakeRefused(self.env._(
                "%(filename)s has %(size)s MiB; at most %(limit)s are taken. Split the file.",
                filename=filename, size=len(raw) // 2**20, limit=MAX_BYTES // 2**20,
            ))
        vals = {
            'channel_id': channel.id, 'filename': filename, 'content': base64.b64encode(raw), 'size': len(raw),
            'checksum': hashlib.sha256(raw).hexdigest(), 'origin': origin, 'confirm': bool(confirm), 'user_id': user.id,
        }
        try:
            return self.env['store.intake.document'].create(vals)
        except UserError as error:
            # another call is just writing the same bytes, and core sees half a file: the call is repeated
            raise ConcurrencyError(str(error))

    # === INTAKE ===

    @api.model
    def _wake(self):
        """Let the background begin as soon as this transaction is committed."""
        cron = self.env.ref('store_group.ir_cron_intake', raise_if_not_found=False)
        if cron:
            cron.sudo()._trigger()

    @api.model
    def _cron_work(self):
        """Work on every waiting document of an armed channel; a document that breaks stops no other."""
        documents = self.env['store.intake.document'].search([
            ('channel_id.armed', '=', True),
            '|', ('state', 'in', ('new', 'reading', 'ordering')), ('removing', '=', True),
        ], order='id')
        left = len(documents)
        self.env['ir.cron']._commit_progress(remaining=left)
        for document in documents:
            finished = self._work_alone(document)
            left -= finished
            if not finished:
                self._wake()  # the time of this run is up: the next begins at once, not with the next minute
            if not self.env['ir.cron']._commit_progress(1, remaining=left):
                break

    def _work_alone(self, document):
        """Work on one document inside the cron. Return whether this run is through with it, well or not."""
        try:
            if not document.exists() or not document.try_lock_for_update():
                return True  # somebody else is at it
            worker = self.with_user(document.user_id).sudo().with_context(lang=document.user_id.lang)
            return worker._work(document.with_env(worker.env))
        except (OperationalError, ConcurrencyError):
            self.env.cr.rollback()  # another process was faster: the next run sees what it did
            _logger.info("Intake document %s goes on with the next run", document.id)
            return False
        except Exception as error:
            self.env.cr.rollback()
            _logger.exception("Intake document %s failed", document.id)
            self._give_up(document, error)
            return True

    def _give_up(self, document, error):
        """Write down why the machine cannot go on; a person can start it again."""
        if document.removing:
            document.write({'removing': False, 'error': str(error)})
        else:
            document._fail(str(error))

    @api.model
    def _work(self, document, stop_at=None):
        """Do all that can be done with `document` now. Return whether nothing is left, or the time is up.

        :param float stop_at: the moment (`monotonic`) from which whoever waits for the reading has waited enough
        """
        if document.removing:
            return self.env['store.history.remover']._remove(document)
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
            document._fail(text.replace('{found}', problem.detail).replace('()', '').strip())
            return True
        if not finished:
            return False
        document._update_counters()
        document.read_on = fields.Datetime.now()
        broken = document.issue_ids.filtered(lambda issue: issue.severity == 'error' and not issue.order_id)
        if not document.total_count and broken:
            document._fail(broken[0].message)
        elif document.origin == 'wizard':
            document._set_state('review')  # whoever uploads looks before orders are made
        else:
            document._set_state('ordering')
        self._checkpoint()
        return True

    def _make_orders(self, document):
        """Make the orders that are ready, then confirm what is to be confirmed."""
        Order = self.env['store.intake.order']
        domain = [('document_id', '=', document.id), ('state', 'in', ('new', 'ready'))]
        while orders := Order.search(domain, limit=ORDER_CHUNK, order='id'):
            self.env['store.order.maker']._make(document, orders)
            document._update_counters()
            if not self._checkpoint():
                return False
        if document.confirm and not self._confirm(document):
            return False
        document._update_counters()
        document._set_state('done', finished_on=fields.Datetime.now())
        document.channel_id.last_success = fields.Datetime.now()
        self._checkpoint()
        return True

    def _confirm(self, document):
        """Confirm the quotations of this document. Return whether all were tried."""
        Arrival = self.env['store.intake.arrival']
        domain = [
            ('document_id', '=', document.id), ('outcome', 'in', (False, 'duplicate')), ('order_id.state', '=', 'done'),
            ('order_id.sale_order_id.state', 'in', ('draft', 'sent')),
        ]
        last_id = 0
        while arrivals := Arrival.search([*domain, ('id', '>', last_id)], limit=CONFIRM_CHUNK, order='id'):
            self.env['store.order.maker']._confirm(arrivals.order_id)
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
        """Write down how many orders of each document came to which outcome: three queries each."""
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
