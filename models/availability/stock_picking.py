# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..people import elevation


class StockPicking(models.Model):
    """A picking is visible to the selling store and to the store that handles it.

    Only the latter validates it.
    """

    _inherit = 'stock.picking'

    store_id = fields.Many2one(
        'store.store',
        ondelete='restrict',
        readonly=True,
        copy=True,
        help="The store that sells, or that owns the operation type.",
    )

    _store_idx = models.Index('(store_id, priority DESC, scheduled_date, id DESC) WHERE store_id IS NOT NULL')

    # === CRUD ===

    @api.model
    def default_get(self, fields):
        """Override of `stock`: who works in stores begins at an operation type of theirs, not at the company's first."""
        values = super().default_get(fields)
        user = self.env.user
        proposed = self.env['stock.picking.type'].browse(values.get('picking_type_id') or ())
        if proposed and user._is_store_bound() and not self.env.context.get('default_picking_type_id'):
            mine = user._store_anchors('write').types
            if proposed.id not in mine:
                company = self.env.company
                own = proposed.search([('code', '=', proposed.code), ('company_id', '=', company.id), ('id', 'in', list(mine))])
                usual = user._default_store(company).sudo().warehouse_id
                values['picking_type_id'] = (own.filtered(lambda kind: kind.warehouse_id == usual) or own)[:1].id
        return values

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._with_store(vals) for vals in vals_list])

    # === ACTIONS ===

    def button_validate(self):
        """Override of `stock`: check the right on this picking, then run the chain behind it elevated."""
        parcel = self._in_one_parcel()
        if parcel != self:
            return parcel.button_validate()
        if elevation.is_needed(self):
            self._check_own_operation()
            return self.env['store.correct']._instead_of(self) or elevation.run(self, 'write', 'button_validate')
        return super().button_validate()

    def action_confirm(self):
        """Override of `stock`, see `button_validate`."""
        if elevation.is_needed(self):
            return elevation.run(self, 'write', 'action_confirm')
        return self.env['store.order.together']._puts_off(self) or super().action_confirm()

    def action_assign(self):
        """Override of `stock`, see `button_validate`."""
        return elevation.run(self, 'write', 'action_assign') if elevation.is_needed(self) else super().action_assign()

    def action_cancel(self):
        """Override of `stock`, see `button_validate`."""
        if elevation.is_needed(self):
            return elevation.run(self, 'write', 'action_cancel')
        self._before_store_cancel()
        return super().action_cancel()

    def do_unreserve(self):
        """Override of `stock`, see `button_validate`."""
        return elevation.run(self, 'write', 'do_unreserve') if elevation.is_needed(self) else super().do_unreserve()

    # === HOOKS ===

    def _in_one_parcel(self):
        """Hook: return these operations with those that are validated with them. The fulfilment stage adds those of a parcel."""
        return self

    def _before_store_cancel(self):
        """Hook: called before operations are cancelled by their button, or with their order."""

    # === AVAILABILITY ===

    def _with_store(self, vals):
        """Return a copy of `vals` with the store of the returned picking, else of the operation type's warehouse."""
        if 'store_id' in vals:
            return vals
        returned = self.browse(vals.get('return_id') or []).sudo().store_id
        type_id = vals.get('picking_type_id') or self.env.context.get('default_picking_type_id')
        owner = self.env['stock.picking.type'].sudo().browse(type_id or []).warehouse_id.store_id
        return {**vals, 'store_id': (returned or owner).id}

    def _check_own_operation(self):
        """:raises AccessError: when a user validates moves from or to another store's locations"""
        mine, stores = self.env.user._store_anchors('write'), self.env.user.store_ids
        for picking in self.sudo():
            if picking.picking_type_id.id not in mine.types and not picking._touches_no_shelf(stores):
                raise AccessError(
                    self.env._(
                        "%(picking)s is handled at %(warehouse)s, so its users validate it. You see it because your store sells.",
                        picking=picking.name,
                        warehouse=picking.picking_type_id.warehouse_id.name or picking.location_id.name,
                    )
                )

    def _touches_no_shelf(self, stores):
        """Whether these goods are dropshipped to a customer of one of these stores."""
        self.ensure_one()
        items = self.move_ids.move_line_ids
        places = (
            self.location_id
            | self.location_dest_id
            | self.move_ids.location_id
            | self.move_ids.location_dest_id
            | items.location_id
            | items.location_dest_id
        )
        return (
            not self.picking_type_id.warehouse_id
            and self.store_id in stores
            and set(places.mapped('usage')) <= {'supplier', 'customer'}
        )
