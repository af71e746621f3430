# Part of store_group. License LGPL-3.
"""The only form of elevation: check the right, forget the cache, then act as superuser in one company.

Core reads the stock documents behind an order as the user to compute quantities, and what it has read
stays in a cache that the superuser shares: a rule that hides one move of three makes wrong numbers,
not errors. So the methods that do run elevated for users bound to stores, and for nobody else.
"""

# Under `store_flow` in the context: stock moves here by an act of ours that has asked who may. No call brings an object.
OURS = object()


def is_needed(records):
    """Whether the caller is bound to stores and not elevated yet."""
    return not records.env.su and records.env.user._is_store_bound()


def run(records, operation, method, *args, **kwargs):
    """Call `method` on the records as superuser with exactly one allowed company.

    :param records: the records the caller acts on, in his own environment
    :param str operation: 'read', 'write', 'create' or 'unlink': the right he needs on them
    :param str method: name of the method to call; its override must pass on when already elevated
    :returns: what the method returns, recordsets back in the caller's environment; for records of
        several companies the results of each, joined if they are recordsets, else the last
    :raises AccessError: when the caller may not `operation` one of the records
    """
    records.check_access(operation)
    env = records.env
    reads = records or operation == 'create'  # core often calls with no records: nothing is read then
    if reads:
        env.invalidate_all()
    result = None
    for company, own in _by_company(records):
        elevated_sudo = own.sudo().with_context(allowed_company_ids=company.ids)
        answer = getattr(elevated_sudo, method)(*args, **kwargs)
        if hasattr(answer, 'with_env'):
            answer = answer.with_env(env)
            result = answer if result is None else result | answer
        else:
            result = answer
    if reads:
        env.invalidate_all()
    return result


def _by_company(records):
    """Split the records by company; those without one act in the caller's."""
    if 'company_id' not in records._fields:
        return [(records.env.company, records)]
    groups = records.sudo().grouped('company_id')
    return [(company or records.env.company, own.sudo(False)) for company, own in groups.items()] or [
        (records.env.company, records)]


def enter(records, company):
    """Forget what the caller read, and return the records as superuser in exactly one company.

    For acts over two stores: the caller has checked the right on HIS side, acts here on the other's too, and hands
    back plain data. Nothing returned from here may reach the caller as records.
    """
    records.env.invalidate_all()
    return records.sudo().with_context(allowed_company_ids=company.ids)
