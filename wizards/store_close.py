# Part of store_group. License LGPL-3.
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class StoreCloseWizard(models.TransientModel):
    """Close a store: list open items, finish them, close.

    Steps: a day and a reason, a check that lists every obstacle with a link to it, closing. It moves no
    goods and cancels no document.
    """

    _name = 'store.close.wizard'
    _inherit = ['store.reviewed', 'store.obstructed']
    _description = 'Close a Store'

    store_id = fields.Many2one('store.store', required=True, default=lambda self: self.env.context.get('active_id'))
    day = fields.Date(string="Last Day of Sales", required=True)
    reason = fields.Char(help="Shown in the store's history.")
    sleep_anchors = fields.Boolean(
        string="Archive its warehouse and sales team",
        default=True,
        help="Only if they belong to this store alone; including the reordering rules of the warehouse.",
    )
    obstacle_ids = fields.One2many('store.close.obstacle', 'close_id', readonly=True)

    # === DEFAULTS ===

    @api.model
    def default_get(self, fields_list):
        """Default the last day to today, in the store's zone."""
        values = super().default_get(fields_list)
        store = self.env['store.store'].browse(values.get('store_id'))
        values['day'] = store._today()
        return values

    # === ACTIONS ===

    def action_review(self):
        """Check for obstacles, repeatable, and show what closing will do."""
        self.ensure_one()
        self._check_day()
        self.write(
            {
                'state': 'review',
                'summary': self._summary(),
                'obstacle_ids': self.obstacle_ids._commands(self.store_id, self.store_id._closing_obstacles()),
            }
        )
        return self._again()

    def action_apply(self):
        """Close the store. Already closed: nothing to do."""
        self.ensure_one()
        if self.store_id.state == 'closed':
            return {'type': 'ir.actions.act_window_close'}
        self._check_day()
        self.store_id._close(self.day, sleep_anchors=self.sleep_anchors)
        if self.reason:
            self.store_id.message_post(body=self.env._("Closed: %(reason)s", reason=self.reason))
        return {'type': 'ir.actions.act_window_close'}

    # === STRUCTURE ===

    def _window_name(self):
        return self.env._("Close a Store")

    def _check_day(self):
        """:raises UserError: when the day cannot be the store's last"""
        store = self.store_id
        if self.day > store._today():
            raise UserError(
                self.env._(
                    "Last day: %(day)s has not come yet in %(zone)s. Close the store on that day, or pause it until then.",
                    day=format_date(self.env, self.day),
                    zone=store.tz,
                )
            )
        if store.opened_on and self.day < store.opened_on:
            raise UserError(
                self.env._(
                    "Last day: %(store)s opened on %(day)s. Choose that day or a later one.",
                    store=store.name,
                    day=format_date(self.env, store.opened_on),
                )
            )

    def _summary(self):
        store, lines = self.store_id, []
        members = store.member_ids.filtered(lambda member: not member.date_to or member.date_to > self.day)
        if members:
            lines.append(
                self.env._("Memberships that end on %(day)s: %(count)s.", count=len(members), day=format_date(self.env, self.day))
            )
        if store.activity_ids:
            lines.append(self.env._("Activities that are closed: %(count)s.", count=len(store.activity_ids)))
        deposits = store.paper_ids.filtered(lambda paper: paper.kind == 'deposit')
        if deposits:
            lines.append(
                self.env._(
                    "An activity asks for the deposit back: %(papers)s.", papers=', '.join(deposits.mapped('display_name'))
                )
            )
        for field, anchors in (('warehouse_id', store._own_warehouses()), ('team_id', store._own_teams())):
            for anchor in anchors.filtered('active'):
                heir = store._sharers(field, anchor)[:1]
                if heir:
                    lines.append(
                        self.env._(
                            "%(anchor)s is used by others and passes to %(heir)s.", anchor=anchor.display_name, heir=heir.name
                        )
                    )
                elif self.sleep_anchors and field == 'warehouse_id':
                    lines.append(self.env._("Warehouse %(anchor)s is archived.", anchor=anchor.name))
                elif self.sleep_anchors:
                    lines.append(self.env._("Sales team %(anchor)s is archived.", anchor=anchor.name))
        lines.append(self.env._("Its documents, reports and history stay."))
        return Markup('<ul>%s</ul>') % Markup('').join(Markup('<li>%s</li>') % line for line in lines)
