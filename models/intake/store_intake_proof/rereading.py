# Part of store_group. License LGPL-3.
import base64

from odoo import api, fields, models

from ....exceptions import IntakeRefused
from ..sql import proofs

AT_ONCE = 50  # documents read again by one press


class StoreIntakeProof(models.Model):
    """Reads the kept files and calls of a day once more, by the layout of today."""

    _inherit = 'store.intake.proof'

    is_rereadable = fields.Boolean(
        compute='_compute_is_rereadable', help="Whether the user may have the day read again, and there is something to read."
    )

    # === COMPUTE ===

    @api.depends('channel_id', 'store_id', 'day', 'currency_id', 'told_orders')
    @api.depends_context('uid')
    def _compute_is_rereadable(self):
        uploads = self.env['store.intake.upload'].has_access('create')
        for proof in self:
            may = bool(proof.ids) and self.env.user._may_declare(proof.store_id)
            documents, under_way = proof._kept_documents() if may else (None, None)
            proof.is_rereadable = may and not under_way and bool(uploads or documents)

    # === ACTIONS ===

    def action_read_again(self):
        """Read what is kept of this day again, in the background; where nothing is kept, lead to the upload.

        Each document is read as a new one, in its sender's name and in the order they came: what is there already, or has moved
        on since, is a duplicate, what was missed comes in.

        :raises IntakeRefused: nothing is kept, and the user may not upload
        """
        self.ensure_one()
        self.check_access('read')
        self._check_may_declare()
        found, under_way = self._kept_documents()
        if under_way:
            raise IntakeRefused(self.env._("The day is being read again already. Look at it again in a minute."))
        if not found:
            return self._upload()
        worker = self.env['store.intake.worker'].sudo()
        for document in found[:AT_ONCE].sorted('id'):  # the oldest first, as they came
            raw = base64.b64decode(document.with_context(bin_size=False).content)
            again = worker._keep_raw(
                document.channel_id,
                raw,
                filename=document.filename,
                origin=document.origin,
                confirm=document.confirm,
                user=document.user_id,
            )
            again.write({'again_of_id': document.id, 'is_other_shop': document.is_other_shop})
        worker._wake()
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'type': 'success',
                'message': self.env._(
                    "Being read again in the background: %(names)s", names=', '.join(found[:AT_ONCE].mapped('filename')[:5])
                ),
                'next': {'type': 'ir.actions.act_window_close'},
            },
        }

    def action_view_orders(self):
        """Open the orders of this day."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('store_group.store_intake_order_action')
        own = [('channel_id', '=', self.channel_id.id), ('told_day', '=', str(self.day)), ('store_id', '=', self.store_id.id)]
        return dict(action, domain=[*own, ('told_currency', '=', self.currency_id.name)], context={})

    # === INTAKE ===

    def _kept_documents(self):
        """Return the documents of this day whose raw content is kept, and those that read one of them again now; elevated.

        Of the numbers that are missing, only those of stores whose days the caller declares lead to a document: that a number
        is another store's is told by nothing that is done or not done here.
        """
        own, user = self.sudo(), self.env.user
        for model in ('store.intake.order', 'store.intake.arrival', 'store.intake.document'):
            own.env[model].flush_model()
        own.flush_recordset()
        stores = None if user._may_declare(self.env['store.store']) else self._seen()
        documents = own.env['store.intake.document'].browse(
            proofs.documents_of(self.env, own, own._differences().missing, stores)
        )
        under_way = own.env['store.intake.document'].search(
            [('again_of_id', 'in', documents.ids), ('state', 'in', ('new', 'reading', 'ordering'))]
        )
        return documents, under_way

    def _upload(self):
        """Return the upload for the channel of this day.

        :raises IntakeRefused: the user may not upload
        """
        if not self.env['store.intake.upload'].has_access('create'):
            raise IntakeRefused(
                self.env._(
                    "No file of %(day)s is kept for %(channel)s. Ask headquarters to upload the day's export again.",
                    day=self.day,
                    channel=self.sudo().channel_id.name,
                )
            )
        return self.channel_id.action_upload()
