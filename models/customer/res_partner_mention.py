# Part of store_group. License LGPL-3.
from odoo import api, models

FINDS_LESS = 'store_masked_finds_nothing'  # context key; a caller who sends it finds less, never more


class ResPartnerMention(models.Model):
    """Users may mention and invite people by name even if addresses are masked.

    Core searches name or mail address in one domain, and a condition on a masked field is refused. Here the
    condition on the address matches nobody.
    """

    _inherit = 'res.partner'

    # === CUSTOMER ===

    @api.readonly
    @api.model
    def get_mention_suggestions(self, search, limit=8):
        """Override of `mail`: by name where addresses are masked."""
        return super(ResPartnerMention, self._finding_less()).get_mention_suggestions(search, limit)

    @api.readonly
    @api.model
    def get_mention_suggestions_from_channel(self, channel_id, search, limit=8):
        """Override of `mail`: by name where addresses are masked."""
        return super(ResPartnerMention, self._finding_less()).get_mention_suggestions_from_channel(channel_id, search, limit)

    @api.readonly
    @api.model
    def search_for_channel_invite(self, search_term, channel_id=None, limit=30):
        """Override of `mail`: by name if addresses are masked; guests are not found by theirs."""
        if self._hides_contacts():
            search_term = search_term.replace('@', '@@')
        return super(ResPartnerMention, self._finding_less()).search_for_channel_invite(search_term, channel_id, limit)

    @api.model
    def _search(self, domain, *args, **kwargs):
        """Override of `base`: mention searches do not match masked addresses."""
        if self.env.context.get(FINDS_LESS) and self._hides_contacts():
            domain = self.env['store.mask']._finding_less(self, domain, elevated=True)
        return super()._search(domain, *args, **kwargs)

    def _finding_less(self):
        return self.with_context(**{FINDS_LESS: True})
