# Part of store_group. License LGPL-3.
"""Install and uninstall. The columns on core's large tables are created empty, without recomputing a row."""

from odoo.tools import SQL, sql

from . import beside
from .models.stores.sql import store_day
from .report import store_profit_invalidation, store_sale_invalidation, store_stock_invalidation

# Empty means: headquarters, no history. Nothing is filled on installation.
COLUMNS = {
    'sale_order': {
        'store_id': 'int4',
        'store_channel_id': 'int4',
        'store_day': 'date',
        'store_hour': 'int4',
        'is_history': 'bool',
        'is_brushing': 'bool',
    },
    'sale_order_line': {'store_id': 'int4', 'store_channel_id': 'int4', 'store_day': 'date', 'is_history': 'bool'},
    'crm_team': {'store_id': 'int4'},
    'crm_lead': {'store_id': 'int4'},
    'stock_warehouse': {'store_id': 'int4'},
    'stock_location': {'store_id': 'int4'},
    'stock_picking': {'store_id': 'int4'},
    'stock_move': {'store_id': 'int4', 'store_day': 'date'},
    'stock_move_line': {'store_id': 'int4'},
    'account_journal': {'store_id': 'int4'},
    'account_move': {'store_id': 'int4'},
    'account_move_line': {'store_id': 'int4', 'store_transfer_line_id': 'int4', 'store_charge_id': 'int4'},
    'account_payment': {'store_id': 'int4'},
    'account_analytic_line': {'store_id': 'int4'},
}


def pre_init_hook(env):
    """Create the columns before the registry sees them: an existing column is not recomputed."""
    make_columns(env, COLUMNS)


def make_columns(env, columns_of):
    """Create the missing columns of {table: {column: kind}}; for bridges too."""
    for table, columns in columns_of.items():
        for column, kind in columns.items():
            if not sql.column_exists(env.cr, table, column):
                env.cr.execute(SQL('ALTER TABLE %s ADD COLUMN %s %s', SQL.identifier(table), SQL.identifier(column), SQL(kind)))


def post_init_hook(env):
    """Tell every process that rules and groups have changed; install the bridges of the installed apps."""
    env.registry.clear_cache()
    beside.install_due(env)


def uninstall_hook(env):
    """Remove what none of our XML ids covers, so that core is as before.

    - the facts behind the reports and their triggers;
    - parameters written by code;
    - the XML ids of our own records: their tables are dropped as a whole, one by one they would block each other;
    - what mail, portal and others recorded about our models, which core does not remove.
    """
    store_profit_invalidation.uninstall(env)
    store_sale_invalidation.uninstall(env)
    store_stock_invalidation.uninstall(env)
    store_day.uninstall(env)
    env['ir.config_parameter'].sudo().search([('key', '=like', 'store_group.%')]).unlink()
    ours = [name for name, model in env.items() if model._original_module == 'store_group' and name.startswith('store.')]
    env.cr.execute(SQL("DELETE FROM ir_model_data WHERE module = 'store_group' AND model IN %s", tuple(ours)))
    pattern = '|'.join(f'__{name.replace(".", "_")}__' for name in ours)
    env.cr.execute(
        SQL(
            "DELETE FROM ir_model_data WHERE module != 'store_group' "
            "AND model IN ('ir.model.inherit', 'ir.model.fields.selection') AND name ~ %s",
            pattern,
        )
    )
    env.registry.clear_cache()
