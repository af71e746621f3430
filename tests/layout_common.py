# Part of store_group. License LGPL-3.
"""A small tree in a temporary folder, on which tests break the rules of the code structure."""

import pathlib
import tempfile

from odoo.tests import BaseCase

from . import layout, layout_graph, layout_once

MODULES = (layout, layout_graph, layout_once)  # where the laws are


def found_by(law, root):
    """Return the findings of a law in a folder, by its name."""
    return next(getattr(module, law) for module in MODULES if hasattr(module, law))(root)


class BrokenTree(BaseCase):
    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.put('__manifest__.py', "{'data': []}")
        self.put('tests/__init__.py', '')

    def put(self, path, text):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding='utf-8')

    def findings(self, law, **files):
        for path, text in files.items():
            self.put(path, text)
        return sorted(found_by(law, self.root))

    def assert_breaks(self, law, path, *texts):
        for text in texts:
            self.assertTrue(self.findings(law, **{path: text}), f'{law} let this pass:\n{text}')

    def assert_keeps(self, law, path, *texts):
        for text in texts:
            self.assertFalse(self.findings(law, **{path: text}), f'{law} refused this:\n{text}')
