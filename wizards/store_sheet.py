# Part of store_group. License LGPL-3.
import base64

from odoo import api, fields, models

from ..engine.table import sheet_file, sheet_read
from ..engine.table.cells import Unreadable, read_sheets
from ..exceptions import SheetRefused

KINDS = ('stores', 'staff', 'members', 'range', 'prices', 'competitors', 'targets', 'channels', 'listings', 'adoption')


class StoreSheet(models.TransientModel):
    """A set-up list by spreadsheet: download, edit, upload, preview, apply.

    Each list is an adapter `store.sheet.adapter.<kind>`. Nothing is written before "Apply", a row is written
    only if its record has not changed since the preview, and records not in the sheet do not change.
    """

    _name = 'store.sheet'
    _description = 'Set-up List by Spreadsheet'

    kind = fields.Selection(selection='_selection_kind', string="List", required=True, default='stores')
    state = fields.Selection([('choose', "Choose"), ('preview', "Preview"), ('done', "Done")], default='choose')
    adoption_id = fields.Many2one('store.adoption', string="Takeover", readonly=True)
    # download
    file_format = fields.Selection(
        [('xlsx', "Workbook (.xlsx) for Excel and WPS"), ('csv', "Text (.csv) for other programs")],
        string="Format",
        default='xlsx',
        required=True,
    )
    store_ids = fields.Many2many('store.store', string="Only Stores", context={'active_test': False})
    with_archived = fields.Boolean(string="Archived Records Too")
    download = fields.Binary(readonly=True)
    download_name = fields.Char(readonly=True)
    # upload
    upload = fields.Binary(string="Edited Sheet")
    upload_name = fields.Char()
    mode = fields.Selection(
        [('good', "Apply the good rows, show the others"), ('all', "Apply all rows or none")],
        string="If a Row Is Wrong",
        default='good',
        required=True,
    )
    # preview
    line_ids = fields.One2many('store.sheet.line', 'sheet_id', string="Rows")
    new_count = fields.Integer(string="New", readonly=True)
    change_count = fields.Integer(string="Changed", readonly=True)
    same_count = fields.Integer(string="Unchanged", readonly=True)
    error_count = fields.Integer(string="Errors", readonly=True)
    missing_count = fields.Integer(string="Not in the Sheet", readonly=True)
    awaiting_count = fields.Integer(string="Waiting for a Password", compute='_compute_awaiting_count')
    done_count = fields.Integer(string="Applied", readonly=True)
    note = fields.Text(readonly=True)

    # === COMPUTE ===

    @api.model
    def _selection_kind(self):
        labels = {
            'stores': self.env._("Stores"),
            'members': self.env._("Members"),
            'staff': self.env._("Staff"),
            'range': self.env._("Product Ranges"),
            'prices': self.env._("Prices"),
            'competitors': self.env._("Competitors' Prices"),
            'targets': self.env._("Targets"),
            'channels': self.env._("Channels"),
            'listings': self.env._("Listings"),
            'adoption': self.env._("Stores of a Takeover"),
        }
        return [(kind, labels[kind]) for kind in KINDS]

    @api.depends('kind')
    def _compute_display_name(self):
        labels = dict(self._selection_kind())
        for wizard in self:
            wizard.display_name = self.env._("%(list)s by Spreadsheet", list=labels.get(wizard.kind, ''))

    # === ACTIONS ===

    def action_download(self):
        """Create the file of the current list and download it."""
        self.ensure_one()
        adapter = self._adapter()
        spec, records = adapter._spec(), adapter._download(self.store_ids, self.with_archived)
        if self.file_format == 'csv':
            content = sheet_file.to_csv(spec, records)
        else:
            content = sheet_file.to_xlsx(spec, records, self._kind_label(), self.env._("Help"))
        self.write(
            {
                'download': base64.b64encode(content),
                'download_name': f'{self._kind_label()} {fields.Date.context_today(self)}.{self.file_format}',
            }
        )
        return {
            'type': 'ir.actions.act_url',
            'url': f'/web/content/store.sheet/{self.id}/download?download=true&filename_field=download_name',
            'target': 'self',
        }

    def action_preview(self):
        """Read the uploaded sheet and preview its changes.

        :raises SheetRefused: when it is no sheet of this list
        """
        self.ensure_one()
        spec = self._adapter()._spec()
        reading = self._read(spec)
        changes = self._adapter()._compare(reading.rows)
        stamps = self._stamps(spec, changes)
        Line = self.env['store.sheet.line']
        self.line_ids.unlink()
        Line.create(
            [
                {'sheet_id': self.id, **Line._vals_of(spec, change, reading.letters, stamps.get(change.key, ''))}
                for change in changes
                if change.kind in ('new', 'change', 'error')
            ]
        )
        counts = {kind: sum(change.kind == kind for change in changes) for kind in ('new', 'change', 'same', 'error', 'missing')}
        self.write(
            {
                'state': 'preview',
                'done_count': 0,
                'note': self._notes(reading, counts),
                **{f'{kind}_count': count for kind, count in counts.items()},
            }
        )
        return self._reopen()

    def action_apply(self):
        """Write the good rows, or none if one fails in the mode "all"; show the result."""
        self.ensure_one()
        adapter, spec = self._adapter(), self._adapter()._spec()
        errors = self.line_ids.filtered(lambda line: line.state == 'error')
        todo = self.line_ids.filtered(lambda line: line.state in ('new', 'change'))
        if self.mode == 'all' and errors:
            raise SheetRefused(
                self.env._(
                    "%(count)s rows have errors and all rows or none were asked for, so nothing was applied. "
                    "Mend the sheet and upload it again, or apply the good rows.",
                    count=len(errors),
                )
            )
        changes = [line._change(spec) for line in todo]
        failed = self._apply_all(adapter, changes) if self.mode == 'all' else adapter._apply(changes)
        bad = todo.filtered(lambda line: line.number in failed)
        if self.mode == 'all' and failed:
            (todo - bad).write({'state': 'failed', 'message': self.env._("Not applied, because another row failed.")})
            done = todo.browse()
        else:
            done = todo - bad
            done.write({'state': 'done'})
        for line in bad:
            line.write({'state': 'failed', 'sequence': 0, 'message': failed[line.number]})
        self.write(
            {
                'state': 'done',
                'done_count': len(done),
                'error_count': len(errors) + len(todo) - len(done),
                'note': self._result(len(done), len(errors) + len(todo) - len(done)),
            }
        )
        return self._reopen()

    def action_back(self):
        """Start again with another sheet of the same list."""
        self.ensure_one()
        self.line_ids.unlink()
        self.write({'state': 'choose', 'upload': False, 'upload_name': False, 'note': False})
        return self._reopen()

    def action_print_first_passwords(self):
        """Open the page that creates and shows the first passwords of the users this sheet added."""
        self.ensure_one()
        return {'type': 'ir.actions.act_url', 'url': f'/store_group/first_passwords/{self.id}', 'target': 'new'}

    # === STRUCTURE ===

    @api.depends('line_ids.state', 'kind')
    def _compute_awaiting_count(self):
        for wizard in self:
            wizard.awaiting_count = len(wizard._awaiting())

    def _awaiting(self):
        """Return the users created by this sheet without a password, elevated."""
        added = self.line_ids.filtered(lambda line: line.state == 'done') if self.kind == 'staff' else self.line_ids.browse()
        return (
            self.env['res.users']
            .sudo()
            .search([('login', 'in', [line.data['key'][0] for line in added]), ('store_awaits_password', '=', True)])
        )

    def _make_first_passwords(self):
        """Create and return the first passwords of the users this sheet added; they are not stored readably.

        :returns: list of {'name', 'login', 'password', 'stores'}; empty the second time
        """
        self.ensure_one()
        self.check_access('write')
        people = []
        for user in self._awaiting().sorted('name'):
            password = self.env['store.staff']._new_password()
            user._change_password(password)
            people.append(
                {
                    'name': user.name,
                    'login': user.login,
                    'password': password,
                    'stores': ', '.join(user.store_member_ids.store_id.mapped('name')),
                }
            )
        return people

    def _adapter(self):
        adapter = self.env[f'store.sheet.adapter.{self.kind}']
        return adapter.with_context(store_adoption_id=self.adoption_id.id) if self.adoption_id else adapter

    def _kind_label(self):
        return dict(self._selection_kind())[self.kind]

    def _reopen(self):
        return {
            'type': 'ir.actions.act_window',
            'res_model': self._name,
            'res_id': self.id,
            'view_mode': 'form',
            'target': 'new',
            'name': self.display_name,
            'context': {'dialog_size': 'extra-large'},
        }

    def _read(self, spec):
        """Return the Reading of the first sheet of the file that has the list's key columns."""
        if not self.upload:
            raise SheetRefused(self.env._("Choose the edited sheet first."))
        refusal = None
        try:
            for page in read_sheets(base64.b64decode(self.upload), self.upload_name or ''):
                try:
                    return sheet_read.read(spec, page.rows)
                except sheet_read.NoHeader as error:
                    refusal = refusal or error
        except Unreadable as error:
            raise SheetRefused(self._unreadable(error)) from None
        raise SheetRefused(self._without_header(refusal))

    def _unreadable(self, error):
        name = self.upload_name or self.env._("The file")
        sentences = {
            'empty': self.env._("%(file)s is empty. Save the sheet again and upload it.", file=name),
            'encrypted': self.env._("%(file)s has a password. Save it without one and upload it again.", file=name),
            'truncated': self.env._("%(file)s is cut off or damaged. Save it again and upload it.", file=name),
            'html': self.env._("%(file)s is a web page with the name of a workbook. Open it and save it as .xlsx.", file=name),
            'too_large': self.env._("%(file)s is too large (%(detail)s). Split it.", file=name, detail=error.detail),
            'encoding': self.env._("The characters of %(file)s cannot be read. Save it as .xlsx or as CSV UTF-8.", file=name),
        }
        return sentences.get(error.code) or self.env._(
            "%(file)s is not a spreadsheet. Save it as .xlsx, .xls or .csv and upload it again.", file=name
        )

    def _without_header(self, refusal):
        if refusal is not None and refusal.doubled:
            return self.env._(
                "Column %(columns)s stands twice in %(file)s. Remove one.",
                columns=', '.join(refusal.doubled),
                file=self.upload_name,
            )
        return self.env._(
            "%(file)s is not a sheet of the list %(list)s: no row names the columns %(columns)s. "
            "Download the list and edit that.",
            file=self.upload_name,
            list=self._kind_label(),
            columns=', '.join(refusal.missing if refusal else ()),
        )

    def _stamps(self, spec, changes):
        """Return {key: stamp} of the records compared with the changes."""
        adapter = self._adapter()
        return {key: spec.stamp_of(values) for key, values in adapter._current_of(spec, changes)[0].items()}

    def _apply_all(self, adapter, changes):
        """Apply every row or none; return {row number: message} of those that failed."""
        failed = {}
        savepoint = self.env.cr.savepoint()
        with savepoint:
            failed = adapter._apply(changes)
            if failed:
                savepoint.rollback()
        return failed

    def _notes(self, reading, counts):
        notes = []
        if reading.unknown:
            notes.append(self.env._("Unknown columns, ignored: %(columns)s.", columns=', '.join(reading.unknown)))
        if counts['missing']:
            notes.append(
                self.env._(
                    "%(count)s records of the list are not in the sheet. They stay as they are: "
                    "to end one, give it a last day or switch it off in its row.",
                    count=counts['missing'],
                )
            )
        if not (counts['new'] or counts['change'] or counts['error']):
            notes.append(self.env._("The sheet changes nothing."))
        return '\n'.join(notes)

    def _result(self, done, failed):
        if failed:
            return self.env._(
                "%(done)s rows applied, %(failed)s not. Mend those below in your sheet and upload it "
                "again: rows that are applied already count as unchanged.",
                done=done,
                failed=failed,
            )
        return self.env._("%(done)s rows applied.", done=done)
