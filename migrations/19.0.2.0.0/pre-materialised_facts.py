# Part of store_group. License LGPL-3.
from odoo.tools import SQL

# What the facts of 19.0.1.0.0 are named after; unit costs have triggers of their own and no table of notes.
FACTS = ('store_sale', 'store_stock', 'store_profit')
CRONS = {
    'store_sale': 'Store Group: refresh the facts about sales',
    'store_stock': 'Store Group: refresh the facts about stock',
    'store_profit': 'Store Group: refresh the facts about profit',
}


def migrate(cr, version):
    """Give the invalidation and the refresh of materialised facts their names.

    The triggers that wrote the old tables of notes go with them. The new ones are made as the models are loaded, and everything
    counts as invalidated then; what was noted of unit costs stays.
    """
    cr.execute(
        SQL(
            "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE t.tgname ~ '^store_(sale|stock|stock_cost|profit)_dirt_'"
        )
    )
    for table, trigger in cr.fetchall():
        cr.execute(SQL('DROP TRIGGER %s ON %s', SQL.identifier(trigger), SQL.identifier(table)))
        cr.execute(SQL('DROP FUNCTION %s()', SQL.identifier(trigger)))
    for facts in ('store_sale', 'store_stock'):  # what they were called with is one function of all
        cr.execute(SQL('DROP FUNCTION IF EXISTS %s(timestamp, int)', SQL.identifier(f'{facts}_day_of')))
    for facts in FACTS:
        cr.execute(SQL('DROP TABLE IF EXISTS %s', SQL.identifier(f'{facts}_dirt')))
        _rename_cron(cr, f'ir_cron_{facts}_fold', f'ir_cron_{facts}_refresh', CRONS[facts])


def _rename_cron(cr, old, new, label):
    """Its interval and whether it is active stay as a factory chose them."""
    for suffix in ('', '_ir_actions_server'):
        cr.execute(
            SQL("UPDATE ir_model_data SET name = %s WHERE module = 'store_group' AND name = %s", new + suffix, old + suffix)
        )
    cr.execute(
        SQL(
            """
        UPDATE ir_act_server AS action
           SET code = 'model._cron_refresh()', name = jsonb_build_object('en_US', %s)
          FROM ir_cron AS cron JOIN ir_model_data AS data ON data.model = 'ir.cron' AND data.res_id = cron.id
         WHERE action.id = cron.ir_actions_server_id AND data.module = 'store_group' AND data.name = %s
    """,
            label,
            new,
        )
    )
    cr.execute(
        SQL(
            """
        UPDATE ir_cron AS cron SET cron_name = %s
          FROM ir_model_data AS data
         WHERE data.model = 'ir.cron' AND data.res_id = cron.id AND data.module = 'store_group' AND data.name = %s
    """,
            label,
            new,
        )
    )
