# Part of store_group. License LGPL-3.
from odoo import models
from odoo.tools import SQL

# Entries that book the takings of a till: closing entries of sessions, cash counted into a journal, payments of invoices.
ENTRIES = SQL(
    """SELECT s.move_id AS entry_id, s.store_id FROM pos_session s
       UNION ALL SELECT b.move_id, s.store_id FROM account_bank_statement_line b JOIN pos_session s ON s.id = b.pos_session_id
       UNION ALL SELECT p.account_move_id, p.store_id FROM pos_payment p"""
)


class StoreAdoptionDecision(models.AbstractModel):
    """Entries of tills get the store of the till's orders and sessions."""

    _inherit = 'store.adoption.decision'

    def _orders_of_till_invoices(self, stage, scope, parents):
        """The one store of the till orders an invoice invoices."""
        cte = parents.get('pos_order')
        return self._only_one(
            SQL(
                'account_move d JOIN pos_order o ON o.account_move = d.id %s',
                SQL('LEFT JOIN %s q ON q.id = o.id', SQL.identifier(cte)) if cte else SQL(''),
            ),
            SQL('COALESCE(o.store_id, q.target, 0)') if cte else SQL('COALESCE(o.store_id, 0)'),
            stage,
            SQL('%s AND o.company_id = d.company_id', scope),
        )

    def _sessions_of_entries(self, stage, scope, parents):
        """The store of the session or payment whose takings an entry books."""
        return self._only_one(
            SQL('account_move d JOIN (%s) o ON o.entry_id = d.id', ENTRIES), SQL('COALESCE(o.store_id, 0)'), stage, scope
        )

    def _is_entry_of_another(self):
        """Override of `store_group`: entries that book takings belong to the session."""
        return SQL(
            '%s OR d.id IN (SELECT e.entry_id FROM (%s) e WHERE e.entry_id IS NOT NULL)', super()._is_entry_of_another(), ENTRIES
        )
