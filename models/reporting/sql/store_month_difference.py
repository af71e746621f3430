# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.tools import SQL

from ..store_profit_statement.words import LINES


class StoreMonthDifference(models.Model):
    """Changes of a closed month, entry by entry: posted late, reversed, edited, moved to another store.

    Of the months in the context's `store_month_close`, else of all closed ones.
    """

    _name = 'store.month.difference'
    _inherit = 'store.one.currency'
    _description = 'Change after Closing'
    _auto = False
    _rec_name = 'name'
    _order = 'close_id desc, id'

    close_id = fields.Many2one('store.month.close', string="Month", readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    currency_id = fields.Many2one('res.currency', readonly=True)
    store_id = fields.Many2one('store.store', readonly=True, help="Empty: headquarters.")
    place = fields.Char(compute='_compute_place')
    line = fields.Selection(LINES, string="Line of the Statement", readonly=True)
    name = fields.Char(readonly=True, string="Document")
    entry_id = fields.Many2one('account.move', string="Entry", readonly=True, help="Empty where it was deleted.")
    move_id = fields.Many2one('stock.move', string="Stock Move", readonly=True)
    frozen = fields.Monetary(readonly=True, help="When the month was closed.")
    now = fields.Monetary(readonly=True)
    difference = fields.Monetary(string="After Close", readonly=True, help="Now - frozen.")

    # === COMPUTE ===

    @api.depends('store_id')
    @api.depends_context('lang')
    def _compute_place(self):
        """The store's name, or "Headquarters"."""
        for record in self:
            record.place = record.store_id.name or self.env._("Headquarters")

    # === QUERY ===

    @property
    def _table_query(self):
        self.env.flush_all()
        closes = self._closes()
        parts = (
            SQL(' UNION ALL ').join([self._of(close) for close in closes])
            if closes
            else SQL(
                'SELECT NULL::int4 AS close_id, NULL::int4 AS store_id, NULL::varchar AS line, NULL::int4 AS entry_id, '
                'NULL::int4 AS move_id, NULL::varchar AS name, 0::numeric AS frozen, 0::numeric AS now WHERE FALSE'
            )
        )
        return SQL(
            """
            SELECT row_number() OVER (ORDER BY d.close_id, d.line, d.store_id NULLS FIRST, d.entry_id, d.move_id) AS id,
                   d.close_id, d.store_id, d.line, d.frozen, d.now, d.now - d.frozen AS difference, m.company_id, c.currency_id,
                   COALESCE(e.name, d.name, s.reference, w.name) AS name, e.id AS entry_id, s.id AS move_id
              FROM (%s) d
              JOIN store_month_close m ON m.id = d.close_id
              JOIN res_company c ON c.id = m.company_id
              LEFT JOIN account_move e ON e.id = d.entry_id
              LEFT JOIN stock_move s ON s.id = d.move_id
              LEFT JOIN store_store w ON w.id = d.store_id
            """,
            parts,
        )

    @api.model
    def _closes(self):
        named = self.env.context.get('store_month_close')
        closed = self.env['store.month.close'].sudo().search([('state', '=', 'closed')])
        return closed if not named else closed.filtered(lambda close: close.id in (named if isinstance(named, list) else [named]))

    @api.model
    def _of(self, close):
        return SQL(
            """
            SELECT %(close)s AS close_id, COALESCE(f.store_id, n.store_id) AS store_id, COALESCE(f.line, n.line)::varchar AS line,
                   COALESCE(f.entry_ref, n.entry_id) AS entry_id, COALESCE(f.move_ref, n.move_id) AS move_id, f.name,
                   COALESCE(f.amount, 0)::numeric AS frozen, COALESCE(n.amount, 0)::numeric AS now
              FROM (SELECT * FROM store_month_close_entry WHERE close_id = %(close)s) f
              FULL JOIN (%(now)s) n ON COALESCE(n.store_id, 0) = COALESCE(f.store_id, 0) AND n.line = f.line
                    AND COALESCE(n.entry_id, 0) = COALESCE(f.entry_ref, 0) AND COALESCE(n.move_id, 0) = COALESCE(f.move_ref, 0)
             WHERE abs(COALESCE(n.amount, 0) - COALESCE(f.amount, 0)) >= %(least)s
            """,
            close=close.id,
            least=close.company_id.currency_id.rounding / 2,
            now=self.env['store.month.freeze']._entries(close),
        )

    # === ACTIONS ===

    @api.readonly
    def action_open_document(self):
        """Open the entry or the stock move."""
        self.ensure_one()
        document = self.entry_id or self.move_id.picking_id or self.move_id or self.close_id
        return {'type': 'ir.actions.act_window', 'res_model': document._name, 'res_id': document.id, 'views': [(False, 'form')]}
