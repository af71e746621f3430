# Part of store_group. License LGPL-3.
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .test_ordering_progress import ProgressCommon


@tagged('post_install', '-at_install')
class TestOrderingDetails(ProgressCommon):
    """What belongs to an order comes from the order: where it goes, who gets it, what was written."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shop.write({'customer_policy': 'per_buyer', 'create_missing': True})

    def _buyer(self, street, city, phone, name='Buyer', **values):
        return {
            'external_id': 'B7',
            'name': name,
            'phone': phone,
            'address': {'country': 'CN', 'city': city, 'street': street},
            **values,
        }

    def _place(self, number):
        partner = self._sale(number).picking_ids.partner_id
        return partner.street, partner.city, partner.phone

    def test_each_delivery_goes_to_the_address_of_its_order(self):
        self._send('1', customer=self._buyer('Old Road 1', 'Beijing', '111'), confirm=True)
        self._send('2', customer=self._buyer('New Road 2', 'Shanghai', '222'), confirm=True)
        self._send('3', customer=self._buyer('Old Road 1', 'Beijing', '111'), confirm=True)
        self.assertEqual(self._place('1'), ('Old Road 1', 'Beijing', '111'))
        self.assertEqual(self._place('2'), ('New Road 2', 'Shanghai', '222'))
        self.assertEqual(self._sale('1').partner_id, self._sale('2').partner_id)
        self.assertEqual(self._sale('3').partner_shipping_id, self._sale('1').partner_shipping_id, 'the same address again')
        self._sale('1').partner_id.street = 'Moved 9'
        self.assertEqual(self._place('1'), ('Old Road 1', 'Beijing', '111'))

    def test_a_chinese_address_in_one_text_is_divided(self):
        buyer = {'external_id': 'B8', 'name': 'Li', 'address': {'street': '浙江省杭州市西湖区文三路1号'}}
        self._send('1', customer=buyer, confirm=True)
        sale = self._sale('1')
        for contact in (sale.partner_id, sale.picking_ids.partner_id):
            self.assertEqual(
                (contact.country_id.code, contact.state_id.name, contact.city, contact.street2, contact.street),
                ('CN', '浙江省', '杭州市', '西湖区', '文三路1号'),
            )

    def test_an_address_is_nobody_else_s(self):
        self.shop.customer_policy = 'collective'
        self._send('1', customer=self._buyer('Third Road 3', 'Wuhan', '333'), confirm=True)
        sale = self._sale('1')
        self.assertEqual(self._place('1'), ('Third Road 3', 'Wuhan', '333'))
        self.assertEqual((sale.partner_id, sale.partner_id.street), (self.shop.collective_partner_id, False))
        self.assertFalse(sale.partner_shipping_id.active, 'no customer to be found by it')
        self.assertEqual(sale.partner_id.address_get(['delivery'])['delivery'], sale.partner_id.id)
        picking = sale.picking_ids.sudo()
        slip = (
            self.env['ir.qweb']
            .sudo()
            ._render('stock.report_delivery_document', {'o': picking, 'docs': picking}, minimal_qcontext=False)
        )
        self.assertIn('Third Road 3', str(slip))

    def test_a_masked_recipient_is_no_contact(self):
        before = self.env['res.partner'].with_context(active_test=False).search_count([])
        for number, street in (('1', '幸福路**号'), ('2', '人民路**号')):
            self._send(
                number,
                confirm=True,
                status='paid',
                customer={
                    'name': '李**',
                    'phone': '138****0074',
                    'address': {'city': '杭州市', 'street': street},
                    'recipient_key': f'OAID-{number}',
                },
            )
            details = self._sale(number).sudo().store_details_ids
            self.assertEqual(
                (details.recipient, details.street, details.recipient_key, details.is_masked),
                ('李**', street, f'OAID-{number}', True),
            )
            note = self._sale(number).picking_ids.sudo().store_order_note
            self.assertIn('Printed by the platform', note)
            self.assertIn(street, note)
        self.assertEqual(self._sale('1').partner_id, self.shop.collective_partner_id)
        self.assertEqual(self.env['res.partner'].with_context(active_test=False).search_count([]), before + 1)
        self._send('3', customer={'external_id': 'NICK7', 'name': '李**', 'phone': '138****0074'})
        buyer = self._sale('3').partner_id
        self.assertEqual((buyer.name, buyer.phone), ('NICK7', False))

    def test_a_recipient_hidden_later_stays_known(self):
        self._send(status='paid', customer=self._buyer('Old Road 1', 'Beijing', '13800138000'), confirm=True)
        result = self._send(status='paid', customer=self._buyer('Old***', 'Beijing', '138****8000', name='Bu***'))
        self.assertEqual((result['state'], self._place('1')), ('duplicate', ('Old Road 1', 'Beijing', '13800138000')))

    def test_a_recipient_hidden_otherwise_is_the_same(self):
        hidden = {'external_id': 'OA', 'name': '李**', 'phone': '1**', 'address': {'street': 'X***'}, 'recipient_key': 'OAID1'}
        self._send(status='paid', customer=hidden, confirm=True)
        sale = self._sale('1')
        for changed in ({'recipient_key': 'OAID2'}, {'name': '李*', 'address': {'street': 'X**'}, 'recipient_key': 'OAID3'}):
            result = self._send(status='paid', customer={**hidden, **changed}, seller_note=changed['recipient_key'])
            self.assertEqual((result['state'], self._open()), ('duplicate', []))
            details = sale.sudo().store_details_ids
            self.assertEqual((details.recipient_key, details.recipient), (changed['recipient_key'], changed.get('name', '李**')))
        other = self._send(status='paid', customer={**hidden, 'external_id': 'OB'})
        self.assertEqual(other['state'], 'conflict', 'another buyer is another buyer')

    def test_the_key_of_a_recipient_hidden_later_is_the_one_that_prints(self):
        self._send(status='paid', customer=self._buyer('Old Road 1', 'Beijing', '13800138000', recipient_key='K1'), confirm=True)
        hidden = self._buyer('Old***', 'Beijing', '138****8000', name='Bu***', recipient_key='K2')
        self.assertEqual(self._send(status='paid', customer=hidden)['state'], 'duplicate')
        details = self._sale('1').sudo().store_details_ids
        self.assertEqual(
            (details.recipient_key, details.street, self._place('1')),
            ('K2', 'Old Road 1', ('Old Road 1', 'Beijing', '13800138000')),
        )

    def test_notes_reach_the_order_and_the_slip(self):
        self._send(
            '4',
            buyer_note='no box please',
            seller_note='gift',
            tags=['vip'],
            salesperson='Ann',
            confirm=True,
            invoice_request={'title': 'ACME', 'tax_no': '91X'},
            shipments=[{'carrier': 'SF', 'tracking': 'SF123'}],
        )
        sale = self._sale('4')
        slip = str(sale.picking_ids.sudo()._store_printed_lines())
        for word in ('no box please', 'gift', 'vip', 'Ann', 'ACME', '91X', 'SF SF123'):
            self.assertIn(word, sale.sudo().store_order_note)
            self.assertIn(word, sale.picking_ids.sudo().store_order_note)
            self.assertIn(word, slip)

    def test_who_may_not_see_contacts_sees_the_notes_and_no_recipient(self):
        self._send('1', buyer_note='no box', customer=self._buyer('Old Road 1', 'Beijing', '111'), confirm=True)
        profile = self.env['store.role.profile'].create({'name': 'Picker', 'role': 'staff', 'see_customer_contacts': False})
        self.env['store.member'].search([('user_id', '=', self.picker.id)]).profile_id = profile
        sale = self._sale('1').with_user(self.picker).with_context(allowed_company_ids=self.company.ids)
        self.assertIn('no box', sale.store_order_note)
        self.assertNotIn('Old Road', sale.store_order_note)
        self.assertNotIn('Old Road', sale.picking_ids.store_order_note)
        profile.role = 'store_manager'
        self.env['store.member'].search([('user_id', '=', self.picker.id)]).role = 'store_manager'
        intake = self._intake().with_env(sale.env)
        with self.assertRaises(AccessError):
            intake.read(['payload_text'])
        details = sale.store_details_ids
        with self.assertRaises(AccessError):
            details.read(['street'])
        with self.assertRaises(AccessError):
            details.search([('phone', '=', '111')])
        self.assertIn('Old Road 1', str(sale.picking_ids._store_printed_lines()), 'the parcel carries its address')
