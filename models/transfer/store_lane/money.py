# Part of store_group. License LGPL-3.
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ....engine.quantities import exact
from ....engine.transfer import prices
from ....engine.transfer.lifecycle import UNDER_WAY
from ...stores.store_store.credit import MANAGERS

# Fields that cannot change while transfers of the lane are open.
FIXED_UNDER_WAY = {'billing', 'ownership_point'}


class StoreLane(models.Model):
    """Prices of a lane between two companies, and when they are billed. The engine computes the price from the basis."""

    _inherit = 'store.lane'

    billing = fields.Selection(
        [
            ('none', "Not billed"),
            ('ship', "When shipped"),
            ('receipt', "When received"),
            ('collected', "Collected in a monthly list"),
        ],
        required=True,
        default='none',
        tracking=True,
        help="Between companies: when the sender invoices and the receiver gets the bill. Goods billed when shipped are "
        "the receiver's from then on. Within a company nothing is billed.",
    )
    bill_posting = fields.Selection(
        [('posted', "Posted"), ('draft', "Draft")],
        required=True,
        default='posted',
        tracking=True,
        help="Whether invoices and bills are posted at once or wait for the accountants of both companies.",
    )
    price_basis = fields.Selection(
        [
            ('cost', "At cost"),
            ('cost_plus', "Cost and a percentage"),
            ('pricelist', "Pricelist"),
            ('tag_discount', "Tag price less a percentage"),
        ],
        required=True,
        default='cost',
        tracking=True,
        groups=MANAGERS,
        help="Prices are without tax. They are in the sender's currency, with a pricelist in that of the list, and are "
        "booked on both sides in this currency at the rate of the day. The tag price is the sales price of the "
        "product; tag prices and lists that include the sender's tax are taken without it.",
    )
    price_percent = fields.Float(
        string="Percentage", tracking=True, groups=MANAGERS, help="Added to the cost, or taken off the tag price."
    )
    pricelist_id = fields.Many2one('product.pricelist', tracking=True, groups=MANAGERS, ondelete='restrict')
    sale_journal_id = fields.Many2one(
        'account.journal',
        string="Sales Journal",
        groups=MANAGERS,
        domain="[('type', '=', 'sale')]",
        ondelete='restrict',
        help="Of the sender's company. Empty, or of another company: as for any other invoice of the store.",
    )
    purchase_journal_id = fields.Many2one(
        'account.journal',
        string="Purchase Journal",
        groups=MANAGERS,
        domain="[('type', '=', 'purchase')]",
        ondelete='restrict',
        help="Of the receiver's company. Empty, or of another company: as for any other bill of the store.",
    )
    carrier = fields.Char(tracking=True, help="The carrier on this lane.")
    order_cost = fields.Monetary(
        string="Cost of a Transfer",
        tracking=True,
        aggregator=False,
        groups=MANAGERS,
        help="Cost of one transfer on this lane: an estimate, never booked.",
    )
    unit_cost = fields.Float(  # may be less than a cent
        string="Cost of a Unit",
        tracking=True,
        groups=MANAGERS,
        help="Cost per unit, in the same currency: an estimate, never booked.",
    )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._with_ownership(vals) for vals in vals_list])

    def write(self, vals):
        changed = FIXED_UNDER_WAY & vals.keys()
        for lane in self:
            if any(lane[name] != vals[name] for name in changed):
                lane._check_nothing_under_way()
        return super().write(self._with_ownership(vals))

    @api.model
    def _with_ownership(self, vals):
        """Default ownership to "when shipped" for goods billed when shipped; other values are refused."""
        if vals.get('billing') == 'ship' and 'ownership_point' not in vals:
            return {**vals, 'ownership_point': 'ship'}
        return vals

    # === CONSTRAINTS ===

    @api.constrains('billing', 'ownership_point')
    def _check_ownership(self):
        for lane in self:
            if lane.billing == 'ship' and lane.ownership_point != 'ship':
                raise ValidationError(
                    self.env._(
                        "Lane %(lane)s bills goods when shipped, so they are the receiver's from then on. "
                        "Let ownership change when shipped, or bill when received.",
                        lane=lane.name,
                    )
                )

    @api.constrains('price_basis', 'price_percent', 'pricelist_id', 'order_cost', 'unit_cost')
    def _check_price(self):
        for lane in self.sudo():
            if (
                lane.price_percent < 0
                or lane.order_cost < 0
                or lane.unit_cost < 0
                or (lane.price_basis == 'tag_discount' and lane.price_percent > 100)
            ):
                raise ValidationError(
                    self.env._(
                        "The percentage of lane %(lane)s is not negative, a discount at most 100, and costs are not "
                        "negative. Correct them.",
                        lane=lane.name,
                    )
                )
            if lane.price_basis == 'pricelist' and not lane.pricelist_id:
                raise ValidationError(self.env._("Lane %(lane)s prices goods by a pricelist. Choose one.", lane=lane.name))

    @api.constrains(
        'billing',
        'active',
        'source_store_id',
        'source_group_id',
        'dest_store_id',
        'dest_group_id',
        'sale_journal_id',
        'purchase_journal_id',
    )
    def _check_books(self):
        """Refuse a lane whose companies could not book its bills, before any goods are on the way."""
        for lane in self.sudo().filtered(lambda lane: lane.active and lane.billing != 'none'):
            sellers, buyers = lane._companies('source'), lane._companies('dest')
            problems = [
                problem
                for kind, companies, others in (('sale', sellers, buyers), ('purchase', buyers, sellers))
                for company in companies
                if others - company
                for problem in lane._problems_of_books(company, kind)
            ]
            if problems:
                raise ValidationError(
                    self.env._(
                        "Lane %(lane)s cannot bill yet:\n%(problems)s",
                        lane=lane.name,
                        problems='\n'.join(f'- {problem}' for problem in problems),
                    )
                )

    def _companies(self, end):
        """Return the companies of all stores at one end of the lane."""
        store, group = self[f'{end}_store_id'], self[f'{end}_group_id']
        if not store:
            store = group._stores_below() if group else self.env['store.store'].search([])
        return store.company_id

    def _problems_of_books(self, company, kind):
        """Return what a company lacks for an invoice ('sale') or a bill ('purchase'), each with the next step.

        The lane's own journals are used if the company has no other.
        """
        self = self.sudo()
        problems = []
        own = self.sale_journal_id if kind == 'sale' else self.purchase_journal_id
        journal = own.filtered(lambda journal: journal.company_id == company) or self.env['account.journal'].search(
            [*self.env['account.journal']._check_company_domain(company), ('type', '=', kind)], limit=1
        )
        account = company.income_account_id if kind == 'sale' else company.expense_account_id
        if not journal:
            problems.append(
                self.env._("%(company)s has no sales journal. Create one in its accounting settings.", company=company.name)
                if kind == 'sale'
                else self.env._(
                    "%(company)s has no purchase journal. Create one in its accounting settings.", company=company.name
                )
            )
        elif not (account or journal.default_account_id):
            problems.append(
                self.env._(
                    "%(company)s has no income account. Set it in its accounting settings or on journal %(journal)s.",
                    company=company.name,
                    journal=journal.name,
                )
                if kind == 'sale'
                else self.env._(
                    "%(company)s has no expense account. Set it in its accounting settings or on journal %(journal)s.",
                    company=company.name,
                    journal=journal.name,
                )
            )
        return problems

    def _check_nothing_under_way(self):
        """:raises ValidationError: while open transfers use the lane's ownership and billing"""
        waiting = self.env['store.transfer'].sudo().search([('lane_id', '=', self.id), ('state', 'in', ['approved', *UNDER_WAY])])
        if waiting:
            raise ValidationError(
                self.env._(
                    "%(count)s transfers on lane %(lane)s are under way, %(transfer)s among them. Close them first, or archive "
                    "this lane and write a new one.",
                    count=len(waiting),
                    lane=self.name,
                    transfer=waiting[0].name,
                )
            )

    # === TRANSFER ===

    def _terms(self):
        """Return the engine's terms."""
        lane_sudo = self.sudo()
        return prices.Terms(lane_sudo.price_basis or 'cost', exact(lane_sudo.price_percent))

    def _currency_billed(self):
        """Return the currency this lane bills in where it is not the sender's own; empty if it bills nothing."""
        lane_sudo = self.sudo()
        by_list = lane_sudo.billing not in (False, 'none') and lane_sudo.price_basis == 'pricelist'
        return lane_sudo.pricelist_id.currency_id if by_list else self.env['res.currency']

    def _price(self, product, quantity, cost, company, date):
        """Return (price without tax of one unit in the product's unit, currency) on this lane.

        :param float cost: unit cost in the books of the sending company
        :param company: the sending company
        """
        lane_sudo = self.sudo().with_company(company)
        product = product.sudo().with_company(company)
        terms, currency = self._terms(), company.currency_id
        if terms.basis == 'pricelist':
            currency = lane_sudo.pricelist_id.currency_id
            known = self._without_tax(
                lane_sudo.pricelist_id._get_product_price(product, quantity, date=date), product, company, currency
            )
        elif terms.basis == 'tag_discount':
            known = product.currency_id._convert(product.lst_price, currency, company, date, round=False)
            known = self._without_tax(known, product, company, currency)
        else:
            known = cost
        digits = self.env['decimal.precision'].precision_get('Product Price')
        return prices.unit_price(terms, exact(known), Decimal(1).scaleb(-digits)), currency

    def _without_tax(self, price, product, company, currency):
        """Return a tax-included price without the sender's sales taxes."""
        taxes = product.taxes_id._filter_taxes_by_company(company)
        if not any(tax.price_include for tax in taxes):
            return price
        return taxes.with_context(round_base=False).compute_all(
            price, currency=currency, product=product, rounding_method='round_globally'
        )['total_excluded']
