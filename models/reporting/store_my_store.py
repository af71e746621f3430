# Part of store_group. License LGPL-3.
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...engine.reporting import calendar_span as periods
from ..people.all_companies import in_all_companies
from ..people.door import door
from .store_cockpit_scope import MOMENTS, SALES


class StoreMyStore(models.AbstractModel):
    """Data of the first screen of store staff: today's tasks and sales. Plain data.

    The lists come from the transfer board; this adds the day's sales.
    """

    _name = 'store.my.store'
    _inherit = ['store.transfer.board']
    _description = 'My Store'

    @api.readonly
    @api.model
    def overview(self, store=False):
        """Return the tasks and today's sales of one store.

        :param int store: id of the store; False: as there
        :returns: as `store.transfer.board.overview`; `standby` as in `store.cockpit.figures`; `sells`: whether the caller may
            sell there; `proof`: False or `{"count", "opens"}`, days whose orders differ from the channel's; and
            `sales`: False where the caller may not read sales, and for a depot, which sells nothing, else
            `{"currency", "amount", "returned", "orders", "average", "before": {"amount", "orders", "average"}, "change",
            "opens"}`; without tax, in the currency of the store's company. `amount` is what was ordered today less what came
            back today, `returned`; the rest is ordered: `average`, `before` (yesterday up to the same hour) and `change`
        """
        standby = self.env['store.standby']._age()
        answer = super().overview(store)
        chosen = self.env['store.store'].browse(answer['store_id'] or [])
        may_sell = bool(chosen) and chosen.kind != 'depot'
        return {
            **answer,
            'standby': standby,
            'sells': may_sell and chosen.state == 'open' and self.env['sale.order'].has_access('create'),
            'sales': self._sales_of(chosen) if may_sell and self.env[SALES].has_access('read') else False,
            'proof': self._days_that_differ(chosen),
        }

    def _days_that_differ(self, store):
        """Return what opens the days of a store whose orders differ from the channel's, with their number; False for none."""
        todo = self.env['store.cockpit.todo']
        red = todo._red_days(store._business_today()) if store else []
        domain = [('id', 'in', red), ('store_id', '=', store.id)]
        count = bool(red) and self.env['store.intake.proof'].search_count(domain)
        return count and {'count': count, 'opens': todo._list(self.env._("Days That Differ"), 'store.intake.proof', domain)}

    @api.readonly
    @api.model
    @door()
    def choices(self):
        """Return the stores the user may switch between: `{"stores": [{"id", "name", "company_id"}], "store_id"}`.

        No stores for users who work for all of headquarters, or in one store only. `store_id`: the current one, False for none.
        """
        user = self.env.user
        stores = user._switchable_stores().sudo()
        current = user._chosen_store() or user._default_store(self.env.company)
        return {
            'stores': [{'id': item.id, 'name': item.name, 'company_id': item.company_id.id} for item in stores]
            if len(stores) > 1
            else [],
            'store_id': current.id or False,
        }

    def _sales_of(self, store):
        """Return today's sales of one store, whether its company is ticked or not."""
        model = in_all_companies(self)
        today = store._business_today()
        yesterday = today - timedelta(days=1)
        own = Domain('store_id', '=', store.id)
        shown = own & Domain('date', '=', str(today))
        now = model._counted(SALES, shown)
        then = model._counted(
            MOMENTS,
            own
            & Domain('date', '=', str(yesterday))
            & Domain('moment', '>=', str(yesterday - timedelta(days=1)))
            & Domain('moment', '<=', str(fields.Datetime.now() - timedelta(days=1))),
        )
        [(returned,)] = model.env[SALES]._read_group(shown, [], ['returned_amount:sum'])
        return {
            **now,
            'amount': now['amount'] - (returned or 0),
            'returned': returned or 0,
            'before': then,
            'change': periods.change(now['amount'], then['amount']),
            'currency': store.company_id.currency_id.id,
            'opens': model.env['store.cockpit']._opens(self.env._("Today"), shown, views=('list', 'pivot', 'graph')),
        }

    def _counted(self, model, domain):
        [(amount, orders)] = self.env[model]._read_group(domain, [], ['amount:sum', 'order_count:sum'])
        return {'amount': amount or 0, 'orders': orders or 0, 'average': (amount or 0) / orders if orders else 0}
