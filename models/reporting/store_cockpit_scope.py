# Part of store_group. License LGPL-3.
from typing import NamedTuple

from babel.dates import format_skeleton

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import babel_locale_parse, format_date, get_lang

from ...engine.reporting import calendar_span as periods
from ..people.all_companies import TICKED_ONLY, in_all_companies
from .sql.store_reporting_currency import CHOSEN

SALES = 'store.sale.report'
MOMENTS = 'store.sale.moment'


class Scope(NamedTuple):
    """The scope of a cockpit: stores, their filter, their days, and the currency."""

    stores: object  # store.store records the reader sees, of all their companies or of those ticked
    domain: Domain
    todays: tuple  # (Domain of stores, their today): more than one if it is not the same day in all their zones
    today: object  # today in most of them
    currency: object
    money: str  # the measure: amounts in the companies' currency, or in the one of reports if there are several
    missing: object  # currencies of what was sold there that have no rate in it: amounts with them are not known


class StoreCockpitScope(models.AbstractModel):
    """Stores, days and currency of a question. Used by `store.cockpit` and by the export."""

    _name = 'store.cockpit.scope'
    _description = 'Scope of a Cockpit'

    # === REPORTING ===

    def _seen_stores(self):
        """Return the stores the reader sees documents of, in their companies."""
        return (
            self.env['store.store']
            .with_context(active_test=False)
            .search_fetch(
                [('is_mine', '=', True), ('company_id', 'in', self.env.companies.ids), ('state', '!=', 'draft')],
                ['name', 'tz', 'day_ends_at', 'state', 'kind', 'group_ids', 'company_id'],
            )
        )

    def _of_reader(self, ticked=False, currency=False):
        """Return this model in all companies of the reader, or those ticked, with the chosen currency for amounts of several."""
        self = in_all_companies(self.with_context(**{TICKED_ONLY: True}) if ticked else self)
        return self.with_context(**{CHOSEN: currency}) if currency else self

    def _companies_told(self):
        """Return the companies an answer covers, how many the reader has, and whether only the ticked ones count."""
        return {
            'names': self.env.companies.sudo().mapped('name'),
            'all': len(self.env.user._get_company_ids()),
            'ticked': bool(self.env.context.get(TICKED_ONLY)),
        }

    def _scope(self, store=False, group=False):
        """Return the Scope of a choice.

        :raises AccessError: for a store the reader does not see
        """
        stores = self._seen_stores()
        domain = Domain.TRUE
        if store:
            chosen = stores.filtered(lambda item: item.id == store)
            if not chosen:
                raise AccessError(
                    self.env._("This store is not one of yours, or belongs to another company. Choose one from the list.")
                )
            stores, domain = chosen, Domain('store_id', '=', store)
        elif group:
            below = self.env['store.group'].browse(group).exists()._stores_below()
            stores, domain = stores & below, Domain('any_group_id', 'child_of', group)
        if self.env.context.get(TICKED_ONLY):  # said in the filter, too, which a report opened from here keeps
            domain &= Domain('company_id', 'in', self.env.companies.ids)
        todays = self._todays(stores, bool(store or group))
        own = self.env.companies.sudo().currency_id
        if len(own) == 1:
            return Scope(stores, domain, tuple(todays), todays[0][1], own, 'amount', own.browse())
        one = self.env['store.reporting.currency']
        return Scope(stores, domain, tuple(todays), todays[0][1], one._one().currency, 'amount_one', self._missing_in(domain))

    def _missing_in(self, domain):
        """Return the currencies of what was ever sold there that have no rate."""
        missing = self.env['store.reporting.currency']._missing()
        if not missing:
            return missing
        [(found,)] = self.env[SALES]._read_group(domain & Domain('currency_id', 'in', missing.ids), [], ['currency_id:recordset'])
        return found

    def _check_period(self, period):
        """:raises UserError: for a period that does not exist"""
        if period not in periods.PERIODS:
            raise UserError(
                self.env._(
                    "There is no period %(period)s. Choose one of %(known)s.", period=period, known=', '.join(periods.PERIODS)
                )
            )

    def _todays(self, stores, without_headquarters, day_of=None):
        """Return [(Domain, day)]: first today's date of most stores, then those of the others by id.

        :param day_of: function that returns another day, or days, of a store instead of today
        """
        days, day_of = {}, day_of or (lambda store: store._business_today())
        for store in stores:
            days.setdefault(day_of(store), []).append(store.id)
        if not without_headquarters or not days:
            days.setdefault(day_of(self.env['store.store']), []).append(False)
        days = sorted(days.items(), key=lambda item: -len(item[1]))
        others = [store_id for _day, ids in days[1:] for store_id in ids]
        return [(Domain('store_id', 'not in', others) if others else Domain.TRUE, days[0][0])] + [
            (Domain('store_id', 'in', ids), day) for day, ids in days[1:]
        ]

    def _days(self, scope, span_of, model=SALES):
        """Return the Domain of some days of a scope.

        :param span_of: function from today's date to the Span
        """
        parts = []
        for stores, today in scope.todays:
            span = span_of(today)
            days = (
                Domain('date', '=', str(span.since))
                if span.since == span.until
                else (Domain('date', '>=', str(span.since)) & Domain('date', '<=', str(span.until)))
            )
            if model == MOMENTS:  # documents older than the app have no stored day, only an indexed datetime
                days &= Domain('moment', '>=', str(fields.Date.subtract(span.since, days=1))) & Domain(
                    'moment', '<', str(fields.Date.add(span.until, days=3))
                )
            parts.append(stores & days)
        return scope.domain & Domain.OR(parts)

    def _opens(self, name, domain, model=SALES, views=('pivot', 'graph', 'list'), group_by=(), measure=''):
        """Return the action of a number as plain data: the report with exactly its filter.

        :param str measure: the one the report shows; '': its own
        """
        terms = [] if domain.is_true() else [list(term) if isinstance(term, tuple) else term for term in domain]
        measure = measure if measure in self.env[model]._fields else ''
        return {
            'name': name,
            'model': model,
            'domain': terms,
            'views': list(views),
            'group_by': list(group_by),
            'measure': measure,
            'companies': self.env.companies.ids,
            'currency': self.env.context.get(CHOSEN) or False,
        }

    def _rate_text(self, scope):
        if scope.money == 'amount':
            return ''
        return self.env._(
            "In %(currency)s, at the rate of %(company)s of each order day",
            currency=scope.currency.name,
            company=self.env['store.reporting.currency']._one().company.name,
        )

    def _step_label(self, step, skeleton):
        """Return a short label of a day or month for an axis, in the format of the reader's language.

        :param skeleton: which parts: 'MMMd', 'MMM', 'yMMM' or 'yMMMM', as CLDR names them
        """
        return format_skeleton(skeleton, step, locale=babel_locale_parse(get_lang(self.env).code))

    def _span_label(self, span):
        first = format_date(self.env, span.since)
        return first if span.since == span.until else f'{first} – {format_date(self.env, span.until)}'
