# Part of store_group. License LGPL-3.
"""Questions grouped by cause: the groups, their rows, and what an answer does to all of them at once.

The groups are those of ``engine.intake.answering.causes``; a test compares both.
"""

import json

from odoo.tools import SQL

from ....engine.intake.answering import causes
from ....engine.intake.forgetting import ABOUT_PEOPLE, QUOTING

NUMBER = r'^-?[0-9]{1,15}(\.[0-9]{1,10})?$'
_ASKED = SQL("i.state = 'open' AND i.severity <> 'info'")  # notes ask for nothing
_SAMPLES = 5


def wall(stores):
    """Return the condition that limits questions to orders of these stores (ids; None: any store), and to what is no customer.

    A number that another store or channel has is headquarters' question: it shows the other order.
    """
    mine = SQL("o.store_id IS NOT NULL") if stores is None else SQL("o.store_id = ANY(%s)", list(stores))
    theirs = (*QUOTING, 'same_number', 'other_channel')
    return SQL(
        "%s AND i.code NOT IN %s AND split_part(COALESCE(i.field, ''), '.', 1) <> ALL(%s)", mine, theirs, list(ABOUT_PEOPLE)
    )


def groups(wall, quotes=True):
    """Return the query of the groups, one row each; its id is that of its first question.

    :param wall: SQL condition on the order `o` of a question that limits what is counted; None: no limit
    :param bool quotes: whether the reader may see a cell whatever it holds; False: only where it names goods or a store
    """
    quoted = SQL("TRUE") if quotes else SQL("p.code IN %s", tuple(causes.NAMING_NOBODY))
    return SQL(
        """
        SELECT min(p.first_id) AS id, p.channel_id, p.code, p.kind, p.of_document, p.of_place, p.of_found,
               CASE WHEN %(quoted)s AND min(p.found) = max(p.found_last) THEN min(p.found) END AS found,
               CASE WHEN %(quoted)s AND (p.code IN %(named)s OR min(p.proposed) = max(p.proposed))
                    THEN min(p.proposed) END AS proposed,
               min(p.field) AS field,
               CASE WHEN min(p.document_id) = max(p.last_document_id) THEN min(p.document_id) END AS document_id,
               bool_or(p.stops) AS stops, bool_or(p.is_asked_again) AS is_asked_again,
               count(p.order_id) AS order_count, sum(p.row_count) AS row_count,
               CASE WHEN count(DISTINCT p.currency_id) = 1 THEN sum(p.worth) END AS worth,
               CASE WHEN count(DISTINCT p.currency_id) = 1 THEN min(p.currency_id) END AS currency_id,
               min(p.since) AS since
          FROM (
            SELECT r.*, COALESCE(named.id, c.currency_id) AS currency_id, %(worth)s AS worth
              FROM (%(rows)s) r
              LEFT JOIN store_intake_order o ON o.id = r.order_id
              LEFT JOIN store_store s ON s.id = o.store_id
              LEFT JOIN store_channel k ON k.id = r.channel_id
              LEFT JOIN res_company c ON c.id = COALESCE(s.company_id, k.company_id)
              LEFT JOIN res_currency named ON named.name = UPPER(o.payload->>'currency')
          ) p
         GROUP BY p.channel_id, p.code, p.kind, p.of_document, p.of_place, p.of_found
        """,
        rows=_rows(wall),
        worth=_worth(),
        named=tuple(causes.FOUND_CODES),
        quoted=quoted,
    )


def _rows(wall, more=None):
    """One row for each cause and order, so that an order with two such lines counts once."""
    return SQL(
        """
        SELECT i.channel_id, i.code, %(kind)s AS kind, %(document)s AS of_document, %(place)s AS of_place, %(found)s AS of_found,
               i.order_id, min(i.id) AS first_id, count(*) AS row_count, min(i.found) AS found, max(i.found) AS found_last,
               min(i.proposed) AS proposed, min(i.field) AS field, min(i.document_id) AS document_id,
               max(i.document_id) AS last_document_id, bool_or(i.severity = 'error') AS stops, min(i.create_date) AS since,
               bool_or(NOT COALESCE(i.from_reading, FALSE) AND NOT COALESCE(i.stays, FALSE)) AS is_asked_again %(more)s
          FROM store_intake_issue i %(join)s
         WHERE %(asked)s AND %(wall)s
         GROUP BY i.channel_id, i.code, %(kind)s, %(document)s, %(place)s, %(found)s, i.order_id
        """,
        join=SQL() if wall is None else SQL("JOIN store_intake_order o ON o.id = i.order_id"),
        wall=SQL("TRUE") if wall is None else wall,
        asked=_ASKED,
        more=more or SQL(),
        **_identity(),
    )


