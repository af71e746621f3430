# Part of store_group. License LGPL-3.
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .sheet_common import SheetCommon

HEADER = ['Login', 'Name', 'Role', 'Store', 'From', 'To']


@tagged('post_install', '-at_install')
class TestPeopleSheetStaff(SheetCommon):
    """The people of the stores come in by a sheet; their first passwords are printed once and kept nowhere."""

    def test_a_sheet_adds_people_with_roles_at_stores(self):
        wizard = self._upload(
            'staff',
            self._typed(
                HEADER,
                ['13800000001', 'Li Lei', 'Staff', 'T1', '2024-01-01', ''],
                ['13800000001', 'Li Lei', 'Store Manager', 'T2', '2024-01-01', '2030-12-31'],
                ['13800000002', '', 'Staff', 'T1', '2024-01-01', ''],
                ['13800000003', 'Han Mei', 'Staff', 'T99', '2024-01-01', ''],
            ),
        )
        self.assertEqual(self._counts(wizard), {'new': 2, 'error': 2}, wizard.line_ids.mapped('message'))
        self.assertFalse(self.env['res.users'].sudo().search([('login', '=', '13800000001')]))
        wizard.action_apply()
        self.assertEqual(wizard.done_count, 2, wizard.line_ids.mapped('message'))
        user = self.env['res.users'].sudo().search([('login', '=', '13800000001')])
        self.assertEqual((user.name, user.store_access), ('Li Lei', 'member'))
        self.assertEqual(user.store_ids, self.store_1 | self.store_2)
        self.assertTrue(user.has_group('store_group.group_store_manager'))

    def test_the_same_sheet_again_changes_nothing_and_another_name_is_refused(self):
        rows = [HEADER, ['S-1', 'Li Lei', 'Staff', 'T1', '2024-01-01', '']]
        self._upload('staff', self._typed(*rows)).action_apply()
        self.assertEqual(self._counts(self._upload('staff', self._typed(*rows))), {'same': 1})
        rows[1][1] = 'Somebody Else'
        wizard = self._upload('staff', self._typed(*rows))
        self.assertEqual(self._counts(wizard), {'error': 1})
        self.assertIn('Li Lei', wizard.line_ids.message)
        rows[1][1:] = ['', 'Staff', 'T1', '2024-01-01', '2030-01-01']
        self._upload('staff', self._typed(*rows)).action_apply()
        member = self.env['store.member'].search([('user_id.login', '=', 'S-1')])
        self.assertEqual(str(member.date_to), '2030-01-01')

    def test_first_passwords_are_made_once(self):
        wizard = self._upload('staff', self._typed(HEADER, ['S-2', 'Han Mei', 'Staff', 'T1', '2024-01-01', '']))
        self.assertFalse(wizard._make_first_passwords())
        wizard.action_apply()
        self.assertEqual(wizard.awaiting_count, 1)
        people = wizard._make_first_passwords()
        self.assertEqual([(row['name'], row['login'], row['stores']) for row in people], [('Han Mei', 'S-2', 'Street One')])
        user = self.env['res.users'].sudo().search([('login', '=', 'S-2')])
        user.with_user(user)._check_credentials(
            {'login': 'S-2', 'password': people[0]['password'], 'type': 'password'}, {'interactive': True}
        )
        self.assertFalse(wizard._make_first_passwords())


@tagged('post_install', '-at_install')
class TestPeopleFirstPasswords(HttpCase):
    def test_the_page_shows_passwords_to_the_administrator_only_and_once(self):
        company = self.env.company
        admin = new_test_user(self.env, 'fp_admin', 'base.group_user,store_group.group_store_admin', password='fp_admin_pw')
        new_test_user(self.env, 'fp_other', 'base.group_user', password='fp_other_pw')
        store = self.env['store.store'].create({'code': 'FP1', 'name': 'First Street', 'company_id': company.id})
        user = self.env['store.staff']._make_user(store, 'fp-17', 'Wang Fang')
        sheet = (
            self.env['store.sheet']
            .with_user(admin)
            .create(
                {
                    'kind': 'staff',
                    'line_ids': [(0, 0, {'state': 'done', 'number': 2, 'data': {'key': ['fp-17'], 'values': {}, 'stamp': ''}})],
                }
            )
        )
        url = f'/store_group/first_passwords/{sheet.id}'
        self.authenticate('fp_other', 'fp_other_pw')
        with mute_logger('odoo.http'):
            self.assertNotIn('fp-17', self.url_open(url).text)
        self.assertTrue(user.store_awaits_password)
        self.authenticate('fp_admin', 'fp_admin_pw')
        first = self.url_open(url)
        self.assertIn('Wang Fang', first.text)
        self.assertEqual(first.headers['Cache-Control'], 'no-store')
        self.assertNotIn('Wang Fang', self.url_open(url).text)
