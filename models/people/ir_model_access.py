# Part of store_group. License LGPL-3.
from odoo import api, models

# What core lets every internal user write and a read-only user keeps: personal settings and messages.
# {beginning of the name of a model: why}
OWN_AFFAIRS = {
    'mail.': "messages on documents and their recipients",
    'discuss.': "talk",
    'bus.': "talk",
    'calendar.event': "their own appointments",
    'calendar.attendee': "their own appointments",
    'calendar.recurrence': "their own appointments",
    'calendar.alarm': "their own appointments",
    'calendar.filters': "their own appointments",
    'ir.filters': "their own favourites",
    'ir.exports': "their own lists of columns",
    'ir.embedded.actions': "their own favourites",
    'ir.attachment': "attachments of messages; their own rules check the document",
    'ir.default': "their own defaults",
    'ir.ui.view.custom': "their own dashboard",
    'res.users.': "their own settings, keys and devices",
    'res.device': "their own settings, keys and devices",
    'auth': "their own settings, keys and devices",
    'store.': "what our access lines give read-only users: their wizards, their scheduled reports",
    'web_tour.': "what they have seen of the tours",
    'onboarding.': "what they have seen of the tours",
    'digest.': "their own mails",
}
WORKSHOP = ('mail.template', 'mail.activity.type', 'mail.activity.plan', 'mail.message.subtype', 'mail.alias')

# Holds for what every store does, yesterday's documents included: {model: why}. Nobody bound to some stores writes it.
OF_HEADQUARTERS = {
    'account.analytic.distribution.model': "on whose account documents of every store are booked",
    'account.lock_exception': "the closed past is opened for everybody",
    'res.currency.rate': "figures of every store are converted by it",
}


class IrModelAccess(models.Model):
    """Whoever is bound and acts for no store changes nothing; what holds for all stores is changed by headquarters."""

    _inherit = 'ir.model.access'

    @api.model
    def check(self, model, mode='read', raise_exception=True):
        """Override of `base`: a bound user who acts for no store is read-only, whatever Odoo's groups allow."""
        if mode != 'read' and not self.env.su and (self._only_looks_on(model) or self._is_of_headquarters(model)):
            if raise_exception:
                raise self._make_access_error(model, mode)
            return False
        return super().check(model, mode, raise_exception)

    @api.model
    def _is_of_headquarters(self, model):
        """Whether the model holds for all stores, and the user acts for some."""
        return (
            model in OF_HEADQUARTERS
            and self.env.user._is_store_bound()
            and (not self.env.user._store_reach().reaches_all('write'))
        )

    @api.model
    def _only_looks_on(self, model):
        """Whether the user is bound, acts for no store now, and the model is not a personal one."""
        user = self.env.user
        if not user._is_store_bound():
            return False
        reach = user._store_reach()
        if reach.act or reach.act_all or model not in self.env or self.env[model]._transient:
            return False
        return model in WORKSHOP or not model.startswith(tuple(OWN_AFFAIRS))
