# Part of store_group. License LGPL-3.
from odoo.tools import SQL


def references(env):
    """Return [(table, column)] of all foreign keys to lots."""
    return env.execute_query(SQL(
        """SELECT con.conrelid::regclass::text, att.attname
             FROM pg_constraint con
             JOIN pg_attribute att ON att.attrelid = con.conrelid AND att.attnum = con.conkey[1]
            WHERE con.contype = 'f' AND con.confrelid = 'stock_lot'::regclass
         ORDER BY 1, 2"""))


def repoint(env, keep, gone):
    """Repoint all references to the lots with the ids `gone` to the lot `keep`, in every table of every app."""
    for table, name in references(env):
        table, column = SQL.identifier(table), SQL.identifier(name)
        env.cr.execute(SQL(  # delete rows that would become duplicates
            """DELETE FROM %s g USING %s k
                WHERE to_jsonb(g) - %s::text = to_jsonb(k) - %s::text AND g.%s IN %s AND k.%s = %s""",
            table, table, name, name, column, tuple(gone), column, keep))
        env.cr.execute(SQL('UPDATE %s SET %s = %s WHERE %s IN %s', table, column, keep, column, tuple(gone)))
    # lot costs are per company: each company keeps its own
    env.cr.execute(SQL(
        """UPDATE stock_lot k
              SET standard_price = COALESCE(k.standard_price, '{}') || (
                  SELECT jsonb_object_agg(g.company_id::text, g.standard_price -> g.company_id::text)
                    FROM stock_lot g WHERE g.id IN %s AND g.standard_price ? g.company_id::text)
            WHERE k.id = %s AND EXISTS (
                  SELECT FROM stock_lot g WHERE g.id IN %s AND g.standard_price ? g.company_id::text)""",
        tuple(gone), keep, tuple(gone)))
