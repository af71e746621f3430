# Part of store_group. License LGPL-3.
import logging
from datetime import time, timedelta

from dateutil.relativedelta import relativedelta
from markupsafe import Markup
from psycopg2 import OperationalError

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError

from ...engine.reporting import past
from ...engine.stores import day
from .store_report_book import Asked

_logger = logging.getLogger(__name__)
AGAIN = timedelta(hours=1)  # after a failure


class StoreReportMail(models.Model):
    """Scheduled reports by mail: every day, week or month, at an hour in the recipient's time zone.

    They are computed as the recipient, so they get what they would see themselves: their stores of today, without what their
    sheet hides. Who has no membership any more, or is archived, gets nothing. Each period goes out once, however
    often the cron runs; what fails is noted, tried again, and stops nobody else's mail.
    """

    _name = 'store.report.mail'
    _description = 'Scheduled Report'
    _order = 'user_id, frequency, id'
    _rec_name = 'user_id'

    user_id = fields.Many2one(
        'res.users',
        string="Recipient",
        required=True,
        index=True,
        ondelete='cascade',
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        help="The figures are computed with this user's stores and rights.",
    )
    active = fields.Boolean(default=True)
    frequency = fields.Selection(
        [('daily', "Every day: yesterday"), ('weekly', "Every Monday: last week"), ('monthly', "On the first: last month")],
        string="When",
        required=True,
        default='daily',
    )
    hour = fields.Integer(required=True, default=8, help="Full hour in the recipient's time zone, 0 to 23.")
    group_id = fields.Many2one(
        'store.group', string="Only Group", ondelete='cascade', help="Empty: all stores the recipient sees."
    )
    with_pdf = fields.Boolean(string="PDF", default=True, help="A page for the group and one for each store.")
    with_excel = fields.Boolean(string="Workbook", help="By store, day and category; for recipients who may export lists.")
    # what happened
    next_call = fields.Datetime(string="Next", readonly=True, copy=False, index=True)
    last_days = fields.Char(string="Last Days Sent", readonly=True, copy=False)
    failure = fields.Text(readonly=True, copy=False)

    _hour_of_day = models.Constraint('CHECK (hour >= 0 AND hour <= 23)', "The hour must be between 0 and 23.")

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        mails = super().create(vals_list)
        mails._plan()
        return mails

    def write(self, vals):
        """A changed hour counts from the next mail on; changing the recipient needs the right to."""
        result = super().write(vals)
        if 'user_id' in vals:
            self.check_access('write')
        if {'user_id', 'frequency', 'hour', 'active'} & vals.keys():
            self._plan()
        return result

    # === ACTIONS ===

    def action_send_now(self):
        """Send the last finished period at once, again where it went out already."""
        for mail in self:
            if not mail._may_be_sent():
                raise UserError(
                    self.env._("%(user)s is archived or has no store today, so nothing is sent.", user=mail.user_id.name)
                )
            mail.sudo()._send(mail._days_of())
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {'type': 'success', 'message': self.env._("The mail is in the queue of outgoing mails.")},
        }

    # === REPORTING ===

    def _plan(self, moment=None):
        """Set the next due time of each of these, after a moment (now)."""
        for mail in self:
            zone = day.zone_of(mail.user_id.sudo().tz)
            now = moment or fields.Datetime.now()
            today = day.day_of(now, zone)
            on = {'daily': today, 'weekly': today - timedelta(days=today.weekday()), 'monthly': today.replace(day=1)}[
                mail.frequency
            ]
            step = {'daily': relativedelta(days=1), 'weekly': relativedelta(days=7), 'monthly': relativedelta(months=1)}
            due = day.moment_of(on, time(mail.hour), zone)
            while due <= now:
                on += step[mail.frequency]
                due = day.moment_of(on, time(mail.hour), zone)
            mail.sudo().next_call = due

    def _days_of(self):
        """Return the Span of the last finished period, on the recipient's calendar."""
        self.ensure_one()
        return past.closed(self.frequency, day.day_of(fields.Datetime.now(), day.zone_of(self.user_id.sudo().tz)))

    def _may_be_sent(self):
        """Whether the recipient still is somebody who reads figures: active, with a store today or of headquarters."""
        user = self.user_id.sudo()
        reach = user._store_reach()
        return (
            user.active
            and (bool(reach.see) or reach.see_all or not reach.bound)
            and (self.env['store.sale.report'].with_user(user).has_access('read'))
        )

    def _send(self, span):
        """Put one mail into the queue; elevated, but everything in it is computed as the recipient."""
        self.ensure_one()
        user = self.user_id
        if not user.email:
            raise UserError(self.env._("%(user)s has no mail address. Enter one in their preferences.", user=user.name))
        mine = self.with_user(user).with_context(
            lang=user.lang, tz=user.tz, allowed_company_ids=(user.company_id | user.company_ids).ids
        )
        subject, body, files = mine._content(
            Asked(span, group=self.group_id.id, dimensions=('store', 'day', 'category')), self.with_pdf, self.with_excel
        )
        mail = (
            self.env['mail.mail']
            .sudo()
            .create(
                {
                    'subject': subject,
                    'body_html': body,
                    'email_to': user.email_formatted,
                    'auto_delete': True,
                    'email_from': user.company_id.email_formatted or self.env.user.email_formatted,
                    'author_id': False,
                    'attachment_ids': [Command.create({'name': name, 'raw': content}) for name, content in files],
                }
            )
        )
        mail.attachment_ids.write({'res_model': 'mail.message', 'res_id': mail.mail_message_id.id})
        self.last_days = f'{self.frequency} {span.since} {span.until}'
        return mail

    def _content(self, asked, with_pdf, with_excel):
        """Return (subject, body, [(name of the file, bytes)]) as the current user sees the figures."""
        paper = self.env['store.report.paper']._pages(asked)
        subject = self.env._("%(place)s: %(days)s", place=paper['title'], days=paper['days'])
        body = self.env['ir.qweb']._render('store_group.store_report_mail_body', {'paper': paper})
        files = []
        if with_pdf:
            files.append(self.env['store.report.out']._print(asked))
        if with_excel:
            try:
                files.append(self.env['store.report.book']._workbook(asked))
            except AccessError:  # they may read, and not take lists out
                body += Markup('<p>%s</p>') % self.env._("Without the workbook: your role does not export lists.")
        return subject, body, files

    # === CRON ===

    @api.model
    def _cron_send(self):
        """Send what is due, one mail for each transaction."""
        due = self.search([('next_call', '<=', fields.Datetime.now())], order='next_call, id')
        left = len(due)
        self.env['ir.cron']._commit_progress(remaining=left)
        for mail in due:
            mail._send_due()
            left -= 1
            if self.env['ir.cron']._commit_progress(1, remaining=left) <= 0:
                break

    def _send_due(self):
        """Send one that is due, unless another process does, its period went out, or nobody is there to read it."""
        if not self.try_lock_for_update():
            return
        span = self._days_of()
        if self._may_be_sent() and self.last_days != f'{self.frequency} {span.since} {span.until}':
            try:
                with self.env.cr.savepoint():
                    self._send(span)
            except (OperationalError, ConcurrencyError):
                raise
            except Exception as error:
                _logger.info("Figures by mail %s could not be sent", self.id, exc_info=True)
                self.write({'failure': str(error)[:2000]})
                self.next_call = fields.Datetime.now() + AGAIN
                return
        self.failure = False
        self._plan()
