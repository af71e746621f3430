# Part of store_group. License LGPL-3.
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from ....engine import arguments
from ...people.all_companies import in_all_companies
from ...people.door import context_value, door

COMPANY, CURRENCY = 'store_group.reporting_company', 'store_group.reporting_currency'  # settings
CHOSEN = 'store_currency'  # of the context: a currency for this question


class One(NamedTuple):
    """The one currency amounts of several are shown in, and the company whose rates count."""

    currency: object
    company: object


class StoreReportingCurrency(models.AbstractModel):
    """Which currency amounts of several currencies are shown in, and at whose rates.

    Settings name both for everybody; without them it is the currency and the rates of the company one works in. A currency
    without any rate has no such amount: the figures it would be part of are empty, and a notice names it.
    """

    _name = 'store.reporting.currency'
    _description = 'Currency of Reports'

    # === REPORTING ===

    @api.readonly
    @api.model
    @door()
    def told(self):
        """Return what a reader of amounts in one currency must know: `{"currency", "company", "problem"}`.

        `currency` and `company`: the names of the one currency, and of the company whose rates count; `problem`: a sentence
        that names currencies without a rate, or ''
        """
        one = self._one()
        return {'currency': one.currency.name, 'company': one.company.name, 'problem': self._notice()}

    def _one(self):
        """Return the One of this question."""
        setting = self.env['ir.config_parameter'].sudo()
        Currency = self.env['res.currency'].with_context(active_test=False)
        company = self.env['res.company'].sudo().browse(int(setting.get_param(COMPANY) or 0)).exists()
        set_currency = Currency.browse(int(setting.get_param(CURRENCY) or 0)).exists()
        chosen = Currency.browse(context_value(self.env, CHOSEN, arguments.ident()) or ()).exists()
        if not company:
            of_chosen = self.env.companies.filtered(lambda item: item.currency_id == (chosen or set_currency))
            company = of_chosen[:1].sudo() if chosen and of_chosen else self.env.company.sudo()
        return One(chosen or set_currency or company.currency_id, company)

    def _missing(self):
        """Return the currencies of the reader's companies that cannot be shown in the one currency."""
        one = self._one()
        others = self.env.companies.sudo().currency_id - one.currency
        known = self._rated(one.company, others | one.currency)
        return others - known if one.currency in known else others

    def _notice(self):
        """Return a sentence that names the currencies without a rate, or ''."""
        self = in_all_companies(self)
        missing = self._missing()
        if not missing:
            return ''
        one = self._one()
        nameless = missing if self._rated(one.company, one.currency) else one.currency
        return self.env._(
            "%(currencies)s has no rate in %(company)s: amounts with it are not shown in %(one)s. Enter a rate under "
            "Accounting, Currencies.",
            currencies=', '.join(nameless.mapped('name')),
            company=one.company.name,
            one=one.currency.name,
        )

    def _rated(self, company, currencies):
        """Return those of these currencies that have a rate in a company; its own always has."""
        rates_sudo = self.env['res.currency.rate'].sudo()
        found = rates_sudo.search([('currency_id', 'in', currencies.ids), ('company_id', 'in', (False, company.root_id.id))])
        return currencies & (company.currency_id | found.currency_id)

    def _rate_on(self, currency, day):
        """Return units of the one currency for one of `currency` on a day, None without a rate; see `_rate`."""
        [(rate,)] = self.env.execute_query(SQL('SELECT %s', self._rate(SQL('%s', currency.id), SQL('%s::date', day))))
        return None if rate is None else float(rate)

    # === SQL ===

    def _rate(self, currency, day):
        """SQL: units of the one currency for one of `currency` on a day; NULL without a rate.

        It is the latest rate up to the day, before the first the first.
        """
        one = self._one()
        return SQL(
            'CASE WHEN %(old)s = %(new)s THEN 1 ELSE %(to)s / %(from_)s END',
            old=currency,
            new=one.currency.id,
            to=self._units(SQL('%s', one.currency.id), one.company, day),
            from_=self._units(currency, one.company, day),
        )

    def _units(self, currency, company, day):
        """SQL: units of a currency for one of the company's own."""
        return SQL(
            'COALESCE((SELECT k.rate FROM res_currency_rate k WHERE k.currency_id = %(currency)s '
            'AND (k.company_id = %(root)s OR k.company_id IS NULL) '
            # as in core: a rate of the company comes before those of all companies, however old
            'ORDER BY k.name > %(day)s, k.company_id, CASE WHEN k.name <= %(day)s THEN k.name END DESC, k.name LIMIT 1), '
            'CASE WHEN %(currency)s = %(own)s THEN 1 END)',
            currency=currency,
            root=company.root_id.id,
            own=company.currency_id.id,
            day=day,
        )
