# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.tools import SQL

from ..engine import arguments
from ..models.people.door import context_value

AMOUNTS = {
    'ordered': 'r.amount',
    'returned': 'r.returned_amount',
    'net': '(r.amount - r.returned_amount)',
    'shipped': 'r.shipped_amount',
    'booked': 'r.booked_amount',
}
BASES = [('ordered', "Ordered"), ('returned', "Returned"), ('net', "Net"), ('shipped', "Shipped"), ('booked', "Booked")]


class StoreSaleDifference(models.Model):
    """The difference between two bases of sales in a period: one row for each order, or entry without order, that differs.

    The context names them: `store_left` and `store_right` (a basis each), `store_from` and `store_to` (days, both
    inclusive). The differences of all rows add up to the difference of the two totals in `store.sale.report`. An
    order of March shipped in April differs in both months, as intended. It stores nothing.
    """

    _name = 'store.sale.difference'
    _inherit = ['store.one.currency', 'store.all.companies']
    _description = 'Difference Between Two Bases of Sales'
    _auto = False
    _rec_name = 'order_id'
    _order = 'date, id'
    _depends = {'store.sale.report': ['amount'], 'sale.order.line': ['invoice_lines']}

    store_id = fields.Many2one('store.store', readonly=True, help="The store that sold. Empty: headquarters.")
    company_id = fields.Many2one('res.company', readonly=True)
    currency_id = fields.Many2one('res.currency', readonly=True)
    order_id = fields.Many2one('sale.order', readonly=True)
    entry_id = fields.Many2one('account.move', string="Entry", readonly=True, help="For entries without an order.")
    date = fields.Date(string="First Day", readonly=True, help="The first day of this document in the period.")
    left_amount = fields.Monetary(string="First Basis", readonly=True)
    right_amount = fields.Monetary(string="Second Basis", readonly=True)
    difference = fields.Monetary(readonly=True, help="First basis - second basis.")
    reason = fields.Selection(
        [('left', "Only in the first"), ('right', "Only in the second"), ('amount', "Another amount")], readonly=True
    )

    @property
    def _table_query(self):
        context = self.env.context
        left, right = (
            SQL(AMOUNTS[basis if isinstance(basis := context.get(key), str) and basis in AMOUNTS else default])
            for key, default in (('store_left', 'ordered'), ('store_right', 'booked'))
        )
        # an entry's line is linked to its order by the invoicing of order lines
        order = SQL(
            "COALESCE(r.order_id, CASE WHEN r.basis = 'booked' THEN (SELECT MIN(l.order_id) "
            'FROM sale_order_line_invoice_rel i JOIN sale_order_line l ON l.id = i.order_line_id '
            'WHERE i.invoice_line_id = (-r.id - 1) / 2) END)'
        )
        return SQL(
            """
            SELECT %(columns)s, c.currency_id, d.left_amount - d.right_amount AS difference,
                   CASE WHEN d.right_amount = 0 THEN 'left' WHEN d.left_amount = 0 THEN 'right' ELSE 'amount' END AS reason
              FROM (
                SELECT MIN(b.id) AS id, b.store_id, b.company_id, b.order_id, b.entry_id, b.order_key, MIN(b.date) AS date,
                       SUM(b.amount_left) AS left_amount, SUM(b.amount_right) AS right_amount
                  FROM (SELECT q.*, CASE WHEN q.order_id IS NULL THEN q.entry END AS entry_id,
                               CASE WHEN COALESCE(q.order_id, q.entry) IS NULL THEN q.key END AS order_key
                          FROM (SELECT r.id, r.store_id, r.company_id, r.date, %(order)s AS order_id, r.entry_id AS entry,
                                       r.order_key AS key, %(left)s AS amount_left, %(right)s AS amount_right
                                  FROM (%(rows)s) r
                                 WHERE r.date >= %(first)s AND r.date <= %(last)s) q) b
                 GROUP BY b.store_id, b.company_id, b.order_id, b.entry_id, b.order_key
                HAVING ROUND(SUM(b.amount_left)::numeric, 6) != ROUND(SUM(b.amount_right)::numeric, 6)) d
              JOIN res_company c ON c.id = d.company_id
            """,
            columns=self._columns(),
            order=order,
            left=left,
            right=right,
            rows=self.env['store.sale.fact']._sources().rows(),
            first=context_value(self.env, 'store_from', arguments.day()) or '-infinity',
            last=context_value(self.env, 'store_to', arguments.day()) or 'infinity',
        )

    def _columns(self):
        """SQL: the columns of rows `d`."""
        return SQL('d.*')

    # === ACTIONS ===

    @api.readonly
    def action_open_document(self):
        """Open the order, or the entry where there is none."""
        self.ensure_one()
        document = self.order_id or self.entry_id
        return {'type': 'ir.actions.act_window', 'res_model': document._name, 'res_id': document.id, 'views': [(False, 'form')]}
