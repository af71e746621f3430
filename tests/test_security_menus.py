# Part of store_group. License LGPL-3.
from lxml import etree

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools.safe_eval import safe_eval

from .common import StoreGroupCommon

ADMIN_ONLY = {
    'store_group_tree_menu',
    'store_sheet_menu',
    'store_role_profile_menu',
    'store_channel_menu',
    'store_intake_template_menu',
    'store_open_wizard_menu',
    'store_listing_menu',
}


@tagged('post_install', '-at_install')
class TestSecurityMenus(StoreGroupCommon):
    """Every role has its screens, each opens without an error, and shows nothing beyond the role's stores."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order_1 = cls._order(store_id=cls.store_1.id)
        cls.order_2 = cls._order(store_id=cls.store_2.id)
        (cls.order_1 | cls.order_2).action_confirm()
        cls.users = {}
        for role, place in (
            ('staff', {'store_id': cls.store_1.id}),
            ('store_manager', {'store_id': cls.store_1.id}),
            ('group_manager', {'group_id': cls.head.id}),
            ('auditor', {'store_id': cls.store_1.id}),
        ):
            user = new_test_user(
                cls.env(su=True),
                f'menu_{role}',
                'base.group_user',
                tz='Asia/Shanghai',
                company_id=cls.company.id,
                company_ids=[(6, 0, cls.company.ids)],
            )
            cls.env['store.member'].create({'user_id': user.id, 'role': role, **place})
            cls.users[role] = user

    def _env(self, role):
        user = self.users[role]
        return self.env(user=user, su=False, context={'allowed_company_ids': user.company_ids.ids, 'lang': 'en_US'})

    def _menus(self, role):
        """Return {name of the XML id: menu} of our app as this role sees it."""
        env = self._env(role)
        visible = env['ir.ui.menu'].browse(env['ir.ui.menu']._visible_menu_ids())
        ours = {
            data.res_id: data.name
            for data in self.env['ir.model.data'].sudo().search([('module', '=', 'store_group'), ('model', '=', 'ir.ui.menu')])
        }
        return {ours[menu.id]: menu for menu in visible if menu.id in ours}

    def _spec(self, arch, model, env):
        """Return the fields a client would read for this view, one level of x2many with its own list."""
        spec, shown = {}, env[model].fields_get(attributes=['type'])  # a hidden field is not asked for
        for node in etree.fromstring(arch).iter('field'):
            name, field = node.get('name'), env[model]._fields.get(node.get('name'))
            if name not in shown or next(node.iterancestors('field'), None) is not None:
                continue
            inner = [sub.get('name') for sub in node.iter('field') if next(sub.iterancestors('field'), None) is node]
            if field.relational:
                known = [sub for sub in inner if sub in env[field.comodel_name].fields_get([sub], attributes=['type'])]
                spec[name] = {'fields': {sub: {} for sub in known or ['display_name']}}
            else:
                spec[name] = {}
        return spec

    def _unknown(self, arch, model, told, env):
        """Return the fields of a view, and of the views in its lists, which the web client is not told: it opens none of them."""
        found = set()
        for node in etree.fromstring(arch).iter('field'):
            of, above = model, [parent.get('name') for parent in node.iterancestors('field')]
            for name in reversed(above):
                of = env[of]._fields[name].comodel_name if of in env and name in env[of]._fields else None
            if of in told and node.get('name') not in told[of]['fields']:
                found.add(f'{of}.{node.get("name")}')
        return found

    def _open(self, env, menu):
        """Open the menu's action as the web client does: every view, the list, the first record."""
        action = menu.action.sudo()
        if action._name != 'ir.actions.act_window':
            return
        views = [(view_id, kind) for view_id, kind in action.views if kind in ('list', 'kanban', 'form')]
        model = action.res_model
        shown = env[model].get_views([*action.views, (False, 'search')])
        archs, told = shown['views'], shown['models']
        self.assertFalse(
            {kind: names for kind, view in archs.items() if (names := self._unknown(view['arch'], model, told, env))}
        )
        described = told[model]['fields']
        numbers = [name for name, what in described.items() if what['type'] in ('integer', 'float', 'monetary')]
        sums = [f'{name}:{described[name]["aggregator"]}' for name in numbers if described[name].get('aggregator')]
        env[model].formatted_read_group([], [], ['__count', *sums])  # what a list asks as soon as it is grouped
        records = env[model].search([], limit=3)
        for _view_id, kind in views:
            spec = self._spec(archs[kind]['arch'], model, env)
            if kind == 'form':
                records[:1].web_read(spec)
            else:
                env[model].web_search_read([], spec, limit=5)

    def test_every_screen_of_every_role_opens(self):
        for role in self.users:
            env, menus = self._env(role), self._menus(role)
            self.assertIn('store_store_menu', menus)
            for name, menu in menus.items():
                with self.subTest(role=role, menu=name):
                    if menu.action:
                        self.env.invalidate_all()
                        self._open(env, menu)

    def test_who_has_which_screen(self):
        menus = {role: set(self._menus(role)) for role in self.users}
        for role, names in menus.items():
            self.assertFalse(names & ADMIN_ONLY, role)
            self.assertLessEqual(
                {
                    'store_store_menu',
                    'sale_order_menu',
                    'product_template_menu',
                    'stock_on_hand_menu',
                    'stock_picking_internal_menu',
                    'store_sale_report_menu',
                },
                names,
                role,
            )
        self.assertIn('store_staff_menu', menus['store_manager'])
        self.assertNotIn('store_staff_menu', menus['staff'])
        self.assertNotIn('store_staff_menu', menus['auditor'])
        self.assertIn('store_member_menu', menus['group_manager'])
        self.assertNotIn('store_member_menu', menus['store_manager'])

    def test_lists_show_the_role_its_own_stores(self):
        for role in ('staff', 'store_manager', 'auditor'):
            env = self._env(role)
            self.assertEqual(env['store.store'].search([('is_mine', '=', True)]), self.store_1.with_env(env))
            self.assertEqual(env['store.sale.report'].search([]).store_id, self.store_1.with_env(env))
            self.assertTrue(self.store_1.with_env(env).is_mine)
            self.assertFalse(self.store_2.with_env(env).is_mine)
            self.assertEqual(self.store_2.with_env(env).name, 'Street Two')
        self.assertEqual(len(self._env('group_manager')['store.store'].search([('is_mine', '=', True)])), 4)
        self.assertIn(self.foreign, self.env['store.store'].search([('is_mine', '=', True)]))

    def test_sales_of_a_store_are_for_its_managers(self):
        self.env.flush_all()
        self.assertEqual(self.store_1.with_env(self._env('store_manager')).sales_month, 100)
        self.assertEqual(self.store_2.with_env(self._env('store_manager')).sales_month, 0)
        with self.assertRaises(AccessError):
            self.store_1.with_env(self._env('staff')).read(['sales_month'])

    def test_no_menu_leads_to_a_refusal(self):
        """Result, and what companies owe each other, are offered to those whose sheet shows them."""

        def offered(role):
            self.env.flush_all()
            shown = self._env(role)['ir.ui.menu'].load_web_menus(False)
            return {
                name
                for name in ('store_profit_statement_menu', 'store_profit_report_menu', 'store_statement_menu')
                if self.env.ref(f'store_group.{name}').id in shown
            }

        results = {'store_profit_statement_menu', 'store_profit_report_menu'}
        self.assertEqual(offered('staff'), set())
        self.assertEqual(offered('store_manager'), set())
        self.assertEqual(offered('auditor'), results)
        self.assertEqual(offered('group_manager'), results | {'store_statement_menu'})
        self.assertEqual(self._env('store_manager')['store.profit.report'].search([]).ids, [])
        profile = self.env.ref('store_group.profile_store_manager')
        profile.see_margin = True
        self.assertEqual(offered('store_manager'), results)
        profile.write({'see_margin': False, 'see_cost': True})
        self.assertEqual(offered('store_manager'), {'store_statement_menu'})
        profile.approve_up_to = 0
        self.assertEqual(offered('store_manager'), set())

    # === WHAT A GROUP MANAGER WRITES ===

    def test_a_group_manager_arranges_his_stores_and_nothing_else(self):
        user = self.users['store_manager']
        self.env['store.member'].create({'user_id': user.id, 'role': 'group_manager', 'group_id': self.head.id})
        self.users = {**self.users, 'head': user}
        outside = self.env['store.group'].create({'name': 'Outside', 'code': 'T-OUT'})
        brand = self.env['store.group'].create(
            {
                'name': 'Brand',
                'code': 'T-BRAND',
                'tree_id': self.env['store.group.tree'].create({'name': 'Brands', 'code': 'T-B'}).id,
            }
        )
        stray, loose = self._store('T9', 'Stray', group_id=outside.id), self._store('T8', 'Loose')
        env = self._env('head')
        store, east = self.store_1.with_env(env), self.east.with_env(env)
        store.write({'name': 'Street One B', 'phone': '021'})
        store.write({'group_id': self.west.id})
        self.assertEqual(self.store_1.group_id, self.west)
        store.write({'group_id': self.east.id})
        east.write({'name': 'East B', 'parent_id': self.west.id})
        self.assertEqual(self.east.parent_id, self.west)
        for name, call in {
            'the code of a store': lambda: store.write({'code': 'NEW'}),
            'its warehouse': lambda: store.write({'warehouse_id': self._warehouse('HQ', 'HQ9').id}),
            'its prices': lambda: store.write({'pricelist_id': False}),
            'its company': lambda: store.write({'company_id': self.other_company.id}),
            'its state': lambda: store.action_pause(),
            'a move out of their groups': lambda: store.write({'group_id': outside.id}),
            'a move out of all groups': lambda: store.write({'group_id': False}),
            'another tree': lambda: store.write({'group_ids': [(4, brand.id)]}),
            'a strange store': lambda: stray.with_env(env).write({'name': 'Mine'}),
            'taking a strange store': lambda: east.write({'store_ids': [(4, loose.id)]}),
            'their own group': lambda: self.head.with_env(env).write({'name': 'Mine'}),
            'a strange group': lambda: outside.with_env(env).write({'parent_id': self.head.id}),
            'a group moved out': lambda: east.write({'parent_id': outside.id}),
            'a group moved up': lambda: east.write({'parent_id': False}),
            'the stock of others': lambda: east.write({'shares_stock': False}),
            'a new store': lambda: env['store.store'].create({'name': 'N', 'code': 'N9', 'company_id': self.company.id}),
            'a new tree': lambda: env['store.group.tree'].create({'name': 'N', 'code': 'N'}),
            'a profile': lambda: self.env.ref('store_group.profile_staff').with_env(env).write({'see_cost': True}),
        }.items():
            with self.subTest(name), self.assertRaises(AccessError):
                call()

    def test_staff_elsewhere_manages_nothing_there(self):
        user = self.users['staff']
        self.env['store.member'].create({'user_id': user.id, 'role': 'group_manager', 'group_id': self.west.id})
        env = self._env('staff')
        self.store_2.with_env(env).write({'phone': '1'})
        with self.assertRaises(AccessError):
            self.store_1.with_env(env).write({'phone': '1'})

    def test_every_list_has_cards_for_a_phone(self):
        """A list that a menu opens is a strip of cut words on a phone; a report opens on its graph or pivot there."""
        menus = (
            self.env['ir.ui.menu']
            .sudo()
            .browse(
                self.env['ir.model.data']
                .sudo()
                .search([('module', '=', 'store_group'), ('model', '=', 'ir.ui.menu')])
                .mapped('res_id')
            )
        )
        actions = [
            *(menu.action for menu in menus if menu.action and menu.action._name == 'ir.actions.act_window'),
            *(
                self.env.ref(f'store_group.{name}').sudo()
                for name in (  # opened by buttons
                    'store_sale_difference_action',
                    'store_month_close_figure_action',
                    'store_month_difference_action',
                )
            ),
        ]
        opened = [
            *((action.xml_id, {kind for _view, kind in action.views}) for action in actions),
            ('store_group.store_uncovered_action', {kind for _view, kind in self.env['store.uncovered'].action_open()['views']}),
        ]
        self.assertEqual({name for name, kinds in opened if 'list' in kinds and not kinds & {'kanban', 'pivot', 'graph'}}, set())

    def test_every_menu_opens_without_a_record(self):
        """A menu opens its action with no record: a context that asks for one is an error in the browser."""
        menus = (
            self.env['ir.ui.menu']
            .sudo()
            .browse(
                self.env['ir.model.data']
                .sudo()
                .search([('module', '=', 'store_group'), ('model', '=', 'ir.ui.menu')])
                .mapped('res_id')
            )
        )
        known = {'uid': self.env.uid, 'lang': 'en_US', 'tz': 'Asia/Shanghai', 'allowed_company_ids': [], 'context': {}}
        for menu in menus.filtered(lambda menu: menu.action and menu.action._name == 'ir.actions.act_window'):
            with self.subTest(menu.complete_name):
                self.assertIsInstance(safe_eval(menu.action.context or '{}', known), dict)
