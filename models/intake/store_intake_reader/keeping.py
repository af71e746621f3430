# Part of store_group. License LGPL-3.
import io
import json
from contextlib import contextmanager

from odoo import models

from ....engine.intake import kept
from ....engine.intake.other_sheets import header_at
from ....engine.table.head import read_head

READ = 'parsed'  # the field whose files the parsed orders are
NEWS = 'news'


class StoreIntakeReader(models.AbstractModel):
    """Keeps the parsed orders of a file that is too large for one run, so that no run parses it again.

    They are files of the document, each of some thousand orders, in the order of their names; they go when all have landed. The
    raw content is opened where Odoo stores it and read piece by piece.
    """

    _inherit = 'store.intake.reader'

    # === INTAKE ===

    @contextmanager
    def _opened(self, document):
        """Give the raw content of a document as a binary file at its beginning."""
        stored = self._files(document, 'content')[:1]
        if not stored.store_fname:
            yield io.BytesIO(stored.raw or b'')
            return
        with open(stored._full_path(stored.store_fname), 'rb') as raw:
            yield raw

    def _header_at(self, document, sheet, column):
        """Return the header above the `column` (its letter) of a `sheet` of a document, '' where its content is gone."""
        if document.redacted_on or document.origin == 'orders':
            return ''
        with self._opened(document) as raw:
            head = read_head(raw.read(), document.filename)
        layouts = document.channel_id.template_id._layouts()
        return next((label for layout in layouts if (label := header_at(head, sheet, column, layout))), '')

    def _files(self, document, field):
        same = [('res_model', '=', document._name), ('res_id', '=', document.id), ('res_field', '=', field)]
        return self.env['ir.attachment'].sudo().search(same, order='name')

    def _keep(self, document, entries, news):
        """Keep the entries that have not landed, and what is new in those that have; once, and then the news alone."""
        known = self._files(document, READ)
        told = json.dumps([sorted(names) for names in news]).encode()
        before = known.filtered(lambda file: file.name == NEWS)
        if before:
            before.raw = told
            known.filtered(lambda file: file.name != NEWS and int(file.name) + kept.SLICE <= document.landed_count).unlink()
            return
        same = {'res_model': document._name, 'res_id': document.id, 'res_field': READ}
        Files = self.env['ir.attachment'].sudo()
        for first, part in kept.slices(entries, document.landed_count):
            Files.create({**same, 'name': f'{first:09d}', 'raw': kept.packed(part)}).invalidate_recordset()
        Files.create({**same, 'name': NEWS, 'raw': told})

    def _kept(self, document):
        """Return (iterator of the entries that have not landed, the news) of what is kept, (None, None) without it."""
        known = self._files(document, READ)
        told = known.filtered(lambda file: file.name == NEWS)
        if not told or not document.landed_count:
            known.unlink()  # it is read from its beginning
            return None, None
        return self._waiting(known - told, document.landed_count), tuple(set(names) for names in json.loads(told.raw))

    def _waiting(self, files, landed):
        for file in files:
            if int(file.name) + kept.SLICE > landed:
                yield from (entry for entry in kept.unpacked(file.raw) if entry.position >= landed)
                file.invalidate_recordset()

    def _let_go(self, document):
        """Drop what was kept: everything has landed, or nothing will."""
        self._files(document, READ).unlink()
