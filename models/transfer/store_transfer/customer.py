# Part of store_group. License LGPL-3.
from odoo import Command, api, fields, models
from odoo.tools import LazyTranslate

from ...people import elevation

_lt = LazyTranslate(__name__)


class StoreTransfer(models.Model):
    """A transfer for a customer: requested on a sales order and reserved for it on arrival.

    The delivery of that order is reserved before all others, the salesperson is notified, and an
    cancelled order cancels the transfer if it has not left.
    """

    _inherit = 'store.transfer'

    is_order_visible = fields.Boolean(compute='_compute_is_order_visible')

    # === COMPUTE ===

    @api.depends('sale_order_id')
    @api.depends_context('uid')
    def _compute_is_order_visible(self):
        orders = self.env['sale.order']
        if orders.has_access('read'):
            orders = orders.search([('id', 'in', self.sale_order_id.ids)])
        for transfer in self:
            transfer.is_order_visible = bool(transfer.sale_order_id & orders)

    # === ACTIONS ===

    def action_view_sale_order(self):
        """Open the customer's order, for users of its store."""
        self.ensure_one()
        self.sale_order_id.check_access('read')
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'sale.order',
            'res_id': self.sale_order_id.id,
            'views': [(False, 'form')],
        }

    # === TRANSFER ===

    @api.model
    def _request_for_customer(self, order_sudo, source, wanted, need_by=False):
        """Request {sale line: quantity in the product's unit} from a store for an order; return it elevated."""
        dest = order_sudo.store_id
        self.new({'source_store_id': source.id, 'dest_store_id': dest.id}).sudo(False)._check_requesting_side()
        elevated_sudo = elevation.enter(self, source.company_id)
        day = need_by or (order_sudo.commitment_date and dest._local_day(order_sudo.commitment_date))
        with self.env.cr.savepoint():  # a request that cannot be submitted leaves no draft
            transfer_sudo = elevated_sudo.create(
                {
                    'source_store_id': source.id,
                    'dest_store_id': dest.id,
                    'requester_id': self.env.user.id,
                    'kind': 'request',
                    'sale_order_id': order_sudo.id,
                    'need_by': day or False,
                    'reason': self.env._("For a customer: %(order)s", order=order_sudo.name),
                    'line_ids': [
                        Command.create(
                            {
                                'product_id': line.product_id.id,
                                'uom_id': line.product_id.uom_id.id,
                                'qty_requested': quantity,
                                'sale_line_id': line.id,
                            }
                        )
                        for line, quantity in wanted.items()
                    ],
                }
            )
            transfer_sudo._submit()
        return transfer_sudo

    @api.model
    def _reserve_arrived(self, moves):
        """Reserve the arrived goods for the deliveries they were fetched for, and notify the seller."""
        moves_sudo = moves.sudo().filtered(lambda move: move.state == 'done')
        before = moves_sudo.move_orig_ids
        lines = (moves_sudo | before | before.move_orig_ids).transfer_line_id.filtered('sale_line_id')
        for transfer, own in lines.grouped('transfer_id').items():
            shelf = transfer.dest_store_id.warehouse_id.lot_stock_id
            arrived = moves_sudo.filtered(
                lambda move, own=own, shelf=shelf: (
                    move.product_id in own.product_id and move.location_dest_id.parent_path.startswith(shelf.parent_path)
                )
            )
            if not arrived:
                continue
            transfer.sale_order_id.invalidate_recordset(['order_line'])
            waiting = own.sale_line_id._own_deliveries().filtered(
                lambda move, arrived=arrived: move.product_id in arrived.product_id
                and move.state in {'confirmed', 'partially_available', 'waiting'}
            )
            waiting.with_context(allowed_company_ids=transfer.dest_company_id.ids)._action_assign()
            if transfer.sale_order_id.state == 'sale':
                transfer._tell_salesperson(
                    _lt(
                        "Goods for %(order)s have arrived from %(store)s",
                        order=transfer.sale_order_id.name,
                        store=transfer.source_store_id.name,
                    )
                )

    def _tell_seller(self):
        """Notify the salesperson of what will not come."""
        self.ensure_one()
        if self.sale_order_id.state == 'sale' and self.state in {'rejected', 'cancelled'}:
            self._tell_salesperson(
                _lt("%(store)s sends nothing for %(order)s", store=self.source_store_id.name, order=self.sale_order_id.name),
                note=self.refusal or False,
            )

    def _tell_salesperson(self, summary, note=False):
        """Notify the salesperson, else the requester, if they may read the order."""
        order = self.sale_order_id
        people = (order.user_id or self.requester_id).filtered(lambda user: order.with_user(user).has_access('read'))
        self.env['store.notice']._tell(people, order, summary, note=note)

    def _customer_gave_up(self):
        """After the order was cancelled: cancel what has not left, and notify the receiver of goods on the way."""
        for transfer in self:
            if transfer.state in {'draft', 'submitted', 'approved', 'rejected'}:
                elevated_sudo = elevation.enter(transfer, transfer.source_company_id)
                self.env['store.transfer.goods'].with_env(elevated_sudo.env)._cancel_open(elevated_sudo)
                if elevated_sudo.state == 'rejected':
                    elevated_sudo._set_state('draft')
                elevated_sudo._set_state('cancelled')
                elevated_sudo.message_post(
                    body=self.env._("The customer's order %(order)s was cancelled.", order=elevated_sudo.sale_order_id.name)
                )
            elif transfer.qty_in_transit:
                self.env['store.notice']._tell(
                    transfer.dest_store_id._people_who_may('receive'),
                    transfer,
                    _lt(
                        "%(order)s is cancelled: goods of %(transfer)s go into stock",
                        order=transfer.sale_order_id.name,
                        transfer=transfer.name,
                    ),
                )
