# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.exceptions import AccessError, UserError

from .sql.quants import wait_for

BY_HAND = {'quantity', 'reserved_quantity', 'in_date'}


class StockQuant(models.Model):
    """Bound users change stock only by counts with a reason."""

    _inherit = 'stock.quant'

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        self._check_counted(vals_list)
        self._check_none_is_locked(vals_list)
        quants = super().create(vals_list)
        self.env['store.lot.law']._check_counted(quants)
        return quants

    def write(self, vals):
        self._check_counted([vals])
        if (vals.get('quantity') or 0.0) < 0:
            self._wait_for_those_beside()
        result = super().write(vals)
        if 'inventory_quantity' in vals:
            self.env['store.lot.law']._check_counted(self)
        return result

    # === ACTIONS ===

    def action_apply_inventory(self, date=None):
        """Override of `stock`: bound users give a reason before a count is applied."""
        return self.env['store.correct']._instead_of(self) or super().action_apply_inventory(date)

    @api.model
    def action_view_inventory(self):
        """Override of `stock`: bound users see what lies in their stores; core's filter shows what somebody assigned to them.

        The filter stays where there is something assigned.
        """
        action = super().action_view_inventory()
        if self._is_bound_by_hand() and not self.search_count([('user_id', '=', self.env.uid)], limit=1):
            action['context'] = {key: value for key, value in action['context'].items() if key != 'search_default_my_count'}
        return action

    # === AVAILABILITY ===

    @api.model
    def _store_count_action(self):
        """Return the list of `action_view_inventory` for our menu: under its name, with cards to count on a phone.

        Goods on the way between stores are left out: a transfer counts them.
        """
        cards, form = (self.env.ref(f'store_group.stock_quant_view_{kind}_count').id for kind in ('kanban', 'form'))
        action = self.action_view_inventory()
        action.update(
            name=self.env._("Stock Counts"),
            view_mode='list,kanban,form',
            mobile_view_mode='kanban',
            domain=[('location_id.usage', '=', 'internal')],
        )
        action['views'] += [(cards, 'kanban'), (form, 'form')]
        return action

    @api.model
    def _clean_reservations(self):
        """Override of `stock`: compare all quants with all move lines; what one user sees of both does not match.

        Core calls this whenever somebody opens the stock on hand: as somebody who sees the receipt but not the place it comes
        from, goods on the way would be reserved once more each time.
        """
        return super(StockQuant, self.sudo())._clean_reservations()

    def _set_inventory_quantity(self):
        """Override of `stock`: refuse changes in the list of stock on hand, which cannot ask for a reason."""
        if self._is_inventory_mode() and self._is_bound_by_hand():
            raise UserError(
                self.env._(
                    "Stock on hand cannot be overwritten. Enter the counted quantity in the stock count and apply it: "
                    "you are asked for the reason there."
                )
            )
        return super()._set_inventory_quantity()

    def _is_bound_by_hand(self):
        return not self.env.su and self.env.user._is_store_bound()

    def _check_none_is_locked(self, vals_list):
        """Wait where goods of a store are taken while somebody else moves the same goods.

        Core skips quants that are locked and books less than nothing beside them, so the same pieces would leave twice. A
        delivery begins with its reservation: freed beside the locked quant, it makes an empty one, of which the goods are
        taken next.

        :raises ConcurrencyError: the server repeats the call, which then sees what is left
        """
        for vals in vals_list:
            place = self.env['stock.location'].sudo().browse(vals.get('location_id'))
            takes = any((vals.get(name) or 0.0) < 0 for name in ('quantity', 'reserved_quantity'))
            if not takes or place.usage != 'internal' or not place.store_id:
                continue
            standing = self._standing(
                vals['product_id'], place, *(vals.get(name) for name in ('lot_id', 'package_id', 'owner_id'))
            )
            if standing:
                wait_for(self.env, standing.ids)
                raise self.env['store.availability']._in_use(place.store_id)

    def _wait_for_those_beside(self):
        """Wait for locked quants of the same goods before one falls below zero: receipts at once leave several beside each other.

        :raises psycopg2.errors.SerializationFailure: another transaction changed one of them; the server repeats the call
        """
        for quant in self.sudo().filtered(lambda quant: quant.location_id.usage == 'internal' and quant.location_id.store_id):
            beside = self._standing(
                quant.product_id.id, quant.location_id, quant.lot_id.id, quant.package_id.id, quant.owner_id.id
            )
            if beside - quant:
                wait_for(self.env, (beside - quant).ids)

    def _standing(self, product, place, lot, package, owner):
        """Return the quants of these goods above zero, elevated; `place` is a record, the other arguments are ids."""
        same = {'product_id': product, 'location_id': place.id, 'lot_id': lot, 'package_id': package, 'owner_id': owner}
        return self.sudo().search([*((name, '=', number or False) for name, number in same.items()), ('quantity', '>', 0)])

    def _check_counted(self, vals_list):
        """Hook: called before quants are made or counted.

        :raises AccessError: when a bound user writes quantities without a count, or may not count there
        """
        if not self._is_bound_by_hand():
            return
        if any(BY_HAND & vals.keys() for vals in vals_list):
            raise AccessError(
                self.env._("Stock on hand is computed from moves and counts. Enter a counted quantity and apply it.")
            )
        if any('inventory_quantity' in vals for vals in vals_list):
            places = self.location_id | self.env['stock.location'].browse(
                {vals['location_id'] for vals in vals_list if vals.get('location_id')}
            )
            user = self.env.user
            for store in places.sudo().store_id:
                if not user._store_can('correct_stock', store):
                    user._check_store_can('count', store)
