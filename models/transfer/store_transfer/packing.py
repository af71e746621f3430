# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.tools import float_compare, float_round

from ....engine import arguments
from ....engine.transfer.lifecycle import UNDER_WAY
from ....exceptions import TransferRefused
from ...people.door import MOST_LINES, door


class StoreTransfer(models.Model):
    """Boxes of a transfer: pack, ship and receive them.

    A box is identified by the number on its label. Packing records its content; only shipping and receiving move goods.
    """

    _inherit = 'store.transfer'

    box_ids = fields.One2many('store.transfer.box', 'transfer_id', string="Boxes")
    box_count = fields.Integer(compute='_compute_box_count', string="Number of Boxes")

    # === COMPUTE ===

    @api.depends('box_ids')
    def _compute_box_count(self):
        for transfer in self:
            transfer.box_count = len(transfer.box_ids.package_id)

    # === TRANSFER ===

    @door(
        box=arguments.maybe(arguments.text()),
        quantities=arguments.rows(MOST_LINES, line_id=arguments.ident(), quantity=arguments.number()),
    )
    def pack(self, box=False, quantities=()):
        """Set the total quantity of lines in one box; other lines do not change.

        :param str box: number on the label; unknown: the box is new; False: the next free number
        :param list quantities: [{"line_id": int, "quantity": number in the line's unit, 0 takes it out}]
        :returns: {"id", "name", "box", "boxes": [{"box", "lines": [{"line_id", "product", "unit", "quantity",
            "qty_shipped", "qty_received"}]}]}
        :raises UserError: an unknown line, more than approved over all boxes, less than has left in the box already,
            or a box that holds other goods
        :raises AccessError: for users who may not ship at the source
        """
        self.ensure_one()
        self._check_read_here()
        self._check_side('ship', self.source_store_id)
        self._check_state_for(self.env._("packed"), ('approved', *UNDER_WAY))
        elevated = self._elevated(self.source_store_id)
        package = elevated._box(box) if box else elevated._new_box(False)
        elevated._pack(package, list(quantities))
        return {'id': elevated.id, 'name': elevated.name, 'box': package.name, 'boxes': elevated.box_ids._data()}

    def boxes(self):
        """Return the content of each box.

        :returns: {"id", "name", "boxes": [{"box", "lines": [{"line_id", "product", "unit", "quantity", "qty_shipped",
            "qty_received"}]}]}
        """
        self.ensure_one()
        self._check_read_here()
        transfer_sudo = self.sudo()
        return {'id': transfer_sudo.id, 'name': transfer_sudo.name, 'boxes': transfer_sudo.box_ids._data()}

    @door(boxes=arguments.items(arguments.text(), MOST_LINES))
    def ship_boxes(self, boxes):
        """Ship the content of these boxes that has not left.

        :param list boxes: numbers on the labels
        :returns: as `set_quantities`
        """
        self.ensure_one()
        self._check_read_here()
        self._check_side('ship', self.source_store_id)
        rows_sudo = self._rows_of(boxes)
        content = {}
        for row in rows_sudo:
            content[row.transfer_line_id] = content.get(row.transfer_line_id, 0.0) + row.quantity - row.qty_shipped
        content = {line: quantity for line, quantity in content.items() if quantity > 0}
        return self._work_boxes(rows_sudo.package_id, 'shipped', content)

    @door(boxes=arguments.items(arguments.text(), MOST_LINES))
    def receive_boxes(self, boxes):
        """Receive everything on the way in these boxes; everything else stays on the way.

        :param list boxes: numbers on the labels
        :returns: as `set_quantities`
        """
        self.ensure_one()
        self._check_read_here()
        self._check_side('receive', self.dest_store_id)
        rows_sudo = self._rows_of(boxes)
        content = {}
        for box, lines in self._on_the_way_by_box().items():
            for line, quantity in lines.items() if box in rows_sudo.package_id else ():
                content[line] = content.get(line, 0.0) + quantity
        return self._work_boxes(rows_sudo.package_id, 'received', content)

    def _work_boxes(self, packages_sudo, step, content):
        """Add {line: quantity} of these boxes to the booked totals; nothing left in them: nothing to do."""
        worked = self.with_context(transfer_boxes=packages_sudo.ids)
        if not content:
            return worked.sudo()._data()
        worked.set_quantities(
            step,
            [
                {'line_id': line.id, 'quantity': line._counted_so_far(f'qty_{step}') + quantity}
                for line, quantity in content.items()
            ],
        )
        if step == 'shipped':
            worked.action_ship()
        else:
            worked.action_receive()
        return worked.sudo()._data()

    def _rows_of(self, boxes):
        """Return the rows of the boxes with these numbers, elevated.

        :raises TransferRefused: naming numbers that are not in this transfer
        """
        rows_sudo = self.sudo().box_ids.filtered(lambda row: row.package_id.name in boxes)
        unknown = set(boxes) - set(rows_sudo.package_id.mapped('name'))
        if unknown:
            raise TransferRefused(
                self.env._(
                    "No box of transfer %(transfer)s has the number %(boxes)s. Check the label.",
                    transfer=self.sudo().name,
                    boxes=', '.join(sorted(map(str, unknown))),
                )
            )
        return rows_sudo

    def _on_the_way_by_box(self):
        """Return {box: {line: quantity in its unit}} of what open receipts expect, elevated."""
        found = {}
        self.env.flush_all()
        items_sudo = (
            self.env['stock.move.line']
            .sudo()
            .search(
                [
                    ('move_id.transfer_line_id', 'in', self.sudo().line_ids.ids),
                    ('move_id.transfer_step', '=', 'receive'),
                    ('state', 'not in', ['done', 'cancel']),
                ]
            )
        )
        for item in items_sudo.filtered(lambda item: item._transfer_box()):
            line = item.move_id.transfer_line_id
            of_box = found.setdefault(item._transfer_box(), {})
            of_box[line] = of_box.get(line, 0.0) + item.product_id.uom_id._compute_quantity(
                item.quantity_product_uom, line.uom_id, round=False
            )
        return found

    # === PACKING ===

    def _box(self, name):
        """Return the box with this number, created if missing.

        :raises TransferRefused: when it holds other goods
        """
        name = str(name).strip()
        package = self.env['stock.package'].search([('name', '=', name)], limit=1)
        if not package:
            return self._new_box(name)
        own = package in self.box_ids.package_id
        others = self.env['store.transfer.box'].search(
            [
                ('package_id', '=', package.id),
                ('transfer_id', '!=', self.id),
                ('transfer_id.state', 'in', ['approved', 'shipped']),
            ],
            limit=1,
        )
        if not own and (others or package.contained_quant_ids.filtered(lambda quant: quant.quantity > 0)):
            raise TransferRefused(self.env._("Box %(box)s holds other goods. Use another number, or empty it first.", box=name))
        if not own:
            package.write({'store_id': self.source_store_id.id, 'dest_store_id': self.dest_store_id.id})
        return package

    def _new_box(self, name):
        return self.env['stock.package'].create(
            {**({'name': name} if name else {}), 'store_id': self.source_store_id.id, 'dest_store_id': self.dest_store_id.id}
        )

    def _pack(self, package, quantities):
        lines = {line.id: line for line in self.line_ids}
        bad = [
            str(item.get('line_id'))
            for item in quantities
            if item.get('line_id') not in lines
            or isinstance(item.get('quantity'), bool)
            or not isinstance(item.get('quantity'), (int, float))
            or not 0 <= item['quantity'] < 1e9
        ]
        if bad:
            raise TransferRefused(
                self.env._(
                    "Transfer %(transfer)s has no line %(lines)s, or the quantity is not zero or more. "
                    "Correct these and call again.",
                    transfer=self.name,
                    lines=', '.join(bad),
                )
            )
        Box = self.env['store.transfer.box']
        packed = Box.search([('transfer_line_id', 'in', list(lines))]).grouped('transfer_line_id')
        for line_id, quantity in {item['line_id']: item['quantity'] for item in quantities}.items():
            line = lines[line_id]
            quantity = float_round(quantity, precision_rounding=line.uom_id.rounding)
            rows = packed.get(line, Box)
            row = rows.filtered(lambda row: row.package_id == package)
            elsewhere = sum((rows - row).mapped('quantity'))
            if (
                quantity < row.qty_shipped
                or float_compare(elsewhere + quantity, line.qty_approved, precision_rounding=line.uom_id.rounding) > 0
            ):
                raise TransferRefused(
                    self.env._(
                        "%(quantity)s of %(product)s cannot be packed into box %(box)s: %(approved)s is approved, %(elsewhere)s "
                        "is in other boxes, and %(shipped)s has left in this one.",
                        quantity=self._number(quantity),
                        product=line.product_id.display_name,
                        box=package.name,
                        approved=self._number(line.qty_approved),
                        elsewhere=self._number(elsewhere),
                        shipped=self._number(row.qty_shipped),
                    )
                )
            if quantity:
                row = row or Box.create({'transfer_line_id': line.id, 'package_id': package.id})
                row.quantity = quantity
            else:
                row.unlink()
        self.invalidate_recordset(['box_ids'])

    # === ACTIONS ===

    def action_view_boxes(self):
        """Open the packing lists of this transfer."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Boxes"),
            'res_model': 'store.transfer.box',
            'views': [(False, 'list'), (False, 'kanban')],
            'mobile_view_mode': 'kanban',
            'domain': [('transfer_id', '=', self.id)],
            'context': {'create': False},
        }
