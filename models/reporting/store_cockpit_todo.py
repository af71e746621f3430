# Part of store_group. License LGPL-3.
from datetime import time, timedelta

from odoo import fields, models
from odoo.fields import Domain

from ...engine.availability import due
from ...engine.stores import day
from ...engine.transfer.lifecycle import UNDER_WAY
from ..transfer.stock_picking import LACKING

PROOF_DAYS = 14  # a day that differs is reminded of


class StoreCockpitTodo(models.AbstractModel):
    """Tasks in the cockpit: counts of waiting records, each with its list.

    Models the reader may not read are left out. Stages and bridges add their tasks in `_waiting`.
    """

    _name = 'store.cockpit.todo'
    _description = 'What Needs a Hand'

    # === REPORTING ===

    def _todos(self, scope, is_chosen=False):
        """Return the tasks at the stores of a Scope, late ones first; without those that are zero.

        :param bool is_chosen: only these stores; else all the reader sees, and records without store
        :returns: `[{"key", "label", "count", "late", "opens"}]`
        """
        found = []
        for key, label, late, model, domain in self._waiting(scope, scope.stores.ids if is_chosen else None):
            Model = self.env[model]
            if not Model.has_access('read'):
                continue
            if count := Model.search_count(domain):
                found.append(
                    {'key': key, 'label': label, 'count': count, 'late': late, 'opens': self._list(label, model, domain)}
                )
        return sorted(found, key=lambda item: not item['late'])

    def _list(self, label, model, domain):
        terms = [list(term) if isinstance(term, tuple) else term for term in Domain(domain)]
        return {
            'name': label,
            'model': model,
            'domain': terms,
            'views': ['list', 'kanban', 'form'],
            'group_by': [],
            'companies': self.env.companies.ids,
        }

    # === HOOKS ===

    def _waiting(self, scope, ids):
        """Hook: return (key, label, whether it is late, model, domain) of every kind of task.

        :param ids: of the chosen stores, or None for all
        """
        today = str(scope.today)
        return [
            *self._waiting_transfers(today, ids),
            *self._waiting_deliveries(scope, ids),
            (
                'difference',
                self.env._("Differences to decide"),
                False,
                'store.transfer.discrepancy',
                [('state', '!=', 'decided'), *self._either_side(ids)],
            ),
            *self._waiting_intake(scope, ids),
            (
                'paper_expired',
                self.env._("Licences and leases expired"),
                True,
                'store.store.paper',
                [('expires_on', '<', today), *self._at('store_id', ids)],
            ),
            (
                'paper',
                self.env._("Licences and leases that expire soon"),
                False,
                'store.store.paper',
                [('expires_on', '>=', today), ('remind_on', '<=', today), *self._at('store_id', ids)],
            ),
            (
                'activity',
                self.env._("My activities due"),
                True,
                'mail.activity',
                [('user_id', '=', self.env.uid), ('date_deadline', '<=', str(fields.Date.context_today(self)))],
            ),
        ]

    def _red_days(self, today):
        proof = self.env['store.intake.proof']
        return proof._red(today - timedelta(days=PROOF_DAYS)) if proof.has_access('read') else []

    def _waiting_intake(self, scope, ids):
        return [
            (
                'question',
                self.env._("Questions of the intake"),
                False,
                'store.intake.question',
                ['|', ('stops', '=', True), ('kind', '!=', 'note'), *self._at('order_ids.store_id', ids)],
            ),
            (
                'channel_order',
                self.env._("Channel orders that wait"),
                False,
                'store.intake.order',
                [('state', 'in', ['question', 'conflict']), *self._at('store_id', ids)],
            ),
            (
                'proof',
                self.env._("Days that differ from the channel"),
                True,
                'store.intake.proof',
                [('id', 'in', self._red_days(scope.today)), *self._at('store_id', ids)],
            ),
        ]

    def _waiting_transfers(self, today, ids):
        if ids is None and self.env.user._is_store_bound():  # users see transfers of both ends, but act at their own stores
            ids = self.env.user.store_ids.ids
        source, dest = self._at('source_store_id', ids), self._at('dest_store_id', ids)
        on_the_way = [('state', 'in', sorted(UNDER_WAY)), ('line_ids.qty_in_transit', '>', 0)]
        return [
            ('approve', self.env._("Transfers to approve"), False, 'store.transfer', [('state', '=', 'submitted'), *source]),
            (
                'late',
                self.env._("Transfers late"),
                True,
                'store.transfer',
                [*on_the_way, ('due_on', '<', today), *self._either_side(ids)],
            ),
            (
                'unshipped',
                self.env._("Transfers to ship, needed by now"),
                True,
                'store.transfer',
                [('state', '=', 'approved'), ('need_by', '<=', today), *source],
            ),
            ('ship', self.env._("Transfers to ship"), False, 'store.transfer', [('state', '=', 'approved'), *source]),
            ('receive', self.env._("Transfers to receive"), False, 'store.transfer', [*on_the_way, *dest]),
        ]

    def _waiting_deliveries(self, scope, ids):
        """Return deliveries to customers, by the channel's deadline: no order waits unseen."""
        now = fields.Datetime.now()
        zone = scope.stores[:1]._zone()
        day_end = day.moment_of(scope.today + timedelta(days=1), time(), zone)
        at, Picking = self._at('picking_type_id.warehouse_id.store_id', ids), self.env['stock.picking']
        soon = day_end + timedelta(days=due.SOON_DAYS)
        late, today = Picking._waiting_deliveries(now), Picking._waiting_deliveries(day_end, after=now)
        short = [*Picking._waiting_deliveries(soon), ('move_ids.state', 'in', list(LACKING))]
        return [
            ('delivery_late', self.env._("Deliveries late"), True, Picking._name, [*late, *at]),
            ('delivery', self.env._("Deliveries due today"), False, Picking._name, [*today, *at]),
            ('delivery_short', self.env._("Deliveries short of goods"), True, Picking._name, [*short, *at]),
        ]

    def _at(self, name, ids):
        return [] if ids is None else [(name, 'in', ids)]

    def _either_side(self, ids):
        return [] if ids is None else ['|', ('source_store_id', 'in', ids), ('dest_store_id', 'in', ids)]
