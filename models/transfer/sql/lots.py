# Part of store_group. License LGPL-3.
from odoo.tools import SQL


def references(env):
    """Return [(table, column)] of all foreign keys to lots."""
    return env.execute_query(
        SQL(
            """SELECT con.conrelid::regclass::text, att.attname
             FROM pg_constraint con
             JOIN pg_attribute att ON att.attrelid = con.conrelid AND att.attnum = con.conkey[1]
            WHERE con.contype = 'f' AND con.confrelid = 'stock_lot'::regclass
         ORDER BY 1, 2"""
        )
    )


def named(env):
    """Return [(table, column of the model, column of the id)] of all stored references to records of any model."""
    return sorted(
        (Model._table, field.model_field, field.name)
        for Model in env.registry.values()
        if Model._auto and not Model._abstract
        for field in Model._fields.values()
        if field.type == 'many2one_reference' and field.store and Model._fields[field.model_field].store
    )


def follow(env, keep, gone):
    """Move messages, attachments, activities, followers and external ids of the lots `gone` to the lot `keep`."""
    env.cr.execute(
        SQL(
            """DELETE FROM mail_followers g USING mail_followers k
            WHERE g.res_model = 'stock.lot' AND k.res_model = 'stock.lot' AND g.partner_id = k.partner_id AND g.res_id IN %s
              AND (k.res_id = %s OR k.res_id IN %s AND k.res_id < g.res_id)""",
            tuple(gone),
            keep,
            tuple(gone),
        )
    )
    for table, model, name in named(env):
        table, model, name = SQL.identifier(table), SQL.identifier(model), SQL.identifier(name)
        env.cr.execute(
            SQL("UPDATE %s SET %s = %s WHERE %s = 'stock.lot' AND %s IN %s", table, name, keep, model, name, tuple(gone))
        )


def repoint(env, keep, gone):
    """Repoint all references to the lots with the ids `gone` to the lot `keep`, in every table of every app."""
    follow(env, keep, gone)
    for table, name in references(env):
        table, column = SQL.identifier(table), SQL.identifier(name)
        env.cr.execute(
            SQL(  # delete rows that would become duplicates
                """DELETE FROM %s g USING %s k
                WHERE to_jsonb(g) - %s::text = to_jsonb(k) - %s::text AND g.%s IN %s AND k.%s = %s""",
                table,
                table,
                name,
                name,
                column,
                tuple(gone),
                column,
                keep,
            )
        )
        env.cr.execute(SQL('UPDATE %s SET %s = %s WHERE %s IN %s', table, column, keep, column, tuple(gone)))
    # lot costs are per company: each company keeps its own
    env.cr.execute(
        SQL(
            """UPDATE stock_lot k
              SET standard_price = COALESCE(k.standard_price, '{}') || (
                  SELECT jsonb_object_agg(g.company_id::text, g.standard_price -> g.company_id::text)
                    FROM stock_lot g WHERE g.id IN %s AND g.standard_price ? g.company_id::text)
            WHERE k.id = %s AND EXISTS (
                  SELECT FROM stock_lot g WHERE g.id IN %s AND g.standard_price ? g.company_id::text)""",
            tuple(gone),
            keep,
            tuple(gone),
        )
    )
