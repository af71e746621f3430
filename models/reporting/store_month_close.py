# Part of store_group. License LGPL-3.
from dateutil.relativedelta import relativedelta

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.date_utils import start_of


class StoreMonthClose(models.Model):
    """A company's month: open items, and after closing its frozen figures.

    Life: open, checked any number of times, closed, which freezes the figures of every store; only
    an administrator reopens it, with a reason. It locks nothing: Odoo's own lock dates do. Later changes are
    shown beside the frozen figure, with their entries.
    """

    _name = 'store.month.close'
    _description = 'Month of a Company'
    _inherit = ['mail.thread']
    _order = 'month desc, company_id'
    _store_by_acts = frozenset(('state', 'closed_on', 'closed_by_id'))

    name = fields.Char(compute='_compute_name', store=True)
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related='company_id.currency_id')
    month = fields.Date(
        required=True, default=lambda self: start_of(fields.Date.context_today(self), 'month') - relativedelta(months=1)
    )
    state = fields.Selection(
        [('open', "Not Closed"), ('closed', "Books Closed")],
        required=True,
        default='open',
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    closed_on = fields.Datetime(readonly=True, copy=False, tracking=True)
    closed_by_id = fields.Many2one('res.users', readonly=True, copy=False, ondelete='restrict', tracking=True)
    reopen_reason = fields.Char(copy=False, tracking=True, help="Why a closed month is reopened. Kept in its history.")
    check_ids = fields.One2many('store.month.close.check', 'close_id', string="To Do", readonly=True)
    open_count = fields.Integer(string="Still Open", compute='_compute_open_count')
    figure_ids = fields.One2many('store.month.close.figure', 'close_id', string="Figures", readonly=True)
    after_count = fields.Integer(string="After Close", compute='_compute_after_count')

    _once = models.UniqueIndex('(company_id, month)', "The company has this month already. Open that one.")

    # === COMPUTE ===

    @api.depends('company_id.name', 'month')
    def _compute_name(self):
        for close in self:
            close.name = f'{close.month:%Y-%m} {close.company_id.name}' if close.month else close.company_id.name

    @api.depends('check_ids.count')
    def _compute_open_count(self):
        for close in self:
            close.open_count = len(close.check_ids.filtered('count'))

    def _compute_after_count(self):
        for close in self:
            changed = close._differences() if close.state == 'closed' else None
            close.after_count = changed is not None and changed.search_count([('close_id', '=', close.id)])

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        closes = super().create(
            [
                {**vals, 'month': start_of(fields.Date.to_date(vals['month']), 'month')} if vals.get('month') else vals
                for vals in vals_list
            ]
        )
        closes.action_check()
        return closes

    def write(self, vals):
        if {'company_id', 'month'} & vals.keys() and any(close.state == 'closed' for close in self):
            raise UserError(self.env._("A closed month cannot be changed. Reopen it first."))
        if vals.get('month'):
            vals = {**vals, 'month': start_of(fields.Date.to_date(vals['month']), 'month')}
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        for close in self:
            if close.state == 'closed':
                raise UserError(
                    self.env._("%(month)s is closed and its figures may have been reported. Reopen it first.", month=close.name)
                )

    # === ACTIONS ===

    def action_check(self):
        """Run the checks again. The form does so whenever a month is opened."""
        for close in self.filtered(lambda close: close.state == 'open'):
            close.sudo().check_ids = [
                Command.clear(),
                *(
                    Command.create({'sequence': sequence, **{name: found[name] for name in ('code', 'count')}})
                    for sequence, found in enumerate(close._found())
                ),
            ]
        return True

    def action_close(self):
        """Freeze the figures of every store and log open items. Already closed: nothing to do."""
        for close in self.filtered(lambda close: close.state == 'open'):
            close._check_headquarters()
            if close._last() >= fields.Date.context_today(close):
                raise UserError(self.env._("%(month)s is not over yet. Close it when its last day has passed.", month=close.name))
            close.action_check()
            self.env['store.month.freeze']._freeze(close)
            close._store_act().write({'state': 'closed', 'closed_on': fields.Datetime.now(), 'closed_by_id': self.env.user.id})
            left = close.check_ids.filtered('count')
            close.message_post(
                body=self.env._(
                    "Closed. Still open: %(what)s.",
                    what=', '.join(f'{check.title} ({check.count})' for check in left) or self.env._("nothing"),
                )
            )
        return True

    def action_reopen(self):
        """Reopen closed months, for the reason entered on them; the frozen figures are deleted.

        :raises AccessError: for anybody but an administrator
        :raises UserError: without a reason
        """
        for close in self.filtered(lambda close: close.state == 'closed'):
            close._check_headquarters()
            if not (close.reopen_reason or '').strip():
                raise UserError(self.env._("Enter the reason for reopening %(month)s.", month=close.name))
            total = sum(close.figure_ids.filtered(lambda figure: figure.kind == 'profit').mapped('amount'))
            close.message_post(
                body=self.env._(
                    "Reopened: %(reason)s. The result frozen on %(day)s was %(amount)s.",
                    reason=close.reopen_reason,
                    day=close.closed_on,
                    amount=close.currency_id.format(total),
                )
            )
            self.env['store.month.freeze']._forget(close)
            close._store_act().write({'state': 'open', 'closed_on': False, 'closed_by_id': False, 'reopen_reason': False})
        return True

    @api.readonly
    def action_view_after(self):
        """Open the changes after closing, entry by entry."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('store_group.store_month_difference_action')
        return {**action, 'domain': [('close_id', '=', self.id)], 'context': {'store_month_close': self.id}}

    @api.readonly
    def action_view_statement(self):
        """Open the frozen figures of every store."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('store_group.store_month_close_figure_action')
        return {**action, 'domain': [('close_id', '=', self.id)], 'context': {}}

    # === ACCOUNTING ===

    def _last(self):
        self.ensure_one()
        return self.month + relativedelta(months=1, days=-1)

    def _found(self):
        """Return the findings of `store.month.check` for this month."""
        self.ensure_one()
        checks = self.env['store.month.check'].sudo().with_context(allowed_company_ids=self.company_id.ids)
        return checks._of_month(self.company_id.sudo(), self.month, self._last())

    def _differences(self):
        return self.env['store.month.difference'].with_context(store_month_close=self.ids)

    def _check_headquarters(self):
        """:raises AccessError: for anybody but an administrator"""
        if not self.env.user._acts_for_headquarters():
            raise AccessError(self.env._("Only headquarters closes and reopens months. Ask an administrator."))
