# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class StockPicking(models.Model):
    """Goods sold at a till: of the store that sold them, and told to its managers where they cannot be booked."""

    _inherit = 'stock.picking'

    # === AVAILABILITY ===

    @api.model
    def _create_picking_from_pos_order_lines(self, location_dest_id, lines, picking_type, partner=False):
        """Override of `point_of_sale`: set the store on goods sold at a till, wherever they come from."""
        store = lines.order_id.store_id
        if len(store) == 1:
            self = self.with_context(store_of_till=store.id)
        pickings = super()._create_picking_from_pos_order_lines(location_dest_id, lines, picking_type, partner)
        pickings._tell_of_refused(store)
        return pickings

    def _tell_of_refused(self, stores):
        """Notify store managers of till goods that could not be booked: core leaves them open silently."""
        for picking in self.sudo().filtered(lambda picking: picking.state not in {'done', 'cancel'}):
            people = self.env['res.users']
            for store in stores:
                people |= store._people_who_may('correct_stock')
            people = people or self.env.ref('store_group.group_store_admin').sudo().all_user_ids
            self.env['store.notice']._tell(
                people,
                picking,
                _lt("Goods sold at a till were not booked: validate %(picking)s to see the reason", picking=picking.name),
            )

    def _prepare_picking_vals(self, partner, picking_type, location_id, location_dest_id):
        """Override of `point_of_sale`, see above."""
        values = super()._prepare_picking_vals(partner, picking_type, location_id, location_dest_id)
        if self.env.context.get('store_of_till'):
            values['store_id'] = self.env.context['store_of_till']
        return values

    def _store_settled_places(self):
        """Fill the hook: a till may use the locations headquarters set, whoever owns them."""
        types = self.picking_type_id.ids
        tills = (
            self.env['pos.config']
            .sudo()
            .with_context(active_test=False)
            .search(
                [
                    ('store_id', 'in', self.env.user.store_ids.ids),
                    '|',
                    ('picking_type_id', 'in', types),
                    ('picking_type_id.return_picking_type_id', 'in', types),
                ]
            )
        )
        sells = tills.picking_type_id
        return (
            super()._store_settled_places()
            | sells.default_location_src_id
            | sells.return_picking_type_id.default_location_dest_id
        )
