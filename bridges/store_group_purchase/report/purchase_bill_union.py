# Part of store_group. License LGPL-3.
from odoo import fields, models
from odoo.tools import SQL


class PurchaseBillUnion(models.Model):
    """Bills and orders to complete a bill from, each with its store.

    Core uses a view in the database; this queries the tables instead, so that a rule reaches their
    indexes and nothing is left after uninstalling.
    """

    _inherit = 'purchase.bill.union'
    _depends = {
        'account.move': [
            'name',
            'ref',
            'partner_id',
            'date',
            'amount_untaxed',
            'currency_id',
            'company_id',
            'store_id',
            'move_type',
            'state',
        ],
        'purchase.order': [
            'name',
            'partner_ref',
            'partner_id',
            'date_order',
            'amount_untaxed',
            'currency_id',
            'company_id',
            'store_id',
            'state',
            'invoice_status',
        ],
    }

    store_id = fields.Many2one('store.store', readonly=True)

    @property
    def _table_query(self):
        return SQL("""
            SELECT id, name, ref AS reference, partner_id, date, amount_untaxed AS amount, currency_id, company_id,
                   id AS vendor_bill_id, NULL::int4 AS purchase_order_id, store_id
            FROM account_move
            WHERE move_type IN ('in_invoice', 'in_refund') AND state = 'posted'
            UNION ALL
            SELECT -id, name, partner_ref, partner_id, date_order::date, amount_untaxed, currency_id, company_id,
                   NULL, id, store_id
            FROM purchase_order
            WHERE state = 'purchase' AND invoice_status IN ('to invoice', 'no')
        """)
