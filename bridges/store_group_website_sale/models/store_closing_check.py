# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.fields import Domain


class StoreClosingCheck(models.AbstractModel):
    _inherit = 'store.closing.check'

    # === STRUCTURE ===

    @api.model
    def _of_websites(self, store):
        """Return the obstacles among the websites whose orders come to `store`."""
        return self._found(
            'website',
            (
                (
                    'websites',
                    Domain('store_id', '=', store.id),
                    self.env._("Websites"),
                    lambda count: self.env._(
                        "Websites that still bring orders here: %(count)s. Give them to another store or to headquarters.",
                        count=count,
                    ),
                ),
            ),
        )
