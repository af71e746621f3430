# Part of store_group. License LGPL-3.
"""Quantities of transfers read from stock moves: one query each, for any number of lines."""

from odoo.tools import SQL

MOVED = {
    'stock.move': ['state', 'transfer_line_id', 'transfer_step'],
    'stock.move.line': [
        'move_id',
        'product_id',
        'location_id',
        'location_dest_id',
        'lot_id',
        'owner_id',
        'package_id',
        'result_package_id',
        'quantity_product_uom',
    ],
}


def _flush(env, names):
    for model, fields in names.items():
        env[model].flush_model(fields)


def moved(env, line_ids):
    """Return [(line, step, place, place to, product, lot, owner, box, box to, quantity)] of the done moves of these lines.

    The oldest come first.
    """
    if not line_ids:
        return []
    _flush(env, MOVED)
    return env.execute_query(
        SQL(
            """
        SELECT move.transfer_line_id, move.transfer_step, item.location_id, item.location_dest_id, item.product_id,
               item.lot_id, item.owner_id, item.package_id, item.result_package_id, SUM(item.quantity_product_uom)
          FROM stock_move move JOIN stock_move_line item ON item.move_id = move.id
         WHERE move.transfer_line_id IN %s AND move.state = 'done'
      GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
      ORDER BY MIN(item.id)
        """,
            tuple(line_ids),
        )
    )


def due(env, product_ids, place_ids, states):
    """Return {(place, product, lot, owner, box): quantity} of transfers in these states at the places."""
    _flush(env, {**MOVED, 'store.transfer': ['state'], 'store.transfer.line': ['transfer_id', 'product_id']})
    rows = env.execute_query(
        SQL(
            """
        WITH moved AS (
            SELECT item.*
              FROM store_transfer transfer
              JOIN store_transfer_line line ON line.transfer_id = transfer.id
              JOIN stock_move move ON move.transfer_line_id = line.id AND move.state = 'done'
              JOIN stock_move_line item ON item.move_id = move.id
             WHERE transfer.state IN %(states)s AND item.product_id IN %(products)s)
        SELECT place, product, lot, owner, box, SUM(quantity)
          FROM (SELECT location_dest_id AS place, product_id AS product, lot_id AS lot, owner_id AS owner,
                       result_package_id AS box, quantity_product_uom AS quantity FROM moved
                 UNION ALL
                SELECT location_id, product_id, lot_id, owner_id, package_id, -quantity_product_uom FROM moved) parts
         WHERE place IN %(places)s
      GROUP BY 1, 2, 3, 4, 5
        """,
            states=tuple(states),
            products=tuple(product_ids),
            places=tuple(place_ids),
        )
    )
    return {tuple(key): quantity for *key, quantity in rows}


def in_use(env, place_ids, between_id, states):
    """Return the ids of the places where a transfer in one of these states may have goods.

    These are the company's own transit location, the one between companies, and every location such goods were in,
    as the company's transit location may have changed. Any other transit location is core's.

    :param int between_id: the location between companies
    """
    _flush(
        env,
        {
            **MOVED,
            'store.transfer': ['state', 'source_company_id', 'dest_company_id'],
            'store.transfer.line': ['transfer_id'],
            'res.company': ['internal_transit_location_id'],
        },
    )
    return {
        place
        for (place,) in env.execute_query(
            SQL(
                """
        SELECT place.id
          FROM stock_location place
         WHERE place.id IN %(places)s AND (
               EXISTS (
                SELECT FROM store_transfer transfer JOIN res_company company ON company.id = transfer.source_company_id
                 WHERE transfer.state IN %(states)s AND (
                       company.internal_transit_location_id = place.id
                    OR place.id = %(between)s AND transfer.source_company_id != transfer.dest_company_id))
            OR EXISTS (
                SELECT FROM store_transfer transfer
                  JOIN store_transfer_line line ON line.transfer_id = transfer.id
                  JOIN stock_move move ON move.transfer_line_id = line.id AND move.state = 'done'
                  JOIN stock_move_line item ON item.move_id = move.id
                 WHERE transfer.state IN %(states)s AND item.location_dest_id = place.id))
        """,
                places=tuple(place_ids),
                states=tuple(states),
                between=between_id,
            )
        )
    }
