# Part of store_group. License LGPL-3.
from collections import defaultdict

from odoo import api, models

from ....exceptions import TransferRefused
from ..sql import lots as same_lot

# Field types of what people write about a lot: filled from the other one when two lots become one.
COPIED = {'char', 'text', 'html', 'date', 'datetime'}


class StoreTransferGround(models.AbstractModel):
    """Goods that reach another company: their lots, and what they cost there."""

    _inherit = 'store.transfer.ground'

    # === LOTS OF TWO COMPANIES ===

    @api.model
    def _make_common(self, lots):
        """Remove the company from these lots, so that other companies can have them.

        Lots of other companies with the same number are merged into it.

        :raises TransferRefused: for a serial number on hand in two places
        """
        for lot in lots.filtered('company_id'):
            twins = lot.sudo().search(
                [
                    ('product_id', '=', lot.product_id.id),
                    ('name', '=', lot.name),
                    ('id', '!=', lot.id),
                    ('company_id', '!=', False),
                ]
            )
            if twins and lot.product_id.tracking == 'serial':
                quants = twins.quant_ids.filtered(lambda quant: quant.quantity > 0 and quant.location_id.usage == 'internal')
                if quants:
                    raise TransferRefused(
                        self.env._(
                            "Serial number %(serial)s of %(product)s is at %(place)s by the books of %(company)s, so it cannot "
                            "come from elsewhere too. Let it be counted there first.",
                            serial=lot.name,
                            product=lot.product_id.display_name,
                            place=quants[0].location_id.display_name,
                            company=quants[0].company_id.name,
                        )
                    )
            if twins:
                missing = {
                    name: next(filter(None, twins.mapped(name)), False)
                    for name, field in lot._fields.items()
                    if field.type in COPIED and field.store and not field.readonly and not lot[name]
                }
                lot.write({name: value for name, value in missing.items() if value})
                self.env.flush_all()
                same_lot.repoint(self.env, lot.id, twins.ids)
                self.env.invalidate_all()
                twins.unlink()
            lot.company_id = False

    # === STANDARD COST ===

    @api.model
    def _first_cost(self, moves):
        """Set the standard cost of a product without stock and cost from its first receipt.

        :param moves: picked incoming moves with known charges, not done yet
        """
        for move in moves:
            product = move.product_id.sudo().with_company(move.company_id)
            if (
                not move.transfer_out_move_id
                or move.company_id == move.transfer_out_move_id.company_id
                or product.cost_method != 'standard'
                or product.standard_price
            ):
                continue
            quantity = sum(move.move_line_ids.filtered('picked').mapped('quantity_product_uom'))
            worth = move.sudo()._get_value_from_quotation(quantity)['value']
            if not quantity or worth <= 0:
                continue
            product.standard_price = worth / quantity
            move.transfer_line_id.transfer_id.message_post(
                body=self.env._(  # visible to both sides, so without amounts
                    "%(company)s keeps %(product)s at standard cost and had none: what these goods are worth is its cost from "
                    "now on.",
                    company=move.company_id.name,
                    product=product.display_name,
                )
            )

    # === LOTS WITH A COST OF THEIR OWN ===

    @api.model
    def _part_by_cost(self, moves):
        """Split moves by the cost of their lots, and return all moves.

        Odoo values incoming goods as one amount per move, spread evenly over its lots. So lots of different
        cost change the company in separate moves: on shipping or on receipt, as set on the lane.

        :param moves: moves of transfers, about to be done
        """
        self._drop_unpicked(moves)
        parts = moves.browse()
        for move in moves.filtered(lambda move: move.picked and move.product_id.lot_valuated):
            line = move.transfer_line_id
            crosses = 'ship' if self._transit_location(line.transfer_id) == self._intercompany_location() else 'receive'
            if move.transfer_step != crosses or not line.transfer_id.is_between_companies:
                continue
            costs = self._costs(line)
            by_cost = move.move_line_ids.filtered('picked').grouped(lambda item, costs=costs: costs(item.lot_id))
            for items in list(by_cost.values())[1:]:
                [vals] = move._split(sum(items.mapped('quantity_product_uom')))
                part = move.create({**vals, 'picked': True, 'state': 'assigned'})
                items.move_id = part
                parts |= part
        return moves | parts

    @api.model
    def _drop_unpicked(self, moves):
        """Remove unpicked lines of moves that are about to be done, as Odoo would do next.

        Odoo values outgoing goods before removing them, so unpicked lots would be charged.
        """
        moves.filtered('picked').move_line_ids.filtered(lambda item: not item.picked).unlink()

    def _same_cost(self, line, lots):
        """Divide [(piece, quantity)] into lists of the same cost; usually one."""
        if not line.transfer_id.is_between_companies or not line.product_id.lot_valuated:
            return [lots]
        groups, costs = defaultdict(list), self._costs(line)
        for piece, quantity in lots:
            groups[costs(piece[0])].append((piece, quantity))
        return list(groups.values())

    def _costs(self, line):
        """Return a function that gives the unit cost of a lot in the two companies of the line."""
        companies = (line.source_company_id, line.dest_company_id)
        return lambda lot: lot and tuple(lot.sudo().with_company(company).standard_price for company in companies)
