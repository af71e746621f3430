# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.exceptions import UserError

from ...engine.reporting import comparison


class StoreSaleEvent(models.Model):
    """One occurrence of an event with changing dates: a festival, a shopping campaign.

    Created once a year by headquarters; reports compare an occurrence with the one before. Occurrences with
    the same code are one event. The first days of Chinese years are events too, used by the lunar comparison.
    """

    _name = 'store.sale.event'
    _description = 'Event of the Trading Year'
    _order = 'date_from desc, id desc'

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="The same for every occurrence of the event, for example 618.")
    date_from = fields.Date(string="First Day", required=True)
    date_to = fields.Date(string="Last Day", required=True, help="The last day counts.")
    is_new_year = fields.Boolean(
        string="Chinese New Year", help="Its first day begins a Chinese year; used by the lunar comparison."
    )
    active = fields.Boolean(default=True)

    _code_day_uniq = models.UniqueIndex('(code, date_from)', "This event begins on this day already.")
    _ordered = models.Constraint('CHECK (date_to >= date_from)', "An event cannot end before it begins.")

    # === COMPUTE ===

    @api.depends('name', 'date_from')
    def _compute_display_name(self):
        for event in self:
            event.display_name = f'{event.name} {event.date_from.year}' if event.date_from else event.name

    # === REPORTING ===

    def _before(self):
        """Return the (first, last) days of the occurrence before this one.

        :raises UserError: if there is none
        """
        self.ensure_one()
        known = self.search([('code', '=', self.code)])
        try:
            return comparison.previous_occurrence([(event.date_from, event.date_to) for event in known], self.date_from)
        except comparison.Uncomparable as nothing:
            raise UserError(
                self.env._(
                    "%(event)s has no occurrence before %(day)s. Create one under Settings, Events.",
                    event=self.name,
                    day=self.date_from,
                )
            ) from nothing

    @api.model
    def _new_years(self):
        """Return the first days of the Chinese years on record."""
        return self.search([('is_new_year', '=', True)]).mapped('date_from')
