# Part of store_group. License LGPL-3.
import doctest
import importlib
import pkgutil

from odoo.tests import BaseCase

from .. import demo, engine


class TestEngineDoctests(BaseCase):
    """Odoo's loader ignores `load_tests`, so the examples in the docstrings are run here, module by module."""

    def test_every_example_in_the_engine_holds(self):
        attempted = 0
        for info in pkgutil.walk_packages(engine.__path__, engine.__name__ + '.'):
            module = importlib.import_module(info.name)
            with self.subTest(module=info.name):
                result = doctest.testmod(module)
                self.assertEqual(result.failed, 0)
                attempted += result.attempted
                if '.cleaning.' in info.name and not info.ispkg:
                    self.assertGreater(result.attempted, 0, 'a cleaner shows what it does by examples')
        self.assertGreater(attempted, 40)

    def test_every_example_of_the_demo_group_holds(self):
        results = [doctest.testmod(module) for module in (demo.curve, demo.garment, demo.world)]
        self.assertEqual([result.failed for result in results], [0, 0, 0])
        self.assertNotIn(0, [result.attempted for result in results])
