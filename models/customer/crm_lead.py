# Part of store_group. License LGPL-3.
from odoo import api, fields, models

from ...engine.structure import ownership


class CrmLead(models.Model):
    """The store a lead belongs to: said by a person, else its team's, else its creator's."""

    _name = 'crm.lead'
    _inherit = ['crm.lead', 'store.hidden']

    _store_masked = dict.fromkeys((
        'phone', 'phone_sanitized', 'email_from', 'email_normalized', 'email_cc', 'street', 'street2', 'zip', 'website',
    ), 'see_customer_contacts')

    store_id = fields.Many2one(
        'store.store', ondelete='restrict', tracking=True, check_company=True,
        help="The store that looks after this lead. Empty: headquarters.",
    )

    _store_idx = models.Index('(store_id, priority DESC, id DESC) WHERE store_id IS NOT NULL')

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        """Derive the store; what a store's team is given belongs to the store."""
        return super().create([self._with_store(vals) for vals in vals_list])

    def write(self, vals):
        """A lead handed to a store's team goes to that store. Nobody hands one to where he may not act."""
        if vals.get('team_id') and 'store_id' not in vals:
            owner = self.env['crm.team'].sudo().browse(vals['team_id']).store_id
            if owner:
                vals = {**vals, 'store_id': owner.id}
        result = super().write(vals)
        if 'store_id' in vals:
            self.check_access('write')
        return result

    # === CUSTOMER ===

    def _with_store(self, vals):
        """Return a copy of `vals` with the store, and with the store's team where none is given."""
        candidates = {}
        if 'store_id' in vals or 'default_store_id' in self.env.context:
            candidates['explicit'] = vals.get('store_id', self.env.context.get('default_store_id'))
        team_id = vals.get('team_id') or self.env.context.get('default_team_id')
        if team_id:
            candidates['team'] = self.env['crm.team'].sudo().browse(team_id).store_id.id
        company = self.env['res.company'].browse(vals.get('company_id')) or self.env.company
        candidates['creator'] = self.env.user._default_store(company).id
        store_id = ownership.derive(candidates).store_id or False
        store_team = self.env['store.store'].sudo().browse(store_id or []).team_id
        defaults = {'team_id': store_team.id} if store_team and not team_id else {}
        return {**defaults, **vals, 'store_id': store_id}

    def _prepare_opportunity_quotation_context(self):
        """Override of `sale_crm` to quote in the lead's store."""
        context = super()._prepare_opportunity_quotation_context()
        if self.store_id:
            context['default_store_id'] = self.store_id.id
        return context
