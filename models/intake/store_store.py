# Part of store_group. License LGPL-3.
from odoo import models
from odoo.fields import Domain


class StoreStore(models.Model):
    _inherit = 'store.store'

    def _closing_obstacles(self, warehouse_goes_on=False):
        """Fill the hook: channels that still deliver their orders to this store."""
        return super()._closing_obstacles(warehouse_goes_on=warehouse_goes_on) + self.env['store.closing.check']._found(
            'store.channel',
            (
                (
                    'channels',
                    Domain('store_id', '=', self.id) & Domain('active', '=', True),
                    self.env._("Channels"),
                    lambda count: self.env._(
                        "Channels that still deliver orders to this store: %(count)s. Set another store on them or archive them.",
                        count=count,
                    ),
                ),
            ),
        )
