# Part of store_group. License LGPL-3.
from odoo import models
from odoo.fields import Domain

from ...exceptions import StoreRefused


class StoreStore(models.Model):
    """What transfers say of the life of a store."""

    _inherit = 'store.store'

    def _has_documents(self):
        """Fill the hook: transfers from and to this store."""
        return super()._has_documents() or bool(
            self.env['store.transfer']
            .sudo()
            .search_count(['|', ('source_store_id', '=', self.id), ('dest_store_id', '=', self.id)], limit=1)
        )

    def _closing_obstacles(self, warehouse_goes_on=False):
        """Fill the hook: open transfers from and to this store."""
        here = Domain('source_store_id', '=', self.id) | Domain('dest_store_id', '=', self.id)
        going_on = Domain('state', 'not in', ['draft', 'rejected', 'closed', 'cancelled'])
        return super()._closing_obstacles(warehouse_goes_on=warehouse_goes_on) + self.env['store.closing.check']._found(
            'store.transfer',
            (
                (
                    'transfers',
                    here & going_on,
                    self.env._("Transfers between Stores"),
                    lambda count: self.env._(
                        "Open transfers from or to other stores: %(count)s. Close or cancel them.", count=count
                    ),
                ),
            ),
        )

    def _check_warehouse_is_free(self, warehouse_id):
        """Fill the hook: a store keeps its warehouse while goods are on their way from or to it."""
        super()._check_warehouse_is_free(warehouse_id)
        moved = self.filtered(lambda store: (store.sudo().warehouse_id.id or False) != (warehouse_id or False))
        lines_sudo = moved and self.env['store.transfer.law']._on_the_way()
        for store in moved:
            own_sudo = lines_sudo.filtered(lambda line, store=store: store.id in (line.source_store_id.id, line.dest_store_id.id))
            if own_sudo:
                raise StoreRefused(
                    self.env._(
                        "Goods of transfer %(transfer)s are on their way from or to warehouse %(warehouse)s of store %(store)s. "
                        "It can have another one once they have been received and their differences are decided.",
                        transfer=own_sudo[0].transfer_id.name,
                        warehouse=store.sudo().warehouse_id.name,
                        store=store.name,
                    )
                )
