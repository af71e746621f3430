# Part of store_group. License LGPL-3.
import time
from typing import NamedTuple

from odoo import Command, api, models, tools
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools.safe_eval import safe_eval

from .ir_rule import QUARTER
from .store_links_core import ACT, AT_ONCE, FOLLOW, HEADQUARTERS, LINKS, MASTERS, NAME, PLACE, ROUTE, SETTING, STORE

# Computed fields that core writes as the user during allowed actions; None: any value.
WRITTEN_BY_CORE = {
    ('crm.lead', 'automated_probability'): None,  # won or lost
    ('account.payment', 'outstanding_account_id'): None,  # the account of a journal without one
    ('account.move', 'payment_state'): {'blocked', 'not_paid'},  # payment hold set and released
    ('account.move', 'made_sequence_gap'): None,
    ('sale.order.line', 'qty_to_invoice'): None,  # what the next invoice proposes
    ('stock.quant', 'inventory_diff_quantity'): None,  # a count that is cleared
    ('stock.move', 'reservation_date'): None,  # another date or priority of the operation
}
BY_KIND = {
    ACT: '_foreign_documents',
    FOLLOW: '_foreign_documents',
    HEADQUARTERS: '_foreign_but_headquarters',
    PLACE: '_foreign_places',
    ROUTE: '_foreign_routes',
    STORE: '_foreign_stores',
}


class Reach(NamedTuple):
    """The stores and warehouses whose goods a bound user may move."""

    stores: frozenset | None  # ids of the stores they act for; None: all
    shared: frozenset  # ids of the warehouses these stores use


STORES = ('store.store', 'store.group')


