# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class StoreAnchor(models.AbstractModel):
    """What a document can be recognised by: a sales team, a warehouse, a journal.

    Its `store_id` is the truth of ownership. New documents made with it belong to that store;
    documents there already keep theirs.
    """

    _name = 'store.anchor'
    _description = 'Anchor of a Store'

    store_id = fields.Many2one(
        'store.store', index='btree_not_null', ondelete='set null',
        help="The store that owns this. New documents made with it belong to that store.",
    )

    @api.constrains('store_id', 'company_id')
    def _check_store_company(self):
        for anchor in self:
            if anchor.store_id and anchor.company_id and anchor.store_id.company_id != anchor.company_id:
                raise ValidationError(self.env._(
                    "%(anchor)s belongs to company %(company)s, store %(store)s to %(other)s. "
                    "A store owns only what is in its company.",
                    anchor=anchor.display_name, company=anchor.company_id.name,
                    store=anchor.store_id.name, other=anchor.store_id.company_id.name,
                ))
