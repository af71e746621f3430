# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.fields import Domain


class CalendarEvent(models.Model):
    """A meeting about a document is visible to users who see the document, and to its participants.

    For users not bound to stores both fields are constant.
    """

    _inherit = 'calendar.event'

    _store_subject_idx = models.Index('(res_model, res_id) WHERE res_model IS NOT NULL')

    store_readable = fields.Boolean(
        compute='_compute_store_readable',
        search='_search_store_readable',
        compute_sudo=True,
        help="The reader takes part in it, or may see the document it is about.",
    )
    store_writable = fields.Boolean(
        compute='_compute_store_writable',
        search='_search_store_writable',
        compute_sudo=True,
        help="The reader takes part in it, or may change the document it is about.",
    )

    # === COMPUTE ===

    @api.depends('opportunity_id', 'res_model', 'res_id', 'user_id', 'partner_ids')
    @api.depends_context('uid')
    def _compute_store_readable(self):
        self._answer('store_readable', 'read')

    @api.depends('opportunity_id', 'res_model', 'res_id', 'user_id', 'partner_ids')
    @api.depends_context('uid')
    def _compute_store_writable(self):
        self._answer('store_writable', 'write')

    def _search_store_readable(self, operator, value):
        return self._store_open('read') if operator == 'in' else NotImplemented

    def _search_store_writable(self, operator, value):
        return self._store_open('write') if operator == 'in' else NotImplemented

    # === STRUCTURE ===

    def _answer(self, name, mode):
        saved = self._origin.sudo().with_context(active_test=False)
        within = saved.search(Domain('id', 'in', saved.ids) & self._store_open(mode)) if saved else saved
        for event in self:
            event[name] = not event._origin or event._origin in within

    @api.model
    def _store_open(self, mode):
        """Return the Domain of the meetings the current user's stores allow."""
        user = self.env.user
        if not user._is_store_bound():
            return Domain.TRUE
        mine = Domain('user_id', '=', user.id) | Domain('partner_ids', 'in', user.partner_id.ids)
        subject = self.env['store.subject']
        about = subject._open(self._name, 'res_model', 'res_id', mode)
        lead = Domain('opportunity_id', '=', False) | subject._leading(
            self._name, Domain('opportunity_id', '!=', False), 'opportunity_id', 'crm.lead', mode
        )
        return mine | about & lead
