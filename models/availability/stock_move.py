# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..people import elevation

WAITING = frozenset(('confirmed', 'waiting', 'partially_available', 'assigned'))
# Fields that nobody changes by hand on done moves of a transfer.
OF_WHAT_IS_DONE = {'state', 'product_id', 'location_id', 'location_dest_id', 'company_id'}


class StockMove(models.Model):
    """Moves store the selling store; their locations tell where goods are.

    The record rule accepts either: a store sees every move of its own orders wherever they are served, and
    every move at its own locations whoever sells.
    """

    _inherit = 'stock.move'

    store_id = fields.Many2one(
        'store.store',
        ondelete='restrict',
        readonly=True,
        copy=True,
        help="The store that sells, or without a sale the store that owns the location.",
    )
    store_day = fields.Date(
        compute='_compute_store_day',
        store=True,
        precompute=True,
        help="The move's day in the zone its store had when the move was written.",
    )

    # includes the company so that Odoo counts a list from the index alone
    _store_idx = models.Index('(store_id, sequence, id) INCLUDE (company_id) WHERE store_id IS NOT NULL')

    # === COMPUTE ===

    @api.depends('date', 'store_id')
    def _compute_store_day(self):
        """Does not depend on the store's zone: a changed zone applies to later writes only."""
        for move in self:
            move.store_day = move.store_id.with_company(move.company_id)._business_day(move.date)

    # === COMPUTE ===

    def _compute_description_picking(self):
        """Override of `sale_stock`: compute the description elevated, as packers cannot read another store's order."""
        if elevation.is_needed(self):
            self = self.sudo()
        return super()._compute_description_picking()

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        self._check_by_hand(vals_list)
        return super().create([self._with_store(vals) for vals in vals_list])

    def write(self, vals):
        if self:
            self._check_by_hand([vals])
        result = super().write(vals)
        # core splits a move before it makes the rest of it
        if 'product_uom_qty' in vals and not self.env.context.get('do_not_unreserve') and not self._is_our_flow():
            waited_sudo = self.sudo().filtered(lambda move: move.state in WAITING and move._is_waited_for())
            if waited_sudo:
                waited_sudo._after_goods_ended()
        return result

    def unlink(self):
        """Override of `stock`: a move that a document waits for is cancelled first, so that the document follows."""
        open_sudo = self.sudo().filtered(lambda move: move.state in WAITING and move._is_waited_for())
        if open_sudo:
            self.check_access('unlink')
            self.browse(open_sudo.ids)._action_cancel()
        return super().unlink()

    # === AVAILABILITY ===

    def _with_store(self, vals):
        """Return a copy of `vals` with the store: of the sale, the returned move, the picking, the place."""
        if 'store_id' in vals:
            return vals
        for field, model in (
            ('sale_line_id', 'sale.order.line'),
            ('origin_returned_move_id', 'stock.move'),
            ('picking_id', 'stock.picking'),
            ('location_id', 'stock.location'),
            ('location_dest_id', 'stock.location'),
        ):
            store = self.env[model].sudo().browse(vals.get(field) or []).store_id
            if store:
                return {**vals, 'store_id': store.id}
        return vals

    def _prepare_procurement_values(self):
        """Override of `stock` to keep the store along make-to-order chains."""
        return {**super()._prepare_procurement_values(), 'store_id': self.store_id.id}

    def _get_new_picking_values(self):
        """Override of `stock`: a picking belongs to the store of its moves."""
        values = super()._get_new_picking_values()
        if len(self.store_id) == 1:
            values['store_id'] = self.store_id.id
        return values

    def _action_confirm(self, *args, **kwargs):
        """Override of `stock`: elevated, as chains include other stores' warehouses."""
        if elevation.is_needed(self):
            return elevation.run(self, 'write', '_action_confirm', *args, **kwargs)
        self.env['store.order.together']._make_deliveries(self)
        return super()._action_confirm(*args, **kwargs)

    def _action_assign(self, *args, **kwargs):
        """Override of `stock`: elevated, as reservation reads the quants of the serving warehouse."""
        if elevation.is_needed(self):
            return elevation.run(self, 'write', '_action_assign', *args, **kwargs)
        self._read_chain()
        return super(StockMove, self - self._reserve_known())._action_assign(*args, **kwargs)

    def _action_done(self, *args, **kwargs):
        """Override of `stock`: elevated, as it affects the next move of the chain and the company's cost."""
        if elevation.is_needed(self):
            return elevation.run(self, 'write', '_action_done', *args, **kwargs)
        self._read_chain()
        self._read_goods()
        self._before_store_done()
        corrections = self.env['store.stock.correction']
        found = corrections._begin(self)
        self._before_goods_move()
        result = super()._action_done(*args, **kwargs)
        self.env['store.links']._check_moved(result)
        result._after_goods_moved()
        tracked = result.filtered(lambda move: move.product_id.tracking != 'none')
        self.env['store.lot.law']._check_moved(tracked.move_line_ids)
        corrections._finish(*found)
        self._after_store_done()
        return result

    def _trigger_scheduler(self):
        """Override of `stock`, which searches a reordering rule for each move: only where the product has an automatic one."""
        if len(self) < 2:
            return super()._trigger_scheduler()
        asked = [('product_id', 'in', self.product_id.ids), ('trigger', '=', 'auto')]
        groups = self.env['stock.warehouse.orderpoint']._read_group(asked, ['product_id'])
        reordered = {product for (product,) in groups}
        return super(StockMove, self.filtered(lambda move: move.product_id in reordered))._trigger_scheduler()

    def _read_chain(self):
        """Read what comes before and after all these moves at once: core asks move by move, elevation forgot the lists."""
        if len(self) < 2:
            return
        chain = self | self.move_orig_ids | self.move_dest_ids
        (chain.move_orig_ids | chain.move_dest_ids).move_line_ids.mapped('lot_id')

    def _read_goods(self):
        """Read the goods these moves take and meet at once, see `_read_chain`."""
        lines = self.move_line_ids
        if len(lines) < 2:
            return
        self.env['stock.quant'].search(
            [
                ('product_id', 'in', lines.product_id.ids),
                ('location_id', 'in', (lines.location_id | lines.location_dest_id).ids),
                ('lot_id', 'in', [False, *lines.lot_id.ids]),
            ]
        ).mapped('in_date')

    def _action_cancel(self):
        """Override of `stock`: elevated, as cancelling follows the chain."""
        if elevation.is_needed(self):
            return elevation.run(self, 'write', '_action_cancel')
        result = super()._action_cancel()
        if not self._is_our_flow():
            self._after_goods_ended()
        return result

    def _do_unreserve(self):
        """Override of `stock`: elevated, as it releases quants of the serving warehouse."""
        if elevation.is_needed(self):
            return elevation.run(self, 'write', '_do_unreserve')
        return super()._do_unreserve()

    def _is_our_flow(self):
        """Whether an act of ours changes these moves and knows what follows."""
        return self.env.context.get('store_flow') is elevation.OURS

    # === HOOKS ===

    def _reserve_known(self):
        """Hook: reserve for moves with known goods, and return them; Odoo reserves for the others."""
        return self.browse()

    def _before_goods_move(self):
        """Hook: called before moves are done; the transfer stage checks its law here."""

    def _after_goods_moved(self):
        """Hook: called after moves were done; see above."""

    def _after_goods_ended(self):
        """Hook: called after moves were cancelled or ask for another quantity, in every way but by our own acts.

        A move that is waited for is cancelled before it is deleted.
        """

    def _is_waited_for(self):
        """Hook: whether a document waits for what becomes of this move."""
        return False

    # === CORRECTIONS ===

    def _is_asked_for(self):
        """Whether this move comes from an order, a rule, a return or a transfer."""
        self.ensure_one()
        return bool(self.rule_id or self.origin_returned_move_id or self.sale_line_id or self._has_own_law())

    def _moves_nothing(self, vals):
        """Whether these moves have no quantity: core closes unused moves of a manufacturing order this way."""
        return (
            vals.keys() <= {'state', 'product_uom_qty'}
            and vals.get('product_uom_qty') == 0
            and bool(self)
            and not any(self.sudo().mapped('quantity'))
        )

    def _check_by_hand(self, vals_list):
        """:raises AccessError: when a bound user writes done moves, or moves of another document"""
        if self.env.su:
            return
        rewritten = {name for vals in vals_list for name in self._store_flow_fields() & vals.keys()} if self else set()
        if rewritten:
            raise AccessError(
                self.env._(
                    "%(fields)s of a move are set by a transfer. Ship and receive that.", fields=', '.join(sorted(rewritten))
                )
            )
        written = {
            name for vals in vals_list for name in OF_WHAT_IS_DONE & vals.keys() if (name, vals[name]) != ('state', 'done')
        }
        if written and any(move.state == 'done' and move._has_own_law() for move in self.sudo()):
            raise AccessError(
                self.env._(
                    "These goods were moved by a transfer: %(fields)s stay as they are. Correct the quantities of the stock "
                    "operation, or return the goods by a transfer.",
                    fields=', '.join(sorted(written)),
                )
            )
        if not self.env.user._is_store_bound():
            return
        pickings = (
            self.env['stock.picking']
            .sudo()
            .browse({vals['picking_id'] for vals in vals_list if vals.get('picking_id') and not self})
        )
        if any(vals.get('state') == 'done' and not self._moves_nothing(vals) for vals in vals_list) or any(
            item.state == 'done' for item in pickings
        ):
            raise AccessError(
                self.env._("No move can be added to a done operation. Create a new stock operation and validate it.")
            )
        named = {name for vals in vals_list for name in self._store_flow_fields() & vals.keys() if vals[name]}
        if named:
            raise AccessError(
                self.env._("%(fields)s of a move are set by a transfer. Ship and receive that.", fields=', '.join(sorted(named)))
            )
