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
        :param str summary: what to do, translated
        :param str note: further text, plain; False: none
        :param date deadline: False: today
        :returns: the number of users notified
        """
        record_sudo = elevation.lift(record)
        asked = record_sudo.activity_ids.filtered(lambda activity: activity.summary == summary).user_id
        told = users.filtered('active') - asked
        for user in told:
            record_sudo.activity_schedule(
                'mail.mail_activity_data_todo', date_deadline=deadline or None, summary=summary, note=note or '', user_id=user.id
            )
        return len(told)

    @api.model
    def _settle(self, records):
        """Remove the activities on the records: they are done or no longer needed."""
        records.sudo().activity_ids.unlink()
