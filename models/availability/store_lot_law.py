# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...engine.availability import lots as law

# The fields of a done move line with goods, lot and locations.
SAYS_WHERE = {'quantity', 'product_uom_id', 'lot_id', 'location_id', 'location_dest_id', 'move_id', 'quant_id'}
KEPT = ('internal', 'transit')


class StoreLotLaw(models.AbstractModel):
    """Checks for bound users whether they may change lots and move goods of a lot.

    Goods are theirs at locations of stores they act for and in warehouses these use; other stores, headquarters and
    transit are elsewhere. When goods move, stock is checked afterwards, and an unlawful move is rolled back
    as a whole. Goods of transfers follow the law of transfers.

    Cost: one query for all lots of a call; none for goods without lots and for users who are not bound.
    """

    _name = 'store.lot.law'
    _description = 'Law of Lots'

    # === CHANGING A LOT ===

    @api.model
    def _foreign(self, lots):
        """Return those of these lots that the current, bound user may not change."""
        lying = self._stock_of(lots)
        nowhere = lots.filtered(lambda lot: not lying.get(lot.id))
        moved = set(self._moved_elsewhere(nowhere).ids) if nowhere else ()
        return lots.filtered(lambda lot: not law.is_changed_by(lying.get(lot.id), lot.id in moved))

    @api.model
    def _refusal(self, lots):
        """Return the error for changing the first of these lots."""
        lot = lots[0].sudo()
        return AccessError(
            self.env._(
                "Lot or serial number %(lot)s of %(product)s also belongs to other stores: its goods are, or were, at their "
                "places. Ask headquarters to change it.",
                lot=lot.name,
                product=lot.product_id.display_name,
            )
        )

    # === NAMING A LOT ===

    @api.model
    def _check_named(self, lines):
        """:raises UserError: when open move lines have a lot that is not at their source location

        Checked on writing; `_check_moved` checks again when goods move.
        """
        if self.env.su or not self._is_asked():
            return
        named = lines.sudo().filtered(
            lambda line: line.lot_id and line.state not in {'done', 'cancel'} and not line.move_id._has_own_law()
        )
        if not named:
            return
        lying, under = self._stock_of(named.lot_id), {}
        for line in named:
            is_serial = line.product_id.tracking == 'serial'
            if not is_serial and line.location_id.usage not in KEPT:
                continue
            found = [item for item in lying.get(line.lot_id.id, ()) if item.quantity > 0]
            if not found:
                continue
            if line.location_id not in under:
                under[line.location_id] = self.env['stock.location'].sudo().search([('id', 'child_of', line.location_id.ids)])
            below = under[line.location_id]
            if (
                any(not item.is_own and item.place != line.location_dest_id.id for item in found)
                and not any(item.place in below.ids for item in found)
                and (is_serial or not self._has_bare(line, below))
            ):
                self._refuse(line.lot_id, line.location_id)

    @api.model
    def _check_counted(self, quants):
        """:raises UserError: when a count finds a serial number that is on hand elsewhere"""
        if self.env.su or not self._is_asked():
            return
        found = quants.sudo().filtered(
            lambda quant: quant.lot_id
            and quant.product_id.tracking == 'serial'
            and quant.inventory_quantity > max(quant.quantity, 0.0)
        )
        if not found:
            return
        lying = self._stock_of(found.lot_id)
        for quant in found:
            if law.is_found_twice(lying.get(quant.lot_id.id, ()), quant.location_id.id, True):
                self._refuse(quant.lot_id, quant.location_id)

    # === GOODS THAT MOVED ===

    @api.model
    def _check_moved(self, lines):
        """:raises UserError: when done move lines took or found goods whose lot is elsewhere"""
        if not self._is_asked():
            return
        moved = lines.sudo().filtered(
            lambda line: line.lot_id and line.state == 'done' and line.quantity and not line.move_id._has_own_law()
        )
        if not moved:
            return
        lying = self._stock_of(moved.lot_id)
        for line in moved:
            found, place, place_to = lying.get(line.lot_id.id, ()), line.location_id, line.location_dest_id
            if place.usage in KEPT and law.is_taken_elsewhere(found, place.id, place_to.id):
                self._refuse(line.lot_id, place)
            if place.usage not in KEPT and law.is_found_twice(found, place_to.id, line.product_id.tracking == 'serial'):
                self._refuse(line.lot_id, place_to)

    # === STRUCTURE ===

    def _is_asked(self):
        """Whether the user is bound, elevated or not: our code acts in the user's name."""
        return self.env.user._is_store_bound()

    def _has_bare(self, line, places):
        """Whether the source location has goods without a lot, which core would assign to the line's lot."""
        return bool(
            self.env['stock.quant']
            .sudo()
            .search_count(
                [
                    ('product_id', '=', line.product_id.id),
                    ('lot_id', '=', False),
                    ('location_id', 'in', places.ids),
                    ('quantity', '>', 0),
                ],
                limit=1,
            )
        )

    def _stock_of(self, lots):
        """Return {lot id: [engine Lying]} of all internal locations, without record rules."""
        rows = (
            self.env['stock.quant']
            .sudo()
            ._read_group(
                [('lot_id', 'in', lots.ids), ('location_id.usage', 'in', KEPT)], ['lot_id', 'location_id'], ['quantity:sum']
            )
        )
        own = self._own(self.env['stock.location'].sudo().union(*(place for _lot, place, _quantity in rows)))
        found = {}
        for lot, place, quantity in rows:
            if not lot.product_id.uom_id.is_zero(quantity):
                found.setdefault(lot.id, []).append(law.Lying(place.id, quantity, place in own))
        return found

    def _own(self, places):
        reach = self.env['store.links']._reach()
        return places.filtered(
            lambda place: place.warehouse_id.id in reach.shared
            or place.store_id
            and (reach.stores is None or place.store_id.id in reach.stores)
        )

    def _moved_elsewhere(self, lots):
        """Return those of these lots with goods that were ever at a location elsewhere."""
        reach = self.env['store.links']._reach()
        own = (
            Domain('store_id', '!=', False)
            if reach.stores is None
            else Domain('store_id', 'in', list(reach.stores)) | Domain('warehouse_id', 'in', list(reach.shared))
        )
        elsewhere = Domain('usage', 'in', KEPT) & ~own
        return (
            self.env['stock.move.line']
            .sudo()
            .search(
                Domain('lot_id', 'in', lots.ids)
                & Domain('state', '=', 'done')
                & (Domain('location_id', 'any', elsewhere) | Domain('location_dest_id', 'any', elsewhere))
            )
            .lot_id
        )

    def _refuse(self, lot, place):
        raise UserError(
            self.env._(
                "By the books %(lot)s of %(product)s is not at %(place)s, but at another store. Choose a lot that is there, or "
                "request and receive it by a transfer. If you have it in hand, tell headquarters.",
                lot=lot.name,
                product=lot.product_id.display_name,
                place=place.display_name,
            )
        )
