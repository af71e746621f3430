# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.tools import SQL

from ...engine.reporting import period, stock_kind
from ...engine.reporting.measures.ledger import LEDGER
from ..store_fact_sql import names
from ..store_stock_place import OF_PRODUCTS
from ..store_stock_rows import GOODS, PLACE
from ..store_stock_sums import moved, worth

SIGN = {**dict.fromkeys(stock_kind.INS, SQL('1')), **dict.fromkeys(stock_kind.OUTS, SQL('-1'))}
OF_STOCK = LEDGER.of_source('stock')
LISTED = (*PLACE, 'product_id')  # a row of the list


class StoreStockLedger(models.Model):
    """The stock ledger: opening stock, receipts, issues and closing stock of each place over the period of the context.

    `store_from` and `store_to` say the period; without them everything up to today. Nothing is replayed: facts hold the
    sums of movements. A row of the list is a place and a product; a grouping adds up rows of one kind each. Stock of a
    past day is the closing of a period that ends on it. Days are the company's, so that a move leaves one place and enters
    the other on the same day, and all places together equal Odoo's stock. It stores nothing and writes nothing.

    Its parts are in this folder: `columns`.
    """

    _name = 'store.stock.ledger'
    _inherit = 'store.stock.place'
    _description = 'Stock Ledger'
    _auto = False
    _rec_name = 'product_id'
    _order = 'store_id, product_id, id'
    _depends = {
        'product.product': ['product_tmpl_id', 'standard_price'],
        'product.template': ['categ_id', 'is_storable', 'lot_valuated'],
        'res.company': ['currency_id', 'partner_id'],
        'res.currency.rate': ['company_id', 'currency_id', 'name', 'rate'],
        'res.partner': ['tz'],
        'stock.location': ['company_id', 'store_id', 'usage'],
        'stock.lot': ['standard_price'],
        'stock.move': ['company_id', 'date', 'product_id', 'scrap_id', 'state', 'transfer_line_id', 'value'],
        'stock.move.line': ['location_dest_id', 'location_id', 'lot_id', 'move_id', 'owner_id', 'quantity_product_uom', 'state'],
        'store.group.history': ['date_from', 'date_to', 'depth', 'group_id', 'store_id', 'tree_id'],
        'store.store': ['group_id', 'group_ids', 'kind'],
        'store.transfer.line': ['dest_store_id', 'source_store_id'],
    }

    date = fields.Date(
        string="Day",
        readonly=True,
        help="The company's day of the movement; openings count on the first day of the period, "
        "closings and revaluation on the last.",
    )

    # === QUERY ===

    @property
    def _table_query(self):
        first, last = self._period()
        if self._route() != 'rows':
            rows, row_id = self._rows(first, last), SQL('NULL::int8')
        else:  # one row for each place and product
            rows, row_id = self._listed(first, last), SQL('r.id')
        rate = self.env['store.reporting.currency']._rate(SQL('c.currency_id'), SQL('r.date'))
        return self._described(
            rows,
            SQL(
                '%s AS id, r.date, r.line_count, %s, r.opening_value * %s AS opening_value_one, '
                'r.closing_value * %s AS closing_value_one',
                row_id,
                names(LEDGER.stored, 'r'),
                rate,
                rate,
            ),
        )

    def _listed(self, first, last):
        """SQL: the rows added up for each place and product, with an id that is the same as long as nothing moves."""
        sums = SQL(', ').join(
            SQL('SUM(%s) AS %s', SQL.identifier(name), SQL.identifier(name)) for name in (*LEDGER.stored, 'line_count')
        )
        keys = names(LISTED)
        return SQL(
            'SELECT row_number() OVER (ORDER BY %s) AS id, %s, %s::date AS date, %s FROM (%s) r GROUP BY %s',
            keys,
            keys,
            last,
            sums,
            self._rows(first, last),
            keys,
        )

    def _rows(self, first, last):
        """SQL: rows of one kind each, read from the smallest tables that have what the question names."""
        of_stock, how = self._needs(*OF_STOCK), self._read_how()
        by_product = self._needs(*OF_PRODUCTS)
        single_days = by_product or self._needs('single_days')
        parts = [self._columns(moved(first, last, how, single_days), SQL('kind'), SQL('date'), counted=True)]
        opening = self._columns(
            worth(first, how) if of_stock or by_product else moved(period.FIRST, period.previous(first), how, False),
            SQL("'opening'"),
            SQL('%s::date', first),
        )
        if first > period.FIRST:
            parts.append(opening)
        if of_stock:
            parts.append(self._columns(worth(period.following(last), how), SQL("'closing'"), SQL('%s::date', last)))
        return SQL(' UNION ALL ').join(parts)

    def _columns(self, rows, kind, day, counted=False):
        """SQL: each row in the column of its kind; the closing quantity is what all the others leave."""
        found = []
        for name in LEDGER.stored:
            column, _underscore, part = name.rpartition('_')
            if part == 'quantity' and column == 'closing':
                value = SQL("CASE WHEN kind != 'closing' THEN quantity ELSE 0 END")
            elif column == 'revaluation':
                value = SQL("CASE WHEN kind = 'closing' THEN value ELSE -value END")
            else:
                value = SQL(
                    'CASE WHEN kind = %s THEN %s * %s ELSE 0 END', column, SIGN.get(column, SQL('1')), SQL.identifier(part)
                )
            found.append(SQL('%s AS %s', value, SQL.identifier(name)))
        return SQL(
            'SELECT %s, day AS date, line_count, %s FROM (SELECT %s, quantity, value, %s AS line_count, %s AS kind, '
            '%s AS day FROM (%s) x) x',
            names((*PLACE, *GOODS)),
            SQL(', ').join(found),
            names((*PLACE, *GOODS)),
            SQL('line_count' if counted else '0'),
            kind,
            day,
            rows,
        )

    # === ACTIONS ===

    @api.readonly
    def action_open_moves(self):
        """Open the lines of moves behind a row: those of the kind the context names as `store_kind`, else all."""
        self.ensure_one()
        first, last = self._period()
        return self._open_moves(self.env.context.get('store_kind'), first, last)

    @api.readonly
    def action_open_row(self):
        """Open a row by itself, each of its figures with a button to its moves."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'res_model': self._name,
            'res_id': self.id,
            'views': [(False, 'form')],
            'name': self.env._("Stock Ledger"),
            'target': 'new',
            'context': dict(self.env.context),
        }
