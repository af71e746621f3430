# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.fields import Domain


class StoreClosingCheck(models.AbstractModel):
    _inherit = 'store.closing.check'

    # === STRUCTURE ===

    @api.model
    def _of_tills(self, store):
        """Return the obstacles at the tills of `store`: sessions whose money and goods are not booked yet."""
        going_on = Domain('store_id', '=', store.id) & Domain('state', '!=', 'closed')
        return self._found(
            'pos.session',
            (
                (
                    'sessions',
                    going_on,
                    self.env._("Open Till Sessions"),
                    lambda count: self.env._("Open sessions at tills: %(count)s. Close them.", count=count),
                ),
            ),
        )
