# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    """The channel an order came from decides its store before team and warehouse do; history comes from channels only."""

    _inherit = 'sale.order'

    store_channel_id = fields.Many2one(
        'store.channel',
        string="Channel",
        ondelete='restrict',
        index='btree_not_null',
        readonly=True,
        copy=False,
        help="Where the order came from.",
    )
    is_history = fields.Boolean(
        string="History",
        readonly=True,
        copy=False,
        help="Imported history: included in reports, moves no stock, needs no action.",
    )
    store_intake_ids = fields.One2many(
        'store.intake.order',
        'sale_order_id',
        string="Intake Orders",
        readonly=True,
        groups='store_group.group_store_admin',  # read with every order, so it must be cheap
    )

    # several orders of a channel in one
    summary_key = fields.Char(
        string="Adds Up",
        readonly=True,
        copy=False,
        help="Set if this order adds up the orders of a channel: shop, day, warehouse and status. Its lines follow them.",
    )
    summary_part = fields.Integer(
        string="Part",
        readonly=True,
        copy=False,
        help="Of several orders that add up the same day, this is the first, second, ...",
    )

    _summary_uniq = models.UniqueIndex(
        '(summary_key, summary_part) WHERE summary_key IS NOT NULL', "The orders of this day are added up already."
    )

    # === HOOKS ===

    def _after_store_doubt(self):
        """Hook: called when a question, a stop or a refund of these orders arises, or their recipient changes."""

    # === INTAKE ===

    @api.model
    def _store_drivers(self):
        """Fill the hook: the channel."""
        return {'channel': 'store_channel_id', **super()._store_drivers()}

    def _check_store_values(self, vals):
        """Fill the hook.

        :raises UserError: when anything but a load of history sets an order as history, or but a channel one that adds up
        """
        super()._check_store_values(vals)
        if vals.keys() & {'summary_key', 'summary_part'} and not self.env.su:
            raise UserError(
                self.env._("Only a channel with one sale order for each day adds up its orders. Set that on the channel.")
            )
        if 'is_history' in vals and not self.env.su:
            raise UserError(
                self.env._(
                    "Only a channel with a history date creates history orders. Set the date on the channel and load the file."
                )
            )
