# Part of store_group. License LGPL-3.
"""Which tests a filter means: `transfer` every test with it in the name of its module, class or method; `a,b` those of both."""

import ast
from dataclasses import dataclass

from . import paths


@dataclass(frozen=True)
class Test:
    addon: str
    module: str
    klass: str
    method: str

    @property
    def is_unit(self):
        return is_unit(self.module)

    @property
    def is_demo(self):
        """Of the demo group: it runs where that is installed."""
        return self.module.startswith('test_demo_')

    def matches(self, word):
        names = (self.module.removeprefix('test_'), self.klass, self.method, f'{self.klass}.{self.method}', self.module)
        return any(part and part in name.lower() for part in word.lower().split(',') for name in names)


def is_unit(module):
    """Tests without a database: the engine's, the guard of the layout, the words of the translations."""
    return module.startswith(('test_engine_', 'test_layout')) or module == 'test_glossary'


def all_tests(addons):
    """Every test method of {add-on: folder}, read without importing anything."""
    for addon, folder in addons.items():
        for file in sorted((folder / 'tests').glob('test_*.py')):
            yield from _of_file(addon, file)


def _of_file(addon, file):
    tree = ast.parse(file.read_text(encoding='utf-8'), str(file))
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            for item in node.body:
                if isinstance(item, ast.FunctionDef) and item.name.startswith('test'):
                    yield Test(addon, file.stem, node.name, item.name)


def addons():
    return {paths.NAME: paths.ROOT, **paths.bridges()}


def odoo_tags(tests):
    """The --test-tags of chosen tests; whole classes where all their methods are chosen."""
    return ','.join(sorted({f'/{test.addon}:{test.klass}.{test.method}' for test in tests}))


def odoo_tags_of(addons_tested):
    """The --test-tags of whole add-ons, without the tests that run without a database anyway."""
    included = [f'/{addon}' for addon in addons_tested]
    files = sorted({(test.addon, test.module) for test in all_tests(addons()) if test.is_unit})
    excluded = [f'-/{addon}/tests/{module}.py' for addon, module in files if addon in addons_tested]
    return ','.join(included + excluded)


def shards(sizes, number):
    """Deal {module: size} into `number` lists of about the same size, the biggest first, always in the same way.

    >>> shards({'a': 3, 'b': 2, 'c': 2}, 2)
    [['a'], ['b', 'c']]
    """
    lists, loads = [[] for _number in range(number)], [0] * number
    for module in sorted(sizes, key=lambda module: (-sizes[module], module)):
        lightest = loads.index(min(loads))
        lists[lightest].append(module)
        loads[lightest] += sizes[module]
    return [modules for modules in lists if modules]
