# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.fields import Domain


class StoreAside(models.AbstractModel):
    """Rows about a document (followers, notifications) are visible to users who see the document.

    Core shows them to every internal user, with the names of people and the numbers of documents.
    """

    _name = 'store.aside'
    _description = 'Rows beside a Document'

    @api.model
    def _near(self, domain, columns, own):
        """Return the domain as it is if it names documents or people, else limited to the user's own rows.

        :param columns: one of them in the domain is enough
        :param own: Domain of the rows that are about the user themselves
        """
        domain = Domain(domain)
        named = any(condition.field_expr in columns and condition.operator in ('=', 'in')
                    for condition in domain.iter_conditions())
        return domain if named else domain & own

    @api.model
    def _beside_names(self, records, column, asked, operations):
        """Messages on documents whose names everybody sees are for people of the document's store.

        :param str column: the column with the store of these records
        :param str asked: the operation on a message; `operations`: {record: the operation core checks for it}
        """
        user = self.env.user
        if asked == 'read' and user._is_store_bound():
            own = records.sudo().filtered_domain(Domain(user._store_scope('read', column)))
            return {**operations, **dict.fromkeys(records - own.with_env(records.env), 'write')}
        return operations

    @api.model
    def _page(self, records, kept, offset, limit, order):
        """Return the query of one page of the remaining records, in the requested order."""
        ids = [id_ for id_ in records._ids if id_ in kept][offset:offset + limit if limit else None]
        return records.browse(ids)._as_query(ordered=bool(order))

    @api.model
    def _readable(self, places):
        """Return the set of (model, id) among those given that the user may read. One check per model."""
        by_model = {}
        for model, res_id in places:
            by_model.setdefault(model, set()).add(res_id)
        return {
            (model, id_) for model, ids in by_model.items() if model in self.env
            for id_ in self.env[model].browse(ids).exists()._filtered_access('read').ids}
