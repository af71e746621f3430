# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.date_utils import end_of, start_of

from ...engine.accounting import sharing
from ...wording import number_text


class StoreCostKey(models.Model):
    """How headquarters' cost on some accounts is allocated to stores, for a range of months.

    Life: created with its first month, ended when another key replaces it. It books nothing: the profit report shows
    each share beside the ledger, and the counter-row at headquarters. Past months keep their keys.
    """

    _name = 'store.cost.key'
    _description = "Overhead Allocation"
    _inherit = ['mail.thread']
    _order = 'date_from desc, name, id'

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one('res.company', required=True, default=lambda self: self.env.company, tracking=True)
    date_from = fields.Date(
        string="From Month", required=True, tracking=True, default=lambda self: start_of(fields.Date.context_today(self), 'month')
    )
    date_to = fields.Date(string="To Month", tracking=True, help="The last month counts. Empty: until further notice.")
    account_ids = fields.Many2many(
        'account.account',
        string="Accounts",
        check_company=True,
        domain="[('internal_group', 'in', ('income', 'expense'))]",
        help="Headquarters' entries on these accounts are allocated.",
    )
    analytic_account_ids = fields.Many2many(
        'account.analytic.account',
        string="Analytic Accounts",
        check_company=True,
        help="Departments of headquarters whose cost is allocated, on the accounts above or, if empty, on all.",
    )
    basis = fields.Selection(
        [
            ('revenue', "Revenue of the month"),
            ('area', "Area (m²)"),
            ('headcount', "People at the store"),
            ('fixed', "Fixed shares"),
        ],
        required=True,
        default='revenue',
        tracking=True,
    )
    store_ids = fields.Many2many(
        'store.store', string="Stores", help="Stores that bear the cost. Empty: all stores of the company."
    )
    share_ids = fields.One2many('store.cost.key.share', 'key_id', string="Fixed Shares", copy=True)
    share_total = fields.Float(string="Sum (%)", compute='_compute_share_total', digits=(6, 3))

    _months = models.Constraint('CHECK (date_to IS NULL OR date_to >= date_from)', "A key cannot end before it begins.")

    # === COMPUTE ===

    @api.depends('share_ids.percent')
    def _compute_share_total(self):
        for key in self:
            key.share_total = sum(key.share_ids.mapped('percent'))

    # === CONSTRAINTS ===

    @api.constrains('basis', 'share_ids')
    def _check_shares(self):
        for key in self.filtered(lambda key: key.basis == 'fixed'):
            if not sharing.is_whole(key.share_ids.mapped('percent')):
                raise ValidationError(
                    self.env._(
                        "The shares of key %(key)s are %(total)s %% together. They must be 100 %%.",
                        key=key.name,
                        total=number_text(self.env, key.share_total, 6),
                    )
                )

    @api.constrains('account_ids', 'analytic_account_ids')
    def _check_names_cost(self):
        for key in self:
            if not key.account_ids and not key.analytic_account_ids:
                raise ValidationError(
                    self.env._("Key %(key)s has no cost to allocate. Choose accounts or analytic accounts.", key=key.name)
                )

    @api.constrains('active', 'company_id', 'date_from', 'date_to', 'account_ids', 'analytic_account_ids')
    def _check_once(self):
        """Refuse two keys for the same cost in the same month."""
        for key in self.filtered('active'):
            for other in self.search([('company_id', '=', key.company_id.id), ('id', '!=', key.id)]):
                if sharing.overlap((key.date_from, key.date_to or None), (other.date_from, other.date_to or None)) and (
                    sharing.share_cost(key._names_of_cost(), other._names_of_cost())
                ):
                    raise ValidationError(
                        self.env._(
                            "Keys %(key)s and %(other)s would share the same cost in the same month. End the older one before.",
                            key=key.name,
                            other=other.name,
                        )
                    )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._whole_months(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._whole_months(vals))

    @api.model
    def _whole_months(self, vals):
        """Extend the dates to whole months."""
        vals = dict(vals)
        if vals.get('date_from'):
            vals['date_from'] = start_of(fields.Date.to_date(vals['date_from']), 'month')
        if vals.get('date_to'):
            vals['date_to'] = end_of(fields.Date.to_date(vals['date_to']), 'month')
        return vals

    # === ACCOUNTING ===

    def _names_of_cost(self):
        self.ensure_one()
        return set(self.account_ids.ids), set(self.analytic_account_ids.ids)
