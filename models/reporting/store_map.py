# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.exceptions import UserError

from ...engine import arguments
from ...engine.reporting import calendar_span as periods
from ...engine.stores.place import is_place
from ..people.all_companies import in_all_companies
from ..people.door import door
from .store_cockpit_scope import SALES


class StoreMap(models.AbstractModel):
    """Data of the map of stores: coordinates and sales of the reader's stores.

    Sales are `store.sale.report` read as the caller, in a number of queries that does not grow with the stores.
    Stores without coordinates and sales without a store are included, so that the sum equals the report.
    """

    _name = 'store.map'
    _description = 'Map of Stores'

    @api.readonly
    @api.model
    @door(period=arguments.text(), group_id=arguments.maybe(arguments.ident()))
    def figures(self, period='month', group_id=False):
        """Return what the map shows, for the caller's stores.

        Net amount: ordered less returned, without tax. If the companies have several currencies, over which net amounts are
        not added, the ordered amount in the currency of the caller's company. Ordered amounts are compared with
        the target and the period before as in the cockpit: today with yesterday up to the same hour.

        :param str period: 'today', 'yesterday', 'week', 'month' or 'year', up to and with today
        :param int group_id: id of a group of any tree with all below it; False: all
        :returns: dict of plain data without None. `stores`: `[{"id", "name", "group", "partner_id", "latitude", "longitude",
            "has_place", "value", "ordered", "before", "target"}]`, target 0 for none; `headquarters`: the value of sales
            without a store; `total`: of the report; `opens`: the report with the filter of all of it, to which a store is
            added as a further condition, False if amounts cannot be shown; `problem`: the reason, or ''
        :raises AccessError: for users who may not read the sales report
        :raises UserError: for a period or group that does not exist
        """
        self = in_all_companies(self)
        cockpit = self.env['store.cockpit']
        cockpit._check_period(period)
        self.env[SALES].check_access('read')
        if group_id and not self.env['store.group'].browse(group_id).exists():
            raise UserError(
                self.env._(
                    "There is no group with id %(group)s. It may have been deleted: choose one from the list.", group=group_id
                )
            )
        scope = cockpit._scope(group=group_id)
        choices, measure = cockpit._choices(), 'net_amount' if scope.money == 'amount' else scope.money
        answer = {
            'period': period,
            'group': group_id,
            'periods': choices['periods'],
            'groups': choices['groups'],
            'currency': scope.currency[:1].id,
            'rate': cockpit._rate_text(scope),
            'measure': measure,
            'measure_label': self.env[SALES]._fields[measure]._description_string(self.env),
            'days': cockpit._span_label(periods.shown(period, scope.today)),
            'companies': cockpit._companies_told(),
            'problem': self.env['store.reporting.currency']._notice() if scope.missing else '',
            'against_label': cockpit._against_labels(period)[self._against(period, scope.today)],
            'stores': [],
            'headquarters': 0,
            'total': 0,
            'has_targets': False,
            'opens': False,
        }
        return answer if scope.missing else {**answer, **self._sales(period, scope, measure)}

    # === REPORTING ===

    def _sales(self, period, scope, measure):
        """Return the sales parts of the answer."""
        cockpit = self.env['store.cockpit']
        domain = cockpit._days(scope, lambda today: periods.shown(period, today))
        asked = dict.fromkeys((f'{measure}:sum', f'{scope.money}:sum'))  # of several currencies one and the same
        rows = {row[0]: (row[1] or 0, row[-1] or 0) for row in self.env[SALES]._read_group(domain, ['store_id'], list(asked))}
        name = self._against(period, scope.today)
        before = cockpit._beside(period, scope, lambda today: periods.against(period, today)[name], None)['stores']
        targets = cockpit._target(period, scope).get('stores') or {}
        headquarters = rows.pop(self.env['store.store'], (0, 0))[0]
        stores = scope.stores.filtered(lambda store: store.state != 'closed').union(*rows)
        return {
            'stores': [
                {
                    **self._place(store),
                    'value': rows.get(store, (0, 0))[0],
                    'ordered': rows.get(store, (0, 0))[1],
                    'before': before.get(store.id, 0),
                    'target': targets.get(store.id, 0),
                }
                for store in stores
            ],
            'headquarters': headquarters,
            'total': sum(value for value, _ordered in rows.values()) + headquarters,
            'has_targets': bool(targets),
            'opens': cockpit._opens(self.env._("Sales by Store"), domain, group_by=['store_id']),
        }

    def _against(self, period, today):
        """Return the name of the compared period: the one before, of a year the year before."""
        return next(iter(periods.against(period, today)))

    def _place(self, store):
        return {
            'id': store.id,
            'name': store.name,
            'group': store.group_id.name or '',
            'partner_id': store.partner_id.id,
            'latitude': store.latitude,
            'longitude': store.longitude,
            'has_place': is_place(store.latitude, store.longitude),
        }
