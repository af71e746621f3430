# Part of store_group. License LGPL-3.
from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..models.stores.store_store_mode import OPERATION_MODES


class StoreSucceedWizard(models.TransientModel):
    """Close a store and open a successor in another company or with another operation mode.

    Steps: filled, reviewed with all obstacles, applied once. Existing documents stay with the old store;
    comparisons continue through the predecessor link.
    """

    _name = 'store.succeed.wizard'
    _inherit = ['store.reviewed', 'store.obstructed']
    _description = 'Close a Store and Open its Successor'

    store_id = fields.Many2one('store.store', required=True, default=lambda self: self.env.context.get('active_id'))
    successor_id = fields.Many2one('store.store', readonly=True)
    name = fields.Char(string="Name of the Successor", required=True)
    code = fields.Char(string="Code of the Successor", required=True)
    company_id = fields.Many2one('res.company', required=True)
    is_same_company = fields.Boolean(compute='_compute_is_same_company')
    operation_mode = fields.Selection(OPERATION_MODES, required=True)
    day = fields.Date(string="Last Day of the Old Store", required=True)
    first_day_choice = fields.Selection(
        [('next', "The next day"), ('same', "The same day")],
        string="Successor Opens",
        required=True,
        default='next',
        help="The same day when the change happens during opening hours: both stores have sales that day.",
    )
    takes_warehouse = fields.Boolean(
        string="Takes the warehouse over",
        default=True,
        help="Warehouse with its goods, sales team and journals pass to the successor. Within one company only.",
    )
    obstacle_ids = fields.One2many('store.close.obstacle', 'succeed_id', readonly=True)

    # === COMPUTE ===

    @api.depends('company_id', 'store_id')
    def _compute_is_same_company(self):
        for wizard in self:
            wizard.is_same_company = wizard.company_id == wizard.store_id.company_id

    @api.model
    def default_get(self, fields_list):
        """Default: the old store ends yesterday and the new one opens today, unless the old one opened today."""
        values = super().default_get(fields_list)
        store = self.env['store.store'].browse(values.get('store_id'))
        if store:
            today = store._today()
            fresh = bool(store.opened_on) and store.opened_on >= today
            values.update(
                {
                    'name': store.name,
                    'code': self._free_code(store),
                    'company_id': store.company_id.id,
                    'operation_mode': store.operation_mode,
                    'day': today if fresh else today - timedelta(days=1),
                    'first_day_choice': 'same' if fresh else 'next',
                }
            )
        return values

    # === ACTIONS ===

    def action_review(self):
        """Check for obstacles and show what will be created."""
        self.ensure_one()
        self._check()
        obstacles = self.store_id._closing_obstacles(warehouse_goes_on=self._goes_on())
        # Channels move to the successor automatically.
        obstacles = [item for item in obstacles if item['code'] != 'channels']
        self.write(
            {'state': 'review', 'summary': self._summary(), 'obstacle_ids': self.obstacle_ids._commands(self.store_id, obstacles)}
        )
        return self._again()

    def action_apply(self):
        """Create the successor and close the old store, in one transaction. A second click shows the successor."""
        self.ensure_one()
        if not self.successor_id:
            self._check()
            self.successor_id = self.env['store.succession']._succeed(
                self.store_id,
                {'name': self.name, 'code': self.code, 'company_id': self.company_id.id, 'operation_mode': self.operation_mode},
                self.day,
                self._first_day(),
                self._goes_on(),
            )
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'store.store',
            'res_id': self.successor_id.id,
            'views': [(False, 'form')],
            'name': self.successor_id.name,
        }

    # === STRUCTURE ===

    def _window_name(self):
        return self.env._("Close and Continue")

    @api.model
    def _free_code(self, store):
        known, number = self.env['store.store'].sudo(), 2
        while known._by_code([f'{store.code}-{number}']):
            number += 1
        return f'{store.code}-{number}'

    def _first_day(self):
        return self.day + timedelta(days=self.first_day_choice == 'next')

    def _goes_on(self):
        return self.takes_warehouse and self.is_same_company

    def _check(self):
        """:raises UserError: naming every field that must be corrected"""
        store, problems = self.store_id, []
        if store.state == 'closed':
            problems.append(self.env._("%(store)s is closed already. Open it again first.", store=store.name))
        if self.is_same_company and self.operation_mode == store.operation_mode:
            problems.append(self.env._("Company, operation mode: nothing changes. Choose another one of either."))
        if self.company_id not in self.env.user.company_ids:
            problems.append(self.env._("Company: you do not work in %(company)s.", company=self.company_id.name))
        if self.env['store.store'].sudo()._by_code([self.code]):
            problems.append(self.env._("Code: %(code)s is taken. Choose another one.", code=self.code))
        if self.day > store._today():
            problems.append(self.env._("Last day: it has not come yet. Do this on that day."))
        if store.opened_on and self.day < store.opened_on:
            problems.append(
                self.env._(
                    "Last day: %(store)s opened on %(day)s. Choose that day or a later one.",
                    store=store.name,
                    day=format_date(self.env, store.opened_on),
                )
            )
        strangers = store.member_ids.filtered(lambda member: not member.date_to or member.date_to > self.day).user_id.filtered(
            lambda user: self.company_id not in user.company_ids and not user._may_be_bound()
        )
        if strangers:
            problems.append(
                self.env._(
                    "Members: %(users)s may not work in %(company)s. Allow the company on the users, or end their membership.",
                    users=', '.join(strangers.mapped('name')),
                    company=self.company_id.name,
                )
            )
        if problems:
            raise UserError('\n'.join(problems))

    def _summary(self):
        """Return what the last button will do, as HTML."""
        store = self.store_id
        lines = [
            self.env._(
                "%(old)s closes on %(day)s; %(new)s (%(code)s) opens in %(company)s on %(first)s.",
                old=store.name,
                day=format_date(self.env, self.day),
                new=self.name,
                code=self.code,
                company=self.company_id.name,
                first=format_date(self.env, self._first_day()),
            )
        ]
        if self._first_day() > store._today():
            lines.append(self.env._("It stays a draft until that day; an activity reminds you to open it."))
        later = self.env['sale.order'].sudo().search_count([('store_id', '=', store.id), ('store_day', '>', self.day)])
        if later:
            lines.append(self.env._("%(count)s orders of later days stay with the old store.", count=later))
        lines.append(self.env._("Groups, members, product range, channels and sheet are carried over."))
        lines += self._anchor_lines()
        return Markup('<ul>%s</ul>') % Markup('').join(Markup('<li>%s</li>') % line for line in lines)

    def _anchor_lines(self):
        store = self.store_id
        warehouse = store.warehouse_id.sudo()
        if self._goes_on():
            yield self.env._("Warehouse, sales team and journals pass to the successor, with the goods in them.")
        elif warehouse.store_id == store:
            yield self.env._("It gets a new warehouse. Goods are not moved: transfer them before the old store closes.")
        elif warehouse and self.is_same_company:
            yield self.env._("It goes on sharing warehouse %(warehouse)s.", warehouse=warehouse.name)
        if self.is_same_company:
            yield self.env._("Licences and leases that are still valid move to the successor.")
            return
        yield self.env._("Team and analytic account are new. Licences and leases stay: sign new ones in the other company.")
        for label, record in ((self.env._("Pricelist"), store.pricelist_id), (self.env._("Address"), store.partner_id)):
            if record.sudo().company_id:
                yield self.env._(
                    "%(field)s %(record)s belongs to the old company and is not carried over.",
                    field=label,
                    record=record.display_name,
                )
