# Part of store_group. License LGPL-3.
from odoo import api, fields, models

MANAGERS = 'store_group.group_store_manager,stock.group_stock_manager'


class StoreStore(models.Model):
    """How much a franchised store may owe its supplier and return to it.

    Debts belong to a company: deposits and limits of all its franchised stores are added.
    """

    _inherit = 'store.store'

    franchise_deposit = fields.Monetary(
        string="Deposit",
        tracking=True,
        groups=MANAGERS,
        help="Paid by the operator of the store, in the currency of its company. Goods may be owed up to deposit and limit.",
    )
    credit_limit = fields.Monetary(
        tracking=True, groups=MANAGERS, help="What may be owed above the deposit, in the currency of the store's company."
    )
    credit_policy = fields.Selection(
        [('warn', "Warn"), ('approve', "A group manager approves"), ('block', "Refuse")],
        tracking=True,
        groups=MANAGERS,
        string="Above the Limit",
        help="What happens when a transfer is approved whose goods, with all that is owed, billed or not, and all that is "
        "on its way, exceed deposit and limit. Empty: not checked.",
    )
    credit_scope = fields.Selection(
        [('group', "All our companies together"), ('company', "Each selling company")],
        string="Limit Counts for",
        default='group',
        tracking=True,
        groups=MANAGERS,
        help="What deposit and limit are held against: what is owed to all our companies, at the rates of the day, or to the "
        "selling company alone.",
    )
    return_allowance = fields.Float(
        string="Return Allowance (%)",
        default=100,
        tracking=True,
        groups=MANAGERS,
        help="Share of what was bought in the period that may be sent back in it, by value. 100: everything.",
    )
    return_months = fields.Integer(
        string="Months of the Allowance",
        default=12,
        tracking=True,
        groups=MANAGERS,
        help="The period of the allowance, counted back from the day of the return.",
    )

    _credit_ranges = models.Constraint(
        'CHECK (coalesce(franchise_deposit, 0) >= 0 AND coalesce(credit_limit, 0) >= 0 '
        'AND coalesce(return_allowance, 0) BETWEEN 0 AND 100 AND coalesce(return_months, 1) >= 1)',
        "Deposit and limit are not negative, an allowance is between 0 and 100 %, its period at least a month.",
    )

    # === STRUCTURE ===

    @api.model
    def _franchised(self, company):
        """Return the franchised stores of a company that are not closed: what a closed one had, its successor has."""
        here = [('company_id', '=', company.id), ('state', '!=', 'closed')]
        return self.env['store.store'].sudo().search([*here, ('operation_mode', '=', 'franchise')])
