# Part of store_group. License LGPL-3.
"""The orders of shops and days, counted and summed; their documents; and the days themselves."""

from decimal import Decimal

from odoo.tools import SQL

from ....engine.intake.proof import Apart, Sums

# An order somebody refused arrived all the same, and so did one that was called off before it was taken in; one refused by
# itself was not theirs to send, or became a refund.
COUNTED = SQL(
    """(o.state != 'refused' OR o.refused_by_id IS NOT NULL OR EXISTS (
        SELECT 1 FROM store_intake_issue l
         WHERE l.order_id = o.id AND l.code IN ('cancelled_at_source', 'unpaid_at_source', 'refunded_at_source')))"""
)
WAITING = SQL(
    """(o.state IN ('new', 'question', 'ready', 'conflict') OR EXISTS (
        SELECT 1 FROM store_intake_issue i
         WHERE i.order_id = o.id AND i.state = 'open' AND (i.severity = 'error' OR i.stays)))"""
)
OF_DAY = SQL(
    """o.channel_id = p.channel_id AND o.told_day = p.day AND o.store_id IS NOT DISTINCT FROM p.store_id
       AND o.told_currency = c.name AND %s""",
    COUNTED,
)


def sums_between(env, first, last, channels=None, waits=True):
    """Return {(channel id, store id or None, day, code of the currency): Sums} of the orders of these days.

    :param channels: ids; None: all
    :param bool waits: whether to count those that wait, which takes a look at the questions of each
    """
    rows = env.execute_query(
        SQL(
            """SELECT o.channel_id, o.store_id, o.told_day, o.told_currency, count(*), COALESCE(sum(o.told_total), 0),
                      %s
                 FROM store_intake_order o
                WHERE o.told_day BETWEEN %s AND %s AND %s AND %s
                GROUP BY 1, 2, 3, 4""",
            SQL('count(*) FILTER (WHERE %s)', WAITING) if waits else SQL('0'),
            first,
            last,
            COUNTED,
            SQL('TRUE') if channels is None else SQL('o.channel_id = ANY(%s)', list(channels)),
        )
    )
    return {tuple(key): Sums(count, Decimal(total), waiting) for *key, count, total, waiting in rows}


def suspects_between(env, first, last, channels=None):
    """Return [(key as in `sums_between`, order id, Apart)] of orders made whose sale order is gone, cancelled, or comes to else.

    With or without tax: contents without a total may name prices before tax. Whether they are apart, their contents say.
    An order that is added up with others comes to what it brought; what their sale orders come to beside that is the first's.
    """
    rows = env.execute_query(
        SQL(
            """WITH day AS (
                   SELECT DISTINCT s.summary_key AS key FROM store_intake_order o JOIN sale_order s ON s.id = o.sale_order_id
                    WHERE o.told_day BETWEEN %(first)s AND %(last)s AND %(channels)s AND s.summary_key IS NOT NULL),
               made AS (
                   SELECT d.key, sum(s.amount_total) AS total, sum(s.amount_untaxed) AS untaxed
                     FROM day d JOIN sale_order s ON s.summary_key = d.key WHERE s.state != 'cancel' GROUP BY 1),
               brought AS (
                   SELECT d.key, min(o.id) AS first, sum(o.summary_total) AS total, sum(o.summary_untaxed) AS untaxed
                     FROM day d JOIN sale_order s ON s.summary_key = d.key JOIN store_intake_order o ON o.sale_order_id = s.id
                    WHERE s.state != 'cancel' GROUP BY 1)
               SELECT o.channel_id, o.store_id, o.told_day, o.told_currency, o.id, COALESCE(o.told_total, 0),
                      CASE WHEN s.state != 'cancel' THEN here.total END, here.untaxed
                 FROM store_intake_order o
                 LEFT JOIN sale_order s ON s.id = o.sale_order_id
                 LEFT JOIN res_currency m ON m.id = s.currency_id
                 LEFT JOIN brought b ON b.key = s.summary_key
                 LEFT JOIN made a ON a.key = s.summary_key
                CROSS JOIN LATERAL (SELECT
                      CASE WHEN s.summary_key IS NULL THEN s.amount_total
                           WHEN o.id = b.first THEN o.summary_total + a.total - b.total ELSE o.summary_total END AS total,
                      CASE WHEN s.summary_key IS NULL THEN s.amount_untaxed WHEN o.id = b.first
                           THEN o.summary_untaxed + a.untaxed - b.untaxed ELSE o.summary_untaxed END AS untaxed
                ) here
                WHERE o.told_day BETWEEN %(first)s AND %(last)s AND %(counted)s
                  AND o.state IN ('done', 'conflict') AND %(channels)s
                  AND (s.id IS NULL OR s.state = 'cancel' OR NOT COALESCE(
                      round(o.told_total, m.decimal_places) IN (round(here.total, m.decimal_places),
                                                                round(here.untaxed, m.decimal_places)), FALSE))
                  AND (o.state = 'done' OR s.id IS NOT NULL)""",
            first=first,
            last=last,
            counted=COUNTED,
            channels=SQL('TRUE') if channels is None else SQL('o.channel_id = ANY(%s)', list(channels)),
        )
    )
    return [
        (tuple(key), number, Apart(Decimal(told), Decimal(here or 0), Decimal(untaxed or 0), here is None))
        for *key, number, told, here, untaxed in rows
    ]


