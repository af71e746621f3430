# Part of store_group. License LGPL-3.
from odoo import fields, models
from odoo.exceptions import UserError

from ....exceptions import StoreRefused


class StoreStore(models.Model):
    """How a store opens, pauses and closes: what prevents closing, and what ends with it.
    It never moves goods and never cancels a document: it lists what is open, and a person decides.
    """

    _inherit = 'store.store'

    paper_ids = fields.One2many('store.store.paper', 'store_id', string="Licences and Leases")
    pause_reason = fields.Char(readonly=True, copy=False, tracking=True)
    reopens_on = fields.Date(readonly=True, copy=False, tracking=True, help="Expected, while the store is paused.")

    # === ACTIONS ===

    def action_open(self):
        """Open the stores today, or reopen them with their archived warehouse and team."""
        self._set_state('open')
        self._wake_anchors()
        self.write({'pause_reason': False, 'reopens_on': False})
        return True

    def action_pause(self):
        """Pause the stores, for refit for instance: no sales expected, everything kept."""
        self._set_state('paused')
        return True

    # === STRUCTURE ===

    def _pause(self, reason, reopens_on=None, user=None):
        """Pause the stores, say why, and remind somebody of the day they should open again.

        :param str reason: text shown on the store
        :param date reopens_on: expected first day of sales, in the store's zone
        :param user: `res.users` who gets the activity; default the current one
        """
        self._set_state('paused')
        self.write({'pause_reason': reason, 'reopens_on': reopens_on or False})
        reminded = user or self.env.user
        for store in self:
            if reopens_on:
                store.activity_schedule(
                    'mail.mail_activity_data_todo',
                    date_deadline=reopens_on,
                    user_id=reminded.id,
                    summary=self.with_context(lang=reminded.lang).env._("Open %(store)s again", store=store.name),
                    note=reason,
                )

    def _close(self, day, *, sleep_anchors=True, warehouse_goes_on=False):
        """Close the stores on `day`; their memberships end that evening.

        :param date day: last day of sales, in the store's zone
        :param bool sleep_anchors: archive the warehouse and team that belong to the store alone
        :param bool warehouse_goes_on: a successor takes the warehouse over with its goods and open deliveries
        :raises StoreRefused: naming everything still open
        """
        for store in self:
            obstacles = store._closing_obstacles(warehouse_goes_on=warehouse_goes_on)
            if obstacles:
                raise StoreRefused(
                    self.env._(
                        "Store %(store)s cannot close yet:\n%(obstacles)s",
                        store=store.name,
                        obstacles='\n'.join(f'- {item["message"]}' for item in obstacles),
                    )
                )
            store._set_state('closed', day)
            store._end_members(day)
            store._end_activities()
            store.write({'pause_reason': False, 'reopens_on': False})
            if not warehouse_goes_on:
                store._hand_on_anchors()
                if sleep_anchors:
                    store._sleep_anchors()

    def _end_members(self, day):
        """End the memberships of exactly these stores on `day`; delete those that have not begun."""
        members = self.env['store.member'].search(
            [('store_id', 'in', self.ids), '|', ('date_to', '=', False), ('date_to', '>', day)]
        )
        future = members.filtered(lambda member: member.date_from > day)
        (members - future).write({'date_to': day})
        future.unlink()

    def _end_activities(self):
        """Close the activities of the stores, and ask for their deposits back."""
        deposits = self.paper_ids.filtered(lambda paper: paper.kind == 'deposit')
        for store in self:
            todo = store.activity_ids - store.paper_ids.filtered(lambda paper: paper in deposits).activity_id
            todo.action_feedback(feedback=self.env._("The store is closed."))
        deposits._remind_of_deposit()

    def _check_may_sleep(self):
        """:raises StoreRefused: when somebody would archive a store that has not been closed: nobody asked what remains"""
        going_on = self.filtered(lambda store: store.active and store.state in ('open', 'paused'))
        if going_on and not self.env.su:
            raise StoreRefused(
                self.env._(
                    "Store %(store)s has not been closed. Close it first: that names what still has to be finished. A closed "
                    "store can be archived.",
                    store=going_on[0].name,
                )
            )

    def _check_company_is_free(self, company_id):
        """:raises UserError: when a store with documents would change its company"""
        for store in self.filtered(lambda store: store.company_id.id != company_id):
            if store._has_documents():
                raise UserError(
                    self.env._(
                        "Store %(store)s has documents in %(company)s and stays there. Close it and open its successor "
                        "in the other company: the history and the comparison go on.",
                        store=store.name,
                        company=store.company_id.name,
                    )
                )

    # === SUCCESSION ===

    def _goes_on_as(self):
        """Return the store that continues a closed one in its company, over several successions; itself where there is none."""
        self.ensure_one()
        store, seen = self, self
        while store.sudo().state == 'closed':
            following = store.sudo().successor_ids.filtered(lambda item, last=store: item.company_id == last.sudo().company_id)
            if not following - seen:
                return store
            store = (following - seen)[:1].sudo(self.env.su)
            seen |= store
        return store

    def _with_predecessors(self):
        """Return these stores and those they continue in the same company."""
        stores = self
        companies = self.company_id
        while before := stores.predecessor_id.filtered(lambda store: store.company_id in companies) - stores:
            stores |= before
        return stores

    # === ANCHORS ===

    def _own_warehouses(self):
        """Return the warehouses this store owns, archived ones included."""
        self.ensure_one()
        Warehouse = self.env['stock.warehouse'].sudo().with_context(active_test=False)
        return Warehouse.search([('store_id', '=', self.id)])

    def _own_teams(self):
        """Return the sales teams this store owns, archived ones included."""
        self.ensure_one()
        return self.env['crm.team'].sudo().with_context(active_test=False).search([('store_id', '=', self.id)])

    def _sharers(self, field, anchor):
        """Return the other stores, not closed, that use `anchor` through `field`, oldest first."""
        return self.sudo().search([(field, '=', anchor.id), ('id', 'not in', self.ids), ('state', '!=', 'closed')], order='id')

    def _hand_on_anchors(self):
        """Give a warehouse or team that other stores still use to the first of them."""
        for store in self:
            for field, anchors in (('warehouse_id', store._own_warehouses()), ('team_id', store._own_teams())):
                for anchor in anchors:
                    heir = store._sharers(field, anchor)[:1]
                    if heir:
                        anchor.store_id = heir

    def _sleep_anchors(self):
        """Archive warehouses and teams of this store alone, and their reordering rules."""
        for store in self:
            warehouses = store._own_warehouses().filtered('active')
            Rule = self.env['stock.warehouse.orderpoint'].sudo()
            Rule.search([('warehouse_id', 'in', warehouses.ids)]).action_archive()
            warehouses.write({'active': False})
            store._own_teams().filtered('active').write({'active': False})

    def _wake_anchors(self):
        """Restore the archived warehouse and team of a store that reopens; reordering rules stay archived."""
        for store in self.sudo():
            for anchor in (store.warehouse_id, store.team_id):
                if anchor and not anchor.active and anchor.store_id == store:
                    anchor.active = True

    # === HOOKS ===

    def _closing_obstacles(self, warehouse_goes_on=False):
        """Hook: return what must be finished before this store may close. Later stages and bridges add theirs.

        :param bool warehouse_goes_on: goods and operations of its warehouse stay with a successor
        :returns: list of {'code': str, 'count': int, 'message': translated str, 'action': window action dict}
        """
        self.ensure_one()
        check = self.env['store.closing.check']
        obstacles = check._of_orders(self) + check._of_invoices(self)
        if not warehouse_goes_on:
            obstacles += check._of_goods(self)
        return obstacles

    def _check_warehouse_is_free(self, warehouse_id):
        """Hook: called before these stores get another warehouse.

        :raises StoreRefused: while something binds a store to its warehouse
        """
