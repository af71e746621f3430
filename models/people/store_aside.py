# Part of store_group. License LGPL-3.
from odoo import api, models, tools
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools.safe_eval import safe_eval

from .store_naming import WALL

# Names everybody sees, besides those of stores and their anchors: {model: column with the store}
PLACES = {'stock.location': 'store_id', 'stock.picking.type': 'warehouse_id.store_id'}
# Fields with the messages and activities of a record; core reads them without any rule.
BESIDE = (
    'message_ids',
    'website_message_ids',
    'message_attachment_count',
    'message_main_attachment_id',
    'has_message',
    'activity_ids',
    'activity_state',
    'activity_user_id',
    'activity_type_id',
    'activity_type_icon',
    'activity_summary',
    'activity_date_deadline',
    'activity_exception_decoration',
    'activity_exception_icon',
    'activity_calendar_event_id',
)


class StoreAside(models.AbstractModel):
    """Rows about a document (followers, notifications, files) are visible to users who see the document.

    Core shows them to every internal user, with the names of people and the numbers of documents. Everybody reads the
    names of stores, teams, warehouses, journals and places; rows about those are for the people of their store.
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
        named = any(
            condition.field_expr in columns and condition.operator in ('=', 'in') for condition in domain.iter_conditions()
        )
        return domain if named else domain & own

    @api.model
    def _beside_names(self, records, asked, operations):
        """Messages on documents whose names everybody sees are for people of the document's store.

        :param str asked: the operation on a message; `operations`: {record: the operation core checks for it}
        """
        if asked == 'read' and self.env.user._is_store_bound():
            return {**operations, **dict.fromkeys(records - self._of_own_stores(records), 'write')}
        return operations

    # === STORE RULES ===

    @api.model
    @tools.ormcache('model')
    def _own_read_rules(self, model):
        """Return the texts of our own read rules of a model."""
        rules = (
            self.env['ir.rule'].sudo().search([('model_id.model', '=', model), ('groups', '=', False), ('perm_read', '=', True)])
        )
        return tuple(rule.domain_force for rule in rules if WALL.search(rule.domain_force or ''))

    @api.model
    def _within(self, model, user):
        """Return the Domain of the records a user sees by store rules alone.

        Core's own rules do not count: core notifies followers whatever they say.
        """
        mine = self.with_user(user).with_context(allowed_company_ids=user.sudo().company_ids.ids)
        context = mine.env['ir.rule']._eval_context()
        domain = Domain.AND(Domain(safe_eval(text, context)) for text in self._own_read_rules(model))
        if model in self._known_by_name():
            domain &= mine._own(model)
        return Domain.AND(
            [
                domain,
                *(
                    Domain(link, 'any', self._within(parent, user))
                    for parent, link in self.env[model]._inherits.items()
                    if self.env['store.naming']._is_walled(parent)
                ),
            ]
        )

    @api.model
    def _has_wall(self, model):
        """Whether store rules hide rows about records of a model from users bound to stores."""
        return model in self._known_by_name() or self.env['store.naming']._is_walled(model)

    # === NAMES EVERYBODY SEES ===

    @api.model
    @tools.ormcache()
    def _known_by_name(self):
        """Return {model: column with the store} of the models whose records everybody reads."""
        anchor = self.env.registry['store.anchor']
        return {
            'store.store': 'id',
            **PLACES,
            **{
                name: 'store_id' for name, model in self.env.registry.items() if issubclass(model, anchor) and not model._abstract
            },
        }

    @api.model
    def _own(self, model):
        """Return the Domain of the records of such a model that belong to stores the current, bound user sees."""
        return Domain(self.env.user._store_scope('read', self._known_by_name()[model]))

    @api.model
    def _has_messages(self, model, name):
        """Whether a field has messages or activities of records whose names everybody sees."""
        return name in BESIDE and model in self._known_by_name()

    @api.model
    def _check_export(self, records, names):
        """:raises AccessError: for an export path through messages or activities of another store's record"""
        if not any(name in BESIDE for name in names):
            return
        for name in names:
            field = records._fields.get(name)
            if field is None:
                return
            if self._has_messages(records._name, name) and records - self._of_own_stores(records):
                raise AccessError(
                    self.env._(
                        "%(field)s of %(model)s tells of other stores, too. Read it on your own, or ask headquarters.",
                        field=field._description_string(self.env),
                        model=self.env['ir.model'].sudo()._get(records._name).name,
                    )
                )
            if not field.relational:
                return
            records = records[name]

    @api.model
    def _asked_of_own(self, model, asked):
        """Return a condition on such a field that treats it as empty on records of other stores."""
        own = self._own(model)
        if asked.operator in ('in', 'not in'):
            nothing = (False in asked.value) == (asked.operator == 'in')
        else:
            nothing = asked.operator.startswith('not') or asked.operator == '!='
        return (own & asked) | (~own if nothing else Domain.FALSE)

    @api.model
    def _of_own_stores(self, records):
        """Return the records that belong to stores the current, bound user sees; all of them if the model is none of these."""
        if records._name not in self._known_by_name():
            return records
        return records.sudo().filtered_domain(self._own(records._name)).with_env(records.env)

    @api.model
    def _page(self, records, kept, offset, limit, order):
        """Return the query of one page of the remaining records, in the requested order."""
        ids = [id_ for id_ in records._ids if id_ in kept][offset : offset + limit if limit else None]
        return records.browse(ids)._as_query(ordered=bool(order))

    @api.model
    def _readable(self, places):
        """Return the set of (model, id) among those given that the user may read. One check per model."""
        by_model = {}
        for model, res_id in places:
            by_model.setdefault(model, set()).add(res_id)
        return {
            (model, id_)
            for model, ids in by_model.items()
            if model in self.env
            for id_ in self._of_own_stores(self.env[model].browse(ids).exists()._filtered_access('read')).ids
        }
