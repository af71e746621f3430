# Part of store_group. License LGPL-3.
from odoo import fields, models
from odoo.exceptions import ValidationError

from ...engine.people import capability
from ...wording import number_text

# Values of a new line from which core computes the price by pricelist.
LEAVES_PRICE = {
    'order_id',
    'product_id',
    'product_uom_qty',
    'product_uom_id',
    'name',
    'sequence',
    'analytic_distribution',
    'customer_lead',
}
# Fields of a line that do not affect the price; writing any other is checked.
SAYS_NO_PRICE = {
    'name',
    'sequence',
    'analytic_distribution',
    'customer_lead',
    'invoice_lines',
    'move_ids',
    'route_ids',
    'state',
    'store_id',
    'store_day',
    'store_channel_id',
    'invoice_status',
    'collapse_composition',
    'collapse_prices',
    'is_expanded',
}
# Fields of an order that decide pricelist and currency, and the confirmation itself.
ORDER_PRICING = {'pricelist_id', 'currency_id', 'partner_id', 'company_id', 'fiscal_position_id', 'store_id'}
ON_TIME = 300  # seconds; an order with another date uses the pricelist of that date


class ListRules:
    """Pricelist rules of an order's entitled list, read once per moment for all lines."""

    def __init__(self, lines):
        self.now = fields.Datetime.now()
        self.products = lines.sudo().product_id
        self.lists, self.known = {}, {}

    def of(self, line, quantity, moment):
        """Return the first rule that applies to the line, like core's `_compute_price_rule`; empty if none does."""
        order = line.order_id
        if order not in self.lists:
            self.lists[order] = order._entitled_pricelist()
        pricelist = self.lists[order]
        if (pricelist, moment) not in self.known:
            self.known[pricelist, moment] = pricelist._get_applicable_rules(self.products, moment)
        counted = line.product_uom_id._compute_quantity(quantity, line.product_id.uom_id, raise_if_failure=False)
        rules = self.known[pricelist, moment]
        return next((rule for rule in rules if rule._is_applicable_for(line.product_id, counted)), rules.browse())


