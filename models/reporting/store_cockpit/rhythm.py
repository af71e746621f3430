# Part of store_group. License LGPL-3.
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.fields import Domain
from odoo.tools import babel_locale_parse, format_date, get_lang

from ....engine.reporting import calendar_span as periods
from ....engine.reporting import rhythm
from ....engine.reporting import steps as stepping
from ..store_cockpit_scope import SALES

WEEKS = 12
MONTHS = 12


class StoreCockpit(models.AbstractModel):
    """When the stores sell: hours, weekdays and months, with their peaks and troughs. Part of `store.cockpit`."""

    _inherit = 'store.cockpit'

    # === REPORTING ===

    def _line_of_hours(self, period, scope):
        """Return the big chart of one day by hour, beside the days it is compared with."""
        labels = self._against_labels('yesterday')
        labels['before'] = self._period_labels()['yesterday'] if period == 'today' else labels['before']
        spans = {self._period_labels()[period]: lambda today: periods.shown(period, today)}
        for name in periods.against(period, scope.today):
            spans[labels[name]] = lambda today, name=name: periods.against(period, today)[name]
        found = {label: self._by_hour(scope, span_of) for label, span_of in spans.items()}
        hours = self._hours_between(*found.values())
        shown = self._days(scope, lambda today: periods.shown(period, today))
        return {
            'grain': 'hour',
            'labels': [f'{hour}:00' for hour in hours],
            'target': [],
            'series': [{'label': label, 'values': [amounts.get(hour, 0) for hour in hours]} for label, amounts in found.items()],
            'opens': self._hours_open(hours, shown),
        }

    def _by_hour(self, scope, span_of):
        return {
            int(hour): amount
            for hour, amount in self.env[SALES]._read_group(self._days(scope, span_of), ['hour'], [f'{scope.money}:sum'])
            if hour and amount
        }

    def _hours_between(self, *found):
        """Return the hours from the first sale to the last; those of a working day where there is none."""
        sold = {hour for amounts in found for hour in amounts} or {9, 18}
        return list(range(min(sold), max(sold) + 1))

    def _hours_open(self, hours, domain):
        return [self._opens(f'{hour}:00', domain & Domain('hour', '=', f'{hour:02}'), group_by=['store_id']) for hour in hours]

    def _rhythm(self, period, scope):
        """Return the charts of hours (where the big one has none), weekdays and months."""
        months = self._months(scope)
        parts = [self._weekdays(scope, months['values']), months]
        if period not in ('today', 'yesterday'):
            parts.insert(0, self._hours(period, scope))
        return [part for part in parts if any(part['values'])]

    def _hours(self, period, scope):
        """Average of a day of the period by hour."""

        def span_of(today):
            span = periods.shown(period, today)
            return span._replace(until=today - timedelta(days=1)) if span.since < today else span  # today is not over

        span = span_of(scope.today)
        amounts = self._by_hour(scope, span_of)
        hours = self._hours_between(amounts)
        return self._part(
            'hour',
            self.env._("By hour, average of %(days)s", days=self._span_label(span)),
            [f'{hour}:00' for hour in hours],
            [amounts.get(hour, 0) / span.days for hour in hours],
            self._hours_open(hours, self._days(scope, span_of)),
            unfinished=len(hours) if span.until == scope.today else 0,
        )

    def _weekdays(self, scope, months):
        """Average of each weekday, over whole weeks that ended yesterday, or from the first sale on.

        :param months: amounts of the last months, to see whether anything was sold before these weeks
        """

        def span_of(today):
            return periods.Span(today - timedelta(days=7 * WEEKS), today - timedelta(days=1))

        domain = self._days(scope, span_of)
        sold = {
            day: amount for day, amount in self.env[SALES]._read_group(domain, ['date:day'], [f'{scope.money}:sum']) if amount
        }
        span = span_of(scope.today)
        inside = (scope.today.year - span.since.year) * 12 + scope.today.month - span.since.month + 1
        begun = span.since if any(months[:-inside]) else min(sold, default=span.since)
        many, amounts = [0] * 7, [0] * 7
        for day in stepping.steps(span._replace(since=begun), 'date:day'):
            many[day.weekday()] += 1
        for day, amount in sold.items():
            amounts[day.weekday()] += amount
        is_whole = begun < span.since + timedelta(days=7)
        if is_whole:
            many = [WEEKS] * 7
        names = babel_locale_parse(get_lang(self.env).code).days['stand-alone']['abbreviated']
        first = int(get_lang(self.env).week_start) - 1
        order = [(first + number) % 7 for number in range(7)]
        return self._part(
            'weekday',
            self.env._("By weekday, average of %(count)s weeks", count=WEEKS)
            if is_whole
            else self.env._("By weekday, average since %(day)s", day=format_date(self.env, begun)),
            [names[day] for day in order],
            [amounts[day] / many[day] if many[day] else 0 for day in order],
            [self._opens(names[day], domain & Domain('weekday', '=', str(day + 1)), group_by=['date:week']) for day in order],
        )

    def _months(self, scope):
        """The last months, the running one included; it is neither peak nor trough."""
        last = scope.today.replace(day=1)
        months = [last - relativedelta(months=number) for number in reversed(range(MONTHS))]
        span = periods.Span(months[0], stepping.step_span(last, 'date:month').until)
        domain = self._days(scope, lambda _today: span)
        amounts = dict(self.env[SALES]._read_group(domain, ['date:month'], [f'{scope.money}:sum']))
        values = [amounts.get(month) or 0 for month in months]
        opens = [
            self._opens(
                self._step_label(month, 'yMMMM'),
                self._days(scope, lambda _today, month=month: stepping.step_span(month, 'date:month')),
                group_by=['store_id'],
            )
            for month in months
        ]
        labels = [self._step_label(month, 'MMM') for month in months]
        first = rhythm.before_the_first(values)
        return self._part('month', self.env._("By month"), labels, values, opens, first=first, unfinished=1)

    def _part(self, key, title, labels, values, opens, first=0, unfinished=0):
        """Return one chart with the places of its highest and lowest value, -1 where nothing stands out."""
        peak, trough = rhythm.extremes(values, first, unfinished)
        return {'key': key, 'title': title, 'labels': labels, 'values': values, 'opens': opens, 'peak': peak, 'trough': trough}
