# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...engine import arguments
from ...engine.reporting import comparison
from ...engine.reporting.measures.measure import OWN
from ...engine.reporting.measures.sales import SALES
from ..people.all_companies import in_all_companies
from ..people.door import MOST, check_span, door

MEASURES = SALES.shown('compared')
BY = ('store_id', 'group_id', 'company_id', 'channel_id', 'kind', 'categ_id', 'product_tmpl_id', 'user_id', 'weekday', 'hour')


class StoreSaleComparison(models.AbstractModel):
    """Sales of a period beside those of another one: the one before, last year's, the same weekdays, the same lunar days.

    It asks `store.sale.report` twice, as the reader, so that rights, bases and exactness are the report's. A store that
    succeeds another is compared with it. It stores nothing and writes nothing.
    """

    _name = 'store.sale.comparison'
    _description = 'Sales Compared'

    @api.model
    @api.readonly
    @door(
        date_from=arguments.maybe(arguments.day()),
        date_to=arguments.maybe(arguments.day()),
        how=arguments.text(),
        by=arguments.text(),
        measure=arguments.text(),
        stores=arguments.maybe(arguments.items(arguments.text(), MOST)),
        event=arguments.maybe(arguments.ident()),
        same_store=arguments.maybe(arguments.ident()),
    )
    def compare(
        self, date_from, date_to, how='year', by='store_id', measure='amount', stores=False, event=False, same_store=False
    ):
        """Compare the sales of the caller's stores in two periods.

        :param str date_from: 'YYYY-MM-DD', first day
        :param str date_to: 'YYYY-MM-DD', last day; it counts
        :param str how: 'previous', 'year', 'weekday' (52 weeks before), 'lunar' (as far from the Chinese New Year), or
            'event' (the occurrence before; `event` then gives the days and the dates are not read)
        :param str by: a grouping of `store.sale.report`: store_id, group_id, company_id, channel_id, kind, categ_id,
            product_tmpl_id, user_id, weekday or hour
        :param str measure: a measure of `store.sale.report`; its basis, tax and currency are told by that field's help
        :param list stores: codes of stores; False: all the caller sees
        :param int event: id of a `store.sale.event`
        :param int same_store: id of a `store.comparable` list: only its comparable stores count; its periods are taken
        :returns: dict: period and compared [first, last]; rows, a list of {'key': int, str or False, 'name': str, 'now':
            float, 'then': float, 'change': float, 'rate': float or False where there was nothing}, the largest change
            first; total, the same without key and name
        :raises UserError: unknown measures, groupings, stores, events; money of several currencies in one total
        """
        if by not in BY or measure not in MEASURES:
            raise UserError(
                self.env._("Sales are compared by %(by)s, in %(measures)s.", by=', '.join(BY), measures=', '.join(MEASURES))
            )
        self = in_all_companies(self)
        periods, domain = self._periods(date_from, date_to, how, event, same_store)
        domain &= self._of_stores(stores)
        self._check_currency(measure)
        sides = [
            self._side(Domain('date', '>=', first) & Domain('date', '<=', last) & domain, by, measure) for first, last in periods
        ]
        totals = [
            self._side(Domain('date', '>=', first) & Domain('date', '<=', last) & domain, False, measure).get(False, 0.0)
            for first, last in periods
        ]
        names = self._names(by, sides[0].keys() | sides[1].keys())
        rows = [{'key': key, 'name': names[key], **self._beside(sides[0].get(key, 0.0), sides[1].get(key, 0.0))} for key in names]
        return {
            'period': [fields.Date.to_string(day) for day in periods[0]],
            'compared': [fields.Date.to_string(day) for day in periods[1]],
            'rows': sorted(rows, key=lambda row: (-abs(row['change']), row['name'])),
            'total': self._beside(*totals),
        }

    # === WHAT IS ASKED ===

    def _periods(self, date_from, date_to, how, event, same_store):
        """Return both periods, and the domain of the stores that count.

        :raises UserError: where a period cannot be named
        """
        if same_store:
            comparable = self.env['store.comparable'].browse(same_store).exists()
            comparable.check_access('read')
            if not comparable.line_ids:
                raise UserError(self.env._("The list of comparable stores is empty. Propose and freeze it first."))
            return ((comparable.date_from, comparable.date_to), (comparable.compared_from, comparable.compared_to)), Domain(
                'store_id', 'in', comparable.sudo()._stores().ids
            )  # predecessors may be out of sight; the report's rules hold
        if how == 'event':
            event = self.env['store.sale.event'].browse(event or []).exists()
            if not event:
                raise UserError(self.env._("Choose the event to compare with its last occurrence."))
            return ((event.date_from, event.date_to), tuple(event._before())), Domain.TRUE
        first, last = fields.Date.to_date(date_from), fields.Date.to_date(date_to)
        if not first or not last or how not in ('previous', 'year', 'weekday', 'lunar'):
            raise UserError(self.env._("Enter the first and the last day, and one of previous, year, weekday, lunar, event."))
        if first <= last:  # the other order is told below
            check_span(self.env, first, last)
        try:
            then = comparison.compared(first, last, how, self.env['store.sale.event']._new_years() if how == 'lunar' else ())
        except comparison.Uncomparable as reason:
            if reason.code == 'backwards':
                raise UserError(self.env._("The last day is before the first one. Swap them.")) from reason
            raise UserError(
                self.env._(
                    "The Chinese New Year of %(year)s or of the year before is missing. Add it under Settings, Events.",
                    year=first.year,
                )
            ) from reason
        return ((first, last), tuple(then)), Domain.TRUE

    def _of_stores(self, codes):
        """:raises UserError: naming the codes no store has"""
        if not codes:
            return Domain.TRUE
        known = self.env['store.store']._by_code(codes)
        unknown = [str(code) for code in codes if code not in known]
        if unknown:
            raise UserError(self.env._("No store has the code %(codes)s.", codes=', '.join(unknown)))
        wanted = chain = self.env['store.store'].union(*known.values())
        while chain := chain.sudo().predecessor_id - wanted:
            wanted |= chain.sudo(False)
        return Domain('store_id', 'in', wanted.ids)

    def _check_currency(self, measure):
        """:raises UserError: where amounts of several currencies would be added"""
        if SALES[measure].kind == 'money' and SALES[measure].currency == OWN and len(self.env.companies.currency_id) > 1:
            raise UserError(
                self.env._(
                    "Your companies keep their books in %(currencies)s, which do not add up. Compare the ordered amount in "
                    "one currency.",
                    currencies=', '.join(self.env.companies.currency_id.mapped('name')),
                )
            )

    # === WHAT IS ANSWERED ===

    def _side(self, domain, by, measure):
        """Return {key: figure} of one period."""
        rows = self.env['store.sale.report']._read_group(domain, [by] if by else [], [f'{measure}:sum'])
        if SALES[measure].currency != OWN and any(row[-1] is False for row in (rows if by else ())):
            raise UserError(self.env['store.reporting.currency']._notice())
        if not by:
            return {False: float(rows[0][0] or 0.0)}
        figures = {
            (key.id or False) if isinstance(key, models.BaseModel) else key or False: float(figure or 0.0) for key, figure in rows
        }
        heirs = self._heirs([store for store, _figure in rows]) if by == 'store_id' else {}
        for heir in set(heirs.values()):
            chain = [heir.id, *(store.id for store in heirs if heirs[store] == heir)]
            figures[heir.id] = self._side(domain & Domain('store_id', 'in', chain), False, measure)[False]  # a rate is no sum
        return {key: figure for key, figure in figures.items() if key not in {store.id for store in heirs}}

    def _heirs(self, stores):
        """Return {store: the store that continues it today} for those that are continued by one the reader sees."""
        heirs = {}
        for store in stores:
            heir = store
            while following := heir.sudo().successor_ids[:1]:
                heir = following.sudo(False)
            if heir != store and heir.is_mine:
                heirs[store] = heir
        return heirs

    def _names(self, by, keys):
        field = self.env['store.sale.report']._fields[by]
        if field.type == 'many2one':
            records = self.env[field.comodel_name].browse(key for key in keys if key)
            named = {record.id: record.display_name for record in records.sudo()}
        else:
            named = dict(field._description_selection(self.env))
        nobody = self.env._("Headquarters") if by == 'store_id' else self.env._("None")
        return {key: named.get(key, nobody) if key else nobody for key in keys}

    def _beside(self, now, then):
        change = now - then
        return {'now': now, 'then': then, 'change': change, 'rate': change / abs(then) if then else False}
