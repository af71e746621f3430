# Part of store_group. License LGPL-3.
from datetime import timedelta

from odoo import api, fields, models

from ...engine.people.role import MANAGERS, RANK

KINDS = [('lease', "Lease"), ('licence', "Licence"), ('deposit', "Deposit"), ('insurance', "Insurance"), ('other', "Other")]
BATCH = 200


class StoreStorePaper(models.Model):
    """A dated licence, lease, deposit or insurance of a store.

    Life: entered, monitored, renewed by a new expiry date, archived when it is over. Each expiry
    date creates one activity on the store, `remind_days` before; renewing closes it, and the next date
    creates the next one. It never pays, cancels or renews anything by itself.
    """

    _name = 'store.store.paper'
    _description = 'Licence or Lease of a Store'
    _inherit = ['mail.thread', 'store.one.currency']
    _order = 'expires_on, id'
    _check_company_auto = True

    # what
    store_id = fields.Many2one('store.store', required=True, index=True, ondelete='cascade')
    kind = fields.Selection(KINDS, required=True, default='lease', tracking=True)
    name = fields.Char(string="Number", required=True, tracking=True, help="As printed on the document.")
    company_id = fields.Many2one(related='store_id.company_id', store=True)
    partner_id = fields.Many2one(
        'res.partner', string="Issued By", check_company=True, help="The landlord, the office, the insurer."
    )
    active = fields.Boolean(default=True, tracking=True)
    note = fields.Text()
    attachment_ids = fields.Many2many('ir.attachment', string="Copies", help="Scans and photographs of the document.")
    # how long
    valid_from = fields.Date(tracking=True)
    expires_on = fields.Date(string="Valid Until", tracking=True, help="Last day; empty: no end.")
    remind_days = fields.Integer(
        string="Remind Before (Days)", default=30, required=True, help="Days before the last day an activity appears."
    )
    remind_on = fields.Date(string="Reminder", compute='_compute_remind_on', store=True, index='btree_not_null')
    state = fields.Selection(
        [('endless', "No End"), ('valid', "Valid"), ('expiring', "Expires Soon"), ('expired', "Expired")],
        string="Status",
        compute='_compute_state',
    )
    days_left = fields.Integer(compute='_compute_state')
    # how much
    amount = fields.Monetary(tracking=True, help="The rent of the term, the deposit paid, the premium.")
    currency_id = fields.Many2one(
        'res.currency', compute='_compute_currency_id', store=True, readonly=False, required=True, precompute=True
    )
    # reminders
    user_id = fields.Many2one(
        'res.users',
        string="Responsible",
        tracking=True,
        domain="[('share', '=', False)]",
        help="Gets the activity. Empty: the store's manager.",
    )
    reminded_for = fields.Date(readonly=True, copy=False, help="The expiry date the activity was made for.")
    activity_id = fields.Many2one('mail.activity', string="Reminder Activity", readonly=True, copy=False, ondelete='set null')

    _dates = models.Constraint(
        'CHECK (expires_on IS NULL OR valid_from IS NULL OR expires_on >= valid_from)',
        "A licence or lease cannot expire before it begins. Correct one of the two dates.",
    )
    _remind_days_positive = models.Constraint(
        'CHECK (remind_days >= 0 AND remind_days <= 3650)', "Remind between 0 and 3650 days before the last day."
    )

    # === COMPUTE ===

    @api.depends('kind', 'name')
    def _compute_display_name(self):
        labels = dict(self._fields['kind']._description_selection(self.env))
        for paper in self:
            paper.display_name = f'{labels.get(paper.kind, "")} {paper.name or ""}'.strip()

    @api.depends('expires_on', 'remind_days')
    def _compute_remind_on(self):
        for paper in self:
            paper.remind_on = paper.expires_on and paper.expires_on - timedelta(days=paper.remind_days)

    @api.depends('expires_on', 'remind_days', 'store_id')
    def _compute_state(self):
        for paper in self:
            paper.days_left = (paper.expires_on - paper.store_id._today()).days if paper.expires_on else 0
            if not paper.expires_on:
                paper.state = 'endless'
            elif paper.days_left < 0:
                paper.state = 'expired'
            else:
                paper.state = 'expiring' if paper.days_left <= paper.remind_days else 'valid'

    @api.depends('store_id')
    def _compute_currency_id(self):
        for paper in self:
            paper.currency_id = paper.currency_id or paper.store_id.currency_id or self.env.company.currency_id

    # === CRUD ===

    def write(self, vals):
        """End the old reminder on a new expiry date or on archiving."""
        stale = self.browse()
        if 'expires_on' in vals:
            day = fields.Date.to_date(vals['expires_on'])
            stale = self.filtered(lambda paper: (paper.expires_on or None) != (day or None))
        if vals.get('active') is False:
            stale = self
        result = super().write(vals)
        stale._end_reminder()
        return result

    def unlink(self):
        self._end_reminder()
        return super().unlink()

    # === ACTIONS ===

    @api.model
    def _cron_remind(self):
        """Create the due activities, in batches, until none is left."""
        due = self._due()
        while due:
            batch, due = due[:BATCH], due[BATCH:]
            batch._remind()
            if not self.env['ir.cron']._commit_progress(len(batch), remaining=len(due)):
                break

    # === STRUCTURE ===

    @api.model
    def _due(self):
        """Return the records that need an activity now: due on their store's day, the store not closed.

        Deposits of a closed store are included: they are to be reclaimed.
        """
        latest = fields.Date.today() + timedelta(days=1)  # some zone is a day ahead of UTC
        papers = self.search(
            [
                ('remind_on', '<=', latest),
                ('reminded_for', '=', False),
                ('store_id.active', '=', True),
                '|',
                ('store_id.state', '!=', 'closed'),
                ('kind', '=', 'deposit'),
            ]
        )
        return papers.filtered(lambda paper: paper.remind_on <= paper.store_id._today())

    def _remind(self):
        """Create one activity per record and expiry date on its store."""
        for paper in self.filtered(lambda paper: paper.expires_on and paper.reminded_for != paper.expires_on):
            paper._schedule(paper.expires_on)

    def _remind_of_deposit(self):
        """The store closed: create an activity to reclaim its deposits within a week, unless one exists."""
        for paper in self.filtered(lambda paper: not paper.activity_id.active):
            paper._schedule(paper.store_id._today() + timedelta(days=7))

    def _schedule(self, deadline):
        """Give the responsible user one activity on the store and remember for which expiry date."""
        self.ensure_one()
        user = self._responsible()
        paper = self.with_context(lang=user.lang)
        activity = paper.store_id.activity_schedule(
            'mail.mail_activity_data_todo', date_deadline=deadline, user_id=user.id, summary=paper._reminder_text()
        )
        self.write({'reminded_for': self.expires_on, 'activity_id': activity.id if activity else False})

    def _reminder_text(self):
        """Return the text of the activity, in the language of the environment."""
        self.ensure_one()
        if self.kind == 'deposit':
            return self.env._("Reclaim %(paper)s", paper=self.display_name)
        return self.env._("Renew %(paper)s", paper=self.display_name)

    def _responsible(self):
        """Return the user to remind: the record's, else the store's manager, else its creator."""
        self.ensure_one()
        managers = self.store_id.sudo().member_ids.filtered(lambda member: member.is_current and member.role in MANAGERS)
        nearest = managers.sorted(lambda member: RANK.index(member.role))
        candidates = self.user_id | nearest.user_id | self.create_uid
        return candidates.filtered('active')[:1] or self.env.ref('base.user_admin')

    def _end_reminder(self):
        """Remove the reminder of the old date, so that the next one is created."""
        for paper in self:
            paper.activity_id.filtered('active').sudo().unlink()
        told = self.filtered('reminded_for')
        if told:
            told.write({'reminded_for': False})
