# Part of store_group. License LGPL-3.
from odoo import models
from odoo.addons.store_group.sockets import TransferRefused, number_text


class SaleOrder(models.Model):
    """An order of kits says how many kits it lacks; stores are asked for the components."""

    _inherit = 'sale.order'

    # === TRANSFER ===

    def _wanted_of(self, store, lines, asked):
        """Override of `store_group`: refuse kits, and name the components to request.

        :raises TransferRefused: for lines whose product is a kit
        """
        order_sudo = self.sudo()
        kits = self.env['store.availability']._kits(order_sudo.company_id, order_sudo.order_line.product_id)
        named = None if lines is False else {item.get('line_id') for item in lines}
        for line, quantity in order_sudo._lacking().items() if kits else ():
            made = kits.get(line.product_id)
            if made and (named is None or line.id in named):
                raise TransferRefused(
                    self.env._(
                        "%(product)s of order %(order)s is a kit and has no stock of its own. Request its components for your "
                        "store instead: %(components)s.",
                        product=line.product_id.display_name,
                        order=order_sudo.name,
                        components=', '.join(
                            f'{number_text(self.env, one * quantity)} {component.uom_id.name} {component.display_name}'
                            for component, one in made.items()
                        ),
                    )
                )
        return super()._wanted_of(store, lines, asked)
