# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.addons.store_group.sockets import ACT, FOLLOW, HEADQUARTERS, NAME, PLACE, ROUTE, STORE


class StoreLinks(models.AbstractModel):
    _inherit = 'store.links'

    # === HOOKS ===

    @api.model
    def _store_links(self):
        """Override of `store_group`: what a till takes back may have been sold at another store."""
        links = super()._store_links()
        links['pos.config'] = {
            'store_id': STORE,
            'picking_type_id': PLACE,
            'warehouse_id': PLACE,
            'route_id': ROUTE,
            'journal_id': NAME,
            'invoice_journal_id': NAME,
            'crm_team_id': NAME,
            'payment_method_ids': NAME,
            'trusted_config_ids': NAME,
            'fast_payment_method_ids': NAME,
        }
        links['pos.session'] = {
            'store_id': NAME,
            'config_id': ACT,
            'move_id': ACT,
            'cash_journal_id': NAME,
        }  # the store is the till's
        links['pos.order'] = {
            'store_id': NAME,
            'session_id': ACT,
            'config_id': ACT,
            'account_move': ACT,
            'stock_reference_ids': FOLLOW,
            'sale_journal': NAME,
            'crm_team_id': NAME,
        }  # the store is the session's
        links['pos.order.line'] = {
            'store_id': NAME,
            'order_id': ACT,
            'combo_parent_id': ACT,
            'refunded_orderline_id': FOLLOW,
            'sale_order_origin_id': ACT,
            'sale_order_line_id': ACT,
        }
        links['pos.payment'] = {
            'store_id': NAME,
            'pos_order_id': ACT,
            'session_id': ACT,
            'payment_method_id': NAME,
            'account_move_id': ACT,
        }
        links['pos.pack.operation.lot'] = {'store_id': NAME, 'pos_order_line_id': ACT}
        links['pos.payment.method'] = {'journal_id': NAME, 'outstanding_account_id': NAME, 'config_ids': NAME}
        links['product.attribute.custom.value']['pos_order_line_id'] = ACT
        links['account.bank.statement.line']['pos_session_id'] = ACT
        links['account.move'].update({'pos_refunded_invoice_ids': HEADQUARTERS, 'reversed_pos_order_id': ACT})
        links['account.payment'].update({'pos_payment_method_id': NAME, 'pos_session_id': ACT})
        links['stock.reference']['pos_order_ids'] = ACT
        if 'online_account_payment_id' in self.env['pos.payment']._fields:  # there with payments online
            links['pos.payment']['online_account_payment_id'] = ACT
            links['account.payment']['pos_order_id'] = ACT
        if 'pos_order_id' in self.env['payment.transaction']._fields:
            links['payment.transaction']['pos_order_id'] = ACT
        links['stock.picking'].update({'pos_session_id': FOLLOW, 'pos_order_id': FOLLOW})
        links['stock.warehouse']['pos_type_id'] = PLACE
        return links

    @api.model
    def _master_links(self):
        """Override of `store_group`: coins and printers say at which tills they are used."""
        links = super()._master_links()
        links['pos.bill'] = {'pos_config_ids': NAME}
        links['pos.printer'] = {'pos_config_ids': NAME}
        return links
