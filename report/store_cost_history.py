# Part of store_group. License LGPL-3.
from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine.availability import average_cost

BY_CORE = 'store_group.average_cost_by_core'  # parameter: set, core computes every cost itself
# What the replay here repeats without asking. Whoever overrides one of these is asked: core's way is taken.
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
    """What happened to a product that decides its average cost, read by one question instead of as records.

    Odoo replays every move of a product whenever one comes in; with 20,000 of them that takes many seconds. The replay
    here is the same, over plain numbers. It keeps nothing and trusts nothing kept, so back-dated moves and corrections
    count as they do in Odoo. It writes nothing.
    """

    _name = 'store.cost.history'
    _description = 'History of an Average Cost'

    def _is_known(self):
        """Whether no other add-on has a say in how moves are valued, and nobody switched this off."""
        if self.env.context.get('store_cost_by_core') or self.env['ir.config_parameter'].sudo().get_param(BY_CORE):
            return False
        return not any(
            name in vars(base) and not f'{base.__module__}.'.startswith(MODULES)
            for model, names in REPEATED.items() for base in type(self.env[model]).mro()[1:] for name in names)

    def _average(self, product):
        """Return (cost of a unit, worth of the stock) of one product in the company of its environment."""
        company = product.env.company
        corrections = self._corrections(product)
        if corrections:
            last_in = self.env['stock.move'].sudo().search_fetch(
                Domain('product_id', '=', product.id) & Domain('company_id', '=', company.id)
                & (Domain('is_in', '=', True) | Domain('is_dropship', '=', True)),
                ['date'], order='date desc, id desc', limit=1)
            if not last_in or corrections[-1][0] > last_in.date:
                quantity = product._with_valuation_context().with_context(
                    to_date=None, lot_id=None, warehouse_id=False).qty_available
                return corrections[-1][1], corrections[-1][1] * quantity
        return average_cost.replay(self._steps(product, company, bool(corrections)), corrections)

    def _corrections(self, product):
        """Return [(date, cost of a unit)] set by hand, oldest first."""
        return [(item.date, item.value) for item in self.env['product.value'].sudo().search(
            [('product_id', '=', product.id), ('move_id', '=', False), ('lot_id', '=', False)], order='date, id')]

    def _steps(self, product, company, dated):
        """Yield what each move of the product did to the company's stock, oldest first.

        :param bool dated: whether the dates are asked for, which takes its time
        """
        self.env['stock.move'].flush_model()
        self.env['stock.move.line'].flush_model()
        rows = self.env.execute_query(SQL(
            """SELECT CASE WHEN m.is_dropship THEN m.id END, %s, m.is_in, m.is_out, m.value::float8, COALESCE(
                          SUM(l.quantity_product_uom) FILTER (WHERE %s AND NOT %s),
                          SUM(l.quantity_product_uom) FILTER (WHERE %s AND NOT %s), 0)::float8
                 FROM stock_move m
            LEFT JOIN stock_move_line l ON l.move_id = m.id AND l.picked AND (l.owner_id IS NULL OR l.owner_id = %s)
            LEFT JOIN stock_location source ON source.id = l.location_id
            LEFT JOIN stock_location dest ON dest.id = l.location_dest_id
                WHERE m.product_id = %s AND m.company_id = %s AND (m.is_in OR m.is_out OR m.is_dropship)
             GROUP BY m.id ORDER BY m.date, m.id""",
            SQL('m.date') if dated else SQL('NULL'), VALUED_DEST, VALUED_SOURCE, VALUED_SOURCE, VALUED_DEST,
            company.partner_id.id, product.id, company.id))
        for dropship, date, is_in, is_out, value, quantity in rows:
            if dropship:
                move = self.env['stock.move'].sudo().browse(dropship)
                quantity = move._get_valued_qty()
                yield date, quantity, move._get_value(), quantity
            else:
                yield date, quantity if is_in else None, value or 0.0, quantity if is_out else None
