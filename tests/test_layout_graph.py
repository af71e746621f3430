# Part of store_group. License LGPL-3.
"""The rules of stages, bridges and hooks on small bad trees; on this tree: test_layout.py."""

from . import layout_graph
from .layout_common import BrokenTree


class TestLayoutGraphChecks(BrokenTree):
    """Each law of the graph against a tree that breaks it, and one that keeps it."""

    def test_a_bridge_that_imports_more(self):
        path = 'bridges/store_group_a/models/x.py'
        self.assert_breaks('bridges_use_sockets', path, 'from odoo.addons.store_group.models.people import elevation')
        self.assert_keeps(
            'bridges_use_sockets',
            path,
            'from odoo.addons.store_group.sockets import elevation',
            'from odoo.addons.store_group_a.models import y',
        )

    def test_a_stage_that_looks_ahead(self):
        self.put('models/transfer/store_a.py', "class A(models.Model):\n    _name = 'store.a'\n")
        self.put('models/stores/store_b.py', "class B(models.Model):\n    _name = 'store.b'\n")
        path = 'models/stores/x.py'
        self.assert_breaks(
            'stages_look_back',
            path,
            "self.env['store.a']",
            'from ..transfer import store_a',
            "class C(models.Model):\n    _inherit = 'store.a'\n",
            'from ...report import store_a',
        )
        self.assert_breaks(
            'stages_look_back',
            path,
            "a_id = fields.Many2one('store.a')",
            "a_ids = fields.One2many(comodel_name='store.a', inverse_name='b_id')",
            "LINKS = {'store.a': {'b_id': 1}}",
            "NAMES = ('store.b', 'store.a')",
            "Q = SQL('SELECT b.id FROM store_b b JOIN store_a a ON a.b_id = b.id')",
            'from ...engine.transfer import law',
            'from ...engine.transfer.law import x',
            'from ... import report',
        )
        self.assert_keeps('stages_look_back', path, "self.env['store.b']", 'from ..people import x', '"""Not store.a."""')
        self.assert_keeps('stages_look_back', 'models/transfer/x.py', "self.env['store.b']")

    def test_an_engine_that_looks_ahead(self):
        self.assert_breaks(
            'stages_look_back', 'engine/stores/x.py', 'from ..transfer import law', 'from ..reporting.route import x'
        )
        self.assert_keeps('stages_look_back', 'engine/stores/x.py', 'from ..people import role', 'from ..quantities import exact')

    def test_a_report_that_is_known_too_early(self):
        self.put('report/store_r.py', "class R(models.Model):\n    _name = 'store.r'\n")
        self.assert_breaks('stages_look_back', 'models/transfer/x.py', "self.env['store.r']", 'from ...report.store_r import x')
        self.put('models/transfer/x.py', '')
        self.assert_keeps('stages_look_back', 'models/reporting/x.py', "self.env['store.r']", 'from ...report.store_r import x')

    def test_a_field_of_a_later_stage(self):
        self.put(
            'models/transfer/stock_move.py', "class M(models.Model):\n    _inherit = 'stock.move'\n    way_id = fields.Char()\n"
        )
        self.assert_breaks(
            'stages_look_back', 'models/stores/x.py', 'move.way_id', "move.filtered('way_id')", "X = [('move_id.way_id', '=', 1)]"
        )
        self.put('models/stores/x.py', '')
        self.assert_keeps('stages_look_back', 'models/reporting/x.py', 'move.way_id')

    def test_a_method_of_a_later_stage(self):
        method = "class M(models.Model):\n    _inherit = 'stock.move'\n    def _go_far(self):\n        \"\"\"%s\"\"\"\n"
        self.put('models/transfer/stock_move.py', method % 'Hook: of a later stage.')
        path = 'models/stores/x.py'
        self.assert_breaks('stages_look_back', path, 'move._go_far()', "hasattr(move, '_go_far')")
        self.assert_keeps('stages_look_back', path, 'self._go_far = {}\nself._go_far.get(1)')
        self.assert_keeps('stages_look_back', 'models/reporting/x.py', 'move._go_far()')
        self.put(path, 'move._go_far()')
        self.assert_keeps('stages_look_back', 'models/transfer/stock_move.py', method % 'Override of `stock`.')
        self.put('models/transfer/stock_move.py', method % 'Fill the hook.')
        self.assert_keeps('stages_look_back', 'models/people/stock_move.py', method % 'Hook: of one earlier.')

    def test_a_wizard_opened_too_early(self):
        """It belongs to the latest stage it comes to, also through another one."""
        self.put('models/transfer/store_a.py', "class A(models.Model):\n    _name = 'store.a'\n")
        self.put('wizards/store_v.py', "class V(models.Model):\n    _name = 'store.v'\n    a_id = fields.Many2one('store.a')\n")
        self.put('wizards/store_w.py', "class W(models.Model):\n    _name = 'store.w'\n    v_id = fields.Many2one('store.v')\n")
        opens = "x = {'res_model': 'store.w'}"
        self.assert_breaks('stages_look_back', 'models/stores/x.py', opens)
        self.assert_keeps('stages_look_back', 'models/stores/x.py', '')
        self.assert_keeps('stages_look_back', 'models/transfer/x.py', opens)

    def test_a_drawing_of_other_stages(self):
        self.put(
            'docs/architecture.md',
            '# A\n\n## The graph of stages\n\n    people  prices   who\n      |\n    opening          how\n\nText\n',
        )
        self.assertEqual(layout_graph.drawn_stages(self.root), (('people', 'prices'), ('opening',)))

    def test_a_stage_that_extends_more_than_hooks(self):
        self.put(
            'models/stores/store_b.py',
            "class B(models.Model):\n    _name = 'store.b'\n    def go(self):\n        pass\n"
            "    def _used(self):\n        \"\"\"Hook: whether it is used.\"\"\"\n        return False\n"
            "    def _ask(self):\n        \"\"\"Hook: nobody answers here.\"\"\"\n",
        )
        path, part = 'models/transfer/store_b.py', "class B(models.Model):\n    _inherit = 'store.b'\n    %s\n"
        self.assert_breaks(
            'hooks_are_filled',
            path,
            part % 'x_id = fields.Char()',
            part % 'def go(self):\n        return super().go()',
            part % 'def _more(self):\n        pass',
            part % 'def _used(self):\n        return True',
        )
        self.assert_keeps(
            'hooks_are_filled',
            path,
            part % 'def _used(self):\n        return super()._used() or True',
            part % 'def _ask(self):\n        return 1',
        )
        self.assert_keeps('one_place_per_model', path, part % 'def _ask(self):\n        return 1')
        self.assert_breaks('one_place_per_model', 'models/transfer/x.py', part % 'def _ask(self):\n        return 1')

    def test_a_hook_nobody_can_read_of(self):
        self.put('docs/extending.md', 'Fill `store.b._used()`.')
        hook = "class B(models.Model):\n    _name = 'store.b'\n    def %s(self):\n        \"\"\"Hook: x.\"\"\"\n"
        self.assert_breaks('hooks_are_documented', 'models/stores/store_b.py', hook % '_lost', hook % '_use')
        self.assert_keeps('hooks_are_documented', 'models/stores/store_b.py', hook % '_used')
        self.put(
            'models/stores/store_c.py', "class C(models.Model):\n    _name = 'store.c'\n    def _inner(self):\n        pass\n"
        )
        path = 'bridges/store_group_a/models/store_c.py'
        self.assert_breaks(
            'hooks_are_documented',
            path,
            "class C(models.Model):\n    _inherit = 'store.c'\n    def _inner(self):\n        pass\n",
            "class D(models.Model):\n    _inherit = 'a.b'\n    def go(self):\n        self.env['store.c']._inner()\n",
        )
        self.assert_keeps(
            'hooks_are_documented', path, "class B(models.Model):\n    _inherit = 'store.b'\n    def _used(self):\n        pass\n"
        )

    def test_a_page_that_says_what_is_not_so(self):
        self.put(
            'models/stores/store_b.py',
            "class B(models.Model):\n    _name = 'store.b'\n    def _ask(self, user, day=None):\n        pass\n",
        )
        page = 'docs/extending.md'
        self.assert_breaks('page_is_true', page, 'Ask `b._ask(day)`.', 'Ask `b._asks(user)`.', 'Ask `b._ask(user, day, hour)`.')
        self.assert_keeps(
            'page_is_true',
            page,
            'Ask `b._ask(user)`.',
            "Ask `b._ask('x', ...)`.",
            '```python\nself._lost(1)\n```',
            'No `_read_<name>(x)`.',
        )

    def test_a_method_in_two_stages(self):
        order = "class S(models.Model):\n    _inherit = 'sale.order'\n    def write(self, values):\n        pass\n"
        self.put('models/a/sale_order.py', order)
        self.assert_breaks('one_stage_per_override', 'models/b/sale_order.py', order)
        self.assert_keeps('one_stage_per_override', 'models/b/sale_order.py', order.replace('write', 'create'))
        self.put('models/a/sale_order.py', order.replace('write', '_ours').replace('pass', '"""Hook: x."""'))
        self.assert_keeps('one_stage_per_override', 'models/b/sale_order.py', order.replace('write', '_ours'))
