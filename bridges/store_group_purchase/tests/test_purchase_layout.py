# Part of store_group. License LGPL-3.
import pathlib

from odoo.addons.store_group.tests import layout
from odoo.tests import BaseCase, tagged

ROOT = pathlib.Path(__file__).parents[1]


@tagged('post_install', '-at_install')
class TestPurchaseLayout(BaseCase):
    """The laws of the house hold in the bridge as well."""

    def test_the_laws(self):
        for law in (
            layout.sql_in_its_places,
            layout.one_place_per_model,
            layout.nothing_is_too_long,
            layout.python_has_header,
            layout.tests_are_imported,
            layout.data_files_are_listed,
        ):
            with self.subTest(law=law.__name__):
                self.assertEqual(law(ROOT), {})
