# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.addons.store_group.sockets import ACT, FOLLOW, NAME, PLACE, ROUTE

OF_A_WAREHOUSE = {
    **dict.fromkeys(('manufacture_pull_id', 'manufacture_mto_pull_id', 'pbm_mto_pull_id', 'sam_rule_id', 'pbm_route_id'), ROUTE),
    **dict.fromkeys(('manu_type_id', 'pbm_type_id', 'sam_type_id', 'pbm_loc_id', 'sam_loc_id'), PLACE),
}
# States of manufacturing orders are computed, and core writes them as the user; no rule depends on them.
WRITTEN_BY_CORE = dict.fromkeys(
    (
        *(('mrp.production', name) for name in ('state', 'reservation_state', 'date_finished', 'is_planned')),
        *(('mrp.workorder', name) for name in ('state', 'duration_unit', 'duration_percent')),
        ('stock.move', 'unit_factor'),
    )
)


class StoreLinks(models.AbstractModel):
    _inherit = 'store.links'

    # === HOOKS ===

    @api.model
    def _store_links(self):
        """Override of `store_group`: components and products use locations of the user's stores only."""
        links = super()._store_links()
        links['mrp.production'] = {
            'picking_type_id': PLACE,
            'location_src_id': PLACE,
            'location_dest_id': PLACE,
            'location_final_id': PLACE,
            'production_location_id': NAME,
            'orderpoint_id': ACT,
            'reference_ids': FOLLOW,
            'sale_line_id': FOLLOW,
            'wip_move_ids': ACT,
        }
        links['mrp.workorder'] = {
            'production_id': ACT,
            'blocked_by_workorder_ids': ACT,
            'needed_by_workorder_ids': ACT,
            'mo_analytic_account_line_ids': ACT,
            'wc_analytic_account_line_ids': ACT,
        }
        links['mrp.workcenter.productivity'] = {'workorder_id': ACT, 'account_move_line_id': ACT}
        links['mrp.unbuild'] = {'location_id': PLACE, 'location_dest_id': PLACE, 'mo_id': ACT}
        links['mrp.bom'] = {'picking_type_id': NAME}  # for information; its orders are checked themselves
        links['stock.warehouse'].update(OF_A_WAREHOUSE)
        links['stock.move'].update(
            dict.fromkeys(
                (
                    'production_id',
                    'raw_material_production_id',
                    'created_production_id',
                    'unbuild_id',
                    'consume_unbuild_id',
                    'workorder_id',
                ),
                FOLLOW,
            )
        )
        links['stock.move.line'].update({'production_id': FOLLOW, 'workorder_id': FOLLOW})
        links['stock.scrap'].update({'production_id': ACT, 'workorder_id': ACT})
        links['stock.reference']['production_ids'] = ACT
        links['account.move']['wip_production_ids'] = ACT
        links.setdefault('account.analytic.account', {})['production_ids'] = ACT
        return {
            model: {name: kind for name, kind in named.items() if name in self.env[model]._fields}
            for model, named in links.items()
        }

    @api.model
    def _written_by_core(self):
        """Override of `store_group`: the states of manufacturing and work orders."""
        return {**super()._written_by_core(), **WRITTEN_BY_CORE}
