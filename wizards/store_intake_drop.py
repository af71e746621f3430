# Part of store_group. License LGPL-3.
from time import monotonic

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..exceptions import IntakeRefused
from .store_intake_upload import SECONDS_AT_ONCE

MOST_FILES = 8


class StoreIntakeDrop(models.TransientModel):
    """Several files of orders, dropped together: one list of what each was read as, what it asks and what is missing.

    How it works: each file is a `store.intake.upload`, recognised by itself when it arrives, and becomes a document of its
    own. The known ones are read in one press; those that need an answer open one after the other; a file that is there
    twice is read once. It never takes for a file what was said of another; a channel made on the way is found by those
    after it, as by any later file.
    """

    _name = 'store.intake.drop'
    _description = 'Files Dropped Together'

    upload_ids = fields.One2many('store.intake.upload', 'drop_id', string="Files")
    confirm = fields.Boolean(string="Confirm Orders", help="Otherwise they stay quotations. History is never confirmed.")
    told = fields.Char(compute='_compute_told')
    known_count = fields.Integer(compute='_compute_told')
    asking_count = fields.Integer(compute='_compute_told')
    review_count = fields.Integer(compute='_compute_told')
    read_count = fields.Integer(compute='_compute_told')
    names_channel = fields.Boolean(compute='_compute_told')

    # === COMPUTE ===

    @api.depends('upload_ids.standing', 'upload_ids.document_state', 'upload_ids.document_id.past_until', 'upload_ids.channel_id')
    def _compute_told(self):
        for drop in self:
            standings = drop.upload_ids.mapped('standing')
            drop.known_count, drop.asking_count = standings.count('known'), standings.count('asks')
            drop.review_count, drop.read_count = len(drop._to_take_over()), standings.count('read')
            drop.names_channel = bool(drop.upload_ids.channel_id)
            drop.told = self.env._(
                "%(known)s known, %(asking)s need an answer, %(read)s read, %(left)s left out",
                known=drop.known_count,
                asking=drop.asking_count,
                read=drop.read_count,
                left=standings.count('same') + standings.count('refused'),
            )

    # === ACTIONS ===

    def action_open(self):
        """Show the list of these files; of a single one what it is."""
        self.ensure_one()
        self._find_channels()
        if len(self.upload_ids) == 1 and not self.upload_ids.document_id:
            return self.upload_ids.action_open()
        action = self.env['ir.actions.act_window']._for_xml_id('store_group.store_intake_drop_action')
        return dict(action, res_id=self.id)

    def action_read(self):
        """Read every file that is known, each as a document of its own; the others wait. A refusal stays with its file.

        :return: the list of the files, with what became of each
        """
        self.ensure_one()
        stop_at = monotonic() + SECONDS_AT_ONCE
        for upload in self.upload_ids:
            self._find_channel(upload)  # a file before it may have made the channel
            if upload.standing != 'known':
                continue
            upload.confirm = upload.confirm or self.confirm
            try:
                with self.env.cr.savepoint():
                    upload._read(stop_at)
            except UserError as error:
                self.env.invalidate_all()
                upload.problem = str(error)
        return self.action_open()

    def action_answer(self):
        """Open the first file that needs an answer; the next one follows when it was read."""
        self.ensure_one()
        return self._go_on()

    def action_make_orders(self):
        """Make the orders of every file that was read here, in the background; those of long ago wait for their answer.

        :return: the list of their documents
        """
        self.ensure_one()
        documents = self.upload_ids.document_id
        self._to_take_over().action_take_over()
        action = self.env['ir.actions.act_window']._for_xml_id('store_group.store_intake_document_action')
        return dict(action, domain=[('id', 'in', documents.ids)], context={})

    # === INTAKE ===

    def _to_take_over(self):
        """Return the documents whose orders are made in one press: nobody has to say whether they are the past."""
        return self.upload_ids.document_id.filtered(lambda document: document.state == 'review' and not document.past_until)

    def _take(self, upload):
        """Recognise a file that was just added.

        :raises IntakeRefused: there are eight already
        """
        self.ensure_one()
        others = self.upload_ids - upload
        if len(others) >= MOST_FILES:
            raise IntakeRefused(
                self.env._(
                    "%(limit)s files are taken at once. Read these first, then drop %(filename)s.",
                    limit=MOST_FILES,
                    filename=upload.filename,
                )
            )
        upload.same_as_id = others.filtered(lambda other: other.checksum == upload.checksum)[:1]
        if not upload.same_as_id:
            self.env['store.intake.upload.plan']._choose(upload, upload._found())

    def _find_channels(self):
        for upload in self.upload_ids:
            self._find_channel(upload)

    def _find_channel(self, upload):
        """Choose the channel of a file that has none yet where exactly one reads it by now."""
        if not (upload.channel_id or upload.document_id or upload.same_as_id or upload.fit == 'refused'):
            channels = self.env['store.intake.known']._fitting_channels(upload._found(), upload.filename)
            if len(channels) == 1:
                upload.write({'channel_id': channels.id, 'column_ids': False})

    def _go_on(self):
        """Return the first file that needs an answer, their list where none does."""
        self._find_channels()
        asking = self.upload_ids.filtered(lambda upload: upload.standing == 'asks')[:1]
        return asking.action_open() if asking else self.action_open()
