# Part of store_group. License LGPL-3.
"""What a measure of a report is, and what follows of a table of them.

>>> table = Table(
...     Measure('amount', 'money', tile=1), Measure('cost', 'money', capabilities=('see_cost',)),
...     Measure('amount_one', 'money', currency='one_currency_id', formula='amount'),
...     Measure('order_count', 'count', counts='orders', tile=2),
...     Measure('margin', 'money', formula='amount - cost'),
...     Measure('average_ticket', 'money', ratio=('amount', 'order_count'), tile=3),
...     Measure('margin_rate', 'part', ratio=('margin', 'amount')))
>>> sorted(table.sums), sorted(table.counting('orders'))
(['amount', 'amount_one', 'cost', 'margin'], ['average_ticket', 'order_count'])
>>> sorted(table.needs('margin_rate')), table.capabilities('margin_rate'), table.stored
(['amount', 'cost'], ('see_cost',), ('amount', 'cost', 'order_count'))
>>> table['margin'].sql, table.shown('tile')
('r.amount - r.cost', ('amount', 'order_count', 'average_ticket'))
>>> table.in_one_currency('average_ticket'), table.in_one_currency('margin'), sorted(table.money_figures)
(True, False, ['margin_rate'])
"""

import re
from functools import cached_property
from typing import NamedTuple

DIGITS = {'money': (16, 2), 'number': (16, 2), 'part': (16, 4), 'days': (16, 1), 'quantity': 'Product Unit'}
OWN, ONE = 'currency_id', 'one_currency_id'  # the company's currency, the reader's


class Measure(NamedTuple):
    """One measure of a report.

    kind: its unit: 'money', 'count' (a whole number), 'quantity' (in the product's unit), 'days', 'part' (0.1 is 10 %) or
        'number'
    label: '' where the name says it; help, basis: what it counts, on which basis
    ratio: (above, below), two measures: made of sums at every level, never averaged
    formula: how a row has it, of other measures of the row; in another currency than the company's, at its rate
    counts: 'orders', 'customers' or 'products' where it counts different ones, so that it is no sum of its parts
    currency: the field of an amount's currency
    digits: of a number that is no Monetary; DIGITS of its kind unless said otherwise, None for as many as there are
    capabilities: what a reader must have at every store they see; those of what it is made of come by themselves
    source: which rows hold it, where a report reads some only when they are asked for
    tile, sheet, compared: its place in the cockpit and on paper, in the workbook, among what periods are compared in; 0: none
    """

    name: str
    kind: str
    label: str = ''
    help: str = ''
    basis: str = ''
    ratio: tuple = ()
    formula: str = ''
    counts: str = ''
    currency: str = OWN
    digits: object = ''
    capabilities: tuple = ()
    source: str = ''
    tile: int = 0
    sheet: int = 0
    compared: int = 0

    @property
    def text(self):
        """The help as readers see it."""
        return f'Basis: {self.basis}. {self.help}' if self.basis else self.help

    @property
    def is_monetary(self):
        """Whether it is an amount with the digits of its currency."""
        return self.kind == 'money' and self.digits == ''

    @property
    def form(self):
        """How it is written: as 'money', 'count', 'part' or 'number'."""
        return 'number' if self.kind in ('quantity', 'days') else self.kind

    @property
    def is_whole(self):
        return self.kind == 'count'

    @property
    def is_averaged(self):
        """Whether adding it up means nothing."""
        return bool(self.ratio) or self.kind == 'days'

    @property
    def places(self):
        """Its digits as a Float has them."""
        return DIGITS[self.kind] if self.digits == '' else self.digits

    @property
    def sql(self):
        """Its formula, of the columns of a row `r`."""
        return re.sub(r'[a-z]\w*', r'r.\g<0>', self.formula)


class Table:
    """The measures of one report, in the order of their fields."""

    def __init__(self, *measures):
        self._named = {measure.name: measure for measure in measures}
        if len(self._named) != len(measures):
            raise ValueError('A measure is named twice.')

    def __iter__(self):
        return iter(self._named.values())

    def __getitem__(self, name):
        return self._named[name]

    def __contains__(self, name):
        return name in self._named

    @cached_property
    def ratios(self):
        """{name: (above, below)}"""
        return {measure.name: measure.ratio for measure in self if measure.ratio}

    @cached_property
    def sums(self):
        """The names of what adds up."""
        return frozenset(measure.name for measure in self if not measure.ratio and not measure.counts)

    @cached_property
    def stored(self):
        """The names of what documents have; the rest is made of it."""
        return tuple(
            measure.name
            for measure in self
            if not (measure.ratio or measure.formula or measure.counts in ('customers', 'products'))
        )

    @cached_property
    def formulas(self):
        """{name: SQL of a row `r`} of what is made of others in the company's currency."""
        return {measure.name: measure.sql for measure in self if measure.formula and measure.currency == OWN}

    @cached_property
    def money_figures(self):
        """The names of what is money, or made of money, and no Monetary field."""
        return frozenset(measure.name for measure in self if not measure.is_monetary and self.is_of_money(measure.name))

    def is_of_money(self, name):
        """Whether it is an amount in the company's currency, or a ratio made of one."""
        measure = self[name]
        return measure.kind == 'money' and measure.currency == OWN or any(map(self.is_of_money, measure.ratio))

    def in_one_currency(self, name):
        """Whether it is told over several currencies too: no money, or money that there is in the reader's currency."""
        if not self.is_of_money(name):
            return True
        if self[name].ratio:
            return all(map(self.in_one_currency, self[name].ratio))
        return any(measure.currency == ONE and measure.formula == name for measure in self)

    def counting(self, what):
        """The names of what counts different orders, customers or products, ratios made of such among them."""
        return frozenset(
            measure.name for measure in self if measure.counts == what or any(self[part].counts == what for part in measure.ratio)
        )

    def of_source(self, source):
        """The names of what is held in some rows."""
        return tuple(measure.name for measure in self if measure.source == source)

    def needs(self, name):
        """The stored measures, counted orders among them, a measure is made of."""
        measure = self[name]
        if measure.counts == 'customers':  # whoever has an order
            return {'order_count'}
        parts = {*measure.ratio, *re.findall(r'[a-z]\w*', measure.formula)}
        return set().union(*map(self.needs, parts)) if parts else {name}

    def capabilities(self, name):
        """What a reader must have to see it, for itself and for all it is made of."""
        if name not in self:
            return ()
        measure = self[name]
        parts = {*measure.ratio, *re.findall(r'[a-z]\w*', measure.formula)}
        return tuple(sorted({*measure.capabilities, *(found for part in parts for found in self.capabilities(part))}))

    def shown(self, place):
        """The names of what is shown as 'tile', in a 'sheet' or 'compared', in their order there."""
        found = sorted((getattr(measure, place), measure.name) for measure in self if getattr(measure, place))
        return tuple(name for _position, name in found)
