# Part of store_group. License LGPL-3.
"""Contacts that share a phone, a mail address or a tax number, and all contacts of one customer."""

from odoo.tools import SQL

# As `engine.customer.same` compares them; the indexes of `res.partner` have the same expressions.
PHONE = r"regexp_replace(regexp_replace(phone::text, '\D'::text, ''::text, 'g'::text), '^(?:00)?86(?=\d{11}$)'::text, ''::text)"
MAIL = "lower(btrim(email::text))"
TAX = r"upper(regexp_replace(vat::text, '[\W_]+'::text, ''::text, 'g'::text))"


def sharing(env, phones, mails, taxes):
    """Return the ids of active contacts with one of these keys, without rules; one query.

    :param phones, mails, taxes: as the engine writes them
    """
    env['res.partner'].flush_model(['phone', 'email', 'vat', 'active'])
    parts = [
        SQL("SELECT id FROM res_partner WHERE active AND %s = ANY(%s)", SQL(expression.replace('%', '%%')), list(values))
        for expression, values in ((PHONE, phones), (MAIL, mails), (TAX, taxes))
        if values
    ]
    return [number for (number,) in env.execute_query(SQL(" UNION ").join(parts))] if parts else []


def family(env, ids):
    """Return rows (id asked for, id of the contact it stands for), following each pointer to its end; one query."""
    env['res.partner'].flush_model(['canonical_id'])
    return env.execute_query(
        SQL(
            """
            WITH RECURSIVE up AS (
                SELECT id AS asked, id, canonical_id, ARRAY[id] AS seen FROM res_partner WHERE id = ANY(%(ids)s)
                UNION ALL
                SELECT up.asked, p.id, p.canonical_id, up.seen || p.id
                  FROM up JOIN res_partner p ON p.id = up.canonical_id
                 WHERE NOT p.id = ANY(up.seen)
            )
            SELECT DISTINCT ON (asked) asked, id FROM up ORDER BY asked, CARDINALITY(seen) DESC
            """,
            ids=list(ids),
        )
    )


def members(env, roots):
    """Return the ids of all contacts that stand for these, themselves included; one query."""
    env['res.partner'].flush_model(['canonical_id'])
    rows = env.execute_query(
        SQL(
            """
            WITH RECURSIVE down AS (
                SELECT id FROM res_partner WHERE id = ANY(%(roots)s)
                UNION
                SELECT p.id FROM down JOIN res_partner p ON p.canonical_id = down.id
            )
            SELECT id FROM down
            """,
            roots=list(roots),
        )
    )
    return [number for (number,) in rows]
