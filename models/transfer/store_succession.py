# Part of store_group. License LGPL-3.
from odoo import api, models

CREDIT = ('credit_policy', 'credit_scope', 'return_allowance', 'return_months')
AMOUNTS = ('franchise_deposit', 'credit_limit')


class StoreSuccession(models.AbstractModel):
    _inherit = 'store.succession'

    @api.model
    def _follow(self, store, successor):
        """Fill the hook: goods go on under the same conditions, and the successor owes and returns no more than the old store."""
        super()._follow(store, successor)
        _copy_lanes(store, successor)
        old, new = store.sudo(), successor.sudo()
        source, target, company = old.company_id.currency_id, new.company_id.currency_id, new.company_id
        new.write(
            {
                **{name: old[name] for name in CREDIT},
                **{name: source._convert(old[name], target, company, new.opened_on) for name in AMOUNTS if old[name]},
            }
        )


def _copy_lanes(store, successor):
    """Copy the lanes of the old store to its successor; transfers of the past keep the old ones, which are archived."""
    Lane = store.env['store.lane'].sudo()
    for end in ('source_store_id', 'dest_store_id'):
        for lane in Lane.search([(end, '=', store.id)]):
            own = {name: successor.id for name in ('source_store_id', 'dest_store_id') if lane[name] == store}
            lane.active = False
            lane.copy({**own, 'active': True})
