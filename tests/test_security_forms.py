# Part of store_group. License LGPL-3.
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .transfer_common import TransferCommon


@tagged('post_install', '-at_install')
class TestSecurityForms(TransferCommon):
    """Forms send every field of their view, empty where nothing was said: whoever may do the work can save them."""

    def test_a_transfer_is_made_in_its_form(self):
        product = self._product()
        with Form(self._as(self.taker, self.env['store.transfer'])) as form:
            form.source_store_id = self._as(self.taker, self.store_1)
            form.dest_store_id = self._as(self.taker, self.store_3)
            with form.line_ids.new() as line:
                line.product_id = self._as(self.taker, product)
                line.qty_requested = 2
        transfer = form.record
        transfer.action_submit()
        self.assertEqual((transfer.state, transfer.line_ids.qty_requested), ('submitted', 2))

    def test_what_only_acts_write_is_named_in_words(self):
        with self.assertRaisesRegex(AccessError, 'Reason of Rejection'):
            self._as(self.taker, self.env['store.transfer']).create(
                {'source_store_id': self.store_1.id, 'dest_store_id': self.store_3.id, 'refusal': 'mine'}
            )

    def test_a_quotation_of_who_works_in_one_store_is_his_stores(self):
        form = Form(self._as(self.taker, self.env['sale.order']))
        self.assertEqual(form.store_id, self.store_3)
        form.partner_id = self.customer
        self.assertEqual(form.save().store_id, self.store_3)
        form = Form(self._as(self.taker, self.env['crm.lead']))
        form.name = 'Asked'
        self.assertEqual(form.save().store_id, self.store_3)
        with self.assertRaisesRegex(UserError, 'Choose the store that looks after'):
            self._as(self.judge, self.env['crm.lead']).create({'name': 'Asked'})

    def test_who_works_in_several_stores_packs_for_the_one_whose_goods_they_are(self):
        product = self._product()
        picking = (
            self.env['stock.picking']
            .sudo()
            .create(
                {
                    'picking_type_id': self.warehouse_1.out_type_id.id,
                    'location_id': self.warehouse_1.lot_stock_id.id,
                    'location_dest_id': self.env.ref('stock.stock_location_customers').id,
                    'partner_id': self.customer.id,
                    'move_ids': [
                        (
                            0,
                            0,
                            {
                                'product_id': product.id,
                                'product_uom_qty': 2,
                                'location_id': self.warehouse_1.lot_stock_id.id,
                                'location_dest_id': self.env.ref('stock.stock_location_customers').id,
                            },
                        )
                    ],
                }
            )
        )
        picking.action_confirm()
        picking.action_assign()
        self._as(self.judge, picking).action_put_in_pack()
        self.assertEqual(picking.move_line_ids.result_package_id.store_id, self.store_1)

    def test_goods_of_the_own_store_are_scrapped_from_the_menu(self):
        product = self._product()
        form = Form(self._as(self.taker, self.env['stock.scrap']))
        form.product_id = product
        self.assertEqual(form.location_id, self.store_3.sudo().warehouse_id.lot_stock_id)
        form.save()

    def test_a_whole_transfer_is_read_by_who_may_not_read_charges(self):
        transfer, _products = self._ask(2)
        (values,) = self._as(self.taker, transfer).read()
        self.assertNotIn('charge_ids', values)
        self.assertIn('charge_ids', self._as(self.giver_boss, transfer).read()[0])

    def test_whatever_may_be_read_is_read_whole(self):
        """Without a list of fields: what the reader may not see is left out, as core leaves out fields of other groups."""
        transfer, _products = self._ask(2)
        looker = self._user('looker', 'base.group_user')
        self.env['store.member'].create(
            {'user_id': looker.id, 'role': 'auditor', 'store_id': self.store_3.id, 'date_from': self.store_1._today()}
        )
        failed = []
        for user in (self.taker, self.giver_boss, looker):
            for name in sorted(self.env.registry):
                model = self._as(user, self.env[name])
                ours = name.startswith('store.') or name in self.env['store.links']._store_links()
                if not ours or model._abstract or not model.has_access('read'):
                    continue
                try:
                    model.search([], limit=3).read()
                except AccessError as error:
                    failed.append((user.login, name, str(error)))
        self.assertFalse(failed)
        self.assertTrue(self._as(looker, transfer).read())

    def test_a_quotation_is_mailed_by_who_may_not_see_addresses(self):
        profile = self.env['store.role.profile'].create({'name': 'Packer', 'role': 'staff', 'see_customer_contacts': False})
        self.taker.sudo().email = 'packer@example.com'
        self.taker.sudo().store_member_ids.profile_id = profile
        customer = self.env['res.partner'].sudo().create({'name': 'Known', 'email': 'known@example.com'})
        order = self._as(self.taker, self.env['sale.order']).create({'partner_id': customer.id})
        action = order.action_quotation_send()
        composer = self._as(self.taker, self.env[action['res_model']]).with_context(**action['context']).create({})
        self.assertEqual(composer.author_id, self.taker.partner_id)
        Partner = self._as(self.taker, self.env['res.partner'])
        found = Partner._find_or_create_from_emails(['known@example.com', 'packer@example.com'], no_create=True)
        self.assertEqual([partner.id for partner in found], [False, self.taker.partner_id.id])
