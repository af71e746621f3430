# Part of store_group. License LGPL-3.
import base64
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.reporting.calendar_span import Span
from ..models.people.door import check_span
from ..models.reporting.store_report_book import Asked

DIMENSIONS = (
    'store',
    'taker',
    'lane',
    'group',
    'company',
    'channel',
    'day',
    'month',
    'category',
    'product',
    'customer',
    'salesperson',
)
PAPER = 'store_group.report_store_paper'


class StoreReportOut(models.TransientModel):
    """Export a report: which days and stores, as a workbook or as a PDF."""

    _name = 'store.report.out'
    _description = 'Export of Reports'

    report = fields.Selection(selection='_selection_report', required=True, default='sales')
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: (fields.Date.context_today(self).replace(day=1) - timedelta(days=1)).replace(day=1),
    )
    date_to = fields.Date(
        string="To",
        required=True,
        help="The last day counts.",
        default=lambda self: fields.Date.context_today(self).replace(day=1) - timedelta(days=1),
    )
    store_id = fields.Many2one(
        'store.store', domain="[('is_mine', '=', True)]", context={'active_test': False}, help="Empty: all you see."
    )
    group_id = fields.Many2one('store.group', help="With all groups below it. Empty: all you see.")
    by_store = fields.Boolean(default=True)
    by_taker = fields.Boolean(string="By Receiving Store", default=True)
    by_lane = fields.Boolean()
    by_group = fields.Boolean()
    by_company = fields.Boolean()
    by_channel = fields.Boolean()
    by_day = fields.Boolean()
    by_month = fields.Boolean(default=True)
    by_category = fields.Boolean(default=True)
    by_product = fields.Boolean()
    by_customer = fields.Boolean()
    by_salesperson = fields.Boolean()
    known = fields.Char(compute='_compute_known')
    download = fields.Binary(readonly=True)
    download_name = fields.Char(readonly=True)

    # === COMPUTE ===

    @api.model
    def _selection_report(self):
        return [(key, report.label) for key, report in self.env['store.report.book']._reports().items()]

    @api.depends('report')
    def _compute_known(self):
        """The report's dimensions, each between commas, for the view."""
        reports = self.env['store.report.book']._reports()
        for wizard in self:
            wizard.known = f',{",".join(reports[wizard.report].dimensions if wizard.report else ())},'

    # === ACTIONS ===

    def action_excel(self):
        """Create the workbook and download it."""
        self.ensure_one()
        name, content = self.env['store.report.book']._workbook(self._asked())
        return self._hand_over(name, content)

    def action_pdf(self):
        """Create the PDF and download it."""
        self.ensure_one()
        return self._hand_over(*self._print(self._asked()))

    def action_html(self):
        """Show the report in the browser, for printing."""
        self.ensure_one()
        self._check_days()
        return self.env.ref('store_group.store_report_paper_html').report_action(self)

    # === REPORTING ===

    def _asked(self):
        self._check_days()
        known = self.env['store.report.book']._reports()[self.report].dimensions
        return Asked(
            Span(self.date_from, self.date_to),
            self.store_id.id,
            self.group_id.id,
            self.report,
            tuple(name for name in DIMENSIONS if name in known and self[f'by_{name}']),
        )

    def _check_days(self):
        check_span(self.env, self.date_from, self.date_to)

    @api.model
    def _print(self, asked):
        """Return (file name, bytes) of the report as PDF.

        :param asked: Asked
        :raises UserError: if wkhtmltopdf is not installed on the server
        """
        Printer = self.env['ir.actions.report']
        if Printer.get_wkhtmltopdf_state() in ('install', 'broken'):
            raise UserError(
                self.env._(
                    "The server has no program to make PDFs (wkhtmltopdf). Print from the browser, or ask the administrator to "
                    "install it."
                )
            )
        page = self.env['ir.qweb']._render(
            PAPER,
            {
                'papers': [self.env['store.report.paper']._pages(asked)],
                'lang': self.env.lang,
                'zoom': self.env['store.transfer']._print_zoom('pdf'),
            },
        )
        content = Printer._run_wkhtmltopdf([page], report_ref=PAPER)  # a self-contained page: no session, no assets
        return f'{self.env._("Figures")} {asked.span.since} {asked.span.until}.pdf', content

    def _hand_over(self, name, content):
        self.write({'download': base64.b64encode(content), 'download_name': name})
        return {
            'type': 'ir.actions.act_url',
            'target': 'self',
            'url': f'/web/content/store.report.out/{self.id}/download?download=true&filename_field=download_name',
        }
