# Part of store_group. License LGPL-3.
from datetime import datetime

from odoo import Command
from odoo.tools import SQL

from .common import StoreGroupCommon

STORE_TABLES = (
    'sale_order',
    'sale_order_line',
    'stock_picking',
    'stock_move',
    'stock_move_line',
    'account_move',
    'account_move_line',
    'account_payment',
    'account_analytic_line',
    'crm_lead',
    'crm_team',
    'stock_warehouse',
    'stock_location',
    'account_journal',
)


class AdoptionCommon(StoreGroupCommon):
    """A factory that ran before: two warehouses and two teams of no store, with orders of two years."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.warehouse_a = cls._warehouse('Lake', 'LAKE')
        cls.warehouse_b = cls._warehouse('Hill', 'HILL')
        cls.team_a = cls._team('Lake Team')
        cls.team_b = cls._team('Hill Team')
        cls.tag = cls.env['crm.tag'].sudo().create({'name': 'Fair'}).with_env(cls.env)
        cls.env.flush_all()

    @classmethod
    def _team(cls, name, company=None):
        return cls.env['crm.team'].sudo().create({'name': name, 'company_id': (company or cls.company).id}).with_env(cls.env)

    @classmethod
    def _past(cls, day, **vals):
        """Return an order of the past without store, its amounts and dates as core left them."""
        order = cls._order(**{'team_id': False, **vals})
        order.date_order = datetime.fromisoformat(f'{day} 09:00:00')
        return order

    def _adoption(self, *lines):
        """Return a takeover of these lines: dicts of `store.adoption.line` with `rules`, a list of values or records."""
        adoption = self.env['store.adoption'].create({'company_ids': [Command.set(self.company.ids)], 'tz': 'Asia/Shanghai'})
        for vals in lines:
            rules = vals.pop('rules')
            line = self.env['store.adoption.line'].create(
                {
                    'adoption_id': adoption.id,
                    'company_id': self.company.id,
                    'tz': 'Asia/Shanghai',
                    'name': vals.get('code'),
                    **vals,
                }
            )
            for rule in rules:
                value = {'prefix': rule} if isinstance(rule, str) else {'value_ref': f'{rule._name},{rule.id}'}
                self.env['store.adoption.rule'].create({'line_id': line.id, **value})
        return adoption

    def _work(self, adoption):
        """Do what the background would, in this transaction."""
        finished = self.env['store.adoption.worker'].sudo()._work(adoption.sudo())
        self.env.invalidate_all()
        return finished

    def _apply(self, adoption):
        adoption.action_preview()
        adoption.action_apply()
        self.assertTrue(self._work(adoption))
        self.assertEqual(adoption.state, 'done', adoption.error)

    def _columns(self):
        """Return {table: rows (id, store, stamps and amounts)} of everything a takeover may touch."""
        self.env.flush_all()
        extra = {
            'sale_order': ', store_day, amount_total, state',
            'sale_order_line': ', store_day, price_subtotal',
            'stock_move': ', store_day',
            'account_move': ', amount_total',
            'account_move_line': ', balance',
        }
        state = {}
        for table in STORE_TABLES:
            self.env.cr.execute(
                SQL(
                    'SELECT id, store_id, write_date, write_uid%s FROM %s ORDER BY id',
                    SQL(extra.get(table, '')),
                    SQL.identifier(table),
                )
            )
            state[table] = self.env.cr.fetchall()
        return state
