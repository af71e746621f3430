# Part of store_group. License LGPL-3.
from odoo import api, models, tools
from odoo.fields import Domain


class StoreSubject(models.AbstractModel):
    """Rows that reference their document by two columns, model and id, follow the rules of the document."""

    _name = 'store.subject'
    _description = 'Documents Referenced by Model and Id'

    @api.model
    def _open(self, model, by, key, mode):
        """Return the Domain of the rows about documents the current, bound user may access, or without store rules.

        :param str model: the model of the rows
        :param str by: its column with the model, `key`: the one with the id
        :param str mode: 'read', or anything else for writing
        """
        kinds = [kind for kind in self._kinds() if kind != model]
        return Domain(by, 'not in', kinds) | Domain(key, 'in', [False, 0]) | Domain.OR(
            Domain(by, '=', kind) & self._leading(model, Domain(by, '=', kind), key, kind, mode) for kind in kinds)

    @api.model
    def _leading(self, model, rows, link, kind, mode):
        """Return the Domain of the rows whose `link` points to a document the user may access."""
        rules = self.env['ir.rule'].sudo(False)._compute_domain(kind, 'read' if mode == 'read' else 'write')
        named = self.env[model].sudo().with_context(active_test=False)._search(rows)
        return Domain(link, 'in', self.env[kind].sudo().with_context(active_test=False)._search(
            Domain('id', 'in', named.subselect(link)) & rules))

    @api.model
    @tools.ormcache()
    def _kinds(self):
        """Return the names of the models with store rules and such rows."""
        naming = self.env['store.naming']
        return tuple(name for name, model in self.env.registry.items()
                     if 'message_ids' in model._fields and not model._abstract and naming._is_walled(name))
