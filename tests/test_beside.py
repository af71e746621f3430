# Part of store_group. License LGPL-3.
"""The bridges in this folder: Odoo finds them where only the folder is linked, and what is not there is shouted."""

import os
import pathlib
import subprocess
import sys
import tempfile
from unittest.mock import patch

import odoo
from odoo.addons.store_group import beside
from odoo.tests import BaseCase, new_test_user, tagged

from .common import StoreGroupCommon

ROOT = pathlib.Path(__file__).resolve().parents[1]
LISTING = """
import sys
from odoo.tools import config
config['addons_path'] = [sys.argv[1], *config['addons_path']]
from odoo.modules import get_modules, initialize_sys_path
from odoo.modules.module import Manifest
initialize_sys_path()
Manifest.for_addon('store_group_purchase', display_warning=False)  # asked before it is there, as a server that starts does
import odoo.addons.store_group
print(*(name for name in get_modules() if name.startswith('store_group')), bool(Manifest.for_addon('store_group_purchase')))
"""


class TestBesideFolder(BaseCase):
    """A process of its own whose addons path holds a link to this folder and nothing else of ours."""

    def listed(self, folder):
        environment = {**os.environ, 'PYTHONPATH': str(pathlib.Path(odoo.__path__[0]).parent), 'PYTHONDONTWRITEBYTECODE': '1'}
        done = subprocess.run(
            [sys.executable, '-c', LISTING, str(folder)], capture_output=True, text=True, check=False, env=environment
        )
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.split()

    def test_a_linked_folder_brings_its_bridges(self):
        bridges = sorted(file.parent.name for file in (ROOT / 'bridges').glob('*/__manifest__.py'))
        self.assertIn('store_group_purchase', bridges)
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, 'store_group').symlink_to(ROOT)
            self.assertEqual(self.listed(folder), sorted(['store_group', *bridges]) + ['True'])

    def test_the_readme_says_how(self):
        for name in ('README.md', 'README.zh_CN.md'):
            self.assertIn('store_group/bridges', (ROOT / name).read_text(encoding='utf-8'))

    def test_every_bridge_names_the_app_it_is_for(self):
        apps = beside.apps_of()
        self.assertEqual(sorted(apps), beside.names())
        self.assertLessEqual({'purchase', 'purchase_stock'}, apps['store_group_purchase'])
        self.assertIn('point_of_sale', apps['store_group_pos'])
        self.assertIn('website_sale', apps['store_group_website_sale'])
        self.assertFalse([name for name, found in apps.items() if not found or found & {'sale', 'stock', 'store_group'}])


@tagged('post_install', '-at_install')
class TestBeside(StoreGroupCommon):
    """What is told, and what is installed, in a database."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Module = cls.env['ir.module.module'].sudo()
        cls.bridge = cls.Module.search([('name', '=', 'store_group_purchase')])
        cls.needed = cls.Module.search([('name', 'in', ['purchase', 'purchase_stock', 'store_group'])])
        cls.title = cls.bridge.shortdesc

    def there(self, bridge):
        """The app of the bridge is installed; the bridge is as said."""
        self.needed.state = 'installed'
        self.bridge.state = bridge

    def findings(self):
        return [item for item in self.env['store.health.bridges'].findings() if item['bridge'] == 'store_group_purchase']

    def test_an_app_without_its_bridge_is_shouted_on_the_settings_page(self):
        self.there('uninstalled')
        found = self.findings()
        self.assertEqual(
            [(item['code'], item['app']) for item in found],
            [('no_bridge', self.needed.filtered(lambda module: module.name == 'purchase').shortdesc)],
        )
        self.assertIn(self.title, found[0]['message'])
        self.assertIn(found[0]['message'], self.env['res.config.settings'].sudo().create({}).store_walls_missing)

    def test_nothing_is_said_where_the_app_is_not_there(self):
        self.needed.filtered(lambda module: module.name != 'store_group').state = 'uninstalled'
        self.bridge.state = 'uninstalled'
        self.assertFalse(self.findings())

    def test_a_bridge_that_was_left_out_is_shouted(self):
        self.there('installed')
        with patch.object(self.env.registry, '_init_modules', self.env.registry._init_modules - {'store_group_purchase'}):
            self.assertEqual([item['code'] for item in self.findings()], ['not_loaded'])
        with patch.object(self.env.registry, '_init_modules', self.env.registry._init_modules | {'store_group_purchase'}):
            self.assertFalse(self.findings())

    def test_a_registry_without_an_installed_bridge_is_loaded_once_more(self):
        self.there('installed')
        without = self.env.registry._init_modules - {'store_group_purchase'}
        with patch.object(self.env.registry, '_init_modules', without), patch.object(beside.Registry, 'new') as new:
            beside.load_left_out(self.env)
            new.assert_not_called()  # a registry that people work with is not thrown away
            with patch.object(self.env.registry, 'ready', False):
                new.side_effect = lambda database: beside.load_left_out(self.env)  # still not there: no endless loop
                beside.load_left_out(self.env)
            new.assert_called_once_with(self.env.cr.dbname)

    def test_giving_a_membership_says_it_to_whoever_gives_it(self):
        self.there('uninstalled')
        person = new_test_user(self.env(su=True), 'beside_person', 'base.group_user', company_id=self.company.id)
        member = self.env['store.member'].create({'user_id': person.id, 'store_id': self.store_1.id})
        self.assertIn(self.title, member.walls_missing)
        self.assertIn(self.title, member.message_ids[0].body)

    def test_administrators_are_told_once_and_no_longer_when_it_is_there(self):
        admin = self.env.ref('base.user_admin')
        partner = self.env.ref('base.main_company').sudo().partner_id
        self.there('uninstalled')
        health = self.env['store.health.bridges'].sudo()
        health._tell_administrators()
        health._tell_administrators()
        asked = partner.activity_ids.filtered(lambda activity: self.title in (activity.note or ''))
        self.assertEqual(len(asked.filtered(lambda activity: activity.user_id == admin)), 1)
        self.bridge.state = 'installed'
        with patch.object(self.env.registry, '_init_modules', self.env.registry._init_modules | set(beside.names())):
            health._tell_administrators()
        self.assertFalse(asked.exists())

    def test_the_bridge_of_an_app_that_is_there_gets_installed(self):
        self.there('uninstalled')
        self.assertIn(self.bridge, beside.install_due(self.env))
        self.assertEqual(self.bridge.state, 'to install')
        self.assertFalse(beside.install_due(self.env) & self.bridge)
