# Part of store_group. License LGPL-3.
from odoo import Command, api, fields, models
from odoo.exceptions import AccessError

from ..engine.fulfilment.parting import lacking
from ..engine.quantities import exact
from ..exceptions import Refused
from ..models.people import elevation


class StoreDeliverySplit(models.TransientModel):
    """Asks which goods of a delivery go into another one: by hand, what is not there yet, or from another warehouse."""

    _name = 'store.delivery.split'
    _description = 'Split a Delivery'

    picking_id = fields.Many2one('stock.picking', string="Delivery", required=True, readonly=True, ondelete='cascade')
    other_ids = fields.Many2many('stock.picking', string="Open Deliveries of the Order", readonly=True)
    kind = fields.Selection(
        [('lines', "What I choose"), ('lacking', "What is not there yet"), ('warehouse', "What another warehouse sends")],
        string="Into Another Delivery Goes",
        required=True,
        default='lines',
    )
    warehouse_id = fields.Many2one('stock.warehouse', string="Sent from")
    warehouse_ids = fields.Many2many('stock.warehouse', readonly=True)
    line_ids = fields.One2many('store.delivery.split.line', 'split_id', string="Goods")

    # === FULFILMENT ===

    @api.model
    def _open(self, picking):
        """Return the action that asks how this delivery is divided.

        :raises Refused: for one that cannot be
        """
        picking.ensure_one()
        picking._check_may_ship()
        picking._check_has_parts()
        order = picking.sudo().sale_id
        others = picking.sudo().sale_id.picking_ids.filtered(lambda item: item._has_parts()) - picking.sudo()
        split = self.create(
            {
                'picking_id': picking.id,
                'other_ids': [Command.set(self._own(others).ids)],
                'warehouse_ids': [Command.set(self._warehouses(order, picking).ids)],
                'line_ids': [
                    Command.create(
                        {
                            'move_id': move.id,
                            'product_id': move.product_id.id,
                            'uom_id': move.product_uom.id,
                            'quantity': move.product_uom_qty,
                            'reserved': move.quantity,
                        }
                    )
                    for move in picking._rows_to_divide()
                ],
            }
        )
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Split %(delivery)s", delivery=picking.name),
            'res_model': self._name,
            'res_id': split.id,
            'views': [(False, 'form')],
            'target': 'new',
        }

    @api.model
    def _own(self, pickings):
        return self.env['stock.picking'].search([('id', 'in', pickings.ids)])

    @api.model
    def _warehouses(self, order, picking):
        """Return the other warehouses the caller may send from: of the order's store, or of none."""
        found = self.env['stock.warehouse'].search(
            [
                ('company_id', '=', order.company_id.id),
                ('store_id', 'in', [False, order.store_id.id]),
                ('id', '!=', picking.picking_type_id.warehouse_id.id),
            ]
        )
        if not elevation.is_needed(self):
            return found
        mine = self.env.user._store_anchors('write').types
        return found.filtered(lambda warehouse: warehouse.sudo().out_type_id.id in mine)

    # === ACTIONS ===

    def action_split(self):
        """Divide the delivery.

        :raises Refused: for quantities that are not there, and where nothing or all would go
        """
        self.ensure_one()
        picking = self.picking_id
        picking.check_access('write')
        warehouse = self._warehouse()
        if self.kind == 'lacking':
            rows = picking._rows_to_divide()
            rest = lacking(
                {move.id: exact(move.product_uom_qty) for move in rows}, {move.id: exact(move.quantity) for move in rows}
            )
            if not rest:
                raise Refused(
                    self.env._("All of %(delivery)s is there. Choose what goes into the other one.", delivery=picking.name)
                )
            away = {key: float(quantity) for key, quantity in rest.items()}
        else:
            away = {line.move_id.id: line.away for line in self.line_ids if line.away}
        made = picking._split_off(away, warehouse)
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Deliveries"),
            'res_model': 'stock.picking',
            'views': [(False, 'list'), (False, 'kanban'), (False, 'form')],
            'domain': [('id', 'in', [*picking.ids, *made.ids])],
        }

    def action_other(self):
        """Divide the next open delivery of the order instead."""
        self.ensure_one()
        return self._open(self.other_ids[:1])

    def _warehouse(self):
        """Return the warehouse the other delivery leaves from, None for the same.

        :raises AccessError: for a warehouse the caller may not send from
        """
        if self.kind != 'warehouse':
            return None
        if not self.warehouse_id:
            raise Refused(self.env._("Choose the warehouse that sends."))
        if self.warehouse_id not in self._warehouses(self.picking_id.sudo().sale_id, self.picking_id):
            raise AccessError(
                self.env._("You may not send from this warehouse. Find the goods in other stores on the order instead.")
            )
        return self.warehouse_id
