# Part of store_group. License LGPL-3.
from odoo import api, models

from .store_start import HEADQUARTERS_TOUR, TOUR_OF

OURS = (HEADQUARTERS_TOUR, *TOUR_OF.values())


class WebTourTour(models.Model):
    _inherit = 'web_tour.tour'

    @api.model
    def get_current_tour(self):
        """Override of `web_tour`: people of stores are led through the tour of their role, and nobody through another role's."""
        user, mine = self.env.user, self.env['store.start']._tour_names()
        if not (user.tour_enabled and user._is_internal()):
            return super().get_current_tour()
        domain = [('custom', '=', False), ('user_consumed_ids', 'not in', user.id)]
        if user._is_store_bound():
            domain += [('name', 'in', mine)]
        else:
            domain += [('name', 'not in', [name for name in OURS if name not in mine])]
        tour = self.search(domain, limit=1)
        return bool(tour) and tour._get_tour_json()
