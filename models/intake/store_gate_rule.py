# Part of store_group. License LGPL-3.
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...engine.intake.gates import NUMBERS, WORDS, Rule, words_of


class StoreGateRule(models.Model):
    """A rule by which orders of a channel wait for a person before they are confirmed."""

    _name = 'store.gate.rule'
    _description = 'Review Rule of a Channel'
    _order = 'channel_id, sequence, id'
    _rec_name = 'kind'

    channel_id = fields.Many2one('store.channel', required=True, index=True, ondelete='cascade')
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        [
            ('total_above', "The total is above"),
            ('total_below', "The total is below"),
            ('discount_above', "The discount in per cent is above"),
            ('quantity_above', "The quantity of all goods is above"),
            ('note', "The buyer left a remark"),
            ('masked', "The recipient is hidden by the platform"),
            ('outside', "It goes to none of these regions"),
            ('first', "It is the buyer's first order"),
            ('tag', "It has one of these tags"),
            ('product', "It has one of these products"),
        ],
        string="Wait if",
        required=True,
    )
    limit = fields.Float(digits=(16, 4), help="An amount in the currency of the channel, per cent, or a quantity.")
    words = fields.Char(help="Tags, or names of provinces, cities or countries as the channel writes them; separated by commas.")
    product_ids = fields.Many2many('product.product', string="Products")

    _limit_positive = models.Constraint('CHECK ("limit" >= 0)', "The limit of a rule cannot be negative.")

    # === CONSTRAINTS ===

    @api.constrains('kind', 'words', 'product_ids')
    def _check_complete(self):
        for rule in self:
            if (rule.kind in WORDS and not words_of(rule.words)) or (rule.kind == 'product' and not rule.product_ids):
                label = dict(self._fields['kind']._description_selection(self.env))[rule.kind]
                raise ValidationError(self.env._("The rule “%(rule)s” says not which. Enter them.", rule=label))

    # === ORDERING ===

    def _rule(self):
        """Return the rule for the engine."""
        self.ensure_one()
        limit = Decimal(repr(self.limit)) if self.kind in NUMBERS else Decimal(0)
        return Rule(self.kind, limit, words_of(self.words), frozenset(self.product_ids.ids))
