# Part of store_group. License LGPL-3.
import re

from ..engine.people import masks

# What a copy of an address is called, made by `create` or a view of the database: no dependency leads to it.
NAMESAKE = re.compile(
    r'(^|_)(phone|mobile|email|street|street2|zip|vat|address|address_key|email_normalized|phone_sanitized|email_from)$'
)


def closure(env):
    """Return {(model, field): what it depends on} of whatever carries a masked or hidden field, from the registry.

    :param env: elevated
    """
    roots = {
        (model, name)
        for model, names in env['store.mask']._by_model().items()
        if model in env
        for name in names
        if name in env[model]._fields
    }
    roots |= {(model, name) for model in env.registry for name in env[model]._store_hidden if name in env[model]._fields}
    leads_to = {}
    for model in env.registry:
        for field in env[model]._fields.values():
            for path in (*env.registry.field_depends.get(field, ()), *([field.related] if field.related else [])):
                at = env[model]
                for name in path.split('.'):
                    if name not in at._fields:
                        break
                    leads_to.setdefault((at._name, name), set()).add((model, field.name))
                    if not at._fields[name].relational:
                        break
                    at = env[at._fields[name].comodel_name]
    closed, todo = {}, list(roots)
    while todo:
        here = todo.pop()
        for carrier in leads_to.get(here, ()):
            if carrier not in roots and carrier not in closed:
                closed[carrier] = here
                todo.append(carrier)
    return closed


def unsorted(env):
    """Return the fields of the closure that stand in neither table, as texts that say what they carry."""
    env = env(su=True)
    table = env['store.mask']._harmless()
    return [
        f'{model}.{name} (of {of[0]}.{of[1]})'
        for (model, name), of in sorted(closure(env).items())
        if not env[model]._abstract and not masks.harmless(model, name, table)
    ]


def namesakes(env):
    """Return the fields that are called like a contact's address and stand in neither table."""
    env = env(su=True)
    by_model, table = env['store.mask']._by_model(), env['store.mask']._harmless()
    return [
        f'{model}.{name}'
        for model in sorted(env.registry)
        if not env[model]._abstract
        for name, field in sorted(env[model]._fields.items())
        if field.type in ('char', 'text')
        and NAMESAKE.search(name)
        and name not in by_model.get(model, {})
        and not masks.harmless(model, name, table)
    ]
