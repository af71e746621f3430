# Part of store_group. License LGPL-3.
"""Lets one transaction act on a record at a time, where what it decides by is not the record itself."""

from odoo.tools import SQL


def rows(records):
    """Claim records until the end of the transaction: another one that claims them waits, and is then done again.

    A lock alone lets whoever waited go on with what it saw before; a row written meanwhile does not. No value changes.
    """
    records.flush_recordset()
    if records:
        table = SQL.identifier(records._table)
        claimed = SQL("UPDATE %s SET write_date = write_date WHERE id IN %s", table, records._ids)
        records.env.cr.execute(claimed, log_exceptions=False)  # whoever comes second is done again: no error