def _identity():
    """The columns that make a cause, beside channel and code."""
    in_found = tuple({*causes.FOUND_CODES, *causes.VALUE_CODES, *causes.ERROR_CODES})
    kinds = SQL(' ').join(SQL("WHEN i.code IN %s THEN %s", tuple(codes), kind) for kind, codes in causes.KINDS.items())
    return {
        'kind': SQL(
            """CASE %s WHEN i.severity <> 'error' THEN 'note' WHEN i.order_id IS NULL THEN 'file'
                    WHEN COALESCE(i.field, '') <> '' AND NOT COALESCE(i.stays, FALSE) THEN 'value' ELSE 'other' END""",
            kinds,
        ),
        'document': SQL("CASE WHEN i.code IN %s THEN 0 ELSE COALESCE(i.document_id, 0) END", tuple(causes.FOUND_CODES)),
        'place': SQL(
            "CASE WHEN i.code IN %s THEN REGEXP_REPLACE(COALESCE(i.field, ''), %s, '', 'g') ELSE '' END",
            tuple(causes.PLACED_CODES),
            causes.PLACE,
        ),
        'found': SQL("CASE WHEN i.code IN %s THEN COALESCE(i.found, '') ELSE '' END", in_found),
    }


def _worth():
    """What an order is worth by its content: its total, else the sum of its lines; NULL where that is no number."""
    number = lambda value: SQL("CASE WHEN %(v)s ~ %(n)s THEN (%(v)s)::numeric END", v=value, n=NUMBER)  # noqa: E731
    line = SQL("COALESCE(%s, %s * %s)", *(number(SQL("l->>%s", name)) for name in ('subtotal', 'quantity', 'unit_price')))
    return SQL(
        """COALESCE(%(total)s, (SELECT SUM(%(line)s) FROM jsonb_array_elements(
                CASE WHEN jsonb_typeof(o.payload->'lines') = 'array' THEN o.payload->'lines' ELSE '[]' END) l))""",
        total=number(SQL("o.payload->>'total'")),
        line=line,
    )


def members(env, ids):
    """Return rows (id asked for, id of a question, id of its order) of all open questions of the causes of these questions.

    :param ids: ids of questions, any of a cause
    """
    if not ids:
        return []
    _flush(env)
    same = _identity()
    columns = SQL(', ').join(SQL("%s AS %s", column, SQL.identifier(f'c_{name}')) for name, column in same.items())
    equal = SQL(' AND ').join(SQL("%s = chosen.%s", column, SQL.identifier(f'c_{name}')) for name, column in same.items())
    return env.execute_query(
        SQL(
            """
            WITH chosen AS MATERIALIZED (
                SELECT i.id, i.channel_id, i.code, %(columns)s FROM store_intake_issue i WHERE i.id IN %(ids)s AND %(asked)s
            )
            SELECT chosen.id, i.id, i.order_id
              FROM chosen JOIN store_intake_issue i ON i.channel_id = chosen.channel_id AND i.code = chosen.code AND %(equal)s
             WHERE %(asked)s
             ORDER BY chosen.id, i.id
            """,
            columns=columns,
            ids=tuple(ids),
            equal=equal,
            asked=_ASKED,
        )
    )


def lock(env, ids):
    """Wait for whoever answers these questions at the same moment; this call is repeated then, and finds them answered."""
    if ids:
        env.execute_query(SQL("SELECT id FROM store_intake_issue WHERE id IN %s ORDER BY id FOR UPDATE", tuple(ids)))


def heads(env, chosen, wall):
    """Return the ids of the groups that hold one of the `chosen` questions (a Query of store.intake.issue)."""
    found = env.execute_query(
        SQL(
            """SELECT MIN(r.first_id) FROM (%(rows)s) r
                GROUP BY r.channel_id, r.code, r.kind, r.of_document, r.of_place, r.of_found HAVING bool_or(r.is_chosen)""",
            rows=_rows(wall, SQL(", bool_or(i.id IN %s) AS is_chosen", chosen.subselect())),
        )
    )
    return [row[0] for row in found]