def others(env, proofs):
    """Return the ids of those whose named orders are not exactly ours, or come to something else."""
    named = env['store.intake.proof'].browse(proofs)
    rows = env.execute_query(
        SQL(
            """SELECT p.id FROM store_intake_proof p JOIN res_currency c ON c.id = p.currency_id
                WHERE p.id = ANY(%s) AND p.told_orders IS NOT NULL AND EXISTS (
                      SELECT 1 FROM jsonb_each_text(p.told_orders) said
                        FULL JOIN (SELECT o.external_id, o.told_total FROM store_intake_order o WHERE %s) ours
                               ON ours.external_id = said.key
                       WHERE said.key IS NULL OR ours.external_id IS NULL
                          OR (said.value IS NOT NULL AND round(said.value::numeric, c.decimal_places)
                              IS DISTINCT FROM round(ours.told_total, c.decimal_places)))""",
            named.ids,
            OF_DAY,
        )
    )
    return {number for (number,) in rows}


def orders_of(env, proof):
    """Return {number: total or None} of the orders of one shop and day."""
    rows = env.execute_query(
        SQL(
            """SELECT o.external_id, o.told_total
                 FROM store_intake_proof p JOIN res_currency c ON c.id = p.currency_id JOIN store_intake_order o ON %s
                WHERE p.id = %s""",
            OF_DAY,
            proof.id,
        )
    )
    return dict(rows)


def documents_of(env, proof, missing, stores=None):
    """Return the ids of the documents that brought orders of one shop and day, or one of the `missing` numbers, newest first.

    Of documents with the same content it is the newest.

    :param stores: ids of the stores whose missing numbers count, without those of no store; None: all
    """
    rows = env.execute_query(
        SQL(
            """SELECT max(d.id)
                 FROM store_intake_document d
                WHERE d.channel_id = %(channel)s AND d.redacted_on IS NULL AND d.state != 'failed' AND d.again_of_id IS NULL
                  AND d.id IN (
                      SELECT a.document_id
                        FROM store_intake_proof p JOIN res_currency c ON c.id = p.currency_id
                        JOIN store_intake_order o ON %(of_day)s JOIN store_intake_arrival a ON a.order_id = o.id
                       WHERE p.id = %(proof)s
                      UNION
                      SELECT a.document_id
                        FROM store_intake_arrival a JOIN store_intake_document m ON m.id = a.document_id
                        LEFT JOIN store_intake_order t ON t.id = a.order_id
                       WHERE m.channel_id = %(channel)s AND a.external_id = ANY(%(missing)s) AND %(theirs)s)
                GROUP BY d.checksum ORDER BY 1 DESC""",
            channel=proof.channel_id.id,
            proof=proof.id,
            of_day=OF_DAY,
            missing=list(missing),
            theirs=SQL('TRUE') if stores is None else SQL('t.store_id = ANY(%s)', [number for number in stores if number]),
        )
    )
    return [number for (number,) in rows]


def shops_of(env, document):
    """Return [(store id or None, day, id of the currency, count, total)] of the orders one document brought."""
    return env.execute_query(
        SQL(
            """SELECT o.store_id, o.told_day, c.id, count(*), COALESCE(sum(o.told_total), 0)
                 FROM store_intake_order o JOIN res_currency c ON c.name = o.told_currency
                WHERE o.told_day IS NOT NULL AND %s
                  AND o.id IN (SELECT a.order_id FROM store_intake_arrival a WHERE a.document_id = %s)
                GROUP BY 1, 2, 3""",
            COUNTED,
            document.id,
        )
    )


def make_days(env, keys):
    """Make the days that are not there yet: (channel id, store id or None, day, id of the currency) each."""
    if not keys:
        return
    env['store.intake.proof'].flush_model()
    env.cr.execute(
        SQL(
            """INSERT INTO store_intake_proof (channel_id, store_id, day, currency_id, told_count, told_total, is_total_told,
                                               create_uid, write_uid, create_date, write_date)
               SELECT x.channel_id, x.store_id, x.day, x.currency_id, 0, 0, FALSE, %(uid)s, %(uid)s, %(now)s, %(now)s
                 FROM (VALUES %(rows)s) AS x (channel_id, store_id, day, currency_id)
               ON CONFLICT DO NOTHING""",
            uid=env.uid,
            now=env.cr.now(),
            rows=SQL(', ').join(
                SQL('(%s::int, %s::int, %s::date, %s::int)', channel, store or None, day, currency)
                for channel, store, day, currency in sorted(set(keys), key=str)
            ),
        )
    )


def days_without(env, first):
    """Return the keys, as in `make_days`, of orders since a day whose day is not there yet; not of a channel's history."""
    return env.execute_query(
        SQL(
            """SELECT o.channel_id, o.store_id, o.told_day, c.id
                 FROM store_intake_order o
                 JOIN store_channel h ON h.id = o.channel_id JOIN res_currency c ON c.name = o.told_currency
                WHERE o.told_day >= %s AND (h.history_until IS NULL OR o.told_day > h.history_until) AND %s
                  AND NOT EXISTS (SELECT 1 FROM store_intake_proof p
                                   WHERE p.channel_id = o.channel_id AND p.store_id IS NOT DISTINCT FROM o.store_id
                                     AND p.day = o.told_day AND p.currency_id = c.id)
                GROUP BY 1, 2, 3, 4""",
            first,
            COUNTED,
        )
    )
