# Part of store_group. License LGPL-3.
from datetime import date

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ....engine import arguments
from ....engine.reporting import profit
from ....engine.reporting.profit import UNKNOWN
from ...people.all_companies import TICKED_ONLY, in_all_companies
from ...people.door import MOST, check_span, door

MANY = 24  # stores side by side; the others are one column
MEASURES = {'store': 'amount', 'group': 'group_amount'}


class StoreProfitStatement(models.AbstractModel):
    """The profit report as a statement: lines below each other, stores or months side by side.

    It asks `store.profit.report` as whoever reads it, so what is added up is what they may see. Lives for one question.

    Its parts are in this folder: `words`.
    """

    _name = 'store.profit.statement'
    _description = 'Statement of Profit'

    # === REPORTING ===

    @api.model
    @api.readonly
    @door(
        date_from=arguments.day(),
        date_to=arguments.day(),
        columns=arguments.text(),
        stores=arguments.maybe(arguments.items(arguments.text(), MOST)),
        group=arguments.maybe(arguments.text()),
        view=arguments.text(),
        compare=arguments.maybe(arguments.text()),
        ticked=arguments.flag(),
    )
    def statement(
        self, date_from, date_to, columns='stores', stores=False, group=False, view='store', compare=False, ticked=False
    ):
        """Return what stores earned in a period, as far as the caller may see it.

        :param str date_from: first day, 'YYYY-MM-DD'; `date_to`: last day
        :param str columns: 'stores', 'months' or 'total'; beside stores and months there is always the total
        :param list stores: codes of stores, False for all they see, headquarters included
        :param group: code of a group of any tree: the stores below it; False for none
        :param str view: 'store' for results by the stores' own books, 'group' without what our companies charge each other
        :param compare: 'previous' for the period before, 'year' for the same a year before, False for none
        :param bool ticked: only the companies ticked in the switcher, `allowed_company_ids` of the context
        :returns: {"date_from", "date_to", "view", "companies", "currency": {"id", "name", "symbol", "position", "digits"},
            "columns": [{"key", "title", "store_id", "date_from", "date_to"}], "rows": [{"code", "label", "help", "is_total",
            "in_ledger", "cells": [{"amount", "percent", "before", "change"}]}], "notices": [{"code", "message",
            "store_id", "button"}], "standby"}, companies and standby as in `store.cockpit.figures`. Amounts: float in
            `currency`, income positive; percent: of net revenue; before and change (percent): of the comparison; False
            where there is none, and in a column with a currency that has no rate, which a notice names. "unsold" is the
            sum up to the last day
        :raises UserError: for unknown codes, days or options
        :raises AccessError: for whoever may not read profit
        """
        self = in_all_companies(self.with_context(**{TICKED_ONLY: True}) if ticked else self)
        question = self._question(date_from, date_to, columns, stores, group, view, compare)
        report = self.env['store.profit.report']
        report.check_access('read')
        standby = self.env['store.standby']._age()
        one = self._needs_one_currency(question)
        keys, now = self._columns(question, one)
        before = self._before(question, keys, one) if compare else {}
        figures = [now.get(column['key'], {}) for column in keys]
        earlier = [before.get(column['key'], {}) for column in keys]
        currency = self._currency(question, one)
        return {
            'date_from': fields.Date.to_string(question['first']),
            'date_to': fields.Date.to_string(question['last']),
            'view': view,
            'standby': standby,
            'companies': self.env['store.cockpit.scope']._companies_told(),
            'columns': keys,
            'rows': self._rows(figures, earlier, currency, bool(compare)),
            'notices': self._notices(question, figures),
            'currency': {
                'id': currency.id,
                'name': currency.name,
                'symbol': currency.symbol,
                'position': currency.position,
                'digits': currency.decimal_places,
            },
        }

    @api.model
    @api.readonly
    @door(
        row=arguments.text(),
        date_from=arguments.day(),
        date_to=arguments.day(),
        stores=arguments.maybe(arguments.items(arguments.text(), MOST)),
        group=arguments.maybe(arguments.text()),
        store_id=arguments.maybe(arguments.ident()),
        headquarters=arguments.flag(),
        ticked=arguments.flag(),
    )
    def entries(self, row, date_from, date_to, stores=False, group=False, store_id=False, headquarters=False, ticked=False):
        """Return the window action that shows what a figure is made of.

        :param str row: code of a row; the others as in `statement`
        :param int store_id: the column's store; `headquarters`: the column of headquarters
        :returns: a window action on `store.profit.report`
        """
        question = self._question(date_from, date_to, 'total', stores, group, 'store', False)
        found = next((item for item in profit.ROWS if item.code == row), None)
        if not found:
            raise UserError(self.env._("There is no line %(row)s in the statement.", row=repr(row)))
        domain = question['domain'] & self._days(question['first'], question['last'])
        if row == 'unsold':
            domain = question['domain'] & Domain('unsold_amount', '!=', 0) & Domain('date', '<=', question['last'])
        elif row == 'ledger':
            domain &= Domain('in_ledger', '=', True)
        else:
            domain &= Domain('line', 'in', list({'discount': ('discount', 'revenue')}.get(row, found.lines)))
        if row == 'discount':
            domain &= Domain('line', '=', 'discount') | Domain('discount_amount', '!=', 0)
        if ticked:
            domain &= Domain('store_company_id', 'in', self.env.companies.ids)
        if store_id or headquarters:
            domain &= Domain('store_id', '=', store_id or False)
        action = self.env['ir.actions.act_window']._for_xml_id('store_group.store_profit_report_action')
        action.update(
            name=self._labels()[row][0],
            display_name=self._labels()[row][0],
            domain=list(domain),
            context={},
            views=[(False, 'list'), (False, 'pivot'), (False, 'graph')],
            view_mode='list,pivot,graph',
        )
        return action

    # === THE QUESTION ===

    @api.model
    def _question(self, date_from, date_to, columns, stores, group, view, compare):
        """Return the question as a dict; :raises UserError: where it cannot be understood"""
        try:
            first, last = date.fromisoformat(date_from), date.fromisoformat(date_to)
        except (TypeError, ValueError):
            raise UserError(self.env._("Give the first and the last day as YYYY-MM-DD.")) from None
        check_span(self.env, first, last)
        if columns not in ('stores', 'months', 'total') or view not in MEASURES or (compare not in (False, 'previous', 'year')):
            raise UserError(
                self.env._(
                    "The statement is asked for from a first to a last day, by stores, months or in total, as the store's or the "
                    "group's result, compared with the previous period, the year before or nothing."
                )
            )
        domain = Domain.TRUE
        if stores:
            known = self.env['store.store']._by_code(stores)
            unknown = [code for code in stores if code not in known]
            if unknown:
                raise UserError(self.env._("No store has the code %(codes)s.", codes=', '.join(map(repr, unknown))))
            domain &= Domain('store_id', 'in', [store.id for store in known.values()])
        if group:
            found = self.env['store.group'].search([('code', '=', group)])
            if not found:
                raise UserError(self.env._("No group has the code %(code)s.", code=repr(group)))
            domain &= Domain('store_id', 'in', found._stores_below().ids)
        return {'first': first, 'last': last, 'by': columns, 'domain': domain, 'view': view, 'compare': compare}

    def _days(self, first, last):
        return Domain('date', '>=', first) & Domain('date', '<', last + relativedelta(days=1))

    def _earlier(self, question):
        """Return first and last day of what is compared with; whole months are compared with whole months."""
        first, last = question['first'], question['last']
        if question['compare'] == 'year':
            return first - relativedelta(years=1), (last + relativedelta(days=1)) - relativedelta(years=1, days=1)
        after = last + relativedelta(days=1)
        if first.day == 1 and after.day == 1:
            months = (after.year - first.year) * 12 + after.month - first.month
            return first - relativedelta(months=months), first - relativedelta(days=1)
        return first - (after - first), first - relativedelta(days=1)

    # === THE ANSWER ===

    def _needs_one_currency(self, question):
        """Whether rows of several currencies are added up."""
        days = self._days(self._earlier(question)[0] if question['compare'] else question['first'], question['last'])
        found = self.env['store.profit.report']._read_group(question['domain'] & days, ['currency_id'])
        return len(found) > 1

    def _currency(self, question, one):
        if one:
            return self.env['store.reporting.currency']._one().currency
        [*found] = self.env['store.profit.report']._read_group(
            question['domain'] & self._days(question['first'], question['last']), ['currency_id']
        )
        return found[0][0] if found and found[0][0] else self.env.company.currency_id

    def _figures(self, question, first, last, by, one):
        """Return {column key: {line: amount}} of a period; the key of a store is its id, of headquarters 0."""
        suffix = '_one' if one else ''
        measure, discount = f'{MEASURES[question["view"]]}{suffix}', f'discount_amount{suffix}'
        groupby = {'stores': ['store_id'], 'months': ['date:month'], 'total': []}[by]
        found, report = {}, self.env['store.profit.report']
        for *place, line, amount, taken_off in report._read_group(
            question['domain'] & self._days(first, last), [*groupby, 'line'], [f'{measure}:sum', f'{discount}:sum']
        ):
            column = found.setdefault(self._key(by, *place), {})
            column[UNKNOWN] = column.get(UNKNOWN) or amount is False
            column[line] = column.get(line, 0.0) + (amount or 0.0)
            column['discount_amount'] = column.get('discount_amount', 0.0) + (taken_off or 0.0)
        if by != 'months':
            for place, amount in self._unsold(question, last, groupby, one).items():
                if amount:
                    found.setdefault(self._key(by, *place), {})['unsold'] = amount
        return found

    def _unsold(self, question, last, groupby, one):
        """Return {place: profit in unsold goods}: a stock, not a flow, of all there was up to the last day.

        In one currency it is at the rate of the last day's month, as a stock is: at the rates of the months in which goods came
        and went, something would stay of what has long gone.
        """
        report, found = self.env['store.profit.report'], {}
        until = question['domain'] & Domain('date', '<', last + relativedelta(days=1))
        if not one:
            return {tuple(place): amount for *place, amount in report._read_group(until, groupby, ['unsold_amount:sum'])}
        rates, day = self.env['store.reporting.currency'], fields.Date.end_of(last, 'month')
        for *place, currency, amount in report._read_group(until, [*groupby, 'currency_id'], ['unsold_amount:sum']):
            rate = rates._rate_on(currency, day) if amount else 0.0
            found[tuple(place)] = None if rate is None else found.get(tuple(place), 0.0) + (amount or 0.0) * rate
        return found

    def _key(self, by, place=None):
        if by == 'stores':
            return f'store_{place.id}' if place else 'headquarters'
        return fields.Date.to_string(place) if by == 'months' else 'total'

    def _columns(self, question, one):
        """Return the columns to show, the total last, and their figures."""
        by, first, last = question['by'], question['first'], question['last']
        figures = self._figures(question, first, last, by, one)
        period = {'store_id': False, 'date_from': fields.Date.to_string(first), 'date_to': fields.Date.to_string(last)}
        columns = []
        if by == 'stores':
            columns = self._store_columns(figures, period)
        elif by == 'months':
            month = first.replace(day=1)
            while month <= last:
                columns.append(
                    {
                        'key': fields.Date.to_string(month),
                        'title': f'{month:%Y-%m}',
                        'store_id': False,
                        'date_from': fields.Date.to_string(max(first, month)),
                        'date_to': fields.Date.to_string(min(last, month + relativedelta(months=1, days=-1))),
                    }
                )
                month += relativedelta(months=1)
        total = self._figures(question, first, last, 'total', one).get('total', {})
        return [*columns, {'key': 'total', 'title': self.env._("Total"), **period}], {**figures, 'total': total}

    def _store_columns(self, figures, period):
        """The stores with most revenue in the order of their list, the others as one column, headquarters."""
        Store = self.env['store.store'].with_context(active_test=False)
        known = Store.search([('id', 'in', [int(key[6:]) for key in figures if key.startswith('store_')])])
        largest = sorted(known, key=lambda store: -profit.net_revenue(figures[f'store_{store.id}']))[:MANY]
        columns = [
            {**period, 'key': f'store_{store.id}', 'title': store.name, 'store_id': store.id}
            for store in known
            if store in largest
        ]
        if len(known) > MANY:
            figures['others'] = self._added(figures.pop(f'store_{store.id}') for store in known if store not in largest)
            columns.append({**period, 'key': 'others', 'title': self.env._("Other stores (%(count)s)", count=len(known) - MANY)})
        if 'headquarters' in figures:
            columns.append({**period, 'key': 'headquarters', 'title': self.env._("Headquarters")})
        return columns

    def _added(self, columns):
        total = {}
        for column in columns:
            for line, amount in column.items():
                total[line] = total.get(line, 0.0) + amount
        return total

    def _before(self, question, columns, one):
        """Return {column key: figures} of the comparison; each month is compared with its own."""
        first, last = self._earlier(question)
        found = self._figures(question, first, last, question['by'], one)
        total = self._figures(question, first, last, 'total', one).get('total', {})
        if question['by'] == 'months':
            step = relativedelta(years=1) if question['compare'] == 'year' else relativedelta(months=1)
            if question['compare'] == 'previous':
                found = {**found, **self._figures(question, question['first'], question['last'], 'months', one)}
            found = {
                column['key']: found.get(fields.Date.to_string(date.fromisoformat(column['key']) - step), {})
                for column in columns
                if column['key'] != 'total'
            }
        if any(column['key'] == 'others' for column in columns):
            alone = {column['key'] for column in columns}
            found['others'] = self._added(found[key] for key in list(found) if key not in alone)
        return {**found, 'total': total}

    def _rows(self, figures, earlier, currency, compared):
        """Return the lines with a cell for each column."""
        labels = self._labels()
        return [
            {
                'code': row.code,
                'label': labels[row.code][0],
                'help': labels[row.code][1],
                'is_total': row.is_total,
                'in_ledger': row.code in profit.LEDGER,
                'cells': [
                    self._cell(row, column, past, currency, compared) for column, past in zip(figures, earlier, strict=True)
                ],
            }
            for row in profit.shown([*figures, *earlier])
        ]

    def _cell(self, row, column, past, currency, compared):
        value, before = currency.round(profit.amount(row, column)), currency.round(profit.amount(row, past))
        if column.get(UNKNOWN):
            return {'amount': False, 'percent': False, 'before': False, 'change': False}
        compared = compared and not past.get(UNKNOWN)
        return {
            'amount': value,
            'percent': profit.percent(value, column),
            'before': before if compared else False,
            'change': profit.change(value, before) if compared else False,
        }
