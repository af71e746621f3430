# Part of store_group. License LGPL-3.
import base64
import hashlib
from time import monotonic

from odoo import api, fields, models

from ..engine.intake.date_order import ORDERS
from ..engine.intake.extent import is_long
from ..engine.intake.identify import identify
from ..exceptions import IntakeRefused

SECONDS_AT_ONCE = 20  # time limit of the request: the rest is read in the background
PROPOSED = 'proposed'


class StoreIntakeUpload(models.TransientModel):
    """Upload a file of orders: recognised, stored raw, read, and previewed before orders are created.

    How it works: the first rows say which channels or known exports fit. Where none does, a layout is proposed, to be
    corrected by choosing. Reading makes the layout and its channel where there is none yet. Of several files dropped
    together each is an upload of its own, below their `drop_id`.
    """

    _name = 'store.intake.upload'
    _description = 'Upload Orders'

    content = fields.Binary(string="File", required=True)
    filename = fields.Char()
    confirm = fields.Boolean(string="Confirm Orders", help="Otherwise they stay quotations. History is never confirmed.")
    # of several files dropped together
    drop_id = fields.Many2one('store.intake.drop', ondelete='cascade', index='btree_not_null', readonly=True)
    checksum = fields.Char(readonly=True, help="SHA-256 of the file, where several were dropped together.")
    same_as_id = fields.Many2one('store.intake.upload', ondelete='cascade', readonly=True, help="The same file, dropped twice.")
    document_id = fields.Many2one('store.intake.document', string="Order File", ondelete='set null', readonly=True)
    document_state = fields.Selection(related='document_id.state', string="Progress")
    total_count = fields.Integer(related='document_id.total_count')
    question_count = fields.Integer(related='document_id.question_count')
    problem = fields.Text(readonly=True, help="Why reading it was refused.")
    missing = fields.Text(
        string="To Be Said First", compute='_compute_missing', help="What has to be said before it can be read."
    )
    standing = fields.Selection(
        [
            ('known', "Ready to Read"),
            ('asks', "Needs an Answer"),
            ('same', "Dropped Twice"),
            ('refused', "No Orders"),
            ('read', "Was Read"),
        ],
        compute='_compute_missing',
    )
    # of a channel that has a layout
    channel_id = fields.Many2one(
        'store.channel', domain="[('armed', '=', True)]", help="Empty: one is made for this kind of file."
    )
    template_id = fields.Many2one(related='channel_id.template_id')
    history_until = fields.Date(related='channel_id.history_until')
    create_missing = fields.Boolean(related='channel_id.create_missing')
    # what the file is
    fit = fields.Selection(
        [
            ('channel', "A channel reads it"),
            ('known', "A known export"),
            ('proposed', "An unknown table"),
            ('refused', "No orders"),
        ],
        compute='_compute_plan',
    )
    told = fields.Text(string="Recognised", compute='_compute_plan')
    question = fields.Text(compute='_compute_plan')
    layout_code = fields.Selection('_selection_layout', string="Kind of File")
    column_ids = fields.One2many('store.intake.upload.column', 'upload_id', string="Columns")
    asks_shop = fields.Boolean(compute='_compute_plan')
    is_other_shop = fields.Boolean(
        string="It Is Another Shop's File", help="Its orders are none of those that other channels have."
    )
    asks_date_order = fields.Boolean(compute='_compute_plan')
    asks_currency = fields.Boolean(compute='_compute_plan')
    asks_sheets = fields.Boolean(compute='_compute_plan')
    sheet_read = fields.Char(compute='_compute_plan')
    asks_quantity = fields.Boolean(compute='_compute_plan')
    asks_decimal_mark = fields.Boolean(compute='_compute_plan')
    date_order = fields.Selection(
        [('day', "Day First"), ('month', "Month First"), ('year', "Year First")], string="Dates Are Written"
    )
    decimal_mark = fields.Selection([('.', "1.2 (one and a fifth)"), (',', "1,200 (twelve hundred)")], string="1.200 Means")
    currency_id = fields.Many2one('res.currency', string="Amounts Are in", help="Of all rows, of later files too.")
    is_one_sheet = fields.Boolean(string="Leave the Other Sheets Out", help="Only the sheet that is shown is read.")
    one_each = fields.Boolean(string="One Piece a Row", help="No column holds the quantity: each row is one piece.")
    preview = fields.Html(compute='_compute_plan', sanitize=False)
    # of a channel to be made
    channel_name = fields.Char(string="Name of the Channel")
    company_id = fields.Many2one('res.company', default=lambda self: self.env.company)
    store_id = fields.Many2one('store.store', string="Store", domain="[('company_id', '=', company_id)]")
    make_missing = fields.Boolean(
        string="Create Unknown Products and Customers",
        default=True,
        help="They are created when the orders are taken over, after the preview. Otherwise each of them becomes a question.",
    )

    @api.model
    def _selection_layout(self):
        return [(PROPOSED, self.env._("Choose what each column means")), *self.env['store.intake.known']._readable()]

    # === COMPUTE ===

    @api.depends(
        'content',
        'filename',
        'channel_id',
        'layout_code',
        'column_ids.target',
        'column_ids.is_key',
        'date_order',
        'decimal_mark',
        'one_each',
        'is_one_sheet',
        'currency_id',
        'store_id',
        'is_other_shop',
    )
    def _compute_plan(self):
        for upload in self:
            self.env['store.intake.upload.plan']._show(upload, upload._found())

    @api.depends(
        'fit',
        'question',
        'channel_id',
        'channel_name',
        'layout_code',
        'column_ids.target',
        'store_id',
        'company_id',
        'is_other_shop',
        'same_as_id',
        'document_id',
        'problem',
    )
    def _compute_missing(self):
        for upload in self:
            upload.missing = False
            if upload.document_id:
                upload.standing = 'read'
                if upload.document_id.state == 'asking':
                    upload.missing = self.env._("What do its columns mean that nobody reads? Open it and say so.")
                if upload.document_id.past_until:
                    upload.missing = self.env._("Are its orders the past? Look at it, say so or make them.")
            elif upload.same_as_id:
                upload.standing = 'same'
                upload.missing = self.env._("The same file as %(other)s: it is read once.", other=upload.same_as_id.filename)
            elif upload.fit == 'refused':
                upload.standing, upload.missing = 'refused', upload.question
            else:
                upload.missing = upload.problem or self.env['store.intake.upload.plan']._asks(upload, upload._found())
                upload.standing = 'asks' if upload.missing else 'known'

    # === ONCHANGE ===

    @api.onchange('content', 'filename')
    def _onchange_content(self):
        """Choose what reads the file: a channel, a known export, or a proposed layout."""
        self.layout_code, self.column_ids, self.one_each = False, False, False
        self.date_order, self.decimal_mark, self.is_other_shop = False, False, False
        self.currency_id, self.is_one_sheet = False, False
        found = self._found()
        if found is not None:
            self.env['store.intake.upload.plan']._choose(self, found)

    @api.onchange('channel_id', 'layout_code')
    def _onchange_channel(self):
        """Propose columns and a name where a channel is to be made."""
        found = self._found()
        if found is not None:
            self.env['store.intake.upload.plan']._prepare(self, found)

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base`: a file that was dropped with others is recognised at once, and known when it is there twice."""
        uploads = super().create(vals_list)
        for upload in uploads.filtered('drop_id'):
            upload.checksum = hashlib.sha256(upload._raw()).hexdigest()
            upload.drop_id._take(upload)
        return uploads

    # === ACTIONS ===

    def action_read(self):
        """Store the file and show its content; long files are read in the background.

        :return: the form of the document, to be confirmed by "Make Orders"; of several files the next one that asks, else
            their list
        """
        self.ensure_one()
        document = self._read(monotonic() + SECONDS_AT_ONCE)
        if self.drop_id.upload_ids - self:
            return self.drop_id._go_on()
        return {'type': 'ir.actions.act_window', 'res_model': 'store.intake.document', 'res_id': document.id, 'view_mode': 'form'}

    def action_open(self):
        """Open this file, one of several: what it is, what is asked, its first orders; once it was read, its document."""
        self.ensure_one()
        if self.document_id:
            return {
                'type': 'ir.actions.act_window',
                'res_model': 'store.intake.document',
                'res_id': self.document_id.id,
                'view_mode': 'form',
            }
        action = self.env['ir.actions.act_window']._for_xml_id('store_group.store_intake_upload_action')
        return dict(action, name=self.filename or action['name'], res_id=self.id)

    def action_back(self):
        """Go back to the list of the files dropped together; what was chosen on this one is kept."""
        self.ensure_one()
        return self.drop_id.action_open()

    # === INTAKE ===

    def _read(self, stop_at):
        """Store the file raw and read it until `stop_at`, the rest in the background. Return its document.

        :param float stop_at: `monotonic` seconds
        :raises IntakeRefused: there is no file, its channel is closed, something is still to be chosen, or its orders
            are in another channel and nobody said that it is another shop's
        """
        doubt = self.env['store.intake.upload.plan']._doubt(self, self._found()) if not self.is_other_shop else ''
        if doubt:
            raise IntakeRefused(doubt)
        sheet = self.sheet_read  # as it was shown: a channel that is made now may see another one first
        if not self.channel_id:
            self.channel_id = self.env['store.intake.upload.plan']._make_channel(self, self._found())
        self.channel_id._check_armed()
        worker = self.env['store.intake.worker'].sudo()
        raw = self._raw()
        document = worker._keep_raw(
            self.channel_id.sudo(),
            raw,
            filename=self.filename or 'upload',
            origin='wizard',
            confirm=self.confirm,
            user=self.env.user,
        )
        document.is_other_shop = self.is_other_shop
        if self.is_one_sheet:
            document.write({'other_sheets': 'left', 'sheet': sheet})
        document.date_order = self.date_order if self.date_order in ORDERS else False
        self.write({'document_id': document.id, 'problem': False})
        if is_long(raw) or monotonic() >= stop_at or not worker._work(document, stop_at=stop_at):
            worker._wake()
        return document

    def _raw(self):
        """Return the bytes of the file.

        :raises IntakeRefused: there is no file
        """
        content = self.with_context(bin_size=False).content
        if not content:
            raise IntakeRefused(self.env._("There is no file yet. Choose the file of orders."))
        return base64.b64decode(content)

    def _found(self):
        """Return what the engine says of the file, None without one."""
        content = self.with_context(bin_size=False).content
        if not content:
            return None
        raw = base64.b64decode(content)
        key = ('store.intake.upload', hashlib.sha256(raw).digest(), self.filename)
        kept = self.env.cr.cache  # one change of the form asks several times
        if key not in kept:
            kept[key] = identify(raw, self.filename or '')
        return kept[key]
