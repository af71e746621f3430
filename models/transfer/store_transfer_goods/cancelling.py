# Part of store_group. License LGPL-3.
from collections import defaultdict

from odoo import Command, api, models
from odoo.tools import LazyTranslate

from ....engine import quantities
from ....engine.quantities import ZERO, exact
from ....engine.transfer.lifecycle import UNDER_WAY
from ...people import elevation
from .goods import OPEN

_lt = LazyTranslate(__name__)


class StoreTransferGoods(models.AbstractModel):
    """What ends early: a transfer, whose open pickings are cancelled, or single moves of one, cancelled on any screen."""

    _inherit = 'store.transfer.goods'

    # === TRANSFER ===

    @api.model
    def _cancel_open(self, transfer):
        """Cancel the open shipping moves."""
        transfer, _company = self._in_company(transfer, transfer.source_company_id)
        moves = self._open_ways_out(transfer.line_ids)
        moves.with_context(allowed_company_ids=transfer.source_company_id.ids, store_flow=elevation.OURS)._action_cancel()
        self._put_back(transfer)
        self._forget(self._promised(transfer))

    @api.model
    def _follow_ended(self, moves):
        """After open moves of transfers were cancelled on any screen: the lines follow.

        What will not leave is not expected any more, and said; what is on its way stays expected.
        """
        for transfer, own in moves.sudo().grouped(lambda move: move.transfer_line_id.transfer_id).items():
            if transfer.state not in {'approved', *UNDER_WAY}:
                continue
            transfer = self._in_company(transfer, transfer.dest_company_id)[0]
            transfer._hold()
            before = self._open_receipts(transfer)
            dropped = self._note_dropped(own.transfer_line_id.with_env(transfer.env))
            self._plan_receipt(transfer)
            transfer._follow_goods()
            self._tell_dropped(transfer, dropped)
            if again := (self._open_receipts(transfer) - before).picking_id:
                transfer.message_post(
                    body=self.env._(
                        "What is on its way stays expected: %(pickings)s. Count in the transfer what does not arrive.",
                        pickings=', '.join(again.mapped('name')),
                    )
                )

    def _note_dropped(self, lines):
        """Keep with these lines the quantity that no operation brings any more; return {line: quantity} of what is new of it."""
        planned = self._open_quantities(lines, 'ship')
        new = {}
        for line in lines:
            dropped = max(ZERO, line._quantities().to_ship - exact(planned[line]))
            dropped = float(dropped) if quantities.is_some(dropped, exact(line.uom_id.rounding)) else 0.0
            if line.uom_id.compare(dropped, line.qty_dropped) > 0:
                new[line] = dropped
            line.qty_dropped = dropped
        return new

    def _tell_dropped(self, transfer, dropped):
        """Say what will not leave: in the notes, to who requested it, and to who sells it."""
        if not dropped:
            return
        goods = ', '.join(f'{transfer._number(quantity)} × {line.product_id.display_name}' for line, quantity in dropped.items())
        transfer.message_post(
            body=self.env._(
                "%(goods)s will not leave: no operation brings it any more, so the receiver does not expect it. Ship plans it "
                "again; a manager closes the transfer without it, or cancels it.",
                goods=goods,
            )
        )
        told = _lt(
            "%(sender)s will not send everything of %(transfer)s", sender=transfer.source_store_id.name, transfer=transfer.name
        )
        self.env['store.notice']._tell(transfer.requester_id, transfer, told, note=goods)
        if transfer.sale_order_id.state == 'sale':
            transfer._tell_salesperson(told, note=goods)

    def _open_receipts(self, transfer):
        return (
            self.env['stock.move']
            .sudo()
            .search([('transfer_line_id', 'in', transfer.line_ids.ids), ('transfer_step', '=', 'receive'), OPEN])
        )

    def _put_back(self, transfer):
        """Plan an operation that puts back picked goods that will not leave."""
        shelf = self._shelf(transfer.source_store_id)
        lying = self._still_free(self._left_beside(transfer, shelf))
        picking_type = transfer.source_store_id.warehouse_id.int_type_id
        pickings = self.env['stock.picking']
        for place in self.env['stock.location'].union(*(key[0] for key in lying)):
            own = {key[1:]: quantity for key, quantity in lying.items() if key[0] == place}
            where = {'location_id': place.id, 'location_dest_id': shelf.id, 'company_id': transfer.source_company_id.id}
            picking = (
                self.env['stock.picking']
                .sudo()
                .with_context(allowed_company_ids=transfer.source_company_id.ids)
                .create(
                    {
                        **where,
                        'picking_type_id': picking_type.id,
                        'origin': transfer.name,
                        'move_ids': [
                            Command.create(
                                {
                                    **where,
                                    'product_id': product.id,
                                    'product_uom': product.uom_id.id,
                                    'origin': transfer.name,
                                    'product_uom_qty': sum(
                                        quantity for key, (quantity, _box) in own.items() if key[0] == product
                                    ),
                                    'transfer_step': 'put_back',
                                }
                            )
                            for product in self.env['product.product'].union(*(key[0] for key in own))
                        ],
                    }
                )
            )
            picking.move_ids._action_confirm(merge=False)
            picking.move_ids._do_unreserve()
            of_product = {move.product_id: move for move in picking.move_ids}
            picking.env['stock.move.line'].create(
                [
                    {
                        **of_product[product]._prepare_move_line_vals(),
                        'product_uom_id': product.uom_id.id,
                        'quantity': quantity,
                        'lot_id': lot.id,
                        'owner_id': owner.id,
                        'package_id': box.id,
                        'result_package_id': box_after.id,
                    }
                    for (product, lot, owner, box), (quantity, box_after) in own.items()
                ]
            )._apply_putaway_strategy()
            pickings |= picking
        if pickings:
            self.env['store.notice']._tell(
                transfer.source_store_id._people_who_may('ship'),
                transfer,
                _lt(
                    "Put back what was picked for %(transfer)s: %(pickings)s",
                    transfer=transfer.name,
                    pickings=', '.join(pickings.mapped('name')),
                ),
            )

    def _left_beside(self, transfer, shelf):
        """Return {(place, product, lot, owner, box): quantity} this transfer has moved to output locations and left there."""
        lying = defaultdict(float)
        for item in (
            self.env['stock.move']
            .sudo()
            .search(
                [
                    ('transfer_line_id', 'in', transfer.line_ids.ids),
                    ('transfer_step', 'in', ['prepare', 'ship']),
                    ('state', '=', 'done'),
                    ('picking_id', '!=', False),
                ]
            )
            .move_line_ids
        ):
            for place, box, way in ((item.location_dest_id, item.result_package_id, 1), (item.location_id, item.package_id, -1)):
                lying[place, item.product_id, item.lot_id, item.owner_id, box] += way * item.quantity_product_uom
        return {
            key: quantity
            for key, quantity in lying.items()
            if key[0].usage == 'internal'
            and not key[0].parent_path.startswith(shelf.parent_path)
            and key[1].uom_id.compare(quantity, 0.0) > 0
        }

    def _still_free(self, brought):
        """Return {(place, product, lot, owner, box): (quantity, current box)}: the part of `brought` still there and free.

        It may have been scrapped, counted away or carried back meanwhile, or be in another box; goods others have reserved
        do not count.
        """
        if not brought:
            return {}
        free, whole = {}, defaultdict(float)
        for *key, quantity, reserved in (
            self.env['stock.quant']
            .sudo()
            ._read_group(
                [('location_id', 'in', [key[0].id for key in brought]), ('product_id', 'in', [key[1].id for key in brought])],
                ['location_id', 'product_id', 'lot_id', 'owner_id', 'package_id'],
                ['quantity:sum', 'reserved_quantity:sum'],
            )
        ):
            free[tuple(key)], whole[tuple(key)] = exact(quantity) - exact(reserved), quantity
        lying, brought = defaultdict(lambda: ZERO), {key: exact(quantity) for key, quantity in brought.items()}
        for is_same in (lambda key, other: key == other, lambda key, other: key[:-1] == other[:-1]):
            for key, wanted in brought.items():
                taken, brought[key] = quantities.take(
                    wanted, [(other, free[other]) for other in free if is_same(key, other)], exact(key[1].uom_id.rounding)
                )
                for other, part in taken:
                    lying[other] += part
                    free[other] -= part
        none = self.env['stock.package']
        return {
            key: (float(quantity), key[-1] if key[1].uom_id.compare(float(quantity), whole[key]) == 0 else none)
            for key, quantity in lying.items()
        }
