# Part of store_group. License LGPL-3.
"""All stores are all stores of the user, whichever companies are ticked in the switcher.

Reports, pages and lists of stores answer for every company of the user, the current one first. Rules hold as ever, for no
right is added: the user could tick these companies. With `store_ticked_only` in the context only the ticked ones count.
"""

TICKED_ONLY = 'store_ticked_only'


def in_all_companies(records):
    """Return these records as if the user had ticked all their companies, the current one first.

    What is computed for another reader, in a mail or a digest, comes with the companies of whoever asks: they do not count.
    """
    env = records.env
    if env.su or env.context.get(TICKED_ONLY):
        return records
    own = env.user._get_company_ids()
    ticked = [company for company in env.context.get('allowed_company_ids') or () if company in own]
    ids = list(dict.fromkeys((*(ticked[:1] or env.user.company_id.ids), *own)))
    return records if env.context.get('allowed_company_ids') == ids else records.with_context(allowed_company_ids=ids)


def opened_in_all(records, action):
    """Return a window action that opens what was counted in all companies of the user, in those ticked or not.

    The web client forgets the companies of an action when the page is loaded again; then Odoo asks for the company of what
    is shown.
    """
    if records.env.su or records.env.context.get(TICKED_ONLY):
        return action
    companies = in_all_companies(records).env.context.get('allowed_company_ids')
    context = action.get('context') or {}
    return {**action, 'context': {**context, 'allowed_company_ids': companies}} if isinstance(context, dict) else action
