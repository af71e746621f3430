# Part of store_group. License LGPL-3.
"""Each rule of the code structure fails when this tree breaks it: a copy of the tree is broken in one place after the other."""

import ast
import inspect
import pathlib
import shutil
import tempfile
from contextlib import contextmanager

from odoo.tests import BaseCase

from . import layout, layout_graph, test_layout
from .layout_common import MODULES
from .test_layout import ROOT, check

READ = ('.py', '.xml', '.csv', '.js', '.md')
# Functions of these modules that return what the laws look at, not findings.
NO_LAWS = {'bridges', 'root_files', 'own_models', 'parts_of', 'scope_rules', 'drawn_stages'}
SERVICE = "class X(models.AbstractModel):\n    _name = 'store.x.part'\n    x = fields.Char()\n"
HEIR = "class Y(models.Model):\n    _name = 'store.x'\n    _inherit = ['store.x.part']\n"
PAGE = '<odoo><template id="x">&lt;!DOCTYPE html&gt;<html>Stores</html></template></odoo>'
# law -> the ways this tree is broken: (a file, what is put to its end, or what is put in place of what, where it is found)
BROKEN = {
    'engine_is_pure': [
        ('engine/quantities.py', '\nimport odoo\n', 'engine/quantities.py'),
        ('engine/quantities.py', '\nX = date.today()\n', 'touches files or the clock'),
    ],
    'sql_in_its_places': [
        ('models/stores/store_group.py', '\nX = SQL("SELECT 1")\n', 'SQL outside'),
        ('report/store_sale_rows.py', '\ncr.execute("SELECT 1")\n', 'not wrapped in SQL'),
        ('bridges/store_group_pos/models/pos_order.py', '\nX = SQL("SELECT 1")\n', 'SQL outside'),
    ],
    'one_place_per_model': [
        ('models/transfer/lost.py', "class X(models.Model):\n    _inherit = 'store.transfer'\n", 'models/transfer/lost.py')
    ],
    'parts_do_not_meet': [
        ('models/transfer/store_transfer/printing.py', '\n    def action_ship(self):\n        pass\n', 'printing.py:action_ship'),
        ('models/transfer/store_transfer/printing.py', '\n    _store_hidden = {}\n', 'belongs to its first part'),
    ],
    'abstract_models_have_heirs': [('models/stores/store_x.py', f'{SERVICE}\n\n{HEIR}', 'its one heir is store.x')],
    'one_stage_per_override': [
        (
            'models/reporting/crm_lead.py',
            "class X(models.Model):\n    _inherit = 'crm.lead'\n\n    def create(self, vals_list):\n        pass\n",
            'overridden in stage customer already',
        )
    ],
    'stages_look_back': [
        ('models/stores/store_group.py', "\n    x = fields.Many2one('store.transfer')\n", 'stores -> transfer'),
        ('models/stores/store_group.py', '\nfrom ...report import store_sale_fact\n', 'stores -> reporting'),
        ('engine/stores/day.py', '\nfrom ..transfer import law\n', 'stores -> transfer'),
        (
            'models/stores/store_group.py',
            '\n    def x(self, move):\n        return move.transfer_line_id\n',
            'stores -> transfer',
        ),
        ('models/stores/store_group.py', "\nX = [('move_id.transfer_line_id', '=', 1)]\n", 'stores -> transfer'),
        ('models/stores/store_group.py', '\n    def x(self, order):\n        return order._wanted_of()\n', 'stores -> transfer'),
    ],
    'hooks_are_filled': [
        ('models/transfer/store_store.py', '\n    def _lost(self):\n        pass\n', 'store.store._lost is no hook'),
        ('models/transfer/store_store.py', ('super()._has_documents()', 'False'), 'call super'),
    ],
    'hooks_are_documented': [
        ('docs/extending.md', ('_sold_since', '_lost'), 'store.store._sold_since'),
        ('bridges/store_group_pos/hooks.py', '\nenv["store.transfer"]._pieces_free(1)\n', '_pieces_free'),
        ('bridges/store_group_pos/demo/store_demo.py', '\n    x = env["store.demo"]._make_people()\n', '_make_people'),
    ],
    'page_is_true': [
        ('docs/extending.md', ('_store_can(capability, stores)', '_store_can(stores, capability)'), '_store_can'),
        ('docs/extending.md', '\n`_lost(user)`\n', 'is no method of ours'),
    ],
    'bridges_use_sockets': [
        (
            'bridges/store_group_pos/models/pos_config.py',
            '\nfrom odoo.addons.store_group.models.people import elevation\n',
            'not store_group.sockets',
        )
    ],
    'rounding_has_a_unit': [
        ('models/transfer/store_lane/money.py', '\nX = round(1.005, 2)\n', 'a bare round'),
        ('models/transfer/store_lane/money.py', "\nX = f'{1.5:g} pieces'\n", 'number_text'),
    ],
    'models_have_access': [('security/ir.model.access.csv', ('model_store_lane,', 'model_store_lost,'), 'store.lane')],
    'models_have_scope_rules': [
        ('security/store_serving_rules.xml', ('model_store_serving"', 'model_store_lost"'), 'store.serving')
    ],
    'core_names_no_optional_model': [
        ('models/stores/store_group.py', "\nX = 'pos.order'\n", 'names pos.order'),
        ('views/store_store_views.xml', ('<odoo>', '<odoo><!-- x --><record id="x" model="mrp.production"/>'), 'names mrp.'),
    ],
    'nothing_is_too_long': [
        ('engine/stores/day.py', '\nX = 1' * 250, 'engine/stores/day.py'),
        ('models/stores/store_group.py', '\n\ndef x():\n' + '    x = 1\n' * 60, 'store_group.py:x'),
    ],
    'code_speaks_english': [('wizards/store_open.py', '\n# \u95e8\u5e97\n', 'holds Chinese')],
    'measures_are_listed_once': [
        ('report/store_sale_moment.py', "\nX = ('amount', 'net_amount', 'order_count')\n", 'store_sale_moment.py:X')
    ],
    'allocation_has_one_place': [
        (
            'models/ordering/store_giving_back.py',
            '\ndef x(left, parts):\n    for part in parts:\n        taken = min(part, left)\n        left -= taken\n',
            'store_giving_back.py:x',
        )
    ],
    'day_has_one_place': [
        ('models/stores/store_group.py', '\nimport pytz\n', 'knows zones'),
        ('report/store_sale_rows.py', "\nX = 'd.at AT TIME ZONE s.tz'\n", 'a zone in SQL'),
    ],
    'roles_are_named_once': [
        ('models/people/store_member.py', "\n    x = lambda self: self.role == 'auditor'\n", 'the role auditor by its name')
    ],
    'python_has_header': [('models/stores/store_group.py', ('# Part of store_group', '# Part of'), 'store_group.py')],
    'contents_are_whole': [('engine/intake/lost.py', 'X = 1\n', 'do not name lost')],
    'tests_are_imported': [('tests/test_lost.py', 'X = 1\n', 'tests/test_lost.py')],
    'data_files_are_listed': [('views/lost.xml', '<odoo/>', 'views/lost.xml')],
    'people_are_told_in_their_language': [
        (
            'models/transfer/store_settlement/settlement.py',
            ('_lt("Check settlement', 'self.env._("Check settlement'),
            '_tell_sides',
        ),
        ('models/stores/store_health_bridges.py', ('_lt("Store rules', 'self.env._("Store rules'), '_tell_administrators'),
    ],
    'pages_leave_words_to_other_templates': [('views/lost.xml', PAGE, 'in English only')],
}


