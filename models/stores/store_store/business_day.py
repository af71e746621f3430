# Part of store_group. License LGPL-3.
from datetime import timedelta, timezone
from zoneinfo import ZoneInfo

from odoo import fields, models
from odoo.addons.base.models.res_partner import _tz_get


class StoreStore(models.Model):
    """What day it is in a store, and which day a sale counts for. A calendar day begins at midnight in the store's zone:
    memberships, papers and states go by it. A business day ends at the hour the store says: a bar that closes at two
    counts what it sells after midnight for the evening before. Documents keep the business day they were written on.
    """

    _inherit = 'store.store'

    tz = fields.Selection(
        _tz_get, string="Time Zone", required=True, default=lambda self: self.env.user.tz or 'UTC', tracking=True,
        help="A day of this store begins at midnight here. A change counts for new documents only.",
    )
    day_ends_at = fields.Float(
        string="Business Day Ends At", tracking=True,
        help="What is sold after midnight and before this hour counts for the day before. 0:00: the business day ends at "
             "midnight. A change counts for new documents only.",
    )

    _day_ends_early = models.Constraint(
        'CHECK (day_ends_at IS NULL OR day_ends_at >= 0 AND day_ends_at < 24)',
        "A business day ends between 0:00 and 23:59.")

    # === STRUCTURE ===

    def _zone(self):
        """The store's time zone; for no store the company's, else UTC."""
        return ZoneInfo(self.tz or self.env.company.partner_id.tz or 'UTC')

    def _local(self, moment):
        """Return a naive UTC datetime as a naive datetime in the store's zone."""
        return moment.replace(tzinfo=timezone.utc).astimezone(self._zone()).replace(tzinfo=None)

    def _local_day(self, moment):
        """Return the calendar day of a naive UTC datetime in the store's zone; False for none."""
        return self._local(moment).date() if moment else False

    def _business_day(self, moment):
        """Return the day a naive UTC datetime counts for; False for none."""
        return (self._local(moment) - timedelta(hours=self.day_ends_at or 0)).date() if moment else False

    def _today(self):
        """Return today's date in the store's zone."""
        return self._local_day(fields.Datetime.now())

    def _business_today(self):
        """Return the business day that runs now."""
        return self._business_day(fields.Datetime.now())
