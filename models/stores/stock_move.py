# Part of store_group. License LGPL-3.
from odoo import api, models

from ..people import elevation


class StockMove(models.Model):
    """Goods that move: the hooks around every way they do, and their value, which is for those who see costs."""

    _name = 'stock.move'
    _inherit = ['stock.move', 'store.hidden', 'store.company.check']

    _store_hidden = dict.fromkeys(
        (
            'value',
            'value_manual',
            'value_justification',
            'value_computed_justification',
            'standard_price',
            'price_unit',
            'remaining_value',
        ),
        'see_cost',
    )

    def _get_manual_value(self, quantity, at_date=None):
        """Override of `stock_account` to value opening stock at the cost in its sheet."""
        costs = self.env.context.get('store_opening_costs') or {}
        cost = costs.get((self.product_id.id, self.move_line_ids.lot_id[:1].id))
        if cost is None or not self.is_inventory:
            return super()._get_manual_value(quantity, at_date=at_date)
        return {
            'value': cost * quantity,
            'quantity': quantity,
            'description': self.env._("Cost named in the opening stock sheet"),
        }

    def _set_value(self, correction_quantity=None):
        """Override of `stock_account`: value goods at the company's cost, whether the user may see it or not."""
        if elevation.is_needed(self):
            return elevation.run(self, 'write', '_set_value', correction_quantity=correction_quantity)
        result = super()._set_value(correction_quantity=correction_quantity)
        self._after_valued(correction_quantity)
        return result

    # === HOOKS ===

    def _after_valued(self, correction_quantity=None):
        """Hook: goods were just valued. The accounting stage computes the intra-group margin in their value."""

    def _before_store_done(self):
        """Hook: called before moves are done, in every way. Stages raise to refuse."""

    def _after_store_done(self):
        """Hook: called after moves were done."""

    def _has_own_law(self):
        """Hook: whether this move belongs to a flow with checks of its own, such as a transfer between stores."""
        return False

    @api.model
    def _store_flow_fields(self):
        """Hook: return the names of the fields that only such a flow writes on moves."""
        return frozenset()

    def _sent_by(self):
        """Hook: return the move of another company of ours whose value this one carries, if any."""
        return self.browse()

    def _charged_at(self, day):
        """Hook: return what the other company charged for these goods, in this company's currency at the rate of a day.

        :returns: amount without tax, of goods given back the cost they come home at; None: nothing was charged
        """
        return None

    def _left_before(self):
        """Hook: return [(move by which these goods left this company before, quantity)] of what another company gives back."""
        return []
