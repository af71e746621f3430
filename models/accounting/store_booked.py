# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.exceptions import UserError

from ...engine.stores import ownership


class StoreBooked(models.AbstractModel):
    """Common to all accounting documents: a store, derived on creation and frozen on posting.

    Empty means headquarters. Bound users cannot create documents without store.
    """

    _name = 'store.booked'
    _description = 'Booked on a Store'

    store_id = fields.Many2one(
        'store.store',
        ondelete='restrict',
        check_company=True,
        copy=True,
        default=lambda self: self.env.user._default_store(self.env.company),
        domain="[('is_mine', '=', True)]",
        help="The store this is booked on. Empty: headquarters. It stays once the document is posted.",
    )

    # === ACCOUNTING ===

    @api.model
    def _with_default_store(self, vals):
        """Return `vals` with the store of the context, unless they have one."""
        if 'store_id' in vals or 'default_store_id' not in self.env.context:
            return vals
        return {**vals, 'store_id': self.env.context['default_store_id']}

    @api.model
    def _choose_store(self, vals, company, sources, by_hand=True):
        """Return the id of the store a new document belongs to, or False.

        :param dict vals: values of `create`; a `store_id` in them decides
        :param company: the company of the document; stores of other companies are never derived
        :param dict sources: {source of engine.stores.ownership: store}
        :param bool by_hand: whether to use the creator's default store if nothing else decides
        """
        candidates = {}
        if 'store_id' in vals and (vals['store_id'] or not self._must_have_store()):
            candidates['explicit'] = vals['store_id']
        for source, store in sources.items():
            if store.sudo().company_id == company:
                candidates[source] = store.id
        store_id = ownership.derive(candidates).store_id
        if not store_id and 'explicit' not in candidates and by_hand:
            store_id = self.env.user._default_store(company).id
        return store_id or False

    @api.model
    def _must_have_store(self):
        """Whether the user is bound to stores, so that the document must have one."""
        return not self.env.su and self.env.user._is_store_bound()

    @api.model
    def _check_store_chosen(self, vals_list):
        """:raises UserError: when a bound user would create a document without store"""
        if not all(vals['store_id'] for vals in vals_list) and self._must_have_store():
            raise UserError(
                self.env._(
                    "Choose the store this %(document)s belongs to: neither its journal nor your memberships say which. "
                    "A default store on your membership, or a store on the journal, chooses it for you.",
                    document=self.env['ir.model']._get(self._name).name.lower(),
                )
            )
