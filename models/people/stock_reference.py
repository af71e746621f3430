# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from . import elevation


class StockReference(models.Model):
    """References that tie stock documents together. Core opens them to every internal user; here moves' rights decide."""

    _inherit = 'stock.reference'

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, **kwargs):
        """Override of `base`: a bound user sees references of readable moves and references without moves."""
        if not kwargs.get('bypass_access') and elevation.is_needed(self):
            untied = ~Domain('move_ids', 'any!', Domain('id', '>', 0))
            domain = Domain(domain) & (Domain('move_ids', 'in', self.env['stock.move']._search([])) | untied)
        return super()._search(domain, offset=offset, limit=limit, order=order, **kwargs)

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        self._check_acts()
        return super().create(vals_list)

    def write(self, vals):
        """Refuse changing the name: documents are found by it."""
        if elevation.is_needed(self):
            self._check_acts()
            if 'name' in vals:
                raise AccessError(
                    self.env._(
                        "Reference %(reference)s is named by its documents. Leave the name as it is.", reference=self[:1].name
                    )
                )
            self._check_moves(vals)
        result = super().write(vals)
        self._check_moves(vals)
        return result

    # === STRUCTURE ===

    def _check_moves(self, vals):
        """:raises AccessError: when moves are tied or untied that the user may not change"""
        if 'move_ids' in vals and elevation.is_needed(self):
            self.sudo().move_ids.sudo(False).check_access('write')

    def _check_acts(self):
        """:raises AccessError: for a read-only bound user"""
        reach = self.env.user._store_reach()
        if elevation.is_needed(self) and not (reach.act or reach.act_all):
            raise AccessError(
                self.env._(
                    "%(user)s has a read-only role and cannot change stock documents. Ask a headquarters administrator for "
                    "another role.",
                    user=self.env.user.name,
                )
            )