class SaleOrderLineLimit(models.Model):
    """Enforces the discount limit of bound users.

    The discount is the difference to the price of the customer's entitled list: their own, else the store's. It does
    not matter how: a percentage, a lower price, another unit, another list, a deduction line, a quantity below
    the one the price was for. So the line is checked after each write, and again when the order is
    confirmed, by anybody. Discounts of that list itself, today or on the day the line was written, do not
    count. Users who are not bound, and elevated code of core or intake, are not limited.
    """

    _inherit = 'sale.order.line'

    # === ORDERING ===

    def _priced_by(self, vals_list):
        """Return those of these new lines whose values or defaults may set another price than the list."""
        given = {key.removeprefix('default_') for key in self.env.context if key.startswith('default_')} & self._fields.keys()
        if (given | self.env['ir.default']._get_model_defaults(self._name).keys()) - LEAVES_PRICE:
            return self
        return self.browse(
            line.id
            for line, vals in zip(self, vals_list, strict=True)
            if vals.keys() - LEAVES_PRICE or not line.order_id._asks_its_own_list()
        )

    def _check_discount_limit(self):
        """:raises ValidationError: when a bound caller sells one of these lines below their limit

        Called after writing, not as a constraint: core calls constraints as superuser, who has no limit.
        """
        user = self.env.user
        if self.env.su or not user._is_store_bound():
            return
        for order, lines in self.grouped('order_id').items():
            limit = user._store_limit('discount_limit', order.store_id)
            if order and limit < 100:
                order.order_line._check_lowest_prices(lines, limit)

    def _check_lowest_prices(self, changed, limit):
        """:raises ValidationError: when a changed line of the order, or its deductions, go below the limit"""
        listed = self.filtered(lambda line: not line._has_own_price())
        rules = ListRules(self)
        taken = sum(line._money_off(rules) for line in listed)
        spare = 0.0
        for line in listed if taken else listed & changed:
            if line._is_deduction():
                continue
            net = line._net_price()
            lowest = line._lowest_price(limit, rules, None if taken else net)
            if line in changed and line.currency_id.compare_amounts(net, lowest) < 0:
                raise ValidationError(
                    self.env._(
                        "%(user)s may give %(limit)s %% off at %(store)s. On order %(order)s, %(product)s goes for at least "
                        "%(lowest)s. Correct the price, or ask %(helpers)s.",
                        product=line.product_id.display_name,
                        lowest=line.currency_id.format(lowest),
                        **line._limit_words(limit),
                    )
                )
            spare += (net - lowest) * line.product_uom_qty
        if taken and self.currency_id[:1].compare_amounts(taken, spare) > 0:
            raise ValidationError(
                self.env._(
                    "%(user)s may give %(limit)s %% off at %(store)s. On order %(order)s no more than %(spare)s can be "
                    "taken off. Lower the amount, or ask %(helpers)s.",
                    spare=self.currency_id[:1].format(max(spare, 0.0)),
                    **self[:1]._limit_words(limit),
                )
            )

    def _net_price(self):
        return self.price_unit * (1 - (self.discount or 0.0) / 100)

    def _is_deduction(self):
        """Whether the line is a deduction: returned goods, or a service with a negative price."""
        self.ensure_one()
        return self.product_uom_qty < 0 or (self.product_id.type == 'service' and self._net_price() * self.product_uom_qty < 0)

    def _money_off(self, rules):
        """Return the deduction of the line: of returned goods only the part above their price."""
        if not self._is_deduction():
            return 0.0
        net, quantity = self._net_price(), self.product_uom_qty
        if quantity < 0 and self.product_id.type != 'service':
            return max(0.0, net - max(self._list_prices(rules, rules.now))) * -quantity
        return max(0.0, -net * quantity)

    def _has_own_price(self):
        """Whether the line has no pricelist price. Fields a caller can set are not trusted alone."""
        self.ensure_one()
        if self.display_type or not self.product_id or self.order_id.is_history:
            return True
        if self.is_downpayment and not self.product_uom_qty and not self.qty_delivered:
            return True
        return (self.is_expense and self.product_id.expense_policy == 'cost') or self._is_reward()

    def _is_reward(self):
        """Whether the line is a reward of a loyalty program; its product must say so too."""
        if 'is_reward_line' not in self._fields or not self['is_reward_line']:
            return False
        reward_sudo = self.sudo()['reward_id']
        return bool(self.sudo()['coupon_id']) and self.product_id in (
            reward_sudo.discount_line_product_id | reward_sudo.reward_product_ids
        )

    def _lowest_price(self, limit, rules, enough=None):
        """Return the lowest unit price within the limit, with the taxes of the order's prices.

        Today's list and that of the line's creation date (not settable by callers) count: a quotation keeps its prices.

        :param float enough: the actual price; if today's list allows it, the creation date is not checked
        """
        self.ensure_one()
        lowest = capability.lowest_price(*self._list_prices(rules, rules.now), limit)
        written = self.create_date or rules.now
        if written == rules.now or enough is not None and enough >= lowest:
            return lowest
        return min(lowest, capability.lowest_price(*self._list_prices(rules, written), limit))

    def _list_prices(self, rules, moment):
        """Return (price of the entitled list, price before its discount) at a moment, for this line."""
        self.ensure_one()
        line_sudo = self.sudo().with_company(self.company_id)
        if line_sudo.product_type == 'combo':
            return 0.0, 0.0  # its price is on the lines of its items
        if line_sudo._is_combo_item():
            # core spreads the combo's price over its items; the list's discount applies to each
            whole = line_sudo._get_linked_line()
            listed, shown = whole._entitled_prices(rules, moment)
            chosen = whole._get_display_price_ignore_combo() or 1.0
            item = line_sudo._get_combo_item_display_price()
            listed, shown = item * listed / chosen, item * shown / chosen
        else:
            listed, shown = line_sudo._entitled_prices(rules, moment)
        position = line_sudo.order_id.fiscal_position_id
        if not position:
            return listed, shown  # core takes other taxes into a price only where a fiscal position maps them
        taxes = line_sudo.product_id.taxes_id._filter_taxes_by_company(line_sudo.company_id)
        taxed = {
            price: line_sudo.product_id._get_tax_included_unit_price_from_price(
                price, product_taxes=taxes, fiscal_position=position
            )
            for price in {listed, shown}
        }
        return taxed[listed], taxed[shown]

    def _is_combo_item(self):
        """Whether this really is one of the items of its combo, not only a line that claims so."""
        whole = self._get_linked_line()
        return bool(
            self.combo_item_id
            and whole
            and whole.order_id == self.order_id
            and self.combo_item_id.product_id == self.product_id
            and self.combo_item_id in whole.product_template_id.combo_ids.combo_item_ids
        )

    def _entitled_prices(self, rules, moment):
        """Return (price, price before discount) without taxes, by the customer's entitled list."""
        asked = dict(self._get_pricelist_kwargs(), date=moment)
        asked['quantity'] = abs(asked['quantity'])
        rule = rules.of(self, asked['quantity'], moment)
        product = self.product_id.with_context(**self._get_product_price_context())
        listed = rule._compute_price(product=product, **asked)
        shown = max(listed, rule._compute_price_before_discount(product=product, **asked)) if rule._show_discount() else listed
        return listed, shown

    def _limit_words(self, limit):
        user, store = self.env.user, self.order_id.store_id
        return {
            'user': user.name,
            'limit': number_text(self.env, limit),
            'order': self.order_id.name,
            'store': store.name or self.env._("Headquarters"),
            'helpers': user._who_can(store, lambda other: other._store_limit('discount_limit', store) > limit),
        }
