# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...engine.reporting import steps as stepping


class StoreTarget(models.Model):
    """Sales target of a store for a month: ordered amount without tax, in the currency of its company.

    Group managers and headquarters set it, store managers read it. It is spread evenly over the days of the month.
    """

    _name = 'store.target'
    _description = 'Target of a Store'
    _inherit = ['store.traced', 'store.one.currency']
    _order = 'month desc, store_id'
    _rec_name = 'store_id'
    _check_company_auto = True

    store_id = fields.Many2one('store.store', required=True, index=True, ondelete='cascade', tracking=True)
    month = fields.Date(
        required=True,
        default=lambda self: fields.Date.context_today(self).replace(day=1),
        tracking=True,
        help="Any day of the month; stored as the first.",
    )
    amount = fields.Monetary(
        string="Target",
        required=True,
        tracking=True,
        help="Ordered amount of the month, without tax, in the currency of the store's company.",
    )
    company_id = fields.Many2one(related='store_id.company_id', store=True, index=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    note = fields.Char()

    _month_uniq = models.UniqueIndex('(store_id, month)', "The store has a target for this month already. Change that one.")

    # === CONSTRAINTS ===

    @api.constrains('amount')
    def _check_amount(self):
        for target in self:
            if target.amount < 0:
                raise ValidationError(
                    self.env._("The target of %(store)s cannot be negative. Enter zero or more.", store=target.store_id.name)
                )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._with_first_day(vals) for vals in vals_list])

    def write(self, vals):
        """Check the rules again after a change of the store."""
        result = super().write(self._with_first_day(vals))
        if 'store_id' in vals:
            self.check_access('write')
        return result

    def _with_first_day(self, vals):
        month = fields.Date.to_date(vals.get('month'))
        return {**vals, 'month': month.replace(day=1)} if month else vals

    # === REPORTING ===

    @api.model
    def _of_months(self, domain, currency=None):
        """Return {(store id, month): amount}, in `currency` at the rate of the month's first day.

        :param domain: condition on targets
        :param currency: one `res.currency`, or None: each in its own
        """
        targets = self.search_fetch(Domain(domain), ['store_id', 'month', 'amount', 'company_id'])
        rates = self.env['store.reporting.currency']._one().company
        amounts = {}
        for target in targets:
            own = target.currency_id
            amount = (
                target.amount
                if not currency or own == currency
                else own._convert(target.amount, currency, rates, target.month, round=False)
            )
            amounts[target.store_id.id, target.month] = amount
        return amounts

    @api.model
    def _in_span(self, amounts, span):
        """Return {store id: share of its months' targets for the days of a Span}."""
        found = {}
        for (store_id, month), amount in amounts.items():
            if part := stepping.share(month, span):
                found[store_id] = found.get(store_id, 0.0) + amount * part
        return found
