# Part of store_group. License LGPL-3.
from odoo import fields, models
from odoo.exceptions import UserError

BY = {
    'store': ['place', 'store_id'],
    'group': ['group_id', 'store_id'],
    'category': ['categ_id'],
    'style': ['product_tmpl_id'],
    'product': ['product_id'],
}


class StoreStockPeriod(models.TransientModel):
    """Asks for days, places and goods of the stock ledger."""

    _name = 'store.stock.period'
    _description = 'Period of the Stock Ledger'

    date_from = fields.Date(string="From", required=True, default=lambda self: fields.Date.context_today(self).replace(day=1))
    date_to = fields.Date(
        string="To",
        required=True,
        default=fields.Date.context_today,
        help="Inclusive. The closing is the stock at the end of this day: for stock of a past day enter that day.",
    )
    by = fields.Selection(
        [
            ('store', "Store"),
            ('group', "Group and Store"),
            ('category', "Product Category"),
            ('style', "Style"),
            ('product', "Product Variant"),
        ],
        string="A Row For Each",
        required=True,
        default='store',
    )
    group_ids = fields.Many2many('store.group', string="Groups", help="Their stores, and those of the groups below them.")
    store_ids = fields.Many2many('store.store', string="Stores")
    categ_ids = fields.Many2many('product.category', string="Product Categories")
    product_ids = fields.Many2many('product.product', string="Products", domain=[('is_storable', '=', True)])

    def action_show(self):
        """Open the ledger of the period."""
        self.ensure_one()
        if self.date_from > self.date_to:
            raise UserError(self.env._("The last day is before the first. Choose a later last day."))
        action = self.env['ir.actions.act_window']._for_xml_id('store_group.store_stock_ledger_action')
        action['name'] = action['display_name'] = self.env._(
            "Stock Ledger %(first)s to %(last)s",
            first=fields.Date.to_string(self.date_from),
            last=fields.Date.to_string(self.date_to),
        )
        action['context'] = {
            'store_from': fields.Date.to_string(self.date_from),
            'store_to': fields.Date.to_string(self.date_to),
            'pivot_row_groupby': BY[self.by],
            'graph_groupbys': BY[self.by][-1:],
        }
        stores = self.store_ids | self.group_ids._stores_below()
        action['domain'] = [
            *([('store_id', 'in', stores.ids)] if self.store_ids or self.group_ids else []),
            *([('categ_id', 'child_of', self.categ_ids.ids)] if self.categ_ids else []),
            *([('product_id', 'in', self.product_ids.ids)] if self.product_ids else []),
        ]
        return action
