# Part of store_group. License LGPL-3.
from odoo.addons.store_group.tests.menus_common import MenusCommon
from odoo.tests import tagged


@tagged('post_install', '-at_install')
class TestTillMenus(MenusCommon):
    """The menus of every bridge beside those of the app: seven a level, no name twice."""

    def test_seven_entries_a_level_and_no_name_twice(self):
        for user in self.people.values():
            user.sudo().group_ids += self.env.ref('point_of_sale.group_pos_user')
        self._check_menus()
