# Part of store_group. License LGPL-3.
from odoo import models

from ...exceptions import TransferRefused


class IrModuleModule(models.Model):
    """Refuse uninstalling while transfers have something to finish: nobody could assign goods and money without them."""

    _inherit = 'ir.module.module'

    # === ACTIONS ===

    def button_uninstall(self):
        """Override of `base`: every uninstallation passes here, also that of an app store_group depends on."""
        if 'store_group' in (self | self.downstream_dependencies()).mapped('name'):
            self._check_nothing_unfinished()
        return super().button_uninstall()

    # === TRANSFER ===

    def _check_nothing_unfinished(self):
        """:raises TransferRefused: with a list of what is to be finished first, and how"""
        found = [text for text in (self._goods_on_the_way(), self._goods_to_leave(), self._goods_not_billed()) if text]
        if found:
            raise TransferRefused('\n\n'.join(found))

    def _goods_on_the_way(self):
        """Return the text about goods that have neither arrived nor been written off, '' for none."""
        transfers_sudo = self.env['store.transfer.law']._on_the_way().transfer_id
        return transfers_sudo and self.env._(
            "Goods of %(count)s transfers are on the way or wait for a decision, and nobody would know whose they are:\n"
            "%(transfers)s\nReceive them, or say that they will not come and decide the differences; then uninstall.",
            count=len(transfers_sudo),
            transfers=self._listed(transfers_sudo),
        )

    def _goods_to_leave(self):
        """Return the text about approved goods whose operations would send them on a way that ends nowhere, '' for none."""
        planned = [('transfer_step', 'in', ['prepare', 'ship']), ('state', 'not in', ['done', 'cancel'])]
        moves_sudo = self.env['stock.move'].sudo().search([('transfer_line_id', '!=', False), *planned])
        approved_sudo = self.env['store.transfer'].sudo().search([('state', '=', 'approved')])
        transfers_sudo = approved_sudo | moves_sudo.transfer_line_id.transfer_id
        return transfers_sudo and self.env._(
            "Goods of %(count)s transfers are approved and have not left; what is reserved for them would be sent where nobody "
            "receives it:\n%(transfers)s\nCancel or close them, or let them arrive; then uninstall.",
            count=len(transfers_sudo),
            transfers=self._listed(transfers_sudo),
        )

    def _goods_not_billed(self):
        """Return the text about goods one company owes another and that are on no invoice or bill, '' for none."""
        charges_sudo = self.env['store.transfer.charge'].sudo()
        unbilled_sudo = charges_sudo.union(
            *(  # a draft knows what is owed
                charges_sudo._unbilled(name, []).filtered(lambda charge, name=name: charge[name].state != 'draft')
                for name in ('invoice_id', 'bill_id')
            )
        )
        transfers_sudo = unbilled_sudo.transfer_id
        return transfers_sudo and self.env._(
            "Goods of %(count)s transfers between companies are charged and not billed, and nobody would know what is owed:\n"
            "%(transfers)s\nBill them again, or propose and confirm their settlement; then uninstall.",
            count=len(transfers_sudo),
            transfers=self._listed(transfers_sudo),
        )

    def _listed(self, transfers):
        return '\n'.join(
            f'- {transfer.name}: {transfer.source_store_id.name} > {transfer.dest_store_id.name}'
            for transfer in transfers.sorted('id')[:50]
        )
