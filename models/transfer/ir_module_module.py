# Part of store_group. License LGPL-3.
from odoo import models

from ...exceptions import TransferRefused


class IrModuleModule(models.Model):
    """Refuse uninstalling while goods are in transit: without transfers nobody could assign them."""

    _inherit = 'ir.module.module'

    # === ACTIONS ===

    def button_uninstall(self):
        """Override of `base`: every uninstallation passes here, also that of an app store_group depends on."""
        if 'store_group' in (self | self.downstream_dependencies()).mapped('name'):
            self._check_nothing_on_the_way()
        return super().button_uninstall()

    # === TRANSFER ===

    def _check_nothing_on_the_way(self):
        """:raises TransferRefused: with a list of transfers whose goods have neither arrived nor been written off"""
        transfers_sudo = self.env['store.transfer.law']._on_the_way().transfer_id.sorted('id')
        if transfers_sudo:
            raise TransferRefused(
                self.env._(
                    "Goods of %(count)s transfers are on the way or wait for a decision, and nobody would know whose they are:\n"
                    "%(transfers)s\nReceive them, or say that they will not come and decide the differences; then uninstall.",
                    count=len(transfers_sudo),
                    transfers='\n'.join(
                        f'- {transfer.name}: {transfer.source_store_id.name} > {transfer.dest_store_id.name}'
                        for transfer in transfers_sudo[:50]
                    ),
                )
            )
