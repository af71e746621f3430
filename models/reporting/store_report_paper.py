# Part of store_group. License LGPL-3.
from odoo import fields, models
from odoo.tools import format_amount, format_datetime, formatLang

from ...engine.reporting import chart, past
from ...engine.reporting import steps as stepping
from ...engine.reporting.measures.sales import SALES as MEASURES
from .store_cockpit.cockpit import COMPARED, SUMS
from .store_cockpit_scope import SALES

DAILY = 62  # days a chart shows one by one; more are shown by month
CATEGORIES = 8
MAILED = 20  # stores a mail names one by one
FIGURES = ('tiles', 'target', 'chart', 'categories')  # of a page


class StoreReportPaper(models.AbstractModel):
    """The printed figures: the group on one page, then one page for each store; for a single store only its page.

    A fixed number of questions whatever the number of stores. Charts are shapes the engine makes of the figures, and
    the page draws them itself: no script, so any printer of pages can print it.
    """

    _name = 'store.report.paper'
    _inherit = ['store.cockpit']
    _description = 'Figures on Paper'

    # === REPORTING ===

    def _pages(self, asked):
        """Return what the paper says: {'title', 'facts', 'pages': [page], 'ranking': [row]}; `whole` is the group's page.

        Where one store alone makes up the whole, `whole` is its page and no other follows.

        :param asked: Asked
        :raises AccessError: for who may not read the sales report, or a store that is not theirs
        """
        self = self._of_reader()
        self.env[SALES].check_access('read')
        scope = self._scope(asked.store, asked.group)
        grain = 'date:day' if asked.span.days <= DAILY else 'date:month'
        now = self._read_span(scope, asked.span, grain)
        beside = {name: self._read_span(scope, span, grain) for name, span in past.laid_beside(asked.span).items()}
        targets = self._targets(scope, asked.span)
        selling = scope.stores.filtered(
            lambda store: store.id in now['stores'] or (store.state == 'open' and store.kind != 'depot')
        )
        selling = selling.sorted(lambda store: (-(now['stores'].get(store.id, self._nothing())['amount'] or 0), store.name))
        pages = [self._page(scope, asked.span, grain, now, beside, targets, store) for store in selling]
        ranking = [{'name': page['name'], 'tiles': page['tiles'][:3], 'target': page['target']} for page in pages]
        whole = self._page(scope, asked.span, grain, now, beside, targets, None)
        title = self._paper_title(asked)
        alone = selling if len(pages) == 1 and (asked.store or all(whole[part] == pages[0][part] for part in FIGURES)) else None
        if alone:  # the same figures are not printed twice: the one page tells of the group and of the store
            whole = pages[0]
            title = alone.name if len(scope.stores) == 1 and not asked.group else f'{title} · {alone.name}'
        return {
            'title': title,
            'days': self._span_label(asked.span),
            'whole': whole,
            'pages': [] if alone else pages,
            'ranking': [*ranking, *self._rows_beside(scope, now, beside, selling)],
            'short': [*ranking[:MAILED], *self._rows_beside(scope, now, beside, selling[:MAILED])],
            'made': self.env._(
                "%(user)s, %(time)s", user=self.env.user.name, time=format_datetime(self.env, fields.Datetime.now())
            ),
            'basis': self.env._("Basis: ordered, without tax, on the stores' own days. %(rate)s", rate=self._rate_text(scope))
            + (f' {self.env["store.reporting.currency"]._notice()}' if scope.missing else ''),
            'against': self.env._(
                "Compared with: %(before)s and %(year)s",
                **{name: self._span_label(span) for name, span in past.laid_beside(asked.span).items()},
            ),
        }

    def _paper_title(self, asked):
        if asked.store:
            return self.env['store.store'].browse(asked.store).name
        if asked.group:
            return self.env['store.group'].browse(asked.group).complete_name
        return self.env._("All Stores")

    # === FIGURES ===

    def _nothing(self):
        return self._with_ratios(dict.fromkeys(SUMS, 0))

    def _read_span(self, scope, span, grain):
        """Return {'total', 'stores': {id: total}, 'steps': {(store id or None, day): amount}, 'categories'} of some days."""
        domain = self._days(scope, lambda _today: span)
        measures = self._measures(scope, self._tiles_of(scope))
        Report = self.env[SALES]
        whole, stores, steps, of_store = Report._read_grouping_sets(
            domain, [[], ['store_id'], [grain], ['store_id', grain]], list(measures.values())
        )
        categories = {}
        for store, category, amount in Report._read_group(domain, ['store_id', 'categ_id'], [measures['amount']]):
            for key in (store.id,) if scope.missing else (None, store.id):
                found = categories.setdefault(key, {})
                found[category] = found.get(category, 0) + (amount or 0)
        return {
            'total': self._total(measures, whole),
            'categories': categories,
            'stores': {row[0].id: self._total(measures, [row[1:]]) for row in stores},
            'steps': {
                **{(None, row[0]): row[1] or 0 for row in steps if not scope.missing},
                **{(row[0].id, row[1]): row[2] or 0 for row in of_store},
            },
        }

    def _targets(self, scope, span):
        """Return {store id: {month: target}} for who may read them."""
        Target = self.env['store.target']
        if not Target.has_access('read'):
            return {}
        found = {}
        for (store_id, month), amount in Target._of_months(
            [
                ('month', '>=', span.since.replace(day=1)),
                ('month', '<=', span.until),
                ('store_id', 'in', scope.stores.ids),
                ('currency_id', 'not in', scope.missing.ids),
            ],
            scope.currency[:1],
        ).items():
            found.setdefault(store_id, {})[month] = amount
        return found

    # === PAGES ===

    def _page(self, scope, span, grain, now, beside, targets, store):
        """Return one page: the group's where `store` is None."""
        key = store.id if store else None

        def total(gathered):
            return gathered['stores'].get(key, self._nothing()) if store else gathered['total']

        tiles = self._figures_of(scope, total(now), {other: total(then) for other, then in beside.items()})
        months = [targets.get(key, {})] if store else list(targets.values())
        wanted = sum(amount * stepping.share(month, span) for of_store in months for month, amount in of_store.items())
        reached = (
            total(now)['amount'] or 0
            if store
            else sum(now['stores'].get(store_id, self._nothing())['amount'] or 0 for store_id in targets)
        )
        return {
            'name': store.name if store else '',
            'code': store.code if store else '',
            'group': store.group_id.complete_name or '' if store else '',
            'tiles': tiles,
            'target': {'value': self._written('money', wanted, scope), 'part': self._written('part', reached / wanted, scope)}
            if wanted
            else {},
            'chart': self._chart(scope, span, grain, now, beside, months, key),
            'categories': self._categories(now, beside['year'], key, scope),
        }

    def _figures_of(self, scope, now, beside):
        """Return the figures of a page or a row: {'label', 'value', 'against'}."""
        labels = {'before': self.env._("Before"), 'year': self.env._("Last year")}
        return [
            {
                'label': self.env[SALES]._fields[name]._description_string(self.env),
                'value': self._written(MEASURES[name].form, now.get(name, 0), scope),
                'against': []
                if name not in COMPARED
                else [
                    {'label': labels[other], **self._change(now.get(name, 0), then.get(name, 0))}
                    for other, then in beside.items()
                ],
            }
            for name in self._tiles_of(scope)
        ]

    def _rows_beside(self, scope, now, beside, named):
        """Return the rows that make the list add up to the whole: stores that are not named, documents of no store."""
        sold = now['stores'].keys() | beside['year']['stores'].keys()
        rest = [store_id for store_id in sold if store_id and store_id not in named.ids]
        found = []
        for name, keys in (
            (self.env._("%(count)s other stores", count=len(rest)) if rest else '', rest),
            (self.env._("Headquarters"), [False] if False in sold else []),
        ):
            if keys:
                found.append(
                    {
                        'name': name,
                        'target': {},
                        'tiles': self._figures_of(
                            scope,
                            self._together(now, keys),
                            {other: self._together(then, keys) for other, then in beside.items()},
                        )[:3],
                    }
                )
        return found

    def _together(self, gathered, keys):
        """Return what some stores sold together, as far as it adds up; an order belongs to one store."""
        totals = [gathered['stores'].get(key, self._nothing()) for key in keys]
        if len(totals) == 1:
            return totals[0]
        sums = {name: sum(total.get(name) or 0 for total in totals) for name in SUMS}
        if any(total.get('amount') is None for total in totals):
            sums['amount'] = None
        return self._with_ratios(sums)

    def _chart(self, scope, span, grain, now, beside, months, key):
        steps = stepping.steps(span, grain)
        values = [now['steps'].get((key, step), 0) for step in steps]
        theirs = stepping.steps(past.laid_beside(span)['year'], grain)
        lines = [[beside['year']['steps'].get((key, step), 0) for step in theirs][: len(steps)]]
        if any(months):
            lines.append(
                [
                    sum(
                        amount * stepping.share(month, stepping.step_span(step, grain, span))
                        for of_store in months
                        for month, amount in of_store.items()
                    )
                    for step in steps
                ]
            )
        drawn = chart.bars(values, lines)
        written = [self._step_label(step, 'MMMd' if grain == 'date:day' else 'yMMM') for step in steps]
        return {
            'bars': drawn.bars,
            'lines': drawn.lines,
            'base': drawn.base,
            'ticks': [(tick.y, self._short(tick.value)) for tick in drawn.ticks],
            'labels': chart.shown_labels(written),
            'legend': [self.env._("Last year"), self.env._("Target")][: len(lines)],
        }

    def _categories(self, now, then, key, scope):
        """Return the largest categories: {'name', 'value', 'part', 'change'}."""
        amounts, before = now['categories'].get(key, {}), then['categories'].get(key, {})
        whole = sum(amounts.values())
        largest = sorted(amounts.items(), key=lambda item: -item[1])[:CATEGORIES]
        return [
            {
                'name': category.display_name or self.env._("None"),
                'value': self._written('money', amount, scope),
                'part': self._written('part', amount / whole if whole else 0, scope),
                **self._change(amount, before.get(category, 0)),
            }
            for category, amount in largest
        ]

    # === WRITING ===

    def _written(self, form, value, scope):
        if value is None:  # a currency without a rate
            return '–'
        if form == 'part':
            return f'{formatLang(self.env, value * 100, digits=1)} %'
        if form == 'money':
            return format_amount(self.env, value, scope.currency[:1])
        return formatLang(self.env, value, digits=0 if form == 'count' else 2)

    def _change(self, now, then):
        """Return {'change': text, 'fell': bool}."""
        change = self._grown(now, then)
        return {
            'change': '–'
            if change is False
            else f'{"−" if change < 0 else "+"}{formatLang(self.env, abs(change) * 100, digits=1)} %',
            'fell': change is not False and change < 0,
        }

    def _short(self, value):
        """Write a number at the side of a chart, in the large units of the reader's language."""
        unit, sign = chart.large_unit(value, self.env.lang)
        return f'{formatLang(self.env, value / unit, digits=1 if value % unit else 0)}{sign}'
