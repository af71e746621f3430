# Part of store_group. License LGPL-3.
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...engine.reporting.calendar_span import Span
from .store_cockpit_scope import SALES

# Figures depend on reader and period: core computes those of many recipients and periods in one transaction.
READER = ('uid', 'allowed_company_ids', 'start_datetime', 'end_datetime')
REPORT = 'store_group.store_sale_report_action'
OPENS = {
    'kpi_store_net': REPORT,
    'kpi_store_orders': REPORT,
    'kpi_store_to_receive': 'store_group.store_transfer_late_action',
    'kpi_store_open_differences': 'store_group.store_transfer_discrepancy_action',
}


class DigestDigest(models.Model):
    """Figures of the stores in Odoo's digest, computed as the recipient and never elevated.

    Sales count whole business days of each store: from the day the period begins up to the day before it ends. Recipients who
    may not read Sales by Store do not get these figures; recipients without a store today get zero.
    """

    _inherit = 'digest.digest'

    kpi_store_net = fields.Boolean(
        string="Net Sales of Stores", help="Ordered less returned, without tax, on whole days, of the recipient's stores."
    )
    kpi_store_net_value = fields.Monetary(string="Net Sales of Stores, Figure", compute='_compute_kpi_store_net_value')
    kpi_store_orders = fields.Boolean(
        string="Orders of Stores", help="Confirmed orders of the recipient's stores, on whole days."
    )
    kpi_store_orders_value = fields.Integer(string="Orders of Stores, Figure", compute='_compute_kpi_store_orders_value')
    kpi_store_to_receive = fields.Boolean(
        string="Transfers to Receive", help="Transfers on the way to the recipient's stores at the time of sending."
    )
    kpi_store_to_receive_value = fields.Integer(
        string="Transfers to Receive, Figure", compute='_compute_kpi_store_to_receive_value'
    )
    kpi_store_open_differences = fields.Boolean(
        string="Differences to Decide", help="Undecided differences of the recipient's stores at the time of sending."
    )
    kpi_store_open_differences_value = fields.Integer(
        string="Differences to Decide, Figure", compute='_compute_kpi_store_open_differences_value'
    )

    # === COMPUTE ===

    @api.depends_context(*READER)
    def _compute_kpi_store_net_value(self):
        for digest in self:
            digest.kpi_store_net_value = digest._store_sales('net_amount')

    @api.depends_context(*READER)
    def _compute_kpi_store_orders_value(self):
        for digest in self:
            digest.kpi_store_orders_value = digest._store_sales('order_count')

    @api.depends_context(*READER)
    def _compute_kpi_store_to_receive_value(self):
        for digest in self:
            digest.kpi_store_to_receive_value = digest._store_waiting('receive')

    @api.depends_context(*READER)
    def _compute_kpi_store_open_differences_value(self):
        for digest in self:
            digest.kpi_store_open_differences_value = digest._store_waiting('difference')

    def _compute_kpis_actions(self, company, user):
        menu = self.env.ref('store_group.store_group_menu_root').id
        return super()._compute_kpis_actions(company, user) | {name: f'{action}?menu_id={menu}' for name, action in OPENS.items()}

    # === REPORTING ===

    def _store_sales(self, measure):
        """Return a sum of Sales by Store over the period in the context, as the reader; 0 without a period.

        :raises AccessError: for readers who may not read that report; core then leaves the figure out
        """
        report, company = self._store_reader()
        start, end, _companies = self._get_kpi_compute_parameters()
        if not (company and start and end):
            return 0
        domain = self._store_days(*map(fields.Datetime.to_datetime, (start, end)))
        [(value,)] = report._read_group(domain & Domain('company_id', '=', company.id), [], [f'{measure}:sum'])
        return value or 0

    def _store_days(self, start, end):
        """Return the Domain of the whole business days between two moments, in the zone of each store."""
        scope = self.env['store.cockpit.scope'].sudo(False)
        spans = scope._todays(
            scope._seen_stores(),
            False,
            lambda store: Span(store._business_day(start), store._business_day(end) - timedelta(days=1)),
        )
        return Domain.OR(
            stores & Domain('date', '>=', str(span.since)) & Domain('date', '<=', str(span.until)) for stores, span in spans
        )

    def _store_waiting(self, key):
        """Return the number of tasks of one kind at the reader's stores now, as in the cockpit.

        :raises AccessError: for readers who may not read them
        """
        _report, company = self._store_reader()
        cockpit = self.env['store.cockpit'].sudo(False)
        stores = cockpit._seen_stores().filtered(lambda store: store.company_id == company)
        waiting = cockpit.env['store.cockpit.todo']._waiting(cockpit._scope(), stores.ids)
        model, domain = next((model, domain) for name, _label, _late, model, domain in waiting if name == key)
        return cockpit.env[model].search_count(domain)

    def _store_reader(self):
        """Return (the sales report as the reader, the company of this digest or none if it is not the reader's)."""
        report = self.env[SALES].sudo(False)
        report.check_access('read')
        return report, report.env.companies & (self.company_id or self.env.company)
