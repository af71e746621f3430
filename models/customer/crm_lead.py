# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.exceptions import UserError

from ...engine.stores import ownership


class CrmLead(models.Model):
    """The store of a lead: entered, else its team's, else its creator's."""

    _inherit = 'crm.lead'

    store_id = fields.Many2one(
        'store.store',
        ondelete='restrict',
        tracking=True,
        check_company=True,
        default=lambda self: self.env.user._proposed_store(self.env.company),
        domain="[('is_mine', '=', True)]",
        help="The store that looks after this lead. Empty: headquarters.",
    )

    _store_idx = models.Index('(store_id, priority DESC, id DESC) WHERE store_id IS NOT NULL')

    # === COMPUTE ===

    @api.depends_context('uid')
    def _compute_potential_lead_duplicates(self):
        """Override of `crm`, which looks as superuser, to leave out leads of stores the user does not see."""
        super()._compute_potential_lead_duplicates()
        if not self.env.user._is_store_bound():
            return
        seen = (self | self.duplicate_lead_ids).sudo(False)._filtered_access('read').sudo(self.env.su)
        for lead in self:
            hidden = lead.duplicate_lead_ids._origin - seen
            if hidden:
                lead.duplicate_lead_count -= len(hidden)
                lead.duplicate_lead_ids -= hidden

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        """Derive the store; leads of a store's team belong to the store."""
        complete = [self._with_store(vals) for vals in vals_list]
        if self.env.user._is_store_bound() and not self.env.su and not all(vals['store_id'] for vals in complete):
            raise UserError(
                self.env._(
                    "Choose the store that looks after this lead: you work in several stores, or in none of this company. "
                    "A default store on your membership chooses it for you."
                )
            )
        return super().create(complete)

    def write(self, vals):
        """A lead given to a store's team moves to that store, if the user may act for it."""
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
