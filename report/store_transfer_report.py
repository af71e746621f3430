# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.reporting.measures.transfers import TRANSFERS
from .store_group_columns import group_then
from .store_measure_fields import fields_of
from .store_transfer_rows import rows

LATE = [
    ('none', "Nothing on the way"),
    ('in_time', "Not due yet"),
    ('0-2', "0 to 2 days late"),
    ('3-7', "3 to 7 days late"),
    ('8-14', "8 to 14 days late"),
    ('15-30', "15 to 30 days late"),
    ('30+', "More than 30 days late"),
]


class StoreTransferReport(models.Model):
    """Transfers between stores: a row for each line, and one for each of its differences.

    A transfer has two stores and one row: `store_id` gave the goods, `dest_store_id` got them. Whoever sees one of the two
    sees the row, so both sides read the same figures, and a total counts each line once. What was given out is grouped by
    the one, what came in by the other. Quantities are in the products' own units. Drafts never count. Costs are for
    whoever may see them at every store they see. Groups are the sender's, in the tree that gives rights, or in the tree
    the context names as `store_tree`. It keeps nothing.
    """

    _name = 'store.transfer.report'
    _inherit = ['store.one.currency', 'store.all.companies']
    _description = 'Transfers between Stores'
    _auto = False
    _store_asks_each_field = True  # each measure names its capabilities
    _rec_name = 'transfer_id'
    _order = 'date desc, transfer_id desc, id desc'
    _depends = {
        'store.transfer': [
            'state',
            'kind',
            'lane_id',
            'source_store_id',
            'dest_store_id',
            'source_company_id',
            'dest_company_id',
            'create_date',
            'approved_on',
            'shipped_on',
            'received_on',
            'due_on',
        ],
        'store.transfer.line': [
            'transfer_id',
            'product_id',
            'uom_id',
            'qty_requested',
            'qty_approved',
            'qty_shipped',
            'qty_received',
            'qty_damaged',
            'qty_refused',
            'qty_lost',
            'qty_in_transit',
        ],
        'store.transfer.discrepancy': [
            'transfer_line_id',
            'bucket',
            'kind',
            'product_id',
            'quantity',
            'responsible',
            'state',
            'value',
            'cost',
        ],
        'store.store': ['group_id', 'tz'],
        'store.group.history': ['date_from', 'date_to', 'depth', 'group_id', 'store_id', 'tree_id'],
        'product.product': ['product_tmpl_id', 'standard_price'],
        'product.template': ['categ_id', 'uom_id'],
        'uom.uom': ['factor'],
        'stock.move': ['transfer_line_id', 'transfer_step', 'state', 'quantity', 'value', 'product_uom'],
    }

    # between whom, when, what
    store_id = fields.Many2one('store.store', string="From Store", readonly=True, help="The store that gave the goods.")
    dest_store_id = fields.Many2one('store.store', string="To Store", readonly=True, help="The store that got them.")
    company_id = fields.Many2one('res.company', string="Sending Company", readonly=True)
    dest_company_id = fields.Many2one('res.company', string="Receiving Company", readonly=True)
    group_id = fields.Many2one('store.group', string="Sender's Group Now", readonly=True)
    dest_group_id = fields.Many2one('store.group', string="Receiver's Group Now", readonly=True)
    group_then_id = fields.Many2one(
        'store.group',
        string="Sender's Group on That Day",
        readonly=True,
        help="The group of the sender on the day of the request, by the group history.",
    )
    lane_id = fields.Many2one('store.lane', readonly=True)
    transfer_id = fields.Many2one('store.transfer', readonly=True)
    kind = fields.Selection(
        [('request', "Request"), ('allocation', "Allocation"), ('recall', "Recall"), ('return', "Return")], readonly=True
    )
    state = fields.Selection(
        [
            ('draft', "Draft"),
            ('submitted', "Submitted"),
            ('approved', "Approved"),
            ('rejected', "Rejected"),
            ('shipped', "Shipped"),
            ('received', "Received"),
            ('closed', "Closed"),
            ('cancelled', "Cancelled"),
        ],
        readonly=True,
    )
    date = fields.Date(string="Day", readonly=True, help="The day of the request, in the sender's time zone.")
    shipped_date = fields.Date(string="Shipped On", readonly=True, help="First shipment, in the sender's time zone.")
    received_date = fields.Date(string="Received On", readonly=True, help="Last receipt, in the receiver's time zone.")
    due_on = fields.Date(readonly=True, help="First shipment and the days on the way of the lane.")
    product_id = fields.Many2one('product.product', string="Product Variant", readonly=True)
    product_tmpl_id = fields.Many2one('product.template', string="Product", readonly=True)
    categ_id = fields.Many2one('product.category', string="Product Category", readonly=True)
    responsible = fields.Selection(
        [('source', "Sender"), ('carrier', "Carrier"), ('dest', "Receiver"), ('unknown', "Unknown"), ('open', "Not Decided")],
        string="Who Pays",
        readonly=True,
        help="For a difference. Empty: no difference.",
    )
    late = fields.Selection(LATE, string="How Late", readonly=True, help="Days after the day it was due.")
    days_late = fields.Integer(
        readonly=True, aggregator='max', help="Days since the due day, of goods still on the way; the longest of a group."
    )
    waits_for = fields.Selection(
        [
            ('approve', "Approval by the sender"),
            ('ship', "Shipment by the sender"),
            ('receive', "Receipt by the receiver"),
            ('decide', "Answer and decision"),
            ('close', "Closing by either side"),
        ],
        string="Who Must Act",
        readonly=True,
    )
    waits_store_id = fields.Many2one(
        'store.store', string="Store That Must Act", readonly=True, help="The side that has the next step."
    )
    currency_id = fields.Many2one('res.currency', readonly=True, help="The sending company's.")
    cost_currency_id = fields.Many2one(
        'res.currency', readonly=True, help="For a decided difference: in the company that bears the cost."
    )
    vars().update(fields_of(TRANSFERS))

    # === QUERY ===

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT r.*, st.group_id, dt.group_id AS dest_group_id, %(group_then)s AS group_then_id, p.product_tmpl_id,
                   t.categ_id, c.currency_id, %(ratios)s
              FROM (%(rows)s) r
              LEFT JOIN store_store st ON st.id = r.store_id
              LEFT JOIN store_store dt ON dt.id = r.dest_store_id
              LEFT JOIN res_company c ON c.id = r.company_id
              LEFT JOIN product_product p ON p.id = r.product_id
              LEFT JOIN product_template t ON t.id = p.product_tmpl_id
            """,
            rows=rows(),
            group_then=group_then(self.env),
            ratios=SQL(', ').join(SQL('0 AS %s', SQL.identifier(name)) for name in TRANSFERS.ratios),
        )

    def _has_field_access(self, field, operation):
        """Override of `base` to hide values."""
        return super()._has_field_access(field, operation) and (
            self.env.su or all(map(self.env['store.sale.report']._may_see, TRANSFERS.capabilities(field.name)))
        )

    def _read_group_select(self, aggregate_spec, query):
        """Override of `base` to make rates of sums, whatever aggregate a caller names."""
        name = aggregate_spec.split(':')[0]
        if name in TRANSFERS.ratios:
            above, below = (self._read_group_select(f'{part}:sum', query) for part in TRANSFERS.ratios[name])
            return SQL('COALESCE(%s, 0)::float8 / NULLIF(%s, 0)', above, below)
        return super()._read_group_select(aggregate_spec, query)

    # === ACTIONS ===

    @api.readonly
    def action_open_transfer(self):
        """Open the transfer a row belongs to."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'store.transfer',
            'res_id': self.transfer_id.id,
            'views': [(False, 'form')],
        }