def samples(env, ids, wall):
    """Return {id asked for: [ids of the first few questions of its cause]}."""
    if not ids:
        return {}
    _flush(env)
    same = _identity()
    columns = SQL(', ').join(SQL("%s AS %s", column, SQL.identifier(f'c_{name}')) for name, column in same.items())
    equal = SQL(' AND ').join(SQL("%s = chosen.%s", column, SQL.identifier(f'c_{name}')) for name, column in same.items())
    found = {}
    for head, number in env.execute_query(
        SQL(
            """
            SELECT chosen.id, few.id
              FROM (SELECT i.id, i.channel_id, i.code, %(columns)s FROM store_intake_issue i WHERE i.id IN %(ids)s) chosen
              CROSS JOIN LATERAL (
                SELECT i.id FROM store_intake_issue i %(join)s
                 WHERE i.channel_id = chosen.channel_id AND i.code = chosen.code AND %(equal)s AND %(asked)s AND %(wall)s
                 ORDER BY i.id LIMIT %(most)s
              ) few
             ORDER BY chosen.id, few.id
            """,
            columns=columns,
            ids=tuple(ids),
            equal=equal,
            asked=_ASKED,
            join=SQL() if wall is None else SQL("JOIN store_intake_order o ON o.id = i.order_id"),
            wall=SQL("TRUE") if wall is None else wall,
            most=_SAMPLES,
        )
    ):
        found.setdefault(head, []).append(number)
    return found


def close(env, pairs, state):
    """Close questions with their answers.

    :param list pairs: (id of the answer, id of a question)
    """
    if not pairs:
        return
    _flush(env)
    env.cr.execute(
        SQL(
            """UPDATE store_intake_issue i
                  SET state = %(state)s, answer_id = pair.answer_id, answered_by_id = %(uid)s, answered_on = %(now)s,
                      write_uid = %(uid)s, write_date = %(now)s
                 FROM unnest(%(answers)s, %(ids)s) AS pair (answer_id, id)
                WHERE i.id = pair.id""",
            state=state,
            uid=env.uid,
            now=env.cr.now().replace(microsecond=0),
            answers=[answer for answer, _number in pairs],
            ids=[number for _answer, number in pairs],
        )
    )
    env['store.intake.issue'].invalidate_model(flush=False)
    env['store.intake.answer'].invalidate_model(['issue_ids'], flush=False)


def ask_again(env, answer_id):
    """Open the questions that an answer closed."""
    _flush(env)
    env.cr.execute(
        SQL(
            """UPDATE store_intake_issue
                  SET state = 'open', answer_id = NULL, answered_by_id = NULL, answered_on = NULL, write_uid = %s, write_date = %s
                WHERE answer_id = %s""",
            env.uid,
            env.cr.now(),
            answer_id,
        )
    )
    env['store.intake.issue'].invalidate_model(flush=False)
    env['store.intake.answer'].invalidate_model(['issue_ids'], flush=False)


_NAMED = {
    'product': ('{"lines": [{"sku": %s}]}', '{"lines": [{"barcode": %s}]}', '{"lines": [{"name": %s}]}'),
    'store': ('{"store": %s}',),
    'customer': ('{"customer": {"external_id": %s}}', '{"customer": {"phone": %s}}', '{"customer": {"email": %s}}'),
}


def orders_naming(env, channel_id, kind, found, since):
    """Return ids of the channel's orders whose sale order was made from `since` on, and whose content names `found`.

    :param str kind: 'product', 'store' or 'customer'; :param since: naive UTC datetime
    """
    _flush(env)
    env['sale.order'].flush_model(['create_date'])
    value = json.dumps(found.partition(':')[2] if kind == 'customer' and found.startswith(('phone:', 'email:')) else found)
    return [
        row[0]
        for row in env.execute_query(
            SQL(
                """SELECT o.id FROM store_intake_order o JOIN sale_order s ON s.id = o.sale_order_id
                    WHERE o.channel_id = %s AND s.create_date >= %s AND (%s)""",
                channel_id,
                since,
                SQL(' OR ').join(SQL("o.payload @> %s::jsonb", pattern % value) for pattern in _NAMED[kind]),
            )
        )
    ]


def check_again(env, order_ids, states=('question',)):
    """Set these orders, where they are in one of the states, to be checked. Return the ids of their documents."""
    if not order_ids:
        return []
    _flush(env)
    found = env.execute_query(
        SQL(
            """WITH changed AS (
                 UPDATE store_intake_order SET state = 'new', write_uid = %(uid)s, write_date = %(now)s
                  WHERE id IN %(ids)s AND state IN %(states)s RETURNING document_id)
               SELECT DISTINCT document_id FROM changed""",
            uid=env.uid,
            now=env.cr.now(),
            ids=tuple(order_ids),
            states=tuple(states),
        )
    )
    env['store.intake.order'].invalidate_model(['state'], flush=False)
    return [row[0] for row in found]


def _flush(env):
    for name in ('store.intake.issue', 'store.intake.order'):
        env[name].flush_model()
