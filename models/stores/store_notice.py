# Part of store_group. License LGPL-3.
from odoo import api, models

from ..people import elevation


class StoreNotice(models.AbstractModel):
    """Notifies users that they have to act: by an activity, which Odoo also shows in the inbox and by mail.

    The only place for it, so that another channel (a chat robot) can be added here. It sends no more
    than a summary and a note, and never the same twice.
    """

    _name = 'store.notice'
    _description = 'Telling People to Act'

    @api.model
    def _tell(self, users, record, summary, note=False, deadline=False):
        """Ask each user to act on the record, unless the same activity exists.

        :param users: `res.users` who can read the record
        :param record: one record of a model with activities
        :param summary: what to do: lazily translated (`_lt`), so that each user reads it in their own language; or a text that
            needs no translation
        :param note: further text, plain, as `summary`; False: none
        :param date deadline: False: today
        :returns: the number of users notified
        """
        record_sudo = elevation.lift(record)
        asked = {(activity.user_id.id, activity.summary) for activity in record_sudo.activity_ids}
        told = 0
        for user in users.filtered('active'):
            own = self.with_context(lang=user.lang)
            text, more = (said if isinstance(said, (str, bool)) else own.env._(said) for said in (summary, note or ''))
            if (user.id, text) in asked:
                continue
            # the name of the record is kept with the activity
            record_sudo.with_context(lang=user.lang).activity_schedule(
                'mail.mail_activity_data_todo', date_deadline=deadline or None, summary=text, note=more, user_id=user.id
            )
            told += 1
        return told

    @api.model
    def _settle(self, records):
        """Remove the activities on the records: they are done or no longer needed."""
        records.sudo().activity_ids.unlink()
