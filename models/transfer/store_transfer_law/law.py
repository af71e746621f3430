# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.fields import Domain

from ....engine import quantities
from ....engine.transfer import law
from ....engine.transfer.lifecycle import UNDER_WAY
from ....exceptions import TransferRefused

OPEN = ('approved', *UNDER_WAY)
# The fields of a done move line with what was moved.
MOVES_GOODS = {
    'quantity',
    'product_uom_id',
    'product_id',
    'lot_id',
    'owner_id',
    'package_id',
    'result_package_id',
    'location_id',
    'location_dest_id',
    'move_id',
    'quant_id',
    'state',
}


def exact(quantity):
    return quantities.exact(quantity, quantities.GRAIN)


class StoreTransferLaw(models.AbstractModel):
    """The law of transfers: checks wherever goods move, for any user and screen.

    Checked when moves are done and when a done move line is written or added, for headquarters and the superuser too. It
    checks the stock after the change, and an unlawful change is rolled back as a whole. Goods in transit belong
    to their transfer: other moves may only take their own goods (see `_judge_others`). Cost: one
    lock and two queries for each call that affects a transfer or a transit location, none for all others.

    Its parts are in this folder: `own_moves`, `other_moves`.
    """

    _name = 'store.transfer.law'
    _description = 'Law of Transfers'

    # === WHAT IS ON THE WAY ===

    @api.model
    def _on_the_way(self, products=None):
        """Return the lines with goods in transit; used by every check of settings that must not change then.

        The goods are still to be received, or a difference about them is undecided.

        :param products: only lines of these products; none: all
        """
        waiting = Domain('qty_in_transit', '>', 0) | Domain(
            'discrepancy_ids', 'any', [('bucket', '!=', 'over'), ('state', '!=', 'decided')]
        )
        of_products = Domain.TRUE if products is None else Domain('product_id', 'in', products.ids)
        return (
            self.env['store.transfer.line']
            .sudo()
            .search(Domain('transfer_id.state', 'in', sorted(UNDER_WAY)) & of_products & waiting, order='transfer_id, id')
        )

    # === WHERE GOODS MOVE ===

    @api.model
    def _before_moves(self, moves):
        """Lock the transfers of moves about to be done, and check that outgoing goods are on hand."""
        open_sudo = moves.sudo().filtered(lambda move: move.transfer_step and move.state not in {'done', 'cancel'})
        if open_sudo:
            open_sudo.transfer_line_id.transfer_id._hold()
            self.env['store.transfer.ground'].sudo()._drop_unpicked(open_sudo)
            self.env['store.transfer.ground'].sudo()._check_on_hand(
                open_sudo.filtered(lambda move: move.picked and move.transfer_step in {'prepare', 'ship', 'put_back'})
            )

    @api.model
    def _after_moves(self, moves):
        """:raises TransferRefused: when these done moves are unlawful"""
        items_sudo = moves.sudo().filtered(lambda move: move.state == 'done').move_line_ids
        touching = items_sudo.filtered(self._concerns)
        if touching:
            self._judge(touching, [(item, 1) for item in touching])

    @api.model
    def _before_change(self, items):
        """Return the state of done move lines before a write, for `_after_change`; None if no transfer is affected.

        :raises TransferRefused: for goods the transfer moved itself, or a closed transfer
        """
        done_sudo = items.sudo().filtered(lambda item: item.state == 'done' and self._concerns(item))
        for item in done_sudo:
            self._check_correctable(item.move_id)
        done_sudo.move_id.transfer_line_id.transfer_id._hold()
        return {item.id: self._movement(item) for item in done_sudo}

    @api.model
    def _after_change(self, items, before):
        """Check done move lines that were written or added; if lawful, update the transfer.

        :param dict before: what `_before_change` returned; empty for lines that were added
        """
        done_sudo = items.sudo().filtered(lambda item: item.state == 'done' and (item.id in before or self._concerns(item)))
        changed_sudo = done_sudo.filtered(lambda item: before.get(item.id) != self._movement(item))
        if not changed_sudo:
            return
        for item in changed_sudo:
            if item.id not in before:
                self._check_correctable(item.move_id)
        effects = [(before[item.id], -1) for item in changed_sudo if item.id in before]
        self._judge(changed_sudo, [*effects, *((item, 1) for item in changed_sudo)])
        self._judge_shelves(changed_sudo, [(before[item.id], -1) for item in changed_sudo if item.id in before])
        for item in changed_sudo:
            self._check_not_crossed(item, before.get(item.id))
        for transfer in changed_sudo.move_id.transfer_line_id.transfer_id:
            transfer._check_returned()
            self.env['store.transfer.goods'].sudo()._follow_correction(transfer)

    def _concerns(self, item):
        """Whether a move line belongs to a transfer, or moves goods into or out of a transit location."""
        return bool(item.move_id.transfer_line_id) or 'transit' in {item.location_id.usage, item.location_dest_id.usage}

    def _check_correctable(self, move):
        line = move.transfer_line_id
        if not line:
            return
        line.transfer_id._check_state_for(self.env._("corrected"), OPEN)
        if not move.picking_id:
            raise TransferRefused(
                self.env._(
                    "%(product)s was moved by transfer %(transfer)s itself and cannot be changed. Correct it by a "
                    "return of the transfer.",
                    product=line.product_id.display_name,
                    transfer=line.transfer_id.name,
                )
            )

    @api.model
    def _check_stays_on_move(self, items, move_id):
        """:raises TransferRefused: when done goods would pass from a move of a transfer to another move, or the other way"""

        def part(move):
            return move.transfer_line_id, move.transfer_step

        for item in items.sudo().filtered(lambda item: item.state == 'done' and item.move_id.id != move_id):
            moves = item.move_id, item.move_id.browse(move_id or [])
            if part(moves[0]) != part(moves[1]):
                raise TransferRefused(
                    self.env._(
                        "These goods were moved by transfer %(transfer)s, and by no other operation. Correct the quantity there "
                        "instead.",
                        transfer=(moves[0] | moves[1]).transfer_line_id[:1].transfer_id.name,
                    )
                )

    def _check_not_crossed(self, item, before):
        """Refuse corrections of goods that changed the company, because charges, bills and values depend on them.

        :param before: the line's movement before, or None for an added one
        :raises TransferRefused: when quantity, lot or owner would change
        """
        move, line = item.move_id, item.move_id.transfer_line_id
        transfer, kept = line.transfer_id, ('product', 'lot', 'owner', 'quantity')
        if (
            not transfer.is_between_companies
            or move.transfer_step not in {'ship', 'receive'}
            or (move.transfer_step == 'ship' and self._places(transfer)[0] != self._places(transfer)[1])
        ):
            return
        now = self._movement(item)
        if not before or any(before[name] != now[name] for name in kept):
            raise TransferRefused(
                self.env._(
                    "%(product)s of transfer %(transfer)s has crossed from %(company)s to %(other)s: what both companies charge "
                    "and own follows from it, so it is not corrected. Less goes back by a return of the transfer, more is "
                    "counted as a surplus.",
                    product=line.product_id.display_name,
                    transfer=transfer.name,
                    company=transfer.source_company_id.name,
                    other=transfer.dest_company_id.name,
                )
            )

    # === JUDGING ===

    def _judge(self, items, effects):
        """:raises TransferRefused: when a completed or corrected move is unlawful

        :param items: done move lines, as they are now
        :param list effects: [(move line or its values before, 1 or -1)]: changes of stock by this call
        """
        own = items.filtered(lambda item: item.move_id.transfer_line_id and item.move_id.transfer_step)
        self._judge_own(own)
        strangers = set((items - own).ids)
        movements = [(self._movement(item) if isinstance(item, models.BaseModel) else item, sign) for item, sign in effects]
        self._judge_others([(row, sign) for row, sign in movements if row['id'] in strangers], items - own)
        self._judge_books([row for row, sign in movements if sign > 0 and row['id'] not in strangers])

    def _movement(self, item):
        """Return what a move line moved."""
        return {
            'id': item.id,
            'step': item.move_id.transfer_step,
            'place': item.location_id.id,
            'place_to': item.location_dest_id.id,
            'product': item.product_id.id,
            'lot': item.lot_id.id or None,
            'owner': item.owner_id.id or None,
            'box': item.package_id.id or None,
            'box_to': item.result_package_id.id or None,
            'quantity': exact(item.quantity_product_uom),
            'line': item.move_id.transfer_line_id.id,
        }

    def _row(self, movement):
        piece = law.Piece(movement['product'], movement['lot'], movement['owner'], movement['box'])
        return law.Row(movement['step'], movement['place'], movement['place_to'], piece, movement['box_to'], movement['quantity'])
