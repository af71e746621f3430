# Part of store_group. License LGPL-3.
from odoo import api, models

# With these in the context core writes no trace of a change.
SILENCERS = ('tracking_disable', 'mail_notrack')


class StoreTraced(models.AbstractModel):
    """A record whose changes decide about rights: every change leaves its old and new value, who and when.

    No caller can silence it by their context, and nobody deletes or edits what it says (see `mail.message` here).
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
        """Return the records in a context that traces; elevated code may be silent, a caller may not."""
        if self.env.su or not any(self.env.context.get(key) for key in SILENCERS):
            return self
        return self.with_context(**dict.fromkeys(SILENCERS, False))

    def _trace(self, sentence):
        """Leave a sentence in the chatter of each of these records, whoever may write there."""
        for record in self.sudo():
            record._message_log(body=sentence, author_id=self.env.user.partner_id.id)
