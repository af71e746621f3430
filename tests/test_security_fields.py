# Part of store_group. License LGPL-3.
from odoo.tests import TransactionCase, new_test_user, tagged


@tagged('post_install', '-at_install')
class TestSecurityFields(TransactionCase):
    """Whoever may read a document of core may read all of it: no field of ours stands in their way."""

    def test_no_list_of_ours_breaks_reading_a_whole_document(self):
        """`record.read()` without names reads every field; a list of records one may not read fails it."""
        plain = new_test_user(
            self.env, 'fields_plain', 'sales_team.group_sale_salesman,stock.group_stock_user,account.group_account_readonly'
        )
        closed = []
        for name in self.env.registry:
            if name.startswith('store.') or self.env[name]._abstract or not self.env[name].with_user(plain).has_access('read'):
                continue
            for field in self.env[name]._fields.values():
                if (
                    str(field._module).startswith('store_group')
                    and field.type in ('one2many', 'many2many')
                    and self.env[name].with_user(plain)._has_field_access(field, 'read')
                    and not self.env[field.comodel_name].with_user(plain).has_access('read')
                ):
                    closed.append(str(field))
        self.assertEqual(closed, [])

    def test_a_salesman_without_a_role_reads_a_whole_order(self):
        salesman = new_test_user(self.env, 'fields_salesman', 'sales_team.group_sale_salesman')
        order = self.env['sale.order'].create(
            {'partner_id': self.env['res.partner'].create({'name': 'Buyer'}).id, 'user_id': salesman.id}
        )
        values = order.with_user(salesman).read()[0]
        self.assertEqual(values['name'], order.name)
        self.assertNotIn('store_intake_ids', values)
