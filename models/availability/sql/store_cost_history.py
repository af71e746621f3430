# Part of store_group. License LGPL-3.
import hashlib

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ....engine.availability import average_cost

KEEP = 'store_cost_keep'  # context key: set on receipts, which write anyway
LONG = 500  # minimum number of moves for storing the result
BY_CORE = 'store_group.average_cost_by_core'  # parameter: if set, core computes every cost itself
# Core methods the replay reimplements. If another add-on overrides one of them, core's computation is used.
REPEATED = {
    'product.product': ('_run_avco',),
    'stock.move': ('_get_valued_qty', '_is_in', '_is_out', '_get_in_move_lines', '_get_out_move_lines'),
    'stock.move.line': ('_should_exclude_for_valuation',),
    'stock.location': ('_should_be_valued',),
}
VALUED_SOURCE = SQL("(source.company_id IS NOT NULL AND source.usage IN ('internal', 'transit'))")
VALUED_DEST = SQL("(dest.company_id IS NOT NULL AND dest.usage IN ('internal', 'transit'))")
MODULES = ('odoo.addons.stock_account.', 'odoo.addons.store_group.')


class StoreCostHistory(models.AbstractModel):
    """Computes the average cost of a product from its moves by one query instead of records.

    Odoo replays every move of a product whenever one comes in; with 20,000 of them that takes many seconds. The replay
    here is the same, over plain numbers. If the history is long, a receipt stores the point reached and its
    result, and the next one continues there, unless an earlier move has changed since. Triggers record each change with
    its transaction, so changes concurrent with storing the point count too. Reading stores nothing.
    """

    _name = 'store.cost.history'
    _description = 'History of an Average Cost'

    def _is_known(self):
        """Whether no other add-on changes how moves are valued, and the replay is not switched off."""
        if self.env.context.get('store_cost_by_core') or self.env['ir.config_parameter'].sudo().get_param(BY_CORE):
            return False
        return not any(
            name in vars(base) and not f'{base.__module__}.'.startswith(MODULES)
            for model, names in REPEATED.items()
            for base in type(self.env[model]).mro()[1:]
            for name in names
        )

    def _average(self, product):
        """Return (unit cost, stock value) of one product in the company of its environment."""
        company = product.env.company
        for model in ('stock.move', 'stock.move.line', 'stock.location'):  # pending writes would be recorded too late
            self.env[model].flush_model()
        corrections = self._corrections(product)
        if corrections:
            last_in = (
                self.env['stock.move']
                .sudo()
                .search_fetch(
                    Domain('product_id', '=', product.id)
                    & Domain('company_id', '=', company.id)
                    & (Domain('is_in', '=', True) | Domain('is_dropship', '=', True)),
                    ['date'],
                    order='date desc, id desc',
                    limit=1,
                )
            )
            if not last_in or corrections[-1][0] > last_in.date:
                quantity = (
                    product._with_valuation_context().with_context(to_date=None, lot_id=None, warehouse_id=False).qty_available
                )
                return corrections[-1][1], corrections[-1][1] * quantity
        kept = self._kept(product, corrections)
        start, later = (kept[2:5], [item for item in corrections if item[0] > kept[0]]) if kept else ((0, 0, 0), corrections)
        steps, is_certain = self._steps(product, company, bool(later), kept and kept[:2])
        found = average_cost.replay(steps, later, start)
        if self.env.context.get(KEEP) and is_certain and len(steps) > LONG:
            self._keep(product, corrections, found)
        return found[1:]

    # === POINTS ===

    def _kept(self, product, corrections):
        """Return the stored point (moment, move, quantity, cost, value); None if the replay must start from the beginning."""
        company = product.env.company
        rows = self.env.execute_query(
            SQL(
                """SELECT p.moment, p.move_id, p.quantity, p.cost, p.worth, p.corrections FROM (
                   SELECT * FROM store_cost_point WHERE product_id = %s AND company_id = %s ORDER BY id DESC LIMIT 1) p
                WHERE p.partner_id = %s AND NOT EXISTS (
                   SELECT FROM store_cost_note n WHERE n.product_id IN (0, %s) AND n.moment <= p.moment
                      AND NOT pg_visible_in_snapshot(n.xid, p.seen) AND NOT (n.xid = p.xid AND n.id <= p.note_id))""",
                product.id,
                company.id,
                company.partner_id.id,
                product.id,
            )
        )
        if rows and rows[0][-1] == self._fingerprint(corrections, rows[0][0]):
            return rows[0]
        return None

    def _keep(self, product, corrections, found):
        company = product.env.company
        ((moment, move),) = self.env.execute_query(
            SQL(
                'SELECT date, id FROM stock_move WHERE product_id = %s AND company_id = %s AND (is_in OR is_out OR is_dropship) '
                'ORDER BY date DESC, id DESC LIMIT 1',
                product.id,
                company.id,
            )
        )
        self.env.execute_query(
            SQL(
                'INSERT INTO store_cost_point '
                '(company_id, product_id, partner_id, moment, move_id, quantity, cost, worth, corrections, note_id) '
                " SELECT %s, %s, %s, %s, %s, %s, %s, %s, %s, nextval('store_cost_note_id_seq') RETURNING id",
                company.id,
                product.id,
                company.partner_id.id,
                moment,
                move,
                *found,
                self._fingerprint(corrections, moment),
            )
        )

    def _fingerprint(self, corrections, moment):
        return hashlib.sha256(repr([item for item in corrections if item[0] <= moment]).encode()).hexdigest()

    @api.model
    def _forget(self):
        """Delete replaced points, and recorded changes older than every point.

        A transaction open for a day may still store an older point, so recent records stay.
        """
        self.env.cr.execute(
            SQL(
                'DELETE FROM store_cost_point p USING store_cost_point q WHERE q.product_id = p.product_id '
                'AND q.company_id = p.company_id AND q.id > p.id'
            )
        )
        self.env.cr.execute(
            SQL(
                "DELETE FROM store_cost_note n WHERE n.made < now() - interval '1 day' AND NOT EXISTS ("
                'SELECT FROM store_cost_point p WHERE n.product_id IN (0, p.product_id) '
                'AND NOT pg_visible_in_snapshot(n.xid, p.seen))'
            )
        )

    # === HISTORY ===

    def _corrections(self, product):
        """Return [(date, unit cost)] set by hand in the company, oldest first."""
        return [
            (item.date, item.value)
            for item in self.env['product.value']
            .sudo()
            .search(
                [
                    ('product_id', '=', product.id),
                    ('company_id', '=', product.env.company.id),
                    ('move_id', '=', False),
                    ('lot_id', '=', False),
                ],
                order='date, id',
            )
        ]

    def _steps(self, product, company, dated, since=None):
        """Return ([effect of each move on the company's stock, oldest first], whether all values are stored).

        Values of dropshipped goods are not stored: Odoo computes them each time.

        :param bool dated: whether to read dates, which is slower
        :param since: (moment, move) after which to start
        """
        rows = self.env.execute_query(
            SQL(
                """SELECT CASE WHEN m.is_dropship THEN m.id END, %s, m.is_in, m.is_out, m.value::float8, COALESCE(
                          SUM(l.quantity_product_uom) FILTER (WHERE %s AND NOT %s),
                          SUM(l.quantity_product_uom) FILTER (WHERE %s AND NOT %s), 0)::float8
                 FROM stock_move m
            LEFT JOIN stock_move_line l ON l.move_id = m.id AND l.picked AND (l.owner_id IS NULL OR l.owner_id = %s)
            LEFT JOIN stock_location source ON source.id = l.location_id
            LEFT JOIN stock_location dest ON dest.id = l.location_dest_id
                WHERE m.product_id = %s AND m.company_id = %s AND (m.is_in OR m.is_out OR m.is_dropship) AND %s
             GROUP BY m.id ORDER BY m.date, m.id""",
                SQL('m.date') if dated else SQL('NULL'),
                VALUED_DEST,
                VALUED_SOURCE,
                VALUED_SOURCE,
                VALUED_DEST,
                company.partner_id.id,
                product.id,
                company.id,
                SQL("m.state = 'done' AND m.date >= %s AND (m.date, m.id) > (%s, %s)", since[0], *since)
                if since
                else SQL('TRUE'),
            )
        )
        return [self._step(*row) for row in rows], not any(row[0] for row in rows)

    def _step(self, dropship, date, is_in, is_out, value, quantity):
        if dropship:
            move = self.env['stock.move'].sudo().browse(dropship)
            quantity = move._get_valued_qty()
            return date, quantity, move._get_value(), quantity
        return date, quantity if is_in else None, value or 0.0, quantity if is_out else None
