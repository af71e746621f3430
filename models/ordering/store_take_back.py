# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.exceptions import LockError
from odoo.fields import Domain

from ...engine import arguments
from ...engine.quantities import exact, take
from ...exceptions import Refused
from ...wording import number_text
from ..people import elevation
from ..people.door import MOST_LINES, door

FOUND = 5  # sales of one search; a person reads no more at a counter
SEARCHED = 40  # newest orders looked at for goods that are still with the customer


class StoreTakeBack(models.AbstractModel):
    """Taking a sale back over the counter: the goods come in by a return of their delivery, which its seller books.

    The money is a person's: what was invoiced gets a draft credit note, which whoever posts invoices looks at; it is never
    posted here, and no payment is made.
    """

    _name = 'store.take.back'
    _description = 'Taking Goods Back over the Counter'

    # === ORDERING ===

    @api.readonly
    @api.model
    @door(store=arguments.ident(), text=arguments.maybe(arguments.text()))
    def sales(self, store, text=False):
        """Return the last sales of one store whose goods may come back.

        :param int store: id of the caller's store
        :param str text: code, barcode or part of the name of a product, or the number of an order; False: the last sales
        :returns: `{"sales": [{"id", "name", "when", "currency", "lines": [{"line", "product", "name", "has_image", "price",
            "left", "back", "wanted"}]}]}`, five at most, the newest first; price with tax of one piece, left: how many may come
            back; back: how many did, which `take_back` is told; wanted: 1 for what was searched
        """
        own = self.env['store.store'].browse(store)
        own.check_access('read')
        domain = Domain('store_id', '=', own.id) & Domain('state', '=', 'sale') & Domain('is_history', '=', False)
        products = self.env['product.product']
        if text:
            products = products.search(Domain('barcode', '=', text) | Domain('default_code', '=', text), limit=FOUND)
            products = products or products.search(Domain('display_name', 'ilike', text), limit=SEARCHED)
            domain &= Domain('order_line.product_id', 'in', products.ids) | Domain('name', '=ilike', text)
        found = []
        for order in self.env['sale.order'].search(domain, order='date_order desc, id desc', limit=SEARCHED):
            lines = [self._line(line, moved, line.product_id in products) for line, moved in self._out(order).items()]
            if lines and (not products or any(line['wanted'] for line in lines) or order.name.lower() == text.lower()):
                found.append(
                    {
                        'id': order.id,
                        'name': order.name,
                        'when': own._local(order.date_order).strftime('%m-%d %H:%M'),
                        'currency': order.currency_id.id,
                        'lines': sorted(lines, key=lambda line: not line['wanted']),
                    }
                )
        return {'sales': found[:FOUND]}

    @api.model
    @door(
        order=arguments.ident(),
        lines=arguments.rows(MOST_LINES, line=arguments.ident(), quantity=arguments.number(), back=arguments.number()),
    )
    def take_back(self, order, lines):
        """Take goods of a sale back: they come in at once, and what was invoiced gets a draft credit note.

        :param int order: id of the order
        :param list lines: `[{"line": id of an order line, "quantity": how many come back, "back": how many had come back when
            the caller looked}]`; the same call again changes nothing
        :returns: `{"amount", "credit", "message"}`: what is to be given back, with tax: what invoices hold for these goods and no
            credit note has given back, at the order's price where nothing is invoiced, less what the channel gave back; credit:
            whether a draft waits
        :raises AccessError: for a caller who does not sell in this store
        :raises Refused: for more than the customer has, and for goods whose lot must be named
        """
        sale = self.env['sale.order'].browse(order)
        sale.check_access('write')
        wanted = {self.env['sale.order.line'].browse(item['line']): item for item in lines if item['quantity']}
        if len(wanted) < sum(bool(item['quantity']) for item in lines):
            raise Refused(self.env._("A line of %(order)s is named twice. Name each line once.", order=sale.name))
        if not wanted or any(item['quantity'] < 0 for item in wanted.values()):
            raise Refused(self.env._("Nothing is taken back yet. Scan the goods, or give a quantity above 0."))
        try:
            sale.order_line.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise Refused(
                self.env._("Somebody takes goods of %(order)s back at this moment. Look the sale up again.", order=sale.name)
            ) from error
        out = self._out(sale, whole=True)
        quantities = {}
        for line, item in wanted.items():
            if line not in out:
                raise Refused(self.env._("A line of %(order)s does not exist any more. Look the sale up again.", order=sale.name))
            left, back = out[line]
            unit = line.product_uom_id
            if unit.compare(back, item['back'] + item['quantity']) == 0:
                continue  # done by the first press
            if unit.compare(back, item['back']) != 0 or unit.compare(item['quantity'], left) > 0:
                raise Refused(
                    self.env._(
                        "%(left)s × %(product)s of %(order)s can come back, not %(quantity)s. Look the sale up again.",
                        left=number_text(self.env, left),
                        product=line.product_id.display_name,
                        order=sale.name,
                        quantity=number_text(self.env, item["quantity"]),
                    )
                )
            quantities[line] = item['quantity']
        if not quantities:
            return {'amount': 0.0, 'credit': False, 'message': self.env._("%(order)s: taken back already.", order=sale.name)}
        return self._take_in(sale, quantities)

    def _take_in(self, sale, quantities):
        """Bring the goods in and settle them; return as `take_back`."""
        refunds = sale.sudo().store_refund_ids
        before = refunds._settled_amount()
        self._bring_in(sale, quantities)
        amount, credit, told = elevation.run(
            sale, 'write', '_give_back', {line.id: quantity for line, quantity in quantities.items()}
        )
        given = refunds._settled_amount() - before
        if given:
            told.append(self.env._("The channel has given back %(amount)s of it.", amount=self._said(sale, given)))
        amount = sale.currency_id.round(max(float(amount) - given, 0.0))
        if amount:
            message = self.env._("%(order)s: taken back. Give back %(amount)s.", order=sale.name, amount=self._said(sale, amount))
        else:
            message = self.env._("%(order)s: taken back. Nothing is to be given back.", order=sale.name)
        if credit:
            told.insert(0, self.env._("A draft credit note waits for whoever posts invoices."))
        return {'amount': amount, 'credit': credit, 'message': ' '.join([message, *dict.fromkeys(told)])}

    def _said(self, sale, amount):
        return sale.currency_id.format(amount)

    def _price(self, line):
        return line.price_total / line.product_uom_qty if line.product_uom_qty else 0.0

    def _line(self, line, moved, is_wanted):
        left, back = moved
        product = line.product_id
        return {
            'line': line.id,
            'product': product.id,
            'name': product.with_context(display_default_code=False).display_name,
            'has_image': bool(product.with_context(bin_size=True).image_128),
            'price': line.currency_id.round(self._price(line)),
            'left': left,
            'back': back,
            'wanted': min(1.0, left) if is_wanted else 0.0,
        }

    def _out(self, sale, whole=False):
        """Return {order line: (how many are with the customer, how many came back)}, in the line's unit.

        :param bool whole: also lines of which nothing is left
        """
        out = {}
        for line in sale.order_line.filtered(lambda line: line.product_id.is_storable):
            shipped, back = self.env['store.order.refund']._moved(line)
            left = line.product_uom_id.round(max(shipped - back, 0.0))
            if whole or left:
                out[line] = left, back
        return out

    def _bring_in(self, sale, quantities):
        """Return these goods by their deliveries, the newest first.

        :raises Refused: where a lot must be named, or the return cannot be booked at once
        """
        tracked = [line.product_id.display_name for line in quantities if line.product_id.tracking != 'none']
        if tracked:
            raise Refused(
                self.env._(
                    "%(products)s has lots or serial numbers: open the delivery of %(order)s and return it there, where the lot "
                    "is named.",
                    products=', '.join(tracked),
                    order=sale.name,
                )
            )
        moves = sale.picking_ids.filtered(lambda picking: picking.state == 'done').sorted('id', reverse=True).move_ids
        rows = {}
        for line, quantity in quantities.items():
            unit = line.product_uom_id
            out = moves.filtered(lambda move, line=line: move.sale_line_id == line and self._went_out(move))
            taken, left = take(exact(quantity), [(move, self._free_of(move)) for move in out], exact(unit.rounding))
            for move, part in taken:
                in_unit = unit._compute_quantity(float(part), move.product_uom, round=False)
                rows.setdefault(move.picking_id, {})[move.id] = in_unit
            if unit.compare(float(left), 0.0) > 0:
                raise Refused(
                    self.env._(
                        "%(quantity)s × %(product)s of %(order)s are in no delivery that can be returned. Another return of them "
                        "may be open: finish it.",
                        quantity=number_text(self.env, left),
                        product=line.product_id.display_name,
                        order=sale.name,
                    )
                )
        for delivery in moves.picking_id.filtered(rows.get):
            self._return(delivery, rows[delivery])

    def _free_of(self, move):
        """Return how much of a delivered move no return holds, in the unit of its order line."""
        came = move.returned_move_ids.filtered(lambda item: item.state != 'cancel')
        free = move.quantity - sum(item.product_uom._compute_quantity(item.quantity, move.product_uom) for item in came)
        return exact(move.product_uom._compute_quantity(free, move.sale_line_id.product_uom_id, round=False))

    def _went_out(self, move):
        return (
            move.state == 'done'
            and move.product_id == move.sale_line_id.product_id
            and move.location_id.usage != 'customer'
            and move.location_dest_id.usage == 'customer'
        )

    def _return(self, delivery, rows):
        """Book a return of {move id: quantity in its unit}."""
        wizard = self.env['stock.return.picking'].create({'picking_id': delivery.id})
        for row in wizard.product_return_moves:
            row.quantity = rows.get(row.move_id.id, 0.0)
        back = self.env['stock.picking'].browse(wizard.action_create_returns()['res_id'])
        for move in back.move_ids:
            move.quantity = move.product_uom_qty
            move.picked = True
        back.with_context(skip_backorder=True).button_validate()
        if back.state != 'done':
            raise Refused(
                self.env._(
                    "%(return)s asks for more. Open the delivery %(delivery)s and return it there.",
                    **{'return': back.name},
                    delivery=delivery.name,
                )
            )
