# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.fields import Datetime, Domain
from odoo.tools import format_date

from ....engine import arguments
from ....engine.reporting import calendar_span as periods
from ....engine.reporting import steps as stepping
from ....engine.reporting.measures.sales import MOMENTS as PART_OF_DAY
from ....engine.reporting.measures.sales import SALES as MEASURES
from ...people.door import door
from ..sql.store_reporting_currency import CHOSEN
from ..store_cockpit_scope import MOMENTS, SALES

BESIDE = 5  # stores in a list of best or worst
TILES = MEASURES.shown('tile')
# what there is of a part of a day, too: sums, and ratios made of them here
SUMS = PART_OF_DAY.stored
RATIOS = {name: parts for name, parts in MEASURES.ratios.items() if {*parts} <= {*SUMS}}
COMPARED = tuple(name for name in TILES if name in SUMS or name in RATIOS)


class StoreCockpit(models.AbstractModel):
    """The first screen of headquarters and managers: sales, comparisons, best and weakest stores, and tasks.

    One call gives everything, in a number of queries that does not grow with the stores. Sales are `store.sale.report`
    read as the caller, so they get their stores and what their sheet shows, and nothing is added up that they could not
    add up themselves. Each number comes with the filter of the report that shows it.

    Its parts are in this folder: `rhythm`, `products`.
    """

    _name = 'store.cockpit'
    _inherit = 'store.cockpit.scope'
    _description = 'Cockpit'

    @api.readonly
    @api.model
    @door(
        period=arguments.text(),
        store=arguments.maybe(arguments.ident()),
        group=arguments.maybe(arguments.ident()),
        currency=arguments.maybe(arguments.ident()),
        ticked=arguments.flag(),
    )
    def figures(self, period='today', store=False, group=False, currency=False, ticked=False):
        """Return everything the cockpit shows, for the caller's stores in all their companies.

        Amounts: basis ordered, without tax. Today's sales are laid beside the same hour of the other days; weeks, months
        and years beside as many days of theirs.

        :param str period: 'today', 'yesterday', 'week', 'month' or 'year', up to and with today, or 'last_month'
        :param int store: id of one store; False: all the caller sees
        :param int group: id of a group of any tree with all below it; False: all
        :param int currency: id of a currency for amounts of several, else that of the settings, of the caller's company
        :param bool ticked: only the companies in `allowed_company_ids` of the context, which are ticked in the switcher
        :returns: dict of plain data without None. `tiles`: `[{"key", "label", "help", "kind", "value", "opens", "against":
            [{"label", "value", "change", "opens"}]}]`, a change of 0.1 is 10 % more, False where there is nothing to
            compare with; `target`, `line`, `best`, `worst`, `products_best`,
            `products_worst`, `rhythm`, `todo`, `stores`, `groups`, `currencies`; `first_steps`:
            `{"done", "of"}` for an administrator who has not done them all, else False;
            `opens` is `{"name", "model", "domain", "views", "group_by", "measure", "companies", "currency"}`; `companies`:
            `{"names", "all", "ticked"}`, those covered and how many the caller has; `problem`: a sentence where amounts
            cannot be shown, which are False then, or ''; `standby`: False, or `{"at", "seconds", "text"}` where a standby
            answers: how old all this is
        :raises AccessError: for whoever may not read the sales report, or a store that is not theirs
        :raises UserError: for a period that does not exist
        """
        self._check_period(period)
        self = self._of_reader(ticked, currency)
        self.env[SALES].check_access('read')
        standby = self.env['store.standby']._age()
        scope = self._scope(store, group)
        answer = {
            'period': period,
            'store': store,
            'group': group,
            'currency': scope.currency[:1].id,
            **self._choices(),
            'rate': self._rate_text(scope),
            'days': self._span_label(periods.shown(period, scope.today)),
            'todo': self.env['store.cockpit.todo']._todos(scope, bool(store or group)),
            'first_steps': self.env['store.start']._left(),
            'companies': self._companies_told(),
            'problem': self.env['store.reporting.currency']._notice() if scope.missing else '',
            'standby': standby,
        }
        return {**answer, **self._sales(period, scope)}

    # === CHOICES ===

    def _choices(self):
        """Return what the reader may choose from."""
        stores = self._seen_stores()
        groups = stores.group_ids
        above = groups.browse({int(step) for group in groups for step in group.parent_path.split('/') if step})
        return {
            'periods': [list(item) for item in self._period_labels().items()],
            'stores': [[store.id, store.name] for store in stores],
            'groups': [[group.id, group.complete_name] for group in above.exists().sorted('complete_name')],
            'currencies': self._currencies(),
        }

    def _currencies(self):
        """Return what amounts of several currencies may be shown in; nothing to choose where there is one."""
        own = self.env.companies.sudo().currency_id
        one = self.env['store.reporting.currency'].with_context(**{CHOSEN: False})._one().currency
        return [[item.id, item.name] for item in (own | one if len(own) > 1 else own)]

    def _period_labels(self):
        return {
            'today': self.env._("Today"),
            'yesterday': self.env._("Yesterday"),
            'week': self.env._("This Week"),
            'month': self.env._("This Month"),
            'last_month': self.env._("Last Month"),
            'year': self.env._("This Year"),
        }

    # === SALES ===

    def _sales(self, period, scope):
        """Return the parts of the answer that speak of sales."""
        day = scope.today
        grain = {'week': 'date:day', 'month': 'date:day', 'last_month': 'date:day', 'year': 'date:month'}.get(period)
        now = self._sums(scope, lambda today: periods.shown(period, today), grain, self._tiles_of(scope))
        beside = {}
        for name in periods.against(period, day):

            def span_of(today, name=name):
                return periods.against(period, today)[name]

            beside[name] = self._beside(period, scope, span_of, grain)
        target = self._target(period, scope)
        return {
            'tiles': self._tiles(period, scope, now, beside),
            'target': self._target_tile(target, now, scope),
            'line': {} if scope.missing else self._line(period, scope, now, beside, target, grain),
            **self._ranking(period, scope, now, next(iter(beside.values())), target),
            **self._products(scope, now, next(iter(beside.values()))),
            'rhythm': [] if scope.missing else self._rhythm(period, scope),
        }

    def _tiles_of(self, scope):
        """Return the tiles the reader gets: no margin without the right to it, no sum over several currencies."""
        Report = self.env[SALES]
        return [
            name
            for name in TILES
            if (scope.money == 'amount' or MEASURES.in_one_currency(name))
            and Report._has_field_access(Report._fields[name], 'read')
        ]

    def _sums(self, scope, span_of, grain, tiles):
        """Return {'domain', 'total': {tile: value}, 'stores': {id: amount}, 'steps': {day: amount}} of some days."""
        domain = self._days(scope, span_of)
        measures = self._measures(scope, tiles)
        sets = [[], ['store_id'], *([[grain]] if grain else [])]
        total, by_store, *steps = self.env[SALES]._read_grouping_sets(domain, sets, list(measures.values()))
        return {
            'domain': domain,
            'total': self._total(measures, total),
            'stores': {row[0].id: row[1] or 0 for row in by_store},
            'steps': {row[0]: row[1] or 0 for row in (steps or [[]])[0]},
        }

    def _measures(self, scope, tiles):
        """Return {tile: what the report is asked}: the amount first; ratios of one currency are made here."""
        asked = {'amount': f'{scope.money}:sum', **{name: f'{name}:sum' for name in SUMS if name != 'amount'}}
        return asked | {name: f'{name}:sum' for name in tiles if name not in COMPARED}

    def _total(self, measures, rows):
        values = dict(zip(measures, rows[0] if rows else (), strict=False))
        known = {name: values.get(name) or 0 for name in measures}
        if values.get('amount') is False and known['order_count']:  # a currency without a rate
            known['amount'] = None
        return self._with_ratios(known)

    def _with_ratios(self, sums):
        """Return sums and the ratios made of them; None for what is not known."""
        made = {
            name: None if None in (sums[above], sums[below]) else sums[above] / sums[below] if sums[below] else 0
            for name, (above, below) in RATIOS.items()
        }
        return {**sums, **made}

    def _grown(self, now, then):
        """Return how much a figure changed; False where one of them is not known."""
        return False if None in (now, then) else periods.change(now, then)

    def _beside(self, period, scope, span_of, grain):
        """Return the sums of days to compare with; of an unfinished day up to the same hour."""
        if period != 'today':
            return self._sums(scope, span_of, grain, COMPARED)
        back = scope.today - span_of(scope.today).since
        domain = self._days(scope, span_of, MOMENTS) & Domain('moment', '<=', str(Datetime.now() - back))
        measures = self._measures(scope, ())
        total, by_store = self.env[MOMENTS]._read_grouping_sets(domain, [[], ['store_id']], list(measures.values()))
        return {
            'domain': domain,
            'model': MOMENTS,
            'total': self._total(measures, total),
            'steps': {},
            'stores': {row[0].id: row[1] or 0 for row in by_store},
        }

    # === TILES ===

    def _tiles(self, period, scope, now, beside):
        labels = self._against_labels(period)
        tiles = []
        for name in self._tiles_of(scope):
            field = self.env[SALES]._fields[scope.money if name == 'amount' else name]
            label = self.env[SALES]._fields[name]._description_string(self.env)
            value = now['total'][name]
            tiles.append(
                {
                    'key': name,
                    'label': label,
                    'help': field._description_help(self.env) or '',
                    'kind': MEASURES[name].form,
                    'value': False if value is None else value,
                    'opens': self._opens(label, now['domain'], group_by=['store_id'], measure=field.name),
                    'against': []
                    if name not in COMPARED
                    else [
                        {
                            'name': key,
                            'label': labels[key],
                            'value': False if then['total'][name] is None else then['total'][name],
                            'change': self._grown(value, then['total'][name]),
                            'opens': self._opens(
                                f'{label}: {labels[key]}',
                                then['domain'],
                                then.get('model', SALES),
                                group_by=['store_id'],
                                measure=field.name,
                            ),
                        }
                        for key, then in beside.items()
                    ],
                }
            )
        return tiles

    def _against_labels(self, period):
        """Return {name of a comparison: what it is called}."""
        before = {
            'today': self.env._("Yesterday, same hour"),
            'yesterday': self.env._("Day before"),
            'week': self.env._("Last week"),
            'month': self.env._("Last month"),
            'last_month': self.env._("Month before"),
            'year': '',
        }[period]
        return {'before': before, 'weekday': self.env._("Same weekday last week"), 'year': self.env._("Last year")}

    # === TARGET ===

    def _target(self, period, scope):
        """Return {'stores': {id: target of the days}, 'months': {month: target}}; {} for who may not read targets."""
        Target = self.env['store.target']
        if not Target.has_access('read'):
            return {}
        span = periods.shown(period, scope.today)
        months = Target._of_months(
            [
                ('month', '>=', span.since.replace(day=1)),
                ('month', '<=', span.until),
                ('store_id', 'in', scope.stores.ids),
                ('currency_id', 'not in', scope.missing.ids),
            ],
            scope.currency[:1],
        )
        by_month = {}
        for (_store, month), amount in months.items():
            by_month[month] = by_month.get(month, 0) + amount
        return {'stores': Target._in_span(months, span), 'months': by_month, 'span': span}

    def _target_tile(self, target, now, scope):
        """Return the target of the days up to today and how much of it is reached; only stores with a target count."""
        stores = target.get('stores')
        if not stores:
            return {}
        amount, reached = sum(stores.values()), sum(now['stores'].get(store_id, 0) for store_id in stores)
        return {
            'value': amount,
            'reached': reached,
            'part': reached / amount if amount else 0,
            'stores': len(stores),
            'opens': self._opens(
                self.env._("Targets"),
                Domain('store_id', 'in', list(stores))
                & Domain('month', '>=', str(target['span'].since.replace(day=1)))
                & Domain('month', '<=', str(target['span'].until)),
                'store.target',
                ('list', 'kanban', 'form'),
            ),
        }

    # === LINE ===

    def _line(self, period, scope, now, beside, target, grain):
        """Return the big chart: the period by hour, day or month, what it is compared with, and the target."""
        if not grain:
            return self._line_of_hours(period, scope)
        span = periods.shown(period, scope.today)
        steps = stepping.steps(span, grain)
        labels = self._against_labels(period)
        series = [{'label': self._period_labels()[period], 'values': [now['steps'].get(step, 0) for step in steps]}]
        for name, then in beside.items():
            theirs = stepping.steps(periods.against(period, scope.today)[name], grain)
            series.append({'label': labels[name], 'values': [then['steps'].get(step, 0) for step in theirs][: len(steps)]})
        months = target.get('months') or {}
        return {
            'grain': grain,
            'series': series,
            'labels': [self._step_label(step, 'MMM' if grain == 'date:month' else 'MMMd') for step in steps],
            'target': [
                sum(amount * stepping.share(month, stepping.step_span(step, grain)) for month, amount in months.items())
                for step in steps
            ]
            if months
            else [],
            'opens': [
                self._opens(
                    format_date(self.env, step),
                    scope.domain & Domain('date', '>=', str(part.since)) & Domain('date', '<=', str(part.until)),
                    group_by=['store_id'],
                )
                for step in steps
                for part in [stepping.step_span(step, grain, span)]
            ],
        }

    # === BEST AND WORST ===

    def _ranking(self, period, scope, now, then, target):
        """Return {'best': [row], 'worst': [row]}: open stores that sell, those without a sale among the worst."""
        selling = scope.stores.filtered(
            lambda store: store.state == 'open' and store.kind != 'depot' and store.company_id.currency_id not in scope.missing
        )
        ranked = sorted(selling, key=lambda store: (-now['stores'].get(store.id, 0), store.name))
        many = min(BESIDE, (len(ranked) + 1) // 2)
        rows = [
            {
                'id': store.id,
                'name': store.name,
                'amount': now['stores'].get(store.id, 0),
                'change': periods.change(now['stores'].get(store.id, 0), then['stores'].get(store.id, 0)),
                'part': now['stores'].get(store.id, 0) / target['stores'][store.id]
                if (target.get('stores') or {}).get(store.id)
                else False,
                'opens': self._opens(store.name, now['domain'] & Domain('store_id', '=', store.id), group_by=['categ_id']),
            }
            for store in ranked
        ]
        if len(rows) < 2:
            return {'best': [], 'worst': []}
        return {'best': rows[:many], 'worst': rows[many:][-BESIDE:][::-1]}
