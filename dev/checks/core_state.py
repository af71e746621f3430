# Part of store_group. License LGPL-3.
"""State of core that must be the same after uninstalling: schema, rules, views, menus, settings, as sorted text lines.

`python core_state.py "host=... dbname=..."` prints them; two prints are compared before installation
and after uninstallation. Records are named by their XML id, never by number. Left out: what a user
does with the add-on (orders, partners, warehouses) and what Odoo rewrites by itself (sequences'
counters, attachments of assets, dates).
"""

import sys

# Numbers in views are ids of actions.
QUERIES = {
    'column': """
        SELECT table_name, column_name, data_type, is_nullable, column_default
        FROM information_schema.columns WHERE table_schema = 'public'""",
    'index': "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    'constraint': """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace""",
    'trigger': """
        SELECT tgrelid::regclass::text, tgname, tgenabled, pg_get_triggerdef(oid) FROM pg_trigger
        WHERE NOT tgisinternal""",
    'function': """
        SELECT oid::regprocedure::text, md5(prosrc) FROM pg_proc WHERE pronamespace = 'public'::regnamespace""",
    'table': "SELECT relname, relkind FROM pg_class WHERE relnamespace = 'public'::regnamespace",
    'extension': "SELECT extname FROM pg_extension",
    'xmlid': "SELECT module, name, model, noupdate FROM ir_model_data WHERE name != 'module_store_group'",
    'model': "SELECT model, name::text FROM ir_model",
    'field': "SELECT model, name, ttype, relation, store, copied, \"index\" FROM ir_model_fields",
    'rule': """
        SELECT x.module, x.name, r.name, r.domain_force, r.active, r.global, r.perm_read, r.perm_write,
               r.perm_create, r.perm_unlink
        FROM ir_rule r LEFT JOIN ir_model_data x ON x.model = 'ir.rule' AND x.res_id = r.id""",
    'rule group': """
        SELECT x.name, g.name FROM rule_group_rel l
        JOIN ir_model_data x ON x.model = 'ir.rule' AND x.res_id = l.rule_group_id
        JOIN ir_model_data g ON g.model = 'res.groups' AND g.res_id = l.group_id""",
    'access': """
        SELECT x.module, x.name, a.active, a.perm_read, a.perm_write, a.perm_create, a.perm_unlink
        FROM ir_model_access a LEFT JOIN ir_model_data x ON x.model = 'ir.model.access' AND x.res_id = a.id""",
    'view': r"""
        SELECT x.module, x.name, v.name, v.model, v.active, v.priority, md5(regexp_replace(v.arch_db::text, '\d+', '#', 'g'))
        FROM ir_ui_view v LEFT JOIN ir_model_data x ON x.model = 'ir.ui.view' AND x.res_id = v.id""",
    'menu': """
        SELECT x.module, x.name, m.name::text, split_part(m.action, ',', 1), m.active, m.sequence
        FROM ir_ui_menu m LEFT JOIN ir_model_data x ON x.model = 'ir.ui.menu' AND x.res_id = m.id""",
    'action': """
        SELECT a.type, a.name::text, m.model FROM ir_actions a LEFT JOIN ir_model m ON m.id = a.binding_model_id""",
    'cron': """
        SELECT x.module, x.name, c.active, c.interval_number, c.interval_type
        FROM ir_cron c LEFT JOIN ir_model_data x ON x.model = 'ir.cron' AND x.res_id = c.id""",
    'default': """
        SELECT f.model, f.name, d.json_value, d.condition FROM ir_default d
        JOIN ir_model_fields f ON f.id = d.field_id""",
    'parameter': """
        SELECT key, value FROM ir_config_parameter
        WHERE key NOT IN ('database.secret', 'database.uuid', 'database.create_date', 'base.login_cooldown_after')""",
    'precision': "SELECT name, digits FROM decimal_precision",
    'group': """
        SELECT x.module, x.name, g.name::text, g.share, g.api_key_duration
        FROM res_groups g LEFT JOIN ir_model_data x ON x.model = 'res.groups' AND x.res_id = g.id""",
    'implied': """
        SELECT x.name, y.name FROM res_groups_implied_rel l
        JOIN ir_model_data x ON x.model = 'res.groups' AND x.res_id = l.gid
        JOIN ir_model_data y ON y.model = 'res.groups' AND y.res_id = l.hid""",
    'module': "SELECT name, state FROM ir_module_module WHERE state != 'uninstalled'",
}


def core_state(connection):
    """Return {kind: sorted list of tuples of text} for an open psycopg2 connection."""
    state = {}
    with connection.cursor() as cursor:
        for kind, query in QUERIES.items():
            cursor.execute(query)
            state[kind] = sorted(tuple(str(value) for value in row) for row in cursor.fetchall())
    return state


def differences(before, after):
    """Return lines '- kind: row' and '+ kind: row' for removed and added rows."""
    lines = []
    for kind in QUERIES:
        lines += [f'- {kind}: {" | ".join(row)}' for row in sorted(set(before[kind]) - set(after[kind]))]
        lines += [f'+ {kind}: {" | ".join(row)}' for row in sorted(set(after[kind]) - set(before[kind]))]
    return lines


def main(before_dsn, after_dsn):
    """Compare two databases; print the differences and return their number."""
    import psycopg2

    states = []
    for dsn in (before_dsn, after_dsn):
        connection = psycopg2.connect(dsn)
        states.append(core_state(connection))
        connection.close()
    lines = differences(*states)
    print('\n'.join(lines))
    return len(lines)


if __name__ == '__main__':
    raise SystemExit(min(main(*sys.argv[1:3]), 100))
