# Part of store_group. License LGPL-3.
from odoo import api, models

# With these context keys core does not track changes.
SILENCERS = ('tracking_disable', 'mail_notrack')


class StoreTraced(models.AbstractModel):
    """A record that decides about rights: every change is logged with old and new value, user and time.

    Callers cannot switch this off by context, and nobody deletes or edits the log (see `mail.message` here).
    """

    _name = 'store.traced'
    _description = 'Traced Record'
    _inherit = ['mail.thread']

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        return super(StoreTraced, self._loud()).create(vals_list).with_env(self.env)

    def write(self, vals):
        return super(StoreTraced, self._loud()).write(vals)

    # === STRUCTURE ===

    def _loud(self):
        """Return the records with tracking on; only elevated code may switch it off."""
        if self.env.su or not any(self.env.context.get(key) for key in SILENCERS):
            return self
        return self.with_context(**dict.fromkeys(SILENCERS, False))

    def _trace(self, sentence):
        """Post a message in the chatter of each of these records, whatever the caller's rights there."""
        for record in self.sudo():
            record._message_log(body=sentence, author_id=self.env.user.partner_id.id)
