# Part of store_group. License LGPL-3.
from collections import defaultdict

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ....engine.availability import correction
from ...people import elevation


class StoreStockCorrection(models.Model):
    """Sources of corrections and who may make them alone: counts, scraps, operations, and changes of done moves.

    A row is {'kind', 'store', 'product', 'lot', 'location', 'quantity', 'on_hand', 'move'}: signed, in the product's
    unit, at one store. Only for bound users.
    """

    _inherit = 'store.stock.correction'

    # === AVAILABILITY ===

    @api.model
    def _rows_of(self, sources):
        """Return the rows of counts to be applied, scraps or operations to be validated."""
        sources_sudo = sources.sudo()
        if sources._name == 'stock.quant':
            return [
                self._row(
                    'count',
                    quant.location_id,
                    quant.product_id,
                    quant.lot_id,
                    quant.inventory_diff_quantity,
                    on_hand=quant.quantity,
                )
                for quant in sources_sudo
                if quant.inventory_quantity_set and quant.inventory_diff_quantity
            ]
        if sources._name == 'stock.scrap':
            return [
                self._row(
                    'scrap',
                    scrap.location_id,
                    scrap.product_id,
                    scrap.lot_id,
                    -scrap.product_uom_id._compute_quantity(scrap.scrap_qty, scrap.product_id.uom_id, round=False),
                )
                for scrap in sources_sudo
            ]
        moves = sources_sudo.move_ids.filtered(lambda move: move.state not in {'done', 'cancel'} and move.quantity)
        return self._rows_of_moves(moves.filtered('picked') or moves)

    @api.model
    def _rows_of_moves(self, moves_sudo):
        rows = []
        for move in moves_sudo:
            is_asked = move._is_asked_for()
            sums = defaultdict(float)
            for line in move.move_line_ids:
                if line.picked or not move.picked:
                    sums[line.location_id, line.location_dest_id, line.lot_id] += line.quantity_product_uom
            for (place, place_to, lot), quantity in sums.items():
                kind = correction.kind_of(
                    place.usage,
                    place_to.usage,
                    place.store_id.id,
                    place_to.store_id.id,
                    move.is_inventory,
                    bool(move.scrap_id),
                    is_asked,
                )
                if kind and quantity and place.usage == 'internal':
                    rows.append(self._row(kind, place, move.product_id, lot, -quantity, move=move))
                if kind and quantity and place_to.usage == 'internal':
                    rows.append(self._row(kind, place_to, move.product_id, lot, quantity, move=move))
        return rows

    @api.model
    def _row(self, kind, location, product, lot, quantity, on_hand=0.0, move=None):
        return {
            'kind': kind,
            'store': location.store_id,
            'company': location.company_id,
            'location': location,
            'product': product,
            'lot': lot,
            'quantity': quantity,
            'on_hand': on_hand,
            'move': move,
        }

    @api.model
    def _verdict(self, rows):
        """Return what the caller may do with the rows together: the strictest over their stores.

        :raises AccessError: when the caller may not correct one of them at all
        """
        user, answers = self.env.user, set()
        by_store = defaultdict(list)
        for row in rows:
            by_store[row['store']].append(row)
        for store, own in by_store.items():
            value = sum(abs(row['quantity']) * row['product'].with_company(row['company']).standard_price for row in own)
            for kind in {row['kind'] for row in own}:
                may_correct = user._store_can('correct_stock', store)
                answer = correction.verdict(
                    kind, user._store_can('count', store), may_correct, user._store_limit('approve_up_to', store), value
                )
                if answer == correction.REFUSED:
                    user._check_store_can('count' if kind == 'count' else 'correct_stock', store)
                answers.add(answer)
        return correction.ASKS if correction.ASKS in answers else correction.ALONE

    @api.model
    def _reason(self):
        """Return (reason, note) from the call's context.

        :raises UserError: without a reason, or for "other" without a note
        """
        given = self.env.context.get('store_reason')
        given = given if isinstance(given, dict) else {}
        reason, note = given.get('reason'), given.get('note') or False
        known = dict(self.env['store.stock.correction']._fields['reason'].selection)
        if reason not in known or (reason == 'other' and not note):
            raise UserError(
                self.env._(
                    "Stock that changes beside the flow needs a reason. Count, scrap or validate it from its own screen, which "
                    "asks for one; a program names it in the context: store_reason {\"reason\": one of %(reasons)s, \"note\"}.",
                    reasons=', '.join(known),
                )
            )
        return reason, note

    @api.model
    def _begin(self, moves):
        """Return (rows, reason, note) of the corrections by these moves, about to be done; empty for our own flow.

        :raises UserError: without a reason, or when somebody else must decide
        :raises AccessError: for users who may not correct stock
        """
        if not self.env.user._is_store_bound() or self.env.context.get('store_flow') is elevation.OURS:
            return [], False, False
        rows = self._rows_of_moves(
            moves.sudo().filtered(lambda move: move.state not in {'done', 'cancel'} and move.picked and move.quantity)
        )
        if not rows:
            return [], False, False
        verdict = self._verdict(rows)
        reason, note = self._reason()
        if verdict == correction.ASKS:
            raise AccessError(
                self.env._(
                    "%(user)s may not correct this much stock of %(store)s alone. Count, scrap or validate it from its own "
                    "screen: another user then decides.",
                    user=self.env.user.name,
                    store=rows[0]['store'].name,
                )
            )
        return rows, reason, note

    @api.model
    def _finish(self, rows, reason, note):
        """Create the correction records."""
        if rows:
            elevation.lift(self.env['store.stock.correction']).create([self._vals(row, reason, note) for row in rows])

    def _vals(self, row, reason, note):
        """Return the values of one correction."""
        company = row['company'] or row['store'].company_id
        shell = self.env['store.stock.correction'].new({'company_id': company.id, 'product_id': row['product'].id})
        return {
            'kind': row['kind'],
            'store_id': row['store'].id,
            'company_id': company.id,
            'product_id': row['product'].id,
            'lot_id': row['lot'].id,
            'location_id': row['location'].id,
            'quantity': row['quantity'],
            'on_hand': row['on_hand'],
            'reason': reason,
            'note': note,
            'user_id': self.env.user.id,
            'move_id': row['move'].id if row['move'] else False,
            'value': shell.sudo()._worth(row['quantity']),
        }

    # === WHAT IS DONE ===

    @api.model
    def _edit(self, lines, vals):
        """Return the rows of a change of these done lines; locations cannot change.

        :raises UserError: for a change of location
        :raises AccessError: for users who may not correct this value alone
        """
        if {'location_id', 'location_dest_id'} & vals.keys():
            raise UserError(
                self.env._(
                    "%(moves)s is done: where goods went stays as it was. Move them back by a return.",
                    moves=', '.join(lines.mapped('reference')),
                )
            )
        rows = []
        for line in lines.sudo():
            change = line.product_uom_id._compute_quantity(vals['quantity'] - line.quantity, line.product_id.uom_id, round=False)
            for place, sign in ((line.location_id, -1), (line.location_dest_id, 1)):
                if place.usage == 'internal' and change and line.product_id.is_storable:
                    rows.append(self._row('edit', place, line.product_id, line.lot_id, sign * change, move=line.move_id))
        if rows and self._verdict(rows) == correction.ASKS:
            raise AccessError(
                self.env._(
                    "%(user)s does not change so much of what is done at %(store)s. Send it back by a return.",
                    user=self.env.user.name,
                    store=rows[0]['store'].name,
                )
            )
        return rows
