# Part of store_group. License LGPL-3.
from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...engine import arguments
from ...engine.stores import closure
from ..people.door import door


class StoreGroupHistory(models.Model):
    """Which group a store was under, how many levels up, and from which day to which.

    Written automatically, never by hand: when a store joins, leaves or its group moves, this
    closes its rows yesterday and opens new ones today. Days are in the store's own zone and
    inclusive. The database refuses overlaps. The past is never rewritten.
    """

    _name = 'store.group.history'
    _description = 'Store Group History'
    _order = 'store_id, tree_id, date_from desc, depth'
    _log_access = False

    store_id = fields.Many2one('store.store', required=True, index=True, ondelete='cascade')
    tree_id = fields.Many2one('store.group.tree', required=True, ondelete='restrict')
    group_id = fields.Many2one('store.group', required=True, ondelete='restrict')
    depth = fields.Integer(required=True, help="0 is the store's own group, 1 the group above it, and so on.")
    date_from = fields.Date(required=True, help="First day, in the store's time zone.")
    date_to = fields.Date(help="Last day; empty while it holds.")

    _dates = models.Constraint('CHECK (date_to IS NULL OR date_to >= date_from)', "A row cannot end before it begins.")
    # int4range over one number means equality: GiST supports it without an extension.
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (int4range(store_id, store_id, '[]') WITH &&, "
        "int4range(group_id, group_id, '[]') WITH &&, daterange(date_from, date_to, '[]') WITH &&)",
        "A store cannot be under the same group twice on one day.",
    )
    _one_per_level = models.Constraint(
        "EXCLUDE USING gist (int4range(store_id, store_id, '[]') WITH &&, "
        "int4range(tree_id, tree_id, '[]') WITH &&, int4range(depth, depth, '[]') WITH &&, "
        "daterange(date_from, date_to, '[]') WITH &&)",
        "A store cannot be under two groups of one tree at the same level on one day.",
    )
    _group_days_idx = models.Index('(group_id, date_from, date_to)')

    # === STRUCTURE ===

    @api.model
    def _record(self, stores):
        """Bring the open rows of `stores` in line with their groups, from today (their zone) on.

        Cost: three queries, whatever the number of stores, plus the writes that are needed.
        """
        stores = stores.exists()
        if not stores:
            return
        self.env['store.group'].flush_model(['parent_id', 'tree_id'])
        History = self.sudo()
        groups = self.env['store.group'].sudo().with_context(active_test=False).search([])
        parents = {group.id: group.parent_id.id for group in groups}
        trees = {group.id: group.tree_id.id for group in groups}
        rows_of = History.search([('store_id', 'in', stores.ids)]).grouped('store_id')
        closing, doomed, reopened, fresh = defaultdict(list), [], [], []
        for store in stores.sudo().with_context(active_test=False):
            spans = [row._span() for row in rows_of.get(store, History)]
            todo = closure.plan(spans, closure.wanted(store.group_ids.ids, parents, trees), store._today())
            for span, last_day in todo.close:
                closing[last_day].append(span.key)
            doomed += [span.key for span in todo.delete]
            reopened += [span.key for span in todo.reopen]
            fresh += [
                {
                    'store_id': store.id,
                    'tree_id': span.tree_id,
                    'group_id': span.group_id,
                    'depth': span.depth,
                    'date_from': span.date_from,
                }
                for span in todo.open
            ]
        touched = History.browse([row_id for row_ids in closing.values() for row_id in row_ids] + doomed).group_id.ids
        touched += [row['group_id'] for row in fresh]
        # In this order, each flushed before the next: the database checks every row immediately.
        for last_day, row_ids in closing.items():
            History.browse(row_ids).write({'date_to': last_day})
        History.browse(doomed).unlink()
        History.flush_model()
        History.browse(reopened).write({'date_to': False})
        History.flush_model()
        History.create(fresh)
        self.env.registry.clear_cache()  # scopes of users depend on the groups
        users = self.env['store.member'].sudo().search([('group_id', 'in', touched)]).user_id
        self.env['store.member.effect']._follow(users)
        self.env['store.withdrawal']._withdraw(users)
        stores._align_prices()

    def _span(self):
        """Return the row for the engine."""
        self.ensure_one()
        place = (self.tree_id.id, self.group_id.id, self.depth)
        return closure.Span(*place, self.date_from, self.date_to or None, self.id)

    @api.readonly
    @api.model
    @door(group=arguments.anything(), day=arguments.day())
    def stores_of(self, group, day):
        """Return the stores below `group` on `day`.

        :param group: a `store.group` record or id
        :param day: date, or 'YYYY-MM-DD'
        :returns: `store.store` records, closed and archived ones included
        """
        group_id = group.id if isinstance(group, models.BaseModel) else group
        if arguments.problem(group_id, arguments.ident()):
            raise UserError(self.env._("There is no group with id %(group)s. Choose one of the groups.", group=repr(group)[:50]))
        day = fields.Date.to_date(day)
        return self.search(
            [('group_id', '=', group_id), ('date_from', '<=', day), '|', ('date_to', '=', False), ('date_to', '>=', day)]
        ).store_id
