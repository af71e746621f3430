# Part of store_group. License LGPL-3.
from odoo import Command
from odoo.tests import tagged

from ..models.people import elevation
from .test_security_stock_work import StockWorkCommon


@tagged('post_install', '-at_install')
class TestSecurityForgetting(StockWorkCommon):
    """Elevated code sees all, its caller what they may; what is the same for both stays in the cache."""

    def setUp(self):
        super().setUp()
        self.goods = self._product()
        self.order = self._sell(self.bound, self.goods, 2)
        self.mine = self._as(self.bound, self.order)
        # a move of the line that its seller does not see: other shelves, another store's
        self.hidden = self.order.sudo().order_line.move_ids.copy(
            {
                'store_id': self.store_3.id,
                'location_id': self.warehouse_3.lot_stock_id.id,
                'picking_type_id': self.warehouse_3.out_type_id.id,
                'picking_id': False,
                'sale_line_id': self.order.order_line.id,
            }
        )
        self.env.flush_all()
        self.env.invalidate_all()

    def test_the_list_is_whole_above_and_thin_below(self):
        line = self.mine.order_line
        self.assertNotIn(self.hidden.id, line.move_ids.ids)
        seen = []

        def look(line):
            seen.extend(line.move_ids.ids)
            return True

        elevation.run(line, 'write', 'filtered', look)
        self.assertIn(self.hidden.id, seen, "read as the user before, yet whole for the superuser")
        self.assertNotIn(self.hidden.id, line.move_ids.ids, "and thin again for the user")

    def test_a_list_that_only_grew_is_whole_and_stays(self):
        """What a member makes is read from the database by nobody: the superuser goes on with what is known."""
        order = self._as(self.bound, self.env['sale.order']).create(
            {
                'partner_id': self.customer.id,
                'store_id': self.store_1.id,
                'order_line': [Command.create({'product_id': self.goods.id, 'product_uom_qty': 1})],
            }
        )
        self.env.flush_all()
        elevation._forget(order.env, whole_stays=True)
        with self.assertQueryCount(0):
            self.assertTrue(order.sudo().order_line)
            self.assertFalse(order.sudo().picking_ids or order.sudo().order_line.move_ids)
        elevation._forget(order.env)
        self.assertFalse(order.env.transaction.field_data[order._fields['order_line']], "but not beyond the act")

    def test_a_list_that_was_written_is_forgotten(self):
        """Core reads a list before it writes it, under the walls, and not by the way others read: it is noted too."""
        move = self.mine.order_line.move_ids
        other = move.sudo().copy({'picking_id': move.picking_id.id})
        (move | other).sudo().move_dest_ids = self.hidden  # a move of theirs names it before
        self.env.flush_all()
        self.env.invalidate_all()
        move.write({'move_dest_ids': [Command.link(other.id)]})
        self.assertIn(move.id, self.env.cr.cache[elevation.READ][move._fields['move_dest_ids']])
        seen = []
        elevation.run(move, 'write', 'filtered', lambda item: seen.extend(item.move_dest_ids.ids) or True)
        self.assertLessEqual({self.hidden.id, other.id}, set(seen))

    def test_what_is_the_same_for_all_stays(self):
        line, product = self.mine.order_line, self._as(self.bound, self.goods)
        line.mapped('name'), product.mapped('categ_id.name')
        elevation._forget(line.env, across=True)
        with self.assertQueryCount(0):
            line.mapped('name'), product.mapped('categ_id.name')

    def test_what_waits_to_be_written_is_not_lost(self):
        line = self.mine.order_line
        line.name = 'Waits'
        elevation._forget(line.env, across=True)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(line.name, 'Waits')

    def test_every_list_behind_our_rules_is_forgotten(self):
        """From the registry: no list of documents of a store is left out, nor what is computed from one."""
        behind = self.env['ir.rule']._fields_behind_walls(False)
        for model, names in {
            'sale.order': ('order_line', 'picking_ids', 'invoice_ids', 'store_transfer_ids'),
            'sale.order.line': ('move_ids', 'invoice_lines', 'qty_to_deliver', 'virtual_available_at_date'),
            'stock.picking': ('move_ids', 'move_line_ids', 'backorder_ids'),
            'stock.move': ('move_line_ids', 'move_orig_ids', 'move_dest_ids', 'availability'),
            'product.product': ('stock_quant_ids', 'stock_move_ids', 'qty_available', 'total_value'),
            'account.move': ('line_ids', 'invoice_line_ids'),
        }.items():
            for name in names:
                with self.subTest(field=f'{model}.{name}'):
                    self.assertIn(self.env[model]._fields[name], behind)
        for model, name in (('product.product', 'uom_id'), ('sale.order.line', 'product_id'), ('stock.move', 'state')):
            self.assertNotIn(self.env[model]._fields[name], behind)

    def test_a_new_rule_is_noticed(self):
        behind = self.env['ir.rule']._fields_behind_walls(False)
        field = self.env['res.country']._fields['state_ids']
        self.assertNotIn(field, behind)
        self.env['ir.rule'].sudo().create(
            {
                'name': 'Walled',
                'model_id': self.env['ir.model']._get_id('res.country.state'),
                'domain_force': "[('create_uid', '=', user.id)]",
            }
        )
        self.assertIn(field, self.env['ir.rule']._fields_behind_walls(False))


@tagged('post_install', '-at_install')
class TestSecurityCost(StockWorkCommon):
    """What the walls cost, in queries: seconds depend on the machine."""

    def _queries(self, act):
        """Return how many queries it takes, everything written and nothing in the cache before."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        act()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_a_member_makes_and_confirms_an_order(self):
        """Created and confirmed by a member, an order costs hardly more than by somebody nobody walls in."""
        products = [self._product() for _number in range(5)]

        def sell(user):
            order = self._as(user, self.env['sale.order']).create(
                {
                    'partner_id': self.customer.id,
                    'store_id': self.store_1.id,
                    'warehouse_id': self.warehouse_1.id,
                    'order_line': [Command.create({'product_id': product.id, 'product_uom_qty': 1}) for product in products],
                }
            )
            order.action_confirm()
            self.env.flush_all()
            return order

        for user in (self.free, self.bound):
            sell(user)  # rules, groups and sequences are in the caches of the server
        free = self._queries(lambda: sell(self.free))
        self.env.invalidate_all()
        with self.assertQueryCount(free + 2):
            sell(self.bound)
