# Part of store_group. License LGPL-3.
from collections import defaultdict
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import LazyTranslate, clean_context, float_round
from odoo.tools.misc import formatLang

from ....engine.quantities import exact
from ....engine.transfer import quantities
from ....exceptions import TransferRefused
from ...people import elevation

_lt = LazyTranslate(__name__)

# The totals users set; by `set_quantities`, or by a form that writes the same fields.
TOTALS = {
    'shipped': 'count_shipped',
    'received': 'count_received',
    'damaged': 'count_damaged',
    'refused': 'count_refused',
    'lost': 'count_lost',
}
OF_THE_DRAFT = {'product_id', 'uom_id', 'qty_requested', 'sequence', 'transfer_id'}


class StoreTransferLine(models.Model):
    """One product of a transfer. Two lines may have the same product; each is counted separately.

    Shipped and received quantities are read from Odoo's stock moves of this line; damaged, refused or
    lost ones from the differences. Counts are totals entered by users; they stay after booking, so that
    repeating an action has no effect.

    Its parts are in this folder: `figures`.
    """

    _name = 'store.transfer.line'
    _description = 'Line of a Transfer'
    _order = 'transfer_id, sequence, id'
    _rec_name = 'product_id'

    transfer_id = fields.Many2one('store.transfer', required=True, index=True, ondelete='cascade')
    source_store_id = fields.Many2one(related='transfer_id.source_store_id', store=True, precompute=True, index=True)
    dest_store_id = fields.Many2one(related='transfer_id.dest_store_id', store=True, precompute=True, index=True)
    source_company_id = fields.Many2one(related='transfer_id.source_company_id', store=True, precompute=True)
    dest_company_id = fields.Many2one(related='transfer_id.dest_company_id', store=True, precompute=True)
    state = fields.Selection(related='transfer_id.state', string="State of the Transfer")
    sequence = fields.Integer(default=10)
    product_id = fields.Many2one(
        'product.product', required=True, index=True, ondelete='restrict', domain="[('is_storable', '=', True)]"
    )
    product_image = fields.Image(related='product_id.image_128', string="Picture")
    uom_id = fields.Many2one(
        'uom.uom',
        string="Unit",
        compute='_compute_uom_id',
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        ondelete='restrict',
    )
    sale_line_id = fields.Many2one(
        'sale.order.line',
        string="Customer Order Line",
        readonly=True,
        copy=False,
        index='btree_not_null',
        ondelete='set null',
        help="The customer's order these goods are for.",
    )
    # requested and approved
    qty_requested = fields.Float(string="Requested", digits='Product Unit')
    qty_approved = fields.Float(string="Approved", digits='Product Unit', copy=False)
    qty_dropped = fields.Float(
        string="Not Coming",
        digits='Product Unit',
        readonly=True,
        copy=False,
        help="Approved, and no operation brings it any more: that was cancelled. Ship plans it again.",
    )
    # counted: totals so far
    count_shipped = fields.Float(string="Quantity to Ship (Set)", digits='Product Unit', copy=False)
    count_received = fields.Float(string="Counted", digits='Product Unit', copy=False)
    count_damaged = fields.Float(string="Damaged (Counted)", digits='Product Unit', copy=False)
    count_refused = fields.Float(string="Refused (Counted)", digits='Product Unit', copy=False)
    count_lost = fields.Float(string="Missing", digits='Product Unit', copy=False)
    to_ship = fields.Float(
        string="Quantity to Ship",
        digits='Product Unit',
        compute='_compute_to_ship',
        readonly=False,
        help="Total that will have left after Ship. 0: nothing of this line leaves.",
    )
    is_ship_counted = fields.Boolean(copy=False, readonly=True)
    is_receipt_counted = fields.Boolean(copy=False, readonly=True)
    # booked
    move_ids = fields.One2many('stock.move', 'transfer_line_id')
    discrepancy_ids = fields.One2many('store.transfer.discrepancy', 'transfer_line_id')
    qty_shipped = fields.Float(string="Shipped", digits='Product Unit', compute='_compute_booked', store=True, compute_sudo=True)
    qty_received = fields.Float(
        string="Received", digits='Product Unit', compute='_compute_booked', store=True, compute_sudo=True
    )
    qty_damaged = fields.Float(string="Damaged", digits='Product Unit', compute='_compute_booked', store=True, compute_sudo=True)
    qty_refused = fields.Float(string="Refused", digits='Product Unit', compute='_compute_booked', store=True, compute_sudo=True)
    qty_lost = fields.Float(string="Lost", digits='Product Unit', compute='_compute_booked', store=True, compute_sudo=True)
    qty_in_transit = fields.Float(
        string="On the Way", digits='Product Unit', compute='_compute_booked', store=True, compute_sudo=True
    )

    _not_negative = models.Constraint(
        'CHECK (qty_requested >= 0 AND qty_approved >= 0 AND count_shipped >= 0 AND count_received >= 0 '
        'AND count_damaged >= 0 AND count_refused >= 0 AND count_lost >= 0)',
        "Quantities are not negative.",
    )

    # === COMPUTE ===

    @api.depends('product_id')
    def _compute_uom_id(self):
        for line in self:
            line.uom_id = line.uom_id or line.product_id.uom_id

    @api.depends(
        'move_ids.state',
        'move_ids.quantity',
        'move_ids.transfer_step',
        'discrepancy_ids.quantity',
        'discrepancy_ids.kind',
        'uom_id',
    )
    def _compute_booked(self):
        """Read moves and differences by query, not through the fields, which only have what one user may see."""
        found = defaultdict(lambda: defaultdict(float))
        for line, step, uom, quantity in self.env['stock.move']._read_group(
            Domain('transfer_line_id', 'in', self.ids)
            & Domain('state', '=', 'done')
            & Domain('transfer_step', 'in', ['ship', 'receive']),
            ['transfer_line_id', 'transfer_step', 'product_uom'],
            ['quantity:sum'],
        ):
            name = 'qty_shipped' if step == 'ship' else 'qty_received'
            found[line.id][name] += uom._compute_quantity(quantity, line.uom_id, round=False)
        for line, bucket, quantity in self.env['store.transfer.discrepancy']._read_group(
            [('transfer_line_id', 'in', self.ids), ('bucket', '!=', 'over')], ['transfer_line_id', 'bucket'], ['quantity:sum']
        ):
            found[line.id][f'qty_{bucket}'] += quantity
        digits = self.env['decimal.precision'].precision_get('Product Unit')
        for line in self:
            booked = {
                name: float_round(found[line.id][name], precision_digits=digits)
                for name in ('qty_shipped', 'qty_received', 'qty_damaged', 'qty_refused', 'qty_lost')
            }
            line.update(booked)
            line.qty_in_transit = float_round(2 * booked['qty_shipped'] - sum(booked.values()), precision_digits=digits)

    @api.depends('count_shipped', 'is_ship_counted', 'qty_approved', 'qty_shipped', 'transfer_id.line_ids.is_ship_counted')
    def _compute_to_ship(self):
        """What *Ship* does with this line, so that a screen never shows 0 for goods that would leave."""
        for line in self:
            counted = any(line.transfer_id.line_ids.mapped('is_ship_counted'))
            total = line._ship_total(counted)
            line.to_ship = max(line.qty_approved, line.qty_shipped) if total is None else float(total)

    # === CONSTRAINTS ===

    @api.constrains('uom_id', 'product_id')
    def _check_uom(self):
        for line in self:
            if not line.uom_id._has_common_reference(line.product_id.uom_id):
                raise TransferRefused(
                    self.env._(
                        "%(product)s is not counted in %(uom)s. Choose a unit that converts to %(own)s.",
                        product=line.product_id.display_name,
                        uom=line.uom_id.name,
                        own=line.product_id.uom_id.name,
                    )
                )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            self = self.with_env(self.env(context=clean_context(self.env.context)))  # no defaults for fields of the actions
        lines = super().create([{name: value for name, value in vals.items() if name != 'to_ship'} for vals in vals_list])
        lines._check_written({name for vals in vals_list for name, value in vals.items() if value})
        return lines

    def write(self, vals):
        vals = dict(vals)
        if 'to_ship' in vals:
            vals['count_shipped'] = vals.pop('to_ship')
            self._count_as_shown()
        self._check_written(vals.keys())
        if 'count_shipped' in vals:
            vals['is_ship_counted'] = True
        if vals.keys() & set(TOTALS.values()) - {'count_shipped'}:
            vals['is_receipt_counted'] = True
        result = super().write(vals)
        if 'transfer_id' in vals:
            self._check_written({'transfer_id'})  # the new parent must also be a draft of the caller's side
        if vals.keys() & {'qty_approved', 'product_id', 'qty_requested', *TOTALS.values()}:
            self.transfer_id._touch()
        if 'qty_approved' in vals and not self.env.su:
            for transfer in self.transfer_id.sudo():
                transfer._revalue()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        self._check_written({'product_id'})

    def _check_written(self, names):
        """:raises UserError: when a user writes fields they may not write, or not any more; AccessError if nothing at all"""
        if self.env.su:
            return
        self.check_access('write')  # a refusal below names the transfer and its people
        names = set(names)
        for transfer in self.transfer_id:
            transfer._check_unchanged()
            if names & OF_THE_DRAFT:
                if transfer.state != 'draft':
                    raise TransferRefused(
                        self.env._(
                            "Transfer %(transfer)s is not a draft any more, so the request cannot be changed. Use its buttons.",
                            transfer=transfer.name,
                        )
                    )
                transfer._check_requesting_side()
            if 'qty_approved' in names:
                transfer._check_step('approved')
            if 'count_shipped' in names:
                transfer._check_step('shipped')
            if names & set(TOTALS.values()) - {'count_shipped'}:
                transfer._check_step('received')
        guarded = names - OF_THE_DRAFT - set(TOTALS.values()) - {'qty_approved'}
        if guarded and names - {'is_ship_counted', 'is_receipt_counted'}:
            raise AccessError(
                self.env._(
                    "%(fields)s of a transfer's line cannot be written directly. Use the buttons of the transfer.",
                    fields=', '.join(sorted(guarded)),
                )
            )

    # === TRANSFER ===

    def _count_as_shown(self):
        """Before one line is counted on a form: the others are counted as the form shows them, not as 0."""
        for transfer in self.transfer_id:
            others = transfer.line_ids - self
            if others and not any(transfer.line_ids.mapped('is_ship_counted')):
                for line in others:
                    line.write({'count_shipped': line.to_ship})

    def _quantities(self):
        """Return the line for the engine."""
        self.ensure_one()
        step = Decimal(1).scaleb(-self.env['decimal.precision'].precision_get('Product Unit'))
        over = sum(
            self.sudo().discrepancy_ids.filtered(lambda item: item.kind == 'over' and item.state != 'decided').mapped('quantity')
        )
        return quantities.Line(
            approved=exact(self.qty_approved, step),
            over=exact(over, step),
            shipped=exact(self.qty_shipped, step),
            dropped=exact(self.qty_dropped, step),
            **{name: exact(self[f'qty_{name}'], step) for name in quantities.FOUND},
        )

    def _coming(self):
        """Return the quantity, in the line's unit, requested, planned to leave or on the way, and not received."""
        self.ensure_one()
        if self.state in {'draft', 'submitted'}:
            return self.qty_requested if self.state == 'draft' else self.qty_approved
        if self.state in {'approved', 'shipped', 'received'}:
            quantities_now = self._quantities()
            return float(quantities_now.to_come + quantities_now.in_transit)
        return 0.0

    def _chargeable(self, quantity):
        """Return what is left of a quantity of this line, in the product's unit, after what decisions keep from being charged."""
        items = self.sudo().discrepancy_ids.filtered(lambda item: item._leaves_uncharged())
        return self._in_product_unit(quantity - sum(items.mapped('quantity')))

    def _set_total(self, step, quantity):
        """Write one total of a step, rounded to the unit."""
        quantity = float_round(quantity, precision_rounding=self.uom_id.rounding)
        self.write({'qty_approved' if step == 'approved' else TOTALS[step]: quantity})

    def _ship_total(self, counted):
        """Return the total to ship: None for all; the shipped quantity if only other lines were set."""
        if not counted:
            return None
        return exact(self.count_shipped if self.is_ship_counted else self.qty_shipped)

    def _receipt_totals(self, counted):
        """Return {step: total} of the receipt: None for all; 0 if only other lines were counted."""
        if not counted:
            return None
        if not self.is_receipt_counted:
            return {}
        return {step: exact(self[TOTALS[step]]) for step in quantities.FOUND}

    def _counted_so_far(self, booked):
        """Return the total counted so far: booked quantities plus, for receipts, an undecided surplus."""
        return self[booked] + (float(self._quantities().over) if booked == 'qty_received' else 0.0)

    def _in_product_unit(self, quantity):
        return self.uom_id._compute_quantity(quantity, self.product_id.uom_id, round=False)

    def _in_own_unit(self, quantity):
        return self.product_id.uom_id._compute_quantity(quantity, self.uom_id, round=False)

    def _price(self, cost, date):
        """Return (price without tax of one unit in the product's unit, currency) of this line on its lane.

        The pricelist gets the approved quantity, so that the price does not depend on the number of shipments.

        :param float cost: unit cost in the books of the sending company
        """
        transfer = self.transfer_id
        return transfer.lane_id._price(
            self.product_id, self._in_product_unit(self.qty_approved), cost, transfer.source_company_id, date
        )

    def _words_of_found(self):
        """Return a hint for deciding a surplus if goods of the line were written off before, or False.

        They may have turned up: shipping them again would reduce the sender's stock and bill them twice.
        """
        written_off = self.discrepancy_ids.filtered(lambda item: item.outcome == 'write_off' and item.bucket == 'lost')
        if not written_off:
            return False
        transfer, last = self.transfer_id, written_off.sorted('id')[-1]
        number = transfer._number(sum(written_off.mapped('quantity')))
        company = last._bearer(last.responsible).company_id or self.env['store.transfer.ground'].sudo()._owner(transfer)
        if company == transfer.dest_company_id:
            return self.env._(
                "%(quantity)s were written off as lost before, in %(company)s. If these have turned up, decide that "
                "nothing is to be booked, and let %(dest)s count them in: they left %(sender)s long ago, and nothing is "
                "billed twice.",
                quantity=number,
                company=company.name,
                dest=transfer.dest_store_id.name,
                sender=transfer.source_store_id.name,
            )
        return self.env._(
            "%(quantity)s were written off as lost before, in %(company)s. If these have turned up, let %(sender)s count them in "
            "first, and ship the surplus then.",
            quantity=number,
            company=company.name,
            sender=transfer.source_store_id.name,
        )

    def _relabel(self, old, new):
        """Change the unit and keep the quantities of these lines and their moves, in every company, as Odoo does with its own."""
        moves = self.move_ids.with_context(skip_uom_conversion=True, store_relabels=elevation.OURS)
        moves.filtered(lambda move: move.product_uom == old).product_uom = new
        moves.move_line_ids.filtered(lambda item: item.product_uom_id == old).product_uom_id = new
        self.filtered(lambda line: line.uom_id == old).uom_id = new

    def _check_countable(self, quantity):
        """:raises TransferRefused: when this quantity is not possible in the product's unit"""
        problem = self._uncountable(quantity)
        if problem:
            raise TransferRefused(problem)

    def _uncountable(self, quantity):
        """Return why this quantity is not possible in the product's unit, or None: one piece is no round part of a dozen."""
        kept_in = self.product_id.uom_id
        kept = self.uom_id._compute_quantity(quantity, kept_in, rounding_method='HALF-UP')
        nearest = kept_in._compute_quantity(kept, self.uom_id, round=False)
        if self.uom_id.compare(nearest, quantity) == 0:
            return None
        number = self.transfer_id._number
        return self.env._(
            "Stock of %(product)s is kept in %(kept_in)s, in which %(quantity)s %(unit)s cannot be counted; the nearest is "
            "%(nearest)s %(unit)s. Name such a quantity, or keep the product in the smaller unit.",
            product=self.product_id.display_name,
            kept_in=kept_in.name,
            quantity=number(quantity),
            unit=self.uom_id.name,
            nearest=number(nearest),
        )

    def _printed_quantity(self):
        """Return the quantity to print in this state."""
        state = self.transfer_id.state
        if state in {'draft', 'submitted', 'rejected'}:
            return self.qty_requested
        return self.qty_approved if state in {'approved', 'cancelled'} else self.qty_shipped

    def _printed(self, number, shows_value, box_row=None):
        """Return the line for a print; of one box if its row is given."""
        self.ensure_one()
        transfer, product = self.transfer_id, self.product_id
        quantity = box_row.quantity if box_row else self._printed_quantity()
        arrived = box_row.qty_received if box_row else self.qty_received
        worth = self._in_product_unit(quantity) * product.with_company(transfer.source_company_id).standard_price
        return {
            'number': number,
            'code': product.default_code or product.barcode or '',
            'unit': self.uom_id.name,
            'name': product.with_context(display_default_code=False).display_name,
            'image': product.image_128,
            'quantity': transfer._number(quantity),
            'number_of': quantity,
            'received': transfer._number(arrived) if arrived else '',
            'worth': worth if shows_value else 0.0,
            'value': formatLang(self.env, worth, currency_obj=transfer.currency_id) if shows_value else '',
        }

    @api.model
    def _findings(self):
        """Return [(step, translated label)] of the results of a receipt."""
        return [
            ('received', self.env._("received")),
            ('damaged', self.env._("damaged")),
            ('refused', self.env._("refused")),
            ('lost', self.env._("lost")),
        ]

    def _data(self):
        """Return the line as plain data."""
        self.ensure_one()
        return {
            'line_id': self.id,
            'product': self.product_id.default_code or str(self.product_id.id),
            'unit': self.uom_id.name,
            **{
                name: self[name]
                for name in (
                    'qty_requested',
                    'qty_approved',
                    'qty_shipped',
                    'qty_received',
                    'qty_damaged',
                    'qty_refused',
                    'qty_lost',
                    'qty_in_transit',
                )
            },
        }

    def _customer_needs_less(self, quantity):
        """The customer reduced the line to `quantity`: cancel the transfer at 0, else notify."""
        for transfer, lines in self.grouped('transfer_id').items():
            if transfer.state not in {'submitted', 'approved'}:
                continue
            others = (transfer.line_ids - lines).filtered(lambda line: line.sale_line_id.product_uom_qty > 0)
            if not quantity and not others:
                transfer._customer_gave_up()
                continue
            self.env['store.notice']._tell(
                transfer.requester_id | transfer._approvers(),
                transfer,
                _lt("%(order)s needs less than %(transfer)s brings", order=transfer.sale_order_id.name, transfer=transfer.name),
            )
