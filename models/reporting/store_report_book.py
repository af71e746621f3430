# Part of store_group. License LGPL-3.
from typing import NamedTuple

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_datetime

from ...engine.reporting import calendar_span as periods
from ...engine.reporting import workbook
from ...engine.reporting.measures.ledger import LEDGER
from ...engine.reporting.measures.measure import Table
from ...engine.reporting.measures.sales import SALES
from ...engine.reporting.measures.stock import STOCK
from ...engine.reporting.measures.transfers import TRANSFERS

MOST = 50_000  # the most rows of one sheet that spreadsheets handle well
GOODS = {'store': 'store_id', 'group': 'group_id', 'company': 'company_id', 'category': 'categ_id', 'product': 'product_id'}


class Asked(NamedTuple):
    """The parameters of a workbook or PDF. Both days are included; `store` and `group` are ids or False."""

    span: periods.Span
    store: int = False
    group: int = False
    report: str = 'sales'
    dimensions: tuple = ('store', 'month')


class Report(NamedTuple):
    """A report that can be exported: its model, the field of its day, measures and dimensions."""

    model: str
    label: str
    basis: str
    table: Table
    dimensions: dict  # {name: groupby}
    one: str = 'amount_one'  # the measure in the reader's currency; '' for none
    nobody: str = ''  # what a row without a store is
    by_context: bool = False  # whether the days are said in the context; else by the report's day


