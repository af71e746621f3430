# Part of store_group. License LGPL-3.
from odoo import api, models, tools
from odoo.fields import Domain
from odoo.tools import SQL


class StoreSubject(models.AbstractModel):
    """Rows that reference their document by two columns, model and id, follow the rules of the document.

    Cost: one index probe for each model that occurs in the rows, and one part of the filter for each of those with store
    rules.
    """

    _name = 'store.subject'
    _description = 'Documents Referenced by Model and Id'

    @api.model
    def _open(self, model, by, key, mode):
        """Return the Domain of the rows about documents the current, bound user may access, or without store rules.

        :param str model: the model of the rows
        :param str by: its column with the model, `key`: the one with the id
        :param str mode: 'read', or anything else for writing
        """
        kinds = [kind for kind in self._said(model, by) if kind in self._kinds() and kind != model]
        return (
            Domain(by, 'not in', kinds)
            | Domain(key, 'in', [False, 0])
            | Domain.OR(Domain(by, '=', kind) & self._leading(model, Domain(by, '=', kind), key, kind, mode) for kind in kinds)
        )

    @api.model
    def _leading(self, model, rows, link, kind, mode):
        """Return the Domain of the rows whose `link` points to a document the user may access."""
        rules = self.env['ir.rule'].sudo(False)._compute_domain(kind, 'read' if mode == 'read' else 'write')
        if mode == 'read' and kind in self.env['store.aside']._known_by_name():
            rules &= self.env['store.aside']._own(kind)
        named = self.env[model].sudo().with_context(active_test=False)._search(rows)
        return Domain(
            link,
            'in',
            self.env[kind].sudo().with_context(active_test=False)._search(Domain('id', 'in', named.subselect(link)) & rules),
        )

    @api.model
    @tools.ormcache()
    def _kinds(self):
        """Return the names of the models with store rules, or names everybody sees, and such rows."""
        naming, names = self.env['store.naming'], self.env['store.aside']._known_by_name()
        return tuple(
            name
            for name, model in self.env.registry.items()
            if not model._abstract and 'message_ids' in model._fields and (name in names or naming._is_walled(name))
        )

    @api.model
    def _said(self, model, by):
        """Return the distinct values of a column with one index probe for each, however many rows there are."""
        records = self.env[model].sudo()
        records.flush_model([by])
        column, table = SQL.identifier(by), SQL.identifier(records._table)
        return [
            value
            for (value,) in self.env.execute_query(
                SQL(
                    "WITH RECURSIVE said AS ((SELECT %(column)s AS value FROM %(table)s WHERE %(column)s IS NOT NULL ORDER BY 1 "
                    "LIMIT 1)"
                    " UNION ALL SELECT (SELECT %(column)s FROM %(table)s WHERE %(column)s > said.value ORDER BY 1 LIMIT 1)"
                    " FROM said WHERE said.value IS NOT NULL) SELECT value FROM said WHERE value IS NOT NULL",
                    column=column,
                    table=table,
                )
            )
        ]
