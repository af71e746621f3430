# Part of store_group. License LGPL-3.
from odoo import api, models

from ..people import elevation


class StoreNotice(models.AbstractModel):
    """How a person is told that it is their turn: today an activity, which Odoo also shows in the inbox and by mail.

    The one door for it, so that another way of telling (a chat robot) is added in one place. It never says more
    than a summary and a note, and never twice the same.
    """

    _name = 'store.notice'
    _description = 'Telling People to Act'

    @api.model
    def _tell(self, users, record, summary, note=False, deadline=False):
        """Ask each user to act on the record, unless they have been asked the same already.

        :param users: `res.users` who can read the record
        :param record: one record of a model with activities
        :param str summary: what to do, translated
        :param str note: more of it, plain text; False: nothing
        :param date deadline: False: today
        :returns: the number of users told
        """
        record_sudo = elevation.lift(record)
        asked = record_sudo.activity_ids.filtered(lambda activity: activity.summary == summary).user_id
        told = users.filtered('active') - asked
        for user in told:
            record_sudo.activity_schedule(
                'mail.mail_activity_data_todo', date_deadline=deadline or None, summary=summary, note=note or '',
                user_id=user.id)
        return len(told)

    @api.model
    def _settle(self, records):
        """Take back what was asked of people about the records: it is done, or no longer to be done."""
        records.sudo().activity_ids.unlink()
