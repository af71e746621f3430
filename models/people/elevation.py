# Part of store_group. License LGPL-3.
"""The only form of elevation: check the right, clear cached values that rules restricted, then act as superuser in one company.

Core reads the stock documents behind an order as the user to compute quantities, and the result
stays in a cache that the superuser shares: a rule that hides one move of three gives wrong quantities,
not errors. So these methods run elevated for users bound to stores, and for nobody else. A list that only the
superuser has read is complete and is kept, for example the lines of a new document.

Core also reads the context: ids to act on, dates, defaults, flags. The caller controls it, so elevated
code gets a context of known keys only (`PASSING`): nothing in it names a record the caller does not act on.
"""

from odoo import Command

# Value of `store_flow` in the context when our code, having checked rights, moves stock. RPC cannot send an object.
OURS = object()

# Keys that only control how the caller's own records are processed. Core sets them between two elevated methods: without
# them "No Backorder" loops, a scrap splits its operation, and a line added by a delivery procures its goods twice.
FLAGS = frozenset(
    (
        'skip_backorder',
        'cancel_backorder',
        'is_scrap',
        'ignore_dest_packages',
        'inventory_mode',
        'bypass_entire_pack',
        'do_not_unreserve',
        'skip_procurement',
        'validate_analytic',
        'skip_alternative_check',
        'generate_pdf',
    )
)
WORDS = frozenset(('lang', 'tz', 'inventory_name', 'device_identifier'))
# Ids of the records acted on; other ids are removed.
OWN_IDS = {'picking_ids_not_to_backorder': 'stock.picking', 'button_validate_picking_ids': 'stock.picking'}
# Ours: why stock changes, which version of a transfer the caller saw, which of its boxes they hold (compared with its own).
OWN = {
    'store_reason': lambda value: isinstance(value, dict),
    'store_version': lambda value: isinstance(value, int),
    'transfer_boxes': lambda value: isinstance(value, list) and all(isinstance(item, int) for item in value),
    'store_flow': lambda value: value is OURS,
}
LISTS = frozenset(('one2many', 'many2many'))
LINKING = frozenset((Command.UNLINK, Command.LINK, Command.CLEAR, Command.SET))
READ = 'store_lists_read'  # in the cache of the cursor, which goes with the cache of the fields: {field: ids}
PASSING = FLAGS | WORDS | OWN_IDS.keys() | OWN.keys()


def is_needed(records):
    """Whether the caller is bound to stores and not elevated yet."""
    return not records.env.su and records.env.user._is_store_bound()


def run(records, operation, method, *args, **kwargs):
    """Call `method` on the records as superuser with exactly one allowed company.

    :param records: the records the caller acts on, in their own environment
    :param str operation: 'read', 'write', 'create' or 'unlink': the right they need on them
    :param str method: name of the method to call; its override must pass on when already elevated
    :returns: what the method returns, recordsets back in the caller's environment; for records of
        several companies the results of each, joined if they are recordsets, else the last
    :raises AccessError: when the caller may not `operation` one of the records
    """
    records.check_access(operation)
    env = records.env
    reads = records or operation == 'create'  # core often calls with no records: nothing is read then
    if reads:
        _forget(env, whole_stays=True)
    result = None
    for company, own in _by_company(records):
        answer = getattr(lift(own, company), method)(*args, **kwargs)
        if hasattr(answer, 'with_env'):
            answer = answer.with_env(env)
            result = answer if result is None else result | answer
        else:
            result = answer
    if reads:
        env._recompute_all()  # with all records visible: stored values are the same for everybody
        _forget(env)
    return result


def split(records, vals):
    """Split values that a caller sent for the records into (what may be written elevated, what the caller writes).

    A command on a list makes, changes or deletes other records, and elevated it would do so with anybody's.
    """
    own = {name: value for name, value in vals.items() if _commands(records._fields.get(name), value)}
    return {name: value for name, value in vals.items() if name not in own}, own


def _commands(field, value):
    """Whether a value does more than to link what is there."""
    return (
        field is not None
        and field.type in LISTS
        and (field.type == 'one2many' or any(not isinstance(item, int) and item[0] not in LINKING for item in value or ()))
    )


def enter(records, company):
    """Forget what the caller read, and return the records as superuser in exactly one company.

    For acts over two stores: the caller has checked the right on their own side, acts here on the other's too, and hands
    back plain data. Nothing returned from here may reach the caller as records.
    """
    _forget(records.env, across=True)
    return lift(records, company)


def lift(records, company=None):
    """Return the records as superuser, with only the allowed keys in the context.

    :param company: the only allowed company; default: those of the caller stay
    """
    context = {key: value for key, value in records.env.context.items() if _passes(key, value)}
    for key in OWN_IDS.keys() & context.keys():
        own = records.ids if records._name == OWN_IDS[key] else ()
        context[key] = [item for item in context[key] if item in own]
    if company or 'allowed_company_ids' in records.env.context:
        context['allowed_company_ids'] = (company or records.env.companies).ids  # raises for a company that is not the caller's
    return records.with_env(records.env(su=True, context=context))


def note_read(records, fields):
    """Remember lists read under record rules: they may be incomplete. The superuser's are always complete."""
    lists = [field for field in fields if field.type in LISTS]
    if lists and not records.env.su:
        noted = records.env.cr.cache.setdefault(READ, {})
        for field in lists:
            noted.setdefault(field, set()).update(records._ids)


def _forget(env, across=False, whole_stays=False):
    """Drop from the cache the lists that rules shorten and what may be computed from them; keep everything else.

    Nothing is written and no pending write is lost: these fields have no column.

    :param bool across: whether the call acts in other companies, so that company rules count as well
    :param bool whole_stays: of stored lists drop only those read under rules, because the superuser reads next.
        Stored computed fields are read by core while it computes, without a hook.
    """
    behind = env['ir.rule']._fields_behind_walls(across)
    noted = env.cr.cache.get(READ, {})
    for field in [field for field, cached in env.transaction.field_data.items() if cached and field in behind]:
        if not (whole_stays and field.type in LISTS and field.store and not field.compute):
            field._invalidate_cache(env)
        elif field in noted:
            field._invalidate_cache(env, noted[field])


def _passes(key, value):
    """Whether this context key, with this kind of value, may reach elevated code."""
    if key in FLAGS:
        return value is None or isinstance(value, int)
    if key in WORDS:
        return value is None or isinstance(value, (str, int))
    if key in OWN_IDS:
        return isinstance(value, (list, tuple))
    return key in OWN and OWN[key](value)


def _by_company(records):
    """Split the records by company; those without one act in the caller's."""
    if 'company_id' not in records._fields:
        return [(records.env.company, records)]
    groups = records.sudo().grouped('company_id')
    return [(company or records.env.company, own.sudo(False)) for company, own in groups.items()] or [
        (records.env.company, records)
    ]
