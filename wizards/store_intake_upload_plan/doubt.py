# Part of store_group. License LGPL-3.
from odoo import api, fields, models

from ...engine.intake.currency_named import said_in
from ...engine.intake.date_order import DATE_ORDER, ORDERS, written
from ...engine.intake.layouts import BY_CODE
from ...engine.intake.other_sheets import beside
from ...engine.intake.proposing.propose import preview

PROPOSED = 'proposed'


class StoreIntakeUploadPlan(models.AbstractModel):
    """What a file says of itself that speaks against its layout, or leaves its currency open: it is asked before it is read."""

    _inherit = 'store.intake.upload.plan'

    # === INTAKE ===

    @api.model
    def _as_said(self, upload, layout):
        """Return `layout` with what was chosen on `upload` for the whole file."""
        if upload.layout_code != PROPOSED or upload.channel_id:
            layout = written(layout, upload.date_order) if upload.date_order in ORDERS else layout
        if upload.currency_id and not upload.channel_id:
            layout = said_in(layout, upload.currency_id.name)
        return layout

    @api.model
    def _previewed(self, upload, sheet, row, layout, most=0):
        """Return (result, first orders) of the rows in the beginning of the file, as they will be read."""
        currency = (upload.channel_id.company_id or upload.company_id or self.env.company).currency_id
        today = fields.Date.context_today(upload)
        return preview(sheet, row, self._as_said(upload, layout), currency.name, most, upload.filename or '', today)

    @api.model
    def _doubt_of_file(self, upload, result):
        """Return the question that the file as a whole asks, '' for none."""
        texts, doubt = self.env['store.intake.phrases']._texts(), result.date_doubt
        asked = []
        if doubt and self._asks_dates(upload) and not (doubt.code == DATE_ORDER and upload.date_order in ORDERS):
            asked.append(texts[doubt.code].replace('{found}', f'{doubt.found}, {doubt.column}{doubt.row}'))
        if doubt := result.currency_doubt:
            asked.append(texts[doubt.code].replace('{found}', doubt.found).replace('{proposed}', doubt.proposed))
        return '\n'.join(asked)

    @api.model
    def _ask_of_file(self, upload, result):
        """Show on `upload` what its file as a whole asks; only where its plan is computed, else it would be written."""
        if result.date_doubt and self._asks_dates(upload):
            upload.asks_date_order = result.date_doubt.code == DATE_ORDER
        upload.asks_currency = not upload.channel_id and bool(result.currency_doubt or upload.currency_id)
        upload.question = '\n'.join(filter(None, (upload.question, self._doubt_of_file(upload, result)))) or False

    def _asks_dates(self, upload):
        return bool(upload.channel_id) or upload.layout_code != PROPOSED  # a proposed layout asks about its dates itself

    @api.model
    def _doubt_of_new(self, upload, found, sheet, row, layout):
        """Return what keeps the file from being read by a channel that is made for it, '' for nothing."""
        if sheet is None:
            return ''
        _together, apart = beside(found.head, sheet, layout, self._other_tables(upload))
        return self._asked_apart(upload, sheet, apart) or self._doubt_of_file(
            upload, self._previewed(upload, sheet, row, layout)[0]
        )

    @api.model
    def _tell_sheets(self, upload, head, sheet, layout):
        """Name the sheets that are read together with `sheet`, and ask about those that fit and would not be read."""
        together, apart = beside(head, sheet, layout, self._other_tables(upload))
        upload.asks_sheets, upload.sheet_read = bool(apart), sheet.name
        if together and not upload.is_one_sheet:
            names = ', '.join([sheet.name, *together])
            upload.told += '\n' + self.env._("Read together, as their columns are the same: %(names)s.", names=names)
        if question := self._asked_apart(upload, sheet, apart):
            upload.question = '\n'.join(filter(None, (upload.question, question)))

    def _other_tables(self, upload):
        """Return the Layouts of both tables, where a known export has the heads and the goods of orders in two."""
        if upload.channel_id:
            return upload.channel_id.template_id._layouts() if upload.channel_id.template_id else ()
        known = BY_CODE.get(upload.layout_code)
        return [
            one.layout for one in BY_CODE.values() if known and (known.code in (one.code, one.beside) or one.code == known.beside)
        ]

    def _asked_apart(self, upload, sheet, apart):
        """Return the question about sheets that would not be read, '' for none, or if somebody said that they are left out."""
        if not apart or upload.is_one_sheet:
            return ''
        return self.env._(
            "Not read: %(names)s, which fit as %(read)s does and have other columns, or a name that says they hold no sales "
            "(returns, cancelled, a template). Give them the same columns and ordinary names, upload each as a file of its "
            "own, or say that they are left out.",
            names=', '.join(apart),
            read=sheet.name,
        )
