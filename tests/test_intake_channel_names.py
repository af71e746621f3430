# Part of store_group. License LGPL-3.
from odoo.tests import tagged

from .intake_common import IntakeCommon


@tagged('post_install', '-at_install')
class TestIntakeChannelNames(IntakeCommon):
    """Channels of one name are told apart by their codes."""

    def test_a_name_that_two_channels_bear_shows_the_code(self):
        self.assertEqual(self.files.display_name, 'Files')
        second = self.files.copy({'code': 'T-AGAIN'})
        self.env.invalidate_all()
        self.assertEqual((self.files | second).mapped('display_name'), ['Files (T-FILES)', 'Files (T-AGAIN)'])
        second.active = False
        self.env.invalidate_all()
        self.assertEqual(self.files.display_name, 'Files (T-FILES)', 'an archived one is still named by its orders')
        second.name = 'Others'
        self.env.invalidate_all()
        self.assertEqual((self.files | second).mapped('display_name'), ['Files', 'Others'])

    def test_the_code_finds_a_channel(self):
        self.assertEqual(self.env['store.channel'].name_search('T-FIL'), [(self.files.id, 'Files')])

    def test_whoever_sees_one_of_them_reads_its_name(self):
        self.shop.copy({'code': 'T-TWIN', 'store_id': self.store_2.id})
        mine = self.BotDocument.env['store.channel'].browse(self.shop.id)
        self.assertIn(mine.display_name, ('Shop', 'Shop (T-SHOP)'))
