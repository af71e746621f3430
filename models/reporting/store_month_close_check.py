# Part of store_group. License LGPL-3.
from odoo import api, fields, models


class StoreMonthCloseCheck(models.Model):
    """One check of a month, with a button to the documents."""

    _name = 'store.month.close.check'
    _description = 'Check of a Month'
    _order = 'sequence, id'

    close_id = fields.Many2one('store.month.close', required=True, index=True, ondelete='cascade')
    sequence = fields.Integer()
    code = fields.Char(required=True)
    title = fields.Char(compute='_compute_words')
    message = fields.Char(compute='_compute_words')
    count = fields.Integer(string="Found")

    # === COMPUTE ===

    @api.depends('code')
    @api.depends_context('lang')
    def _compute_words(self):
        """In the language of the reader, not of the user who ran the check."""
        words = self.env['store.month.check']._words()
        for check in self:
            check.title, check.message = words.get(check.code, (check.code, False))

    # === ACTIONS ===

    def action_show(self):
        """Open the records found, as they are now."""
        self.ensure_one()
        return next((found['action'] for found in self.close_id._found() if found['code'] == self.code), True)

    def action_book(self):
        """Set the stores' analytic accounts on their income and expenses; create missing accounts first."""
        self.ensure_one()
        close = self.close_id
        close._check_headquarters()
        if self.code == 'stores_without_account':
            self.env['store.store'].search(
                [('company_id', '=', close.company_id.id), ('analytic_account_id', '=', False), ('state', '!=', 'draft')]
            ).action_make_analytic_account()
        elif self.code == 'without_analytic':
            domain = self.env['store.month.check']._without_analytic(close.company_id, close.month, close._last())
            lines_sudo = self.env['account.move.line'].sudo().search(domain)
            for (store, _distribution), lines in lines_sudo.grouped(
                lambda line: (line.store_id, str(line.analytic_distribution))
            ).items():
                if store.analytic_account_id:
                    lines.analytic_distribution = store.analytic_account_id._store_distribution(lines[0].analytic_distribution)
        close.action_check()
        return True
