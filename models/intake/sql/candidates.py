# Part of store_group. License LGPL-3.
"""Records that may be what a channel names: products by number, code, barcode and name; contacts by number, mail and phone;
orders of other channels by number."""

from odoo.tools import SQL


def orders_of_channels(env, channel_ids, numbers):
    """Return rows (number, channel id, day, total, currency) of the orders of these channels with these numbers, none refused."""
    env['store.intake.order'].flush_model()
    return env.execute_query(
        SQL(
            """SELECT o.external_id, o.channel_id, o.told_day, COALESCE(o.told_total, 0), o.told_currency
                 FROM store_intake_order o
                WHERE o.channel_id = ANY(%s) AND o.external_id = ANY(%s) AND o.state != 'refused'""",
            list(channel_ids),
            list(numbers),
        )
    )


def products(env, channel_id, keys, shapes, plains, barcodes, names):
    """Return rows (id, code, barcode, names, numbers here, numbers in other channels, archived, company id), without rules.

    :param keys: numbers in the channel; :param shapes, plains: of them, as the engine writes them
    :param barcodes: more barcodes; :param names: folded
    """
    env['product.product'].flush_model(['default_code', 'barcode', 'active', 'product_tmpl_id'])
    env['product.template'].flush_model(['name', 'company_id', 'active'])
    env['store.listing'].flush_model()
    code_shape, code_plain = shape_of(SQL("p.default_code")), _plain(SQL("p.default_code"))
    return env.execute_query(
        SQL(
            """
            WITH found AS (
                SELECT p.id FROM product_product p
                 WHERE p.default_code = ANY(%(keys)s) OR p.barcode = ANY(%(barcodes)s)
                    OR %(code_shape)s = ANY(%(shapes)s) OR %(code_plain)s = ANY(%(plains)s)
                UNION
                SELECT l.product_id FROM store_listing l
                 WHERE l.external_sku = ANY(%(keys)s) OR (l.channel_id = %(channel)s AND %(number_shape)s = ANY(%(shapes)s))
                UNION
                SELECT p.id FROM product_template t CROSS JOIN LATERAL jsonb_each_text(t.name) n
                  JOIN product_product p ON p.product_tmpl_id = t.id
                 WHERE LOWER(BTRIM(n.value)) = ANY(%(names)s)
            )
            SELECT p.id, p.default_code, p.barcode,
                   ARRAY(SELECT n.value FROM jsonb_each_text(t.name) n),
                   ARRAY(SELECT l.external_sku FROM store_listing l WHERE l.product_id = p.id AND l.channel_id = %(channel)s),
                   ARRAY(SELECT l.external_sku FROM store_listing l
                          WHERE l.product_id = p.id AND l.channel_id <> %(channel)s AND l.active),
                   NOT (p.active AND t.active), t.company_id
              FROM found JOIN product_product p ON p.id = found.id JOIN product_template t ON t.id = p.product_tmpl_id
             ORDER BY p.id
            """,
            keys=list(keys),
            barcodes=list(barcodes),
            shapes=list(shapes),
            plains=list(plains),
            names=list(names),
            channel=channel_id,
            code_shape=code_shape,
            code_plain=code_plain,
            number_shape=shape_of(SQL("l.external_sku")),
        )
    )


def contacts(env, numbers, emails, phones):
    """Return rows (id, name, phone, email, reference) of contacts that share one of them, without rules.

    :param emails: lower case; :param phones: digits as the engine writes them
    """
    env['res.partner'].flush_model(['name', 'phone', 'email', 'ref', 'active'])
    return env.execute_query(
        SQL(
            r"""
            SELECT id, name, phone, email, ref FROM res_partner
             WHERE active AND (ref = ANY(%(numbers)s) OR LOWER(BTRIM(email)) = ANY(%(emails)s)
                OR REGEXP_REPLACE(REGEXP_REPLACE(phone, '\D', '', 'g'), '^(?:00)?86(?=\d{11}$)', '') = ANY(%(phones)s))
             ORDER BY id LIMIT 1000
            """,
            numbers=list(numbers),
            emails=list(emails),
            phones=list(phones),
        )
    )


def shape_of(column):
    """SQL of the engine's `shape`: half-width, without case, blanks and leading zeros."""
    return SQL(r"LTRIM(REGEXP_REPLACE(LOWER(NORMALIZE(%s, NFKC)), '\s+', '', 'g'), '0')", column)


def _plain(column):
    return SQL(r"REGEXP_REPLACE(%s, '[\W_]+', '', 'g')", shape_of(column))
