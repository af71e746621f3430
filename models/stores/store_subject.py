# Part of store_group. License LGPL-3.
from odoo import api, models, tools
from odoo.fields import Domain


class StoreSubject(models.AbstractModel):
    """Rows that say in two plain columns, a model and an id, which document they are about: behind the wall of that one."""

    _name = 'store.subject'
    _description = 'Documents that Rows Are About'

    @api.model
    def _open(self, model, by, key, mode):
        """Return the Domain of the rows about documents that the current, bound user may reach, or that have no wall.

        :param str model: the model of the rows
        :param str by: its column that says the model, `key`: the one that says the id
        :param str mode: 'read', or anything else for writing
        """
        kinds = [kind for kind in self._kinds() if kind != model]
        return Domain(by, 'not in', kinds) | Domain(key, 'in', [False, 0]) | Domain.OR(
            Domain(by, '=', kind) & self._leading(model, Domain(by, '=', kind), key, kind, mode) for kind in kinds)

    @api.model
    def _leading(self, model, rows, link, kind, mode):
        """Return the Domain of those rows whose `link` leads to a document of a kind that the user's rules leave them."""
        rules = self.env['ir.rule'].sudo(False)._compute_domain(kind, 'read' if mode == 'read' else 'write')
        named = self.env[model].sudo().with_context(active_test=False)._search(rows)
        return Domain(link, 'in', self.env[kind].sudo().with_context(active_test=False)._search(
            Domain('id', 'in', named.subselect(link)) & rules))

    @api.model
    @tools.ormcache()
    def _kinds(self):
        """Return the names of the models behind a wall beside whose documents people keep such rows."""
        naming = self.env['store.naming']
        return tuple(name for name, model in self.env.registry.items()
                     if 'message_ids' in model._fields and not model._abstract and naming._is_walled(name))