def laws():
    """The names of all laws: the public functions of these modules that look at a folder alone."""
    return {
        name
        for module in MODULES
        for name, function in vars(module).items()
        if inspect.isfunction(function)
        and function.__module__ == module.__name__
        and not name.startswith('_')
        and list(inspect.signature(function).parameters) == ['root']
    } - NO_LAWS


class TestLayoutBroken(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.addClassCleanup(layout.tree_of.cache_clear)
        cls.copy = pathlib.Path(folder.name) / 'store_group'
        shutil.copytree(ROOT, cls.copy, ignore=cls._left_out)

    @staticmethod
    def _left_out(folder, names):
        return {
            name
            for name in names
            if name.startswith(('.', '__pycache__'))
            or (pathlib.Path(folder, name).is_file() and not name.endswith(READ))
            or (folder == str(ROOT) and name == 'i18n')
        }

    @contextmanager
    def _broken(self, path, change):
        file = self.copy / path
        before = file.read_text(encoding='utf-8') if file.is_file() else None
        if isinstance(change, tuple):
            self.assertIn(change[0], before, path)
            after = before.replace(*change)
        else:
            after = (before or '') + change
        file.write_text(after, encoding='utf-8')
        try:
            yield
        finally:
            if before is None:
                file.unlink()
            else:
                file.write_text(before, encoding='utf-8')

    def test_every_law_is_asked_and_broken(self):
        asked = {
            node.args[0].value
            for node in ast.walk(ast.parse(inspect.getsource(test_layout.TestLayout)))
            if isinstance(node, ast.Call) and ast.unparse(node.func) == 'self.check'
        }
        self.assertEqual(asked, laws())
        self.assertEqual(set(BROKEN), laws())

    def test_every_law_fails_on_a_broken_tree(self):
        for law, ways in BROKEN.items():
            for path, change, place in ways:
                with self.subTest(law=law, path=path), self._broken(path, change):
                    with self.assertRaises(AssertionError) as refused:
                        check(self, law, self.copy)
                    self.assertIn(place, str(refused.exception))

    def test_an_exception_nobody_needs_fails(self):
        path = 'report/store_transfer_rows.py'
        with self._broken(path, ((self.copy / path).read_text(encoding='utf-8'), '# Part of store_group. License LGPL-3.\n')):
            with self.assertRaisesRegex(AssertionError, 'Exceptions nobody needs'):
                check(self, 'measures_are_listed_once', self.copy)

    def test_a_drawing_that_is_not_the_graph_fails(self):
        with self._broken('docs/architecture.md', ('    takeover  ', '    taking    ')):
            self.assertNotEqual(layout_graph.drawn_stages(self.copy), layout_graph.STAGES)