class StoreReportBook(models.AbstractModel):
    """Figures as a workbook: the data the user may see and export, with formats and a cover sheet."""

    _name = 'store.report.book'
    _inherit = ['store.cockpit.scope']
    _description = 'Workbook of Figures'

    # === REPORTING ===

    def _reports(self):
        """Return {key: Report} of the reports that can be exported. Later stages add theirs."""
        headquarters, elsewhere = self.env._("Headquarters"), self.env._("No store, or in transit")
        sales = Report(
            'store.sale.report',
            self.env._("Sales by Store"),
            self.env._("Ordered, returned, shipped and booked, each document on its own day; see the note on each column"),
            SALES,
            {
                'store': 'store_id',
                'group': 'group_id',
                'company': 'company_id',
                'channel': 'channel_id',
                'day': 'date:day',
                'month': 'date:month',
                'category': 'categ_id',
                'product': 'product_id',
                'customer': 'partner_id',
                'salesperson': 'user_id',
            },
            nobody=headquarters,
        )
        stock = Report(
            'store.stock.report',
            self.env._("Stock by Store"),
            self.env._("Stock as it is now; what moved, between these days; see the note on each column"),
            STOCK,
            GOODS,
            'value_one',
            elsewhere,
            True,
        )
        ledger = Report(
            'store.stock.ledger',
            self.env._("Stock Ledger"),
            self.env._("Done moves on the company's day; opening + receipts - issues = closing; see the note on each column"),
            LEDGER,
            GOODS,
            'closing_value_one',
            elsewhere,
            True,
        )
        transfers = Report(
            'store.transfer.report',
            self.env._("Transfers between Stores"),
            self.env._("Requests of these days as their goods stand now, at the sender's cost; see the note on each column"),
            TRANSFERS,
            {
                'store': 'store_id',
                'taker': 'dest_store_id',
                'lane': 'lane_id',
                'company': 'company_id',
                'day': 'date:day',
                'month': 'date:month',
                'category': 'categ_id',
                'product': 'product_id',
            },
            '',
        )
        profit = Report(
            'store.profit.report',
            self.env._("Statement of Profit"),
            self.env._(
                "Posted entries by their accounting date; what is not in the ledger is marked. The store's result by its "
                "own books, and the group's without what our companies charge each other"
            ),
            Table(),
            {'store': 'stores', 'month': 'months'},
        )
        return {'sales': sales, 'stock': stock, 'ledger': ledger, 'transfers': transfers, 'profit': profit}

    def _workbook(self, asked):
        """Return (name of the file, its bytes).

        :param asked: Asked
        :raises AccessError: for who may not read the report, or not take lists out of every store in it
        :raises UserError: for an unknown report, a dimension it has not, or too many rows
        """
        self = self._of_reader()
        report = self._report_of(asked)
        scope = self._scope(asked.store, asked.group)
        self._check_may_take(scope.stores)
        if asked.report == 'profit':
            sheets = self.env['store.report.statement']._sheets(asked, self._span_label(asked.span))
        else:
            sheets = [self._sheet(report, asked, scope, name) for name in asked.dimensions]
        name = f'{report.label} {asked.span.since} {asked.span.until}.xlsx'
        return name, workbook.write(report.label, self._facts(report, asked, scope), sheets, self.env._("Total"))

    def _report_of(self, asked):
        report = self._reports().get(asked.report)
        unknown = [name for name in asked.dimensions if report and name not in report.dimensions]
        if not report or unknown or not asked.dimensions or asked.span.since > asked.span.until:
            raise UserError(
                self.env._(
                    "Choose a report, a last day that is not before the first, and ways of looking at it that it has. "
                    "Not known: %(names)s",
                    names=', '.join(unknown) or asked.report,
                )
            )
        self.env[report.model].check_access('read')
        return report

    def _check_may_take(self, stores):
        """:raises AccessError: unless the user may export lists of all these stores"""
        user = self.env.user
        if user._is_store_bound():
            user._check_store_can('export', stores)
        elif not user._store_can('export'):
            raise AccessError(
                self.env._("%(user)s may not export lists. Ask a system administrator for the right to export.", user=user.name)
            )

    def _question(self, report, asked, scope):
        """Return (the report's model, Domain) of the days and stores asked for."""
        since, until = str(asked.span.since), str(asked.span.until)
        if report.by_context:
            return self.env[report.model].with_context(store_from=since, store_to=until), scope.domain
        if report.model == 'store.transfer.report' and (asked.store or asked.group):  # whichever side they are on
            ids = scope.stores.ids
            scope = scope._replace(domain=Domain('store_id', 'in', ids) | Domain('dest_store_id', 'in', ids))
        return self.env[report.model], scope.domain & Domain('date', '>=', since) & Domain('date', '<=', until)

    # === SHEETS ===

    def _sheet(self, report, asked, scope, dimension):
        """Return the Sheet of one way of looking: a row for each group, in each currency where there are several."""
        Model, domain = self._question(report, asked, scope)
        groupby = [report.dimensions[dimension]]
        several = scope.money != 'amount'
        if several:
            groupby.append('currency_id')
        names = [
            name
            for name in (*([report.one] if several and report.one else []), *report.table.shown('sheet'))
            if Model._has_field_access(Model._fields[name], 'read')
        ]
        asks = [f'{name}:sum' for name in names]
        rows = Model._read_group(domain, groupby, asks, limit=MOST + 1)
        if len(rows) > MOST:
            raise UserError(
                self.env._(
                    "%(report)s by %(dimension)s would have more than %(count)s rows. Choose fewer days or fewer stores.",
                    report=report.label,
                    dimension=self._dimension_label(report, dimension),
                    count=MOST,
                )
            )
        totals = dict(zip(names, Model._read_group(domain, [], asks)[0], strict=True))
        columns = [workbook.Column(self._dimension_label(report, dimension), self._dimension_kind(groupby[0]))]
        if several:
            columns.append(workbook.Column(self.env._("Currency")))
        columns += [self._column(Model, name, report, totals, several) for name in names]
        return workbook.Sheet(
            columns[0].label,
            tuple(columns),
            [[self._cell(value, place, report) for place, value in enumerate(row)] for row in rows],
            self._span_label(asked.span),
        )

    def _dimension_label(self, report, dimension):
        if dimension in ('day', 'month'):
            return {'day': self.env._("Day"), 'month': self.env._("Month")}[dimension]
        field = self.env[report.model]._fields[report.dimensions[dimension].split(':')[0]]
        return field._description_string(self.env)

    def _dimension_kind(self, groupby):
        return {'day': 'date', 'month': 'month'}.get(groupby.partition(':')[2], 'text')

    def _column(self, Model, name, report, totals, several):
        """Return the Column of a measure; money of several currencies has no total, a ratio or a count has a stated one."""
        field, measure = Model._fields[name], report.table[name]
        mixed = several and name != report.one and (measure.is_monetary or bool(measure.ratio))
        return workbook.Column(
            field._description_string(self.env),
            measure.form,
            adds_up=not (mixed or measure.ratio or measure.is_whole),
            total=None if mixed or totals[name] is False and several else totals[name] or 0,
            help=field._description_help(self.env) or '',
        )

    def _cell(self, value, place, report):
        if not isinstance(value, models.BaseModel):
            return None if value is False else value  # an amount that is not known
        nobody = report.nobody if value._name == 'store.store' else self.env._("None") if place == 0 else ''
        return value.display_name or nobody

    # === COVER ===

    def _facts(self, report, asked, scope):
        """Return the lines of the cover: (what, as what it was asked)."""
        stores = scope.stores
        zones = sorted(set(stores.mapped('tz'))) or [self.env.company.partner_id.tz or 'UTC']
        group = self.env['store.group'].browse(asked.group or [])
        chosen = (
            group.complete_name
            if group
            else stores.name
            if asked.store
            else self.env._("All %(count)s stores of the reader, and headquarters where they see it", count=len(stores))
        )
        currency = (
            scope.currency[:1].name
            if scope.money == 'amount'
            else self.env._("Each company's own; in one currency: %(rate)s", rate=self._rate_text(scope))
        )
        return [
            (self.env._("Days"), self._span_label(asked.span)),
            (self.env._("Stores"), chosen),
            (self.env._("Basis"), report.basis),
            (self.env._("Tax"), self.env._("Amounts are without tax")),
            (self.env._("Currency"), currency),
            *([(self.env._("Not Shown"), self.env['store.reporting.currency']._notice())] if scope.missing else []),
            (self.env._("Companies"), ', '.join(self.env.companies.sudo().mapped('name'))),
            (self.env._("Time Zone"), self.env._("The store's own day: %(zones)s", zones=', '.join(zones))),
            (self.env._("Made for"), self.env.user.name),
            (self.env._("Made at"), f"{format_datetime(self.env, fields.Datetime.now())} ({self.env.user.tz or 'UTC'})"),
            (
                self.env._("Totals"),
                self.env._("Sums are formulas; counts of orders and ratios are values, as they are not the sum of their rows"),
            ),
        ]
