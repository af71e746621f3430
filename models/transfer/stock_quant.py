# Part of store_group. License LGPL-3.
from odoo import models
from odoo.fields import Domain

from ...engine.quantities import ZERO, exact, take, take_each

# The fields of a quant with its quantity, goods and location.
STANDS = {'quantity', 'product_id', 'location_id', 'lot_id', 'owner_id', 'package_id'}


class StockQuant(models.Model):
    """Quants in transit are changed by transfers, not by hand."""

    _inherit = 'stock.quant'

    # === TRANSFER ===

    def _check_counted(self, vals_list):
        """Fill the hook: refuse counting quants in transit; Odoo's own moves write as superuser."""
        super()._check_counted(vals_list)
        if self.env.su or not any('quantity' in vals or (self and STANDS & vals.keys()) for vals in vals_list):
            return
        places = self.env['stock.location'].browse({vals['location_id'] for vals in vals_list if vals.get('location_id')})
        self.env['store.transfer.law']._check_typed(self.location_id | places)

    def _get_reserve_quantity(
        self, product_id, location_id, quantity, uom_id=None, lot_id=None, package_id=None, owner_id=None, strict=False
    ):
        """Override of `stock`: between companies goods of transfers share a location with those of Odoo's own orders.

        An order may take what is left beside the transfers' goods; quantities that arrive with a receipt do not count as missing.
        """
        shared = quantity > 0 and location_id.usage == 'transit' and not location_id.company_id
        held = self.env['store.transfer.law']._held(product_id, location_id) if shared else {}
        if not held:
            return super()._get_reserve_quantity(
                product_id,
                location_id,
                quantity,
                uom_id=uom_id,
                lot_id=lot_id,
                package_id=package_id,
                owner_id=owner_id,
                strict=strict,
            )
        quants_sudo = self.sudo()._gather(
            product_id, location_id, lot_id=lot_id, package_id=package_id, owner_id=owner_id, strict=strict, qty=quantity
        )
        if strict and lot_id and product_id.tracking != 'none':
            quants_sudo = quants_sudo.filtered('lot_id')
        free = {
            key: sum((exact(quant.quantity) - exact(quant.reserved_quantity) for quant in own), -exact(held.get(key)))
            for key, own in quants_sudo.grouped(lambda quant: quant._key()).items()
        }
        if product_id.tracking == 'none':  # goods taken before they arrived are missing, in any box
            available = sum(free.values(), ZERO)
        else:
            available = sum((part for part in free.values() if part > 0), ZERO)
        quantity = float(min(exact(quantity), available))
        if not strict and uom_id and uom_id != product_id.uom_id:
            quantity = uom_id._compute_quantity(
                product_id.uom_id._compute_quantity(quantity, uom_id, rounding_method='DOWN'), product_id.uom_id
            )
        each = take_each(free, [(quant, quant._key(), exact(quant.quantity)) for quant in quants_sudo])
        found, _missing = take(exact(quantity), each.items(), exact(product_id.uom_id.rounding))
        return [(quant, float(part)) for quant, part in found]

    def _key(self):
        """Return the key of these goods, as used by the law of transfers."""
        return (
            self.location_id.id,
            self.product_id.id,
            self.lot_id.id or None,
            self.owner_id.id or None,
            self.package_id.id or None,
        )

    def _get_gather_domain(self, *args, **kwargs):
        """Override of `stock`: shipments to another company take own goods only, returns only received goods."""
        domain = super()._get_gather_domain(*args, **kwargs)
        if pieces := self.env.context.get('store_pieces'):
            domain &= pieces
        return domain & Domain('owner_id', '=', False) if self.env.context.get('store_own_goods') else domain
