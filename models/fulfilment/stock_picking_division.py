# Part of store_group. License LGPL-3.
from odoo import models
from odoo.exceptions import LockError

from ...engine.fulfilment.parting import Part, Problem, below_picked, divided, heir
from ...engine.quantities import exact
from ...exceptions import Refused
from ...wording import number_text
from ..people import elevation
from .store_delivery_facts import OPEN


class StockPicking(models.Model):
    """The delivery of a channel order is divided over several; together they bring what the order sells, at any time.

    A row that is divided keeps what is picked for it.
    Odoo splits the moves, as for a backorder. What a cancelled part was to bring, another open one of the order brings.
    """

    _inherit = 'stock.picking'

    # === CRUD ===

    def unlink(self):
        """What a deleted delivery was to bring, others bring, as for a cancelled one."""
        self.check_access('unlink')
        self.sudo()._before_store_cancel()
        return super().unlink()

    # === ACTIONS ===

    def action_split_delivery(self):
        """Ask how this delivery is divided."""
        self.ensure_one()
        return self.env['store.delivery.split']._open(self)

    # === FULFILMENT ===

    def _rows_to_divide(self):
        """Return the moves whose quantities may go into another delivery; a kit leaves as a whole."""
        return self.move_ids.filtered(
            lambda move: move.state not in ('draft', 'done', 'cancel')
            and move.sale_line_id
            and move.product_id == move.sale_line_id.product_id
        )

    def _has_parts(self):
        """Whether this is an open delivery of a channel order with more than one piece."""
        self.ensure_one()
        order = self.sudo().sale_id
        if (
            self.state not in ('waiting', 'confirmed', 'assigned')
            or not order.store_channel_id
            or order.summary_key
            or self.location_id.usage == 'customer'
        ):
            return False
        rows = self._rows_to_divide()
        return len(rows) > 1 or any(move.product_uom.compare(move.product_uom_qty, 1.0) > 0 for move in rows)

    def _check_has_parts(self):
        """:raises Refused: for a delivery that cannot be divided"""
        for picking in self:
            if not picking._has_parts():
                raise Refused(
                    self.env._(
                        "%(delivery)s cannot be divided: only an open delivery of a channel order with more than one piece can.",
                        delivery=picking.name,
                    )
                )

    def _split_off(self, away, warehouse=None):
        """Bring these quantities in another delivery, as `_divide`, once the caller may ship this one.

        :raises AccessError: for a caller who may not
        :raises Refused: while somebody else works on it
        """
        self._check_may_ship()
        self._check_has_parts()
        try:
            self.sudo().move_ids.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise Refused(
                self.env._("Somebody else works on %(delivery)s at this moment. Try again.", delivery=self.name)
            ) from error
        if elevation.is_needed(self):
            return elevation.run(self, 'write', '_divide', away, warehouse)
        return self._divide(away, warehouse)

    def _divide(self, away, warehouse=None):
        """Bring these quantities in another delivery, from `warehouse` if given; called elevated. Return it.

        :param dict away: {id of a move of this delivery: quantity in its unit}
        :raises Refused: for quantities that are not there or are picked, nothing, or everything from the same place
        """
        self.ensure_one()
        rows = {move.id: move for move in self._rows_to_divide()}
        there = {key: exact(move.product_uom_qty) for key, move in rows.items()}
        wanted = {
            key: exact(rows[key].product_uom.round(quantity) if key in rows else quantity) for key, quantity in away.items()
        }
        result = divided(there, wanted)
        if isinstance(result, Problem):
            if not (result.kind == 'all' and warehouse):
                self._refuse_division(result, rows, there)
            result = {}, {key: quantity for key, quantity in wanted.items() if quantity}
        stays, goes = result
        # a whole row takes along what is picked for it, except to another warehouse
        lowers = {key: quantity for key, quantity in goes.items() if warehouse or key in stays}
        key = below_picked(there, lowers, {key: exact(rows[key]._picked_quantity()) for key in lowers})
        if key:
            self._refuse_division(Problem('picked', key), rows, there)
        if warehouse:
            return self._bring_from(warehouse, rows, stays, goes)
        moves, halves = self.env['stock.move'], []
        for key, quantity in goes.items():
            move = rows[key]
            if key not in stays:
                moves |= move
                continue
            is_short = move.product_uom.compare(move.quantity, float(stays[key])) > 0
            if is_short:
                move._free_unpicked()
            own = move.product_id.uom_id
            halves += move._split(move.product_uom._compute_quantity(float(quantity), own, rounding_method='HALF-UP'))
            if is_short:
                move._action_assign()
        new = self.env['stock.move'].create(halves)
        new._action_confirm(merge=False, create_proc=False)
        return self._create_backorder(backorder_moves=moves | new)

    def _refuse_division(self, problem, rows, there):
        move = rows.get(problem.key)
        if problem.kind == 'more':
            raise Refused(
                self.env._(
                    "%(delivery)s brings %(quantity)s × %(product)s, not more. Take less away.",
                    delivery=self.name,
                    quantity=number_text(self.env, float(there[problem.key])),
                    product=move.product_id.display_name,
                )
            )
        if problem.kind == 'picked':
            raise Refused(
                self.env._(
                    "%(quantity)s × %(product)s are picked for %(delivery)s and stay there. Take less away, or undo the picking.",
                    quantity=number_text(self.env, move._picked_quantity()),
                    product=move.product_id.display_name,
                    delivery=self.name,
                )
            )
        raise Refused(
            {
                'unknown': self.env._("A row is not of %(delivery)s any more. Look at it again.", delivery=self.name),
                'negative': self.env._("A quantity is below 0. Give what goes into the other delivery."),
                'nothing': self.env._("Nothing goes into the other delivery yet. Give a quantity."),
                'all': self.env._(
                    "All of %(delivery)s would go into the other delivery. Leave something in it.", delivery=self.name
                ),
            }[problem.kind]
        )

    def _bring_from(self, warehouse, rows, stays, goes):
        """Let another warehouse bring these quantities, by its own rules; return the new deliveries."""
        before = self.sale_id.picking_ids
        lines = {}
        for key, quantity in goes.items():
            move = rows[key]
            line, own = move.sale_line_id, move.product_id.uom_id
            lines.setdefault(line, 0.0)
            lines[line] += move.product_uom._compute_quantity(float(quantity), own, round=False)
            move._lower_to(float(stays.get(key, 0)))
        for line, quantity in lines.items():
            values = {**line._prepare_procurement_values(), 'warehouse_id': warehouse.with_env(self.env)}
            self.env['stock.rule'].run(line._create_procurements(quantity, line.product_id.uom_id, values))
        made = self.sale_id.picking_ids - before
        made.filtered(lambda picking: picking.state in ('draft', 'confirmed')).action_confirm()
        return made

    def _before_store_cancel(self):
        """Fill the hook: what these were to bring, other open deliveries of the same order lines bring."""
        for picking in self.filtered(
            lambda picking: picking.sale_id.store_channel_id and picking.location_id.usage != 'customer'
        ):
            for move in picking._rows_to_divide():
                picking._leave_to_heir(move, self)
        return super()._before_store_cancel()

    def _leave_to_heir(self, move, leaving):
        """Let another delivery bring the goods of `move`; `leaving` are cancelled with it."""
        line = move.sale_line_id
        others = line._open_parts() - leaving.move_ids
        if move not in line._open_parts() or line.store_serving_line_ids or line.order_id.state != 'sale':
            return
        parts = [
            Part(other.id, exact(other.product_uom_qty), other.picking_id.printed or other.picking_id.is_grouped)
            for other in others
        ]
        key = heir(parts, {other.id for other in others if other.picking_type_id == move.picking_type_id})
        if not key:
            if line.order_id.picking_ids.filtered(lambda own: own.state in OPEN) - leaving:
                self._note_brought_by_nobody(move)
            return
        taker = others.browse(key)
        move.picked = False
        move._do_unreserve()
        more = move.product_uom._compute_quantity(move.product_uom_qty, taker.product_uom, round=False)
        taker.product_uom_qty += more
        if taker.picking_type_id.reservation_method == 'at_confirm':
            taker._action_assign()
        taker.picking_id.message_post(
            body=self.env._(
                "Brings %(quantity)s × %(product)s of %(delivery)s as well, which was cancelled.",
                quantity=number_text(self.env, more),
                product=move.product_id.display_name,
                delivery=self.name,
            )
        )

    def _note_brought_by_nobody(self, move):
        self.sale_id.message_post(
            body=self.env._(
                "No delivery brings %(quantity)s × %(product)s of %(delivery)s any more, which was cancelled.",
                quantity=number_text(self.env, move.product_uom_qty),
                product=move.product_id.display_name,
                delivery=self.name,
            )
        )
