# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from . import elevation


class StockReference(models.Model):
    """What ties documents of stock together, open to every internal user in core: here to whoever may change them."""

    _inherit = 'stock.reference'

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, **kwargs):
        """Override of `base`: a bound user sees what ties moves they may read, or none yet."""
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
        """A name is the machine's: documents are found by it."""
        if elevation.is_needed(self):
            self._check_acts()
            if 'name' in vals:
                raise AccessError(self.env._(
                    "Reference %(reference)s was written by the documents it ties together and keeps its name.",
                    reference=self[:1].name))
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
        """:raises AccessError: for a bound user who only looks on"""
        reach = self.env.user._store_reach()
        if elevation.is_needed(self) and not (reach.act or reach.act_all):
            raise AccessError(self.env._(
                "%(user)s only looks on and changes no document of stock. Ask a headquarters administrator for another "
                "role.", user=self.env.user.name))
