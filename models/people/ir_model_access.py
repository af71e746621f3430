# Part of store_group. License LGPL-3.
from odoo import api, models

# What core gives every internal user to write and what stays with somebody who only looks on: his own affairs and words.
# {beginning of the name of a model: why}
OWN_AFFAIRS = {
    'mail.': "words beside documents, and who is told of them", 'discuss.': "talk", 'bus.': "talk",
    'calendar.event': "his own appointments", 'calendar.attendee': "his own appointments",
    'calendar.recurrence': "his own appointments", 'calendar.alarm': "his own appointments",
    'calendar.filters': "his own appointments",
    'ir.filters': "his own favourites", 'ir.exports': "his own lists of columns", 'ir.embedded.actions': "his own favourites",
    'ir.attachment': "files beside words; their own rules ask for the document", 'ir.default': "his own defaults",
    'ir.ui.view.custom': "his own dashboard", 'res.users.': "his own settings, keys and devices",
    'res.device': "his own settings, keys and devices", 'auth': "his own settings, keys and devices",
    'store.': "what our own access lists give whoever only looks on: his windows, his mails of figures",
    'web_tour.': "what he has seen of the tours", 'onboarding.': "what he has seen of the tours", 'digest.': "his own mails",
}
WORKSHOP = ('mail.template', 'mail.activity.type', 'mail.activity.plan', 'mail.message.subtype', 'mail.alias')


class IrModelAccess(models.Model):
    _inherit = 'ir.model.access'

    @api.model
    def check(self, model, mode='read', raise_exception=True):
        """Override of `base`: who acts for no store only looks on, whatever Odoo's groups give every internal user."""
        if mode != 'read' and not self.env.su and self._only_looks_on(model):
            if raise_exception:
                raise self._make_access_error(model, mode)
            return False
        return super().check(model, mode, raise_exception)

    @api.model
    def _only_looks_on(self, model):
        """Whether the user is bound and acts for no store now, and the model is none of his own affairs."""
        user = self.env.user
        if not user._is_store_bound():
            return False
        reach = user._store_reach()
        if reach.act or reach.act_all or model not in self.env or self.env[model]._transient:
            return False
        return model in WORKSHOP or not model.startswith(tuple(OWN_AFFAIRS))
