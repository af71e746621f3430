# Part of store_group. License LGPL-3.
from odoo import fields, models


class StoreRange(models.Model):
    """One product in the range of one store, for some days or until further notice.

    Used only for stores with the range policy "listed products". Life: listed, ended by a last
    day or archived, listed again. It holds no price and no stock.
    """

    _name = 'store.range'
    _description = 'Product Range of a Store'
    _order = 'store_id, product_id, id'
    _rec_name = 'product_id'
    _check_company_auto = True

    store_id = fields.Many2one('store.store', required=True, ondelete='cascade', check_company=True)
    product_id = fields.Many2one(
        'product.product', required=True, index=True, ondelete='cascade', check_company=True, domain="[('sale_ok', '=', True)]"
    )
    company_id = fields.Many2one(related='store_id.company_id', store=True, precompute=True)
    date_from = fields.Date(string="From", help="First day, in the store's time zone. Empty: from ever.")
    date_to = fields.Date(string="To", help="Last day. Empty: until further notice.")
    active = fields.Boolean(default=True)

    _store_product_uniq = models.UniqueIndex(
        '(store_id, product_id)', "This product is in the range of this store already. Change that line, or restore it."
    )
    _dates = models.Constraint(
        'CHECK (date_to IS NULL OR date_from IS NULL OR date_to >= date_from)', "A product cannot leave a range before it enters."
    )