class StoreLinks(models.AbstractModel):
    """Check which documents and locations a bound user links their documents to.

    Odoo checks a document before it is written, and never the one it is linked to. So after every write and create of
    a bound user this checks the changed links: each is declared as acting or as only naming. Computed values
    cannot be written by hand at all. Superuser code and users who are not bound are not checked.

    Cost: a constant number of queries per call, none if the linked records are cached.
    """

    _name = 'store.links'
    _description = 'Links between Documents of Stores'

    # === HOOKS ===

    @api.model
    def _store_links(self):
        """Hook: return {model: {field: kind}} of `store_links_core`. Later stages and bridges add the links of their models."""
        return {model: dict(links) for model, links in LINKS.items()}

    @api.model
    def _master_links(self):
        """Hook: return {model: {field: kind}} of the links of master data that all stores share. Bridges add theirs."""
        return {model: dict(links) for model, links in MASTERS.items()}

    @api.model
    def _written_by_core(self):
        """Hook: return {(model, field): values} of computed fields that core writes as the user; None: any value."""
        return WRITTEN_BY_CORE

    # === STRUCTURE ===

    @tools.ormcache('model')
    def _kinds(self, model):
        """Return {field: kind} of the checked links of a model."""
        declared = {**self._store_links().get(model, {}), **self._master_links().get(model, {})}
        return {name: kind for name, kind in declared.items() if kind != NAME}

    @tools.ormcache('model')
    def _settled(self, model):
        """Return the names of the derived fields of a model, which no bound user writes by hand.

        For every model with store rules: stored computes without inverse, and our read-only additions to Odoo's models.
        """
        if model not in self._store_links() and not self._scope_rules(model):
            return frozenset()
        written = self._written_by_core()
        return frozenset(
            name
            for name, field in self.env[model]._fields.items()
            if field.store
            and field.readonly
            and not field.inverse
            and not field.inherited
            and field.type not in ('one2many', 'many2many')
            and written.get((model, name), ()) is not None
            and (
                field.compute
                or not model.startswith('store.')
                and any(module.startswith('store_group') for module in field._modules)
            )
        )

    @tools.ormcache('model')
    def _scope_rules(self, model):
        """Return the domains, as text, of our write rules of a model."""
        rules = (
            self.env['ir.rule'].sudo().search([('model_id.model', '=', model), ('groups', '=', False), ('perm_write', '=', True)])
        )
        return tuple(rule.domain_force for rule in rules if (rule.domain_force or '').startswith('store_scope('))

    def _scope(self, model):
        """Return the Domain of the records the current, bound user may change; None if the model has no store rule."""
        return self._cached_scope(model, int(time.time()) // QUARTER)

    @tools.ormcache('self.env.uid', 'model', 'quarter')
    def _cached_scope(self, model, quarter):
        texts = self._scope_rules(model)
        given = {'store_scope': self.env.user._store_scope, 'user': self.env.user}
        return Domain.AND([safe_eval(text, given) for text in texts]) if texts else None

    def _reach(self):
        """Return the Reach of the current, bound user."""
        return self._cached_reach(int(time.time()) // QUARTER)

    @tools.ormcache('self.env.uid', 'quarter')
    def _cached_reach(self, quarter):
        acts = self.env.user._store_reach()
        if acts.reaches_all('write'):
            return Reach(None, frozenset())
        ids = acts.stores('write')
        stores = self.env['store.store'].sudo().with_context(active_test=False).browse(ids)
        return Reach(frozenset(ids), frozenset(stores.warehouse_id.ids))

    # === CHECKS ===

    @api.model
    def _before_write(self, records, vals):
        """Return {field: {record id: ids}}: the links before the write, to compare with afterwards.

        :raises AccessError: when a derived value, or one that headquarters sets, would change; when core acts on a link at once
        """
        kinds = self._kinds(records._name)
        for name in vals:
            if kinds.get(name) == SETTING:
                if records._store_would_change(name, vals[name]):
                    self._refuse_setting(records, records._fields[name])
        for name in AT_ONCE.get(records._name, ()):
            if name in vals:
                named = self.env['store.naming']._ids_of(records._fields[name], vals[name])
                foreign = getattr(self, BY_KIND[kinds[name]])(
                    self.env[records._fields[name].comodel_name].sudo().browse(named).exists()
                )
                if foreign:
                    self._refuse_link(records, name, foreign, kinds[name])
        for name in self._settled(records._name) & vals.keys():
            field = records._fields[name]
            if field.convert_to_cache(vals[name], records) in self._written_by_core().get((records._name, name), ()):
                continue
            if records._store_would_change(name, vals[name]):
                self._refuse_settled(records, field)
        return {
            name: {record.id: record[name].ids for record in records.sudo()}
            for name, kind in kinds.items()
            if name in vals and kind != SETTING
        }

    @api.model
    def _after_write(self, records, vals, stood=None):
        """:raises AccessError: when records were linked into, or moved out of, the user's scope"""
        self._check_links(records, [name for name in self._kinds(records._name) if name in vals], stood)
        scope = self._scope(records._name)
        if scope is not None and any(condition.field_expr.split('.')[0] in vals for condition in scope.iter_conditions()):
            records.check_access('write')  # core checks before a write only, so check again

    @api.model
    def _after_create(self, records, vals_list):
        """:raises AccessError: when new records are outside the user's scope

        Computed values need no check: core recomputes them on creation.
        """
        kinds, settled = self._kinds(records._name), self._settled(records._name)
        if not (kinds or settled):
            return
        given = self._given_fields(records, vals_list)
        self._check_unsettled(records, settled & given)
        self._check_links(records, [name for name in kinds if name in given])
        self._check_first_values(records, [name for name, kind in kinds.items() if kind == SETTING and name in given], vals_list)

    def _check_unsettled(self, records, names):
        """:raises AccessError: when new records start with a value of ours that is derived, and written by no hand"""
        for name in names:
            field = records._fields[name]
            if field.compute or field.copy or field.comodel_name in STORES or (records._name, name) in self._written_by_core():
                continue  # the store of a document follows from its links, which are checked
            start = field.default(records) if field.default else False
            start = field.convert_to_record(field.convert_to_cache(start, records), records)
            if any(record[name] != start for record in records.sudo()):
                self._refuse_settled(records, field)

    @api.model
    def _given_fields(self, records, vals_list):
        """Return the names of the fields somebody gave new records a value of, also by defaults of their own."""
        given = {name for vals in vals_list for name in vals}
        given |= {key.removeprefix('default_') for key in self.env.context if key.startswith('default_')}
        return given | self.env['ir.default']._get_model_defaults(records._name).keys()

    @api.model
    def _leave_routes(self, records, copies, given):
        """Take out of the values of copies the routes that the current user could not give: headquarters gave them.

        :param list copies: values of new records, changed here
        :param given: names of the fields that whoever copies gave
        """
        routes = [name for name, kind in self._kinds(records._name).items() if kind == ROUTE]
        for name in set(routes).difference(given):
            field = records._fields[name]
            for values in copies:
                if values and values.get(name):
                    ids = self.env['store.naming']._ids_of(field, values[name])
                    targets = self.env[field.comodel_name].sudo().browse(ids)
                    kept = targets - self._foreign_routes(targets)
                    if kept != targets:
                        values[name] = kept.id if field.type == 'many2one' else [Command.set(kept.ids)]

    def _check_first_values(self, records, names, vals_list):
        """:raises AccessError: when new records start with a value only headquarters may set"""
        for name in names:
            field = records._fields[name]
            if not field.company_dependent and not any(vals.get(name, True) for vals in vals_list):
                continue  # a form sends empty values, which core fills
            given = field.get_company_dependent_fallback(records) if field.company_dependent else records.browse()[name]
            if any(record[name] != given for record in records.sudo()):
                self._refuse_setting(records, field)

    def _check_links(self, records, names, stood=None):
        """:param dict stood: {field: {record id: ids}}: the links before the write; those are not checked again

        :raises AccessError: naming the first link to a record outside the user's scope
        """
        kinds = self._kinds(records._name)
        for name in names:
            targets = records.sudo()[name]
            if not targets or kinds[name] == SETTING:  # checked before writing, see `_check_first_values`
                continue
            foreign = getattr(self, BY_KIND[kinds[name]])(targets)
            if foreign and stood:
                foreign &= targets.browse().union(
                    *(record[name] - targets.browse(stood.get(name, {}).get(record.id)) for record in records.sudo())
                )
            if foreign and kinds[name] == FOLLOW:
                foreign -= self._named_before(records, name, foreign)
            if foreign and kinds[name] == STORE:
                foreign -= self._stores_of_parents(records)
            if foreign:
                self._refuse_link(records, name, foreign, kinds[name])

    def _foreign_documents(self, targets):
        """Return those of these (elevated) records that the current user may not change."""
        if targets._name == 'stock.reference':  # stands for the orders it was made for
            return targets.filtered(lambda reference: self._foreign_documents(reference.sale_ids))
        scope = self._scope(targets._name)
        if scope is not None:
            return targets - targets.filtered_domain(scope)
        parents = tuple(targets._inherits.values())  # a bank's line is an entry
        return targets.filtered(lambda target: any(self._foreign_documents(target[name]) for name in parents))

    def _foreign_but_headquarters(self, targets):
        foreign = self._foreign_documents(targets)
        if targets._name == 'stock.package':  # a package nobody packed belongs to its location
            return foreign.filtered(lambda box: box.store_id or self._foreign_places(box.location_id))
        return foreign.filtered('store_id')

    def _foreign_stores(self, targets):
        stores = self._reach().stores
        return targets.browse() if stores is None else targets.filtered(lambda store: store.id not in stores)

    def _foreign_places(self, targets):
        """Return those of these locations, operation types or warehouses that hold another store's goods.

        A location of no store, a warehouse the user's stores use, customers, suppliers, losses and transit are not foreign;
        a location of no store with another store's locations below it is.
        """
        reach = self._reach()
        if reach.stores is None:
            return targets.browse()
        if targets._name == 'stock.warehouse':
            return targets.filtered(
                lambda item: item.store_id and item.store_id.id not in reach.stores and item.id not in reach.shared
            )
        if targets._name == 'stock.picking.type':
            return targets.filtered(lambda item: self._foreign_places(item.warehouse_id))
        foreign = targets.filtered(
            lambda item: item.store_id and item.store_id.id not in reach.stores and item.warehouse_id.id not in reach.shared
        )
        above = (targets - foreign).filtered(lambda item: not item.store_id and item.usage in ('view', 'internal'))
        if above:
            inside = above.with_context(active_test=False).search(
                [
                    ('id', 'child_of', above.ids),
                    ('store_id', '!=', False),
                    ('store_id', 'not in', list(reach.stores)),
                    ('warehouse_id', 'not in', list(reach.shared)),
                ],
                limit=1,
            )
            foreign |= above.filtered(lambda item: inside and inside.parent_path.startswith(item.parent_path))
        return foreign

    def _foreign_routes(self, targets):
        """Return those of these routes or rules that would take goods from another store."""
        if targets._name == 'stock.rule':
            return targets.filtered(
                lambda rule: rule.action in ('pull', 'pull_push')
                and self._foreign_places(rule.location_src_id)
                and not (rule.warehouse_id and self._foreign_places(rule.warehouse_id))
            )
        return targets.filtered(
            lambda route: route.supplier_wh_id
            and self._foreign_places(route.supplier_wh_id)
            or self._foreign_routes(route.rule_ids)
        )

    # === GOODS ===

    @api.model
    def _check_promised(self, lines, previous=None):
        """Refuse to promise another store's goods on an order.

        :param lines: sale.order.line whose goods are about to be procured
        :param dict previous: {line id: quantity} procured before; reducing it is always allowed
        :raises AccessError: naming the order and the warehouse
        """
        if self._reach().stores is None:
            return
        more = lines.sudo().filtered(
            lambda line: line.product_id.type == 'consu' and line.product_uom_qty > (previous or {}).get(line.id, 0.0)
        )
        foreign = self._foreign_places(more.warehouse_id)
        if foreign:
            line = more.filtered(lambda line: line.warehouse_id in foreign)[0]
            raise AccessError(
                self.env._(
                    "%(warehouse)s belongs to %(store)s, so order %(order)s cannot promise its goods. Confirm the "
                    "order with a warehouse of %(own)s, then find its goods in other stores.",
                    warehouse=line.warehouse_id.name,
                    store=line.warehouse_id.store_id.name,
                    order=line.order_id.name,
                    own=line.order_id.store_id.name or self.env._("Headquarters"),
                )
            )

    @api.model
    def _check_supplied(self, procurements):
        """Refuse a manual replenishment from or into another store's locations.

        :param list procurements: stock.rule.Procurement, before core runs them
        :raises AccessError: naming the product and the place
        """
        if self._reach().stores is None:
            return
        rules = self.env['stock.rule'].sudo()
        for procurement in procurements:
            product, location = procurement.product_id.sudo(), procurement.location_id.sudo()
            values, places, seen = dict(procurement.values), location, rules
            while location:
                rule = rules._get_rule(product, location, values)
                if not rule or rule in seen or rule.action not in ('pull', 'pull_push'):
                    break
                seen, location = seen | rule, rule.location_src_id
                places |= location
                if rule.procure_method == 'make_to_stock':
                    break
                values['warehouse_id'] = location.warehouse_id or rule.route_id.supplier_wh_id
            foreign = self._foreign_places(places)
            if foreign:
                self._refuse_goods(product, foreign[0])

    @api.model
    def _check_moved(self, moves):
        """Refuse moves of a bound user from or into another store's location, however the location was set.

        Written values are checked on writing. But core creates moves elevated, from locations that master data names for a
        vendor, a customer or a production; so this checks again when goods move. Allowed: steps of transfers, moves by
        a rule of headquarters, returns to where goods came from, the default locations of the user's own
        operation type, and sales at a till.

        :param moves: done stock.move, elevated for the current user
        :raises AccessError: naming the product and the place
        """
        if self._reach().stores is None:
            return
        items = moves.sudo().move_line_ids
        foreign = self._foreign_places(
            (items.location_id | items.location_dest_id).filtered(lambda place: place.usage in ('view', 'internal'))
        )
        if not foreign:
            return
        touching = items.filtered(
            lambda item: not item.move_id._has_own_law() and (item.location_id in foreign or item.location_dest_id in foreign)
        )
        given = {picking: picking._store_settled_places() for picking in {item.move_id.picking_id for item in touching}}
        own = set(self.env.user._store_anchors('write').types)
        for item in touching:
            move = item.move_id
            kind = move.picking_type_id
            settled = given[move.picking_id]
            if kind.id in own:  # headquarters sets these, see the links of an operation type
                settled |= kind.default_location_src_id | kind.default_location_dest_id
            # A return keeps the rule of the returned move, so its destination is that move's source.
            for place, ruled in (
                (item.location_id, move.rule_id.location_src_id),
                (item.location_dest_id, move.rule_id.location_dest_id | move.origin_returned_move_id.location_id),
            ):
                if place in foreign and not any(place.parent_path.startswith(within.parent_path) for within in ruled | settled):
                    self._refuse_goods(item.product_id, place)

    def _refuse_goods(self, product, place):
        raise AccessError(
            self.env._(
                "%(product)s would come from, or go to, %(place)s, where another store keeps its goods. Ask that store "
                "for a transfer.",
                product=product.display_name,
                place=place.display_name,
            )
        )

    # === STRUCTURE ===

    def _named_before(self, records, name, targets):
        """Return those of these targets that another record in the user's scope already links to."""
        scope = self._scope(records._name)
        if scope is None:
            return targets.browse()
        others = (
            records.sudo()
            .with_context(active_test=False)
            .search(scope & Domain(name, 'in', targets.ids) & Domain('id', 'not in', records.ids))
        )
        return others[name] & targets

    def _stores_of_parents(self, records):
        """Return the stores of the parent documents of these records; returns to them are allowed."""
        stores = self.env['store.store'].sudo()
        for name, kind in self._kinds(records._name).items():
            target = records.sudo()[name]
            if kind in (ACT, FOLLOW) and 'store_id' in target._fields:
                stores |= target.store_id
        return stores

    def _refuse_link(self, records, name, foreign, kind):
        field = records._fields[name]
        words = {
            'field': field._description_string(self.env),
            'document': self.env['ir.model']._get(records._name).name,
            'place': ', '.join(foreign[:3].mapped('display_name')) if kind in (PLACE, ROUTE, STORE) else '',
        }
        if kind in (PLACE, ROUTE):
            raise AccessError(
                self.env._(
                    "%(field)s of this %(document)s would be %(place)s, where another store keeps its goods. Ask that store for "
                    "a transfer, or on an order find its goods in other stores.",
                    **words,
                )
            )
        if kind == STORE:
            raise AccessError(
                self.env._("%(field)s of this %(document)s would be %(place)s. Choose a store you act for.", **words)
            )
        raise AccessError(
            self.env._(
                "%(field)s of this %(document)s would be a document of another store. Choose one of a store you act for.", **words
            )
        )

    def _refuse_settled(self, records, field):
        raise AccessError(
            self.env._(
                "%(field)s of %(document)s is computed and cannot be changed. Change the fields it depends on.",
                field=field._description_string(self.env),
                document=self.env['ir.model']._get(records._name).name,
            )
        )

    def _refuse_setting(self, records, field):
        raise AccessError(
            self.env._(
                "%(field)s of %(document)s applies to every store: headquarters sets it. Leave it as it is, or ask headquarters.",
                field=field._description_string(self.env),
                document=self.env['ir.model']._get(records._name).name,
            )
        )
