# Part of store_group. License LGPL-3.
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .menus_common import MenusCommon


@tagged('post_install', '-at_install')
class TestReportingStart(MenusCommon):
    """First steps tick themselves, nothing is stored but that they are hidden."""

    def _start(self, role):
        user = self.people[role]
        return self.env(user=user, su=False, context={'lang': 'en_US', 'allowed_company_ids': self.company.ids})['store.start']

    def _done(self):
        return {step['key'] for step in self._start('headquarters').overview()['steps'] if step['done']}

    def test_steps_are_for_administrators_and_tick_themselves(self):
        self.assertEqual([step['key'] for step in self._start('staff').overview()['steps']], [])
        steps = self._start('headquarters').overview()['steps']
        self.assertEqual(
            [step['key'] for step in steps],
            ['company', 'stores', 'people', 'goods', 'stock', 'channel', 'file', 'transfer', 'report'],
        )
        self.assertLessEqual({'stores', 'people'}, self._done())
        self.assertFalse({'company', 'report'} & self._done())
        self.company.sudo().country_id = self.env.ref('base.cn')
        self.env['store.report.mail'].create({})
        self.assertLessEqual({'company', 'report'}, self._done())
        self.assertTrue(all(step['action'] for step in self._start('system').overview()['steps']))

    def test_products_tick_before_anything_is_counted(self):
        self.env['stock.quant'].sudo().search([('quantity', '>', 0)]).quantity = 0
        self.env['product.product'].sudo().search([('is_storable', '=', True)]).is_storable = False
        self.assertFalse({'goods', 'stock'} & self._done())
        shirt = self.env['product.product'].sudo().create({'name': 'Shirt', 'is_storable': True})
        self.assertEqual({'goods', 'stock'} & self._done(), {'goods'})
        self.env['stock.quant'].sudo()._update_available_quantity(shirt, self.store_1.warehouse_id.lot_stock_id, 3)
        self.assertLessEqual({'goods', 'stock'}, self._done())

    def test_the_cockpit_names_them_until_they_are_done_or_hidden(self):
        left = self._start('headquarters')._left()
        self.assertEqual((left['of'], left['done']), (9, len(self._done())))
        self.assertFalse(self._start('store_manager')._left())
        with self.assertRaises(AccessError):
            self._start('store_manager').hide()
        self._start('headquarters').hide()
        self.assertFalse(self._start('system')._left())
        self.assertTrue(self._start('system').overview()['hidden'])
        self._start('headquarters').show()
        self.assertTrue(self._start('system')._left())

    def test_each_role_has_its_tour(self):
        tours = {role: [tour['name'] for tour in self._start(role).overview()['tours']] for role in self.people}
        self.assertEqual(
            tours,
            {
                'staff': ['store_group_staff'],
                'store_manager': ['store_group_manager'],
                'group_manager': ['store_group_manager'],
                'auditor': ['store_group_auditor'],
                'headquarters': ['store_group_headquarters'],
                'system': ['store_group_headquarters'],
            },
        )

    def test_nobody_is_led_through_the_tour_of_another_role(self):
        for role, name in (('staff', 'store_group_staff'), ('auditor', 'store_group_auditor')):
            Tour = self._start(role).env['web_tour.tour']
            self.assertFalse(Tour.get_current_tour())
            self.people[role].sudo().tour_enabled = True
            self.assertEqual(Tour.get_current_tour()['name'], name)
            self.assertFalse(Tour.consume(name), "no tour of another app follows")

    def test_words_in_the_language_of_the_reader(self):
        words = {word['term']: word for word in self._start('staff').overview()['words']}
        self.assertIn('On the Way', words)
        self.assertTrue(all(word['meaning'] for word in words.values()))
        self.env['res.lang'].sudo()._activate_lang('zh_CN')
        chinese = self._start('staff').with_context(lang='zh_CN').overview()['words']
        self.assertEqual([word['other'] for word in chinese], [*words])


@tagged('post_install', '-at_install')
class TestReportingStartTour(MenusCommon, HttpCase):
    """The tours that lead people, and the page that starts them, in a browser, as the role."""

    def _run(self, tour, role, path):
        user = self.people[role].sudo()
        user.password = user.login
        self.start_tour(path, tour, login=user.login, timeout=180)

    def test_the_page_and_the_tours_of_all_roles(self):
        before = self.env['store.store'].search_count([('state', '=', 'open')])
        self._run('store_start_page', 'headquarters', '/odoo/store-start')
        self._run('store_group_headquarters', 'system', '/odoo/store-start')
        self.assertEqual(self.env['store.store'].search_count([('state', '=', 'open')]), before + 1)
        self._run('store_group_manager', 'store_manager', '/odoo/store-cockpit')
        self._run('store_group_auditor', 'auditor', '/odoo/store-cockpit')
        readers = self.people['store_manager'] | self.people['auditor']
        self.assertEqual(self.env['store.report.mail'].search([('user_id', 'in', readers.ids)]).user_id, readers)
        self._run('store_group_staff', 'staff', '/odoo/my-store')
        request = self.env['store.transfer'].search([('requester_id', '=', self.people['staff'].id)])
        self.assertEqual((request.state, request.dest_store_id), ('submitted', self.store_1))
