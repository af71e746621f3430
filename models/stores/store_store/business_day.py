# Part of store_group. License LGPL-3.
from odoo import fields, models
from odoo.addons.base.models.res_partner import _tz_get

from ....engine.stores import day


class StoreStore(models.Model):
    """The calendar day and the business day of a store. A calendar day begins at midnight in the store's zone:
    memberships, licences and states use it. A business day ends at an hour set on the store: a bar that closes at two
    counts sales after midnight for the evening before. Documents keep the business day they were written on.
    """

    _inherit = 'store.store'

    tz = fields.Selection(
        _tz_get,
        string="Time Zone",
        required=True,
        default=lambda self: self.env.user.tz or 'UTC',
        tracking=True,
        help="Days of this store begin at midnight in this zone. A change applies to new documents only.",
    )
    day_ends_at = fields.Float(
        string="Business Day Ends At",
        tracking=True,
        help="Sales after midnight and before this hour belong to the day before. 0:00: the business day ends at "
        "midnight. A change applies to new documents only.",
    )

    _day_ends_early = models.Constraint(
        'CHECK (day_ends_at IS NULL OR day_ends_at >= 0 AND day_ends_at < 24)', "A business day ends between 0:00 and 23:59."
    )

    # === STRUCTURE ===

    def _zone(self):
        """Return the store's time zone; without a store the company's, else UTC."""
        return day.zone_of(self.tz or self.env.company.partner_id.tz)

    def _local(self, moment):
        """Return a naive UTC datetime as a naive datetime in the store's zone."""
        return day.local(moment, self._zone())

    def _local_day(self, moment):
        """Return the calendar day of a naive UTC datetime in the store's zone; False for none."""
        return day.day_of(moment, self._zone()) if moment else False

    def _business_day(self, moment):
        """Return the business day of a naive UTC datetime; False for none."""
        return day.day_of(moment, self._zone(), self.day_ends_at) if moment else False

    def _today(self):
        """Return today's date in the store's zone."""
        return self._local_day(fields.Datetime.now())

    def _business_today(self):
        """Return the current business day."""
        return self._business_day(fields.Datetime.now())
