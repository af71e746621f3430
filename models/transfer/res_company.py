# Part of store_group. License LGPL-3.
from odoo import api, models

from ...exceptions import TransferRefused


class ResCompany(models.Model):
    _inherit = 'res.company'

    # === CONSTRAINTS ===

    @api.constrains('internal_transit_location_id')
    def _check_transit_not_in_use(self):
        """Refuse changing the transit location while goods are in it or planned to go there."""
        between = self.env['store.transfer.ground'].sudo()._intercompany_location()
        lines_sudo = self.env['store.transfer.law']._on_the_way()
        for company in self:
            elsewhere = [
                ('location_dest_id', 'not in', [company.internal_transit_location_id.id, between.id]),
                ('transfer_step', '=', 'ship'),
                ('company_id', '=', company.id),
            ]
            move_sudo = (
                self.env['stock.move']
                .sudo()
                .search(
                    [
                        *elsewhere,
                        '|',
                        ('state', 'not in', ['done', 'cancel']),
                        '&',
                        ('state', '=', 'done'),
                        (
                            'transfer_line_id',
                            'in',
                            lines_sudo.filtered(lambda line, company=company: (line.source_company_id == company)).ids,
                        ),
                    ],
                    order='id',
                    limit=1,
                )
            )
            if move_sudo:
                raise TransferRefused(
                    self.env._(
                        "Goods of transfer %(transfer)s go by way of %(place)s, the transit location of %(company)s. It can be "
                        "changed once what was approved has been shipped or cancelled, and what was shipped has been received.",
                        transfer=move_sudo.transfer_line_id.transfer_id.name,
                        place=move_sudo.location_dest_id.display_name,
                        company=company.name,
                    )
                )
