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

    # === INTAKE ===

    @api.model
    def _store_drivers(self):
        """Fill the hook: the channel."""
        return {'channel': 'store_channel_id', **super()._store_drivers()}

    def _check_store_values(self, vals):
        """Fill the hook.

        :raises UserError: when anything but a load of history sets an order as history
        """
        super()._check_store_values(vals)
        if 'is_history' in vals and not self.env.su:
            raise UserError(
                self.env._(
                    "Only a channel with a history date creates history orders. Set the date on the channel and load the file."
                )
            )
