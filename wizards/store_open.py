# Part of store_group. License LGPL-3.
import base64

from markupsafe import Markup

from odoo import Command, api, fields, models
from odoo.addons.base.models.res_partner import _tz_get
from odoo.exceptions import LockError, UserError

from ..models.stores.store_store_mode import OPERATION_MODES


class StoreOpenWizard(models.TransientModel):
    """Open a store in one go.

    Steps: filled, reviewed (a page shows what will be created and what prevents it), applied once.
    Nothing is written before the last button; a second click opens the store created by the first.
    """

    _name = 'store.open.wizard'
    _inherit = 'store.reviewed'
    _description = 'Open a Store'
    _check_company_auto = True

    store_id = fields.Many2one('store.store', readonly=True)
    # identity
    name = fields.Char(string="Store Name", required=True)
    code = fields.Char(string="Store Code", required=True, help="Short and stable: sheets and integrations use it.")
    kind = fields.Selection(
        [('physical', "Physical Store"), ('online', "Online Store"), ('depot', "Depot")], required=True, default='physical'
    )
    operation_mode = fields.Selection(OPERATION_MODES, required=True, default='owned')
    company_id = fields.Many2one('res.company', required=True, default=lambda self: self.env.company)
    tz = fields.Selection(_tz_get, string="Time Zone", required=True, default=lambda self: self.env.company._store_zone())
    opened_on = fields.Date(string="First Day of Sales", required=True, default=fields.Date.context_today)
    partner_id = fields.Many2one('res.partner', string="Address", check_company=True)
    group_ids = fields.Many2many('store.group', string="Groups", help="At most one group of each tree.")
    # warehouse, team, prices
    warehouse_choice = fields.Selection(
        [('new', "New"), ('existing', "Existing"), ('shared', "Shared"), ('none', "None")],
        string="Warehouse",
        required=True,
        default='new',
    )
    warehouse_id = fields.Many2one(
        'stock.warehouse',
        string="Existing Warehouse",
        check_company=True,
        domain="[('company_id', '=', company_id), ('store_id', '=', False)]",
    )
    shared_warehouse_id = fields.Many2one(
        'stock.warehouse',
        check_company=True,
        domain="[('company_id', '=', company_id)]",
        help="Another store's or headquarters'. Its owner stays, and so does the owner of the goods.",
    )
    warehouse_code = fields.Char(
        string="Short Name",
        size=5,
        compute='_compute_warehouse_code',
        store=True,
        readonly=False,
        help="Used in delivery numbers; five characters, unique per company.",
    )
    team_choice = fields.Selection(
        [('new', "New"), ('existing', "Existing"), ('none', "None")], string="Sales Team", required=True, default='new'
    )
    team_id = fields.Many2one('crm.team', string="Existing Team", check_company=True)
    pricelist_choice = fields.Selection(
        [('none', "Prices of the group"), ('existing', "Existing"), ('new', "New")],
        string="Pricelist",
        required=True,
        default='none',
    )
    pricelist_id = fields.Many2one('product.pricelist', string="Existing Pricelist", check_company=True)
    analytic_choice = fields.Selection(
        [('new', "New"), ('existing', "Existing"), ('none', "None")], string="Analytic Account", required=True, default='new'
    )
    analytic_account_id = fields.Many2one('account.analytic.account', string="Existing Account", check_company=True)
    member_ids = fields.One2many('store.open.member', 'wizard_id', string="Members")
    # opening stock
    stock_file = fields.Binary(string="Opening Stock Sheet", attachment=False)
    stock_filename = fields.Char()
    stock_line_ids = fields.One2many('store.open.stock', 'wizard_id', string="Opening Stock", readonly=True)
    bad_count = fields.Integer(compute='_compute_bad_count')
    skip_bad_rows = fields.Boolean(string="Leave these rows out")

    # === COMPUTE ===

    @api.depends('code', 'company_id', 'warehouse_choice')
    def _compute_warehouse_code(self):
        for wizard in self:
            wizard.warehouse_code = (
                wizard.code
                and wizard.warehouse_choice == 'new'
                and self.env['store.opener']._warehouse_code(wizard.company_id, wizard.code)
            )

    @api.depends('stock_line_ids.is_bad')
    def _compute_bad_count(self):
        for wizard in self:
            wizard.bad_count = len(wizard.stock_line_ids.filtered('is_bad'))

    @api.onchange('kind')
    def _onchange_kind(self):
        if self.kind == 'online' and self.warehouse_choice == 'new':
            self.warehouse_choice = 'shared'
        elif self.kind != 'online' and self.warehouse_choice == 'shared':
            self.warehouse_choice = 'new'

    # === ACTIONS ===

    def action_review(self):
        """Check everything, read the opening stock and show what will be created."""
        self.ensure_one()
        problems = self._problems()
        if problems:
            raise UserError('\n'.join(problems))
        self.stock_line_ids.unlink()
        if self.stock_file:
            self._read_stock()
        self.write({'summary': self._summary(), 'state': 'review'})
        return self._again()

    def action_apply(self):
        """Create the store. A second click opens the store created by the first."""
        self.ensure_one()
        try:
            self.lock_for_update()
        except LockError:
            raise UserError(self.env._("Store %(store)s is being opened by another request. Wait a moment.", store=self.name))
        self.invalidate_recordset(['store_id'])
        if not self.store_id:
            problems = self._problems()
            if self.bad_count and not self.skip_bad_rows:
                problems.append(
                    self.env._(
                        "Opening stock: %(count)s rows cannot be booked. Correct the sheet and upload it again, "
                        "or tick \"Leave these rows out\".",
                        count=self.bad_count,
                    )
                )
            if problems:
                raise UserError('\n'.join(problems))
            self.store_id = self._open()
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'store.store',
            'res_id': self.store_id.id,
            'views': [(False, 'form')],
            'name': self.store_id.name,
        }

    # === STRUCTURE ===

    def _window_name(self):
        return self.env._("Open a Store")

    def _read_stock(self):
        rows = self.env['store.opening.stock']._read(
            base64.b64decode(self.stock_file), self.stock_filename or '', self.company_id
        )
        self.stock_line_ids = [
            Command.create(
                {
                    'number': row['number'],
                    'product_text': row['product_text'],
                    'product_id': row['product'].id,
                    'quantity': row['quantity'],
                    'cost': row['cost'] or 0,
                    'has_cost': row['cost'] is not False,
                    'lot': row['lot'],
                    'problem': row['problem'],
                    'remark': row['remark'],
                    'is_bad': bool(row['problem']),
                }
            )
            for row in rows
        ]

    def _open(self):
        """Create the store with everything chosen; log the rows left out."""
        members = [
            {
                'user_id': line.user_id.id,
                'role': line.role,
                'profile_id': line.profile_id.id,
                'date_from': line.date_from or self.opened_on,
            }
            for line in self.member_ids
        ]
        good = self.stock_line_ids.filtered(lambda line: not line.is_bad)
        store = self.env['store.opener']._open(self._store_values(), members, self.opened_on, good._as_rows())
        if self.stock_file:
            sheet = (self.stock_filename or 'stock', base64.b64decode(self.stock_file))
            store.message_post(body=self._stock_note(), attachments=[sheet])
        return store

    def _store_values(self):
        """Return the values of the store, including the options of `store.opener`."""
        warehouses = {'existing': self.warehouse_id, 'shared': self.shared_warehouse_id}
        chosen = {
            'warehouse_id': warehouses.get(self.warehouse_choice),
            'team_id': self.team_choice == 'existing' and self.team_id,
            'pricelist_id': self.pricelist_choice == 'existing' and self.pricelist_id,
            'analytic_account_id': self.analytic_choice == 'existing' and self.analytic_account_id,
        }
        return {
            'name': self.name,
            'code': self.code,
            'kind': self.kind,
            'operation_mode': self.operation_mode,
            'company_id': self.company_id.id,
            'tz': self.tz,
            'partner_id': self.partner_id.id,
            'group_ids': [Command.set(self.group_ids.ids)],
            **{field: record.id for field, record in chosen.items() if record},
            'share': self.warehouse_choice == 'shared',
            'new_warehouse': self.warehouse_choice == 'new' and {'code': self.warehouse_code},
            'new_team': self.team_choice == 'new',
            'new_pricelist': self.pricelist_choice == 'new',
            'new_account': self.analytic_choice == 'new',
        }

    def _stock_note(self):
        bad = self.stock_line_ids.filtered('is_bad')
        note = self.env._("Opening stock booked from the attached sheet: %(count)s rows.", count=len(self.stock_line_ids - bad))
        if not bad:
            return note
        rows = Markup('').join(
            Markup('<li>%s</li>')
            % self.env._(
                "Row %(row)s, %(product)s: %(problem)s", row=line.number, product=line.product_text or '?', problem=line.problem
            )
            for line in bad[:50]
        )
        return Markup('%s<br/>%s<ul>%s</ul>') % (note, self.env._("%(count)s rows were left out:", count=len(bad)), rows)

    # === HOOKS ===

    def _problems(self):
        """Return a message for everything that must be corrected first."""
        return self.env['store.open.check']._problems(self)

    def _summary(self):
        """Return what the last button will create, as HTML."""
        return Markup('<ul>%s</ul>') % Markup('').join(
            Markup('<li>%s</li>') % line for line in self.env['store.open.check']._summary(self)
        )
