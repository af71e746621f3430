# Part of store_group. License LGPL-3.
from odoo import fields, models


class StoreAdoptionChunk(models.Model):
    """The journal of a takeover: which rows of one table got which store in one batch. Written by SQL, never changed.

    One row for some hundred documents: their ids as text. Lines are not in it; they follow their documents.
    """

    _name = 'store.adoption.chunk'
    _description = 'Journal of a Takeover'
    _order = 'id desc'
    _log_access = False

    adoption_id = fields.Many2one('store.adoption', required=True, index=True, ondelete='cascade')
    key = fields.Char(required=True)
    table_name = fields.Char(required=True)
    store_id = fields.Many2one('store.store', required=True, index=True, ondelete='cascade')
    day_before = fields.Date(help="The store's day the orders had before.")
    id_list = fields.Text(required=True)
    row_count = fields.Integer()
    taken_back = fields.Boolean()
