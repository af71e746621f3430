# Part of store_group. License LGPL-3.
"""The rules of the code structure, on this tree and on small bad trees, to test that each rule can fail."""

import ast
import pathlib

from odoo.tests import BaseCase

from . import layout_graph
from .layout_common import BrokenTree, found_by

ROOT = pathlib.Path(__file__).resolve().parents[1]

# Their names are readable by every internal user; money fields and writes are guarded otherwise.
NAMES_FOR_ALL = ('store.store', 'store.group', 'store.lane')
# law -> {place: why this one may}. An exception that is no longer needed fails, so that the list stays short.
EXCEPTIONS = {
    'allocation_has_one_place': {
        'engine/transfer/law.py:covered': 'the same goods under another name: what one heap loses the other gets'
    },
    'measures_are_listed_once': {
        'report/store_sale_report/report.py:_by_any_group': 'what it answers is written down in its docstring',
        'report/store_transfer_rows.py:lines': 'the SQL of each measure of a line',
        'report/store_transfer_rows.py:differences': 'the SQL of each measure of a difference',
    },
    'nothing_is_too_long': {
        'engine/intake/refunds.py': 'one question: what was given back of an order',
        'engine/people/masks.py': 'a table: every masked field and the reason of each exception',
        'engine/reporting/measures/sales.py': 'a table: one entry for each measure',
        'models/intake/store_intake_phrases.py:_order_texts': 'a table of sentences',
        'models/reporting/store_report_book.py:_reports': 'a table: one entry for each report',
        'models/takeover/store_adoption_map.py:_documents': 'a table: one entry for each kind of document',
        'models/transfer/store_transfer_goods/cancelling.py:_put_back': 'one picking made step by step',
        'models/transfer/store_transfer_ground/ground.py:_carry_all': 'one loop over the moves of a step',
        'report/store_stock_rows.py:movements': 'one statement of SQL',
        'report/store_transfer_rows.py:lines': 'one statement of SQL',
        'wizards/store_sheet_adapter_stores.py:_columns': 'a table: one entry for each column',
        'bridges/store_group_pos/tests/test_till_work.py:_left': 'a table: what a day at a till leaves behind',
        'dev/bench/inside.py:main': 'the cases of a benchmark, one after the other',
        'dev/bench/stock.py:_generate': 'one world in SQL, table by table',
        'dev/standby/inside.py:make': 'one small world, built in the order things need each other',
        'tests/stock_report_common.py:setUpClass': 'one small world, built in the order things need each other',
        'tests/test_security_context.py:_acts': 'a table of acts',
        'tests/test_security_doors.py:test_one_bad_value_among_good_ones': 'a table of bad values',
        'tests/test_security_lots.py': 'every way to name a lot of another store',
        'tests/test_transfer_billing.py': 'billing from the first charge to the last credit on one set of transfers',
        'tests/test_transfer_law.py': 'every way past the quantities of a transfer',
        'tests/test_transfer_value.py:_lots': 'one small world, built in the order things need each other',
    },
    'models_have_scope_rules': {
        'store.intake.issue': 'names the store a person answers, not one it belongs to',
        'store.intake.question': 'its query counts orders of the reader alone (test_intake_answering_rights)',
    },
}


def check(case, law, root):
    """Fail unless a folder keeps a law, but for the exceptions, each of which is needed."""
    findings = found_by(law, root)
    excepted = EXCEPTIONS.get(law, {})
    if law == 'models_have_scope_rules':
        excepted = {**excepted, **dict.fromkeys(set(NAMES_FOR_ALL) & findings.keys(), '')}
    unexplained = {place: text for place, text in findings.items() if place not in excepted}
    case.assertFalse(unexplained, '\n' + '\n'.join(f'{place}: {text}' for place, text in unexplained.items()))
    case.assertFalse(excepted.keys() - findings.keys(), 'Exceptions nobody needs any more: take them out.')


def lists_without_cards(root):
    """Return {place: views} of each action in Python that opens a list of records without cards: a table on a phone."""
    found = {}
    for file in root.rglob('*.py'):
        if {'tests', 'dev'} & set(file.relative_to(root).parts):
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding='utf-8'))):
            if not isinstance(node, (ast.Dict, ast.Call)):
                continue
            pairs = (
                zip(node.keys, node.values, strict=False)
                if isinstance(node, ast.Dict)
                else [(ast.Constant(k.arg), k.value) for k in node.keywords]
            )
            for key, value in pairs:
                if getattr(key, 'value', None) not in ('views', 'view_mode'):
                    continue
                kinds = {
                    leaf for item in ast.walk(value) if isinstance(item, ast.Constant) for leaf in str(item.value).split(',')
                }
                if 'list' in kinds and not kinds & {'kanban', 'pivot'}:
                    found[f'{file.relative_to(root).as_posix()}:{value.lineno}'] = sorted(kinds)
    return found


class TestLayout(BaseCase):
    def test_what_opens_a_list_has_cards_for_the_phone(self):
        self.assertFalse(lists_without_cards(ROOT))

    def check(self, law):
        check(self, law, ROOT)

    def test_the_engine_is_plain_python(self):
        self.check('engine_is_pure')

    def test_sql_is_where_it_belongs(self):
        self.check('sql_in_its_places')

    def test_a_model_lives_in_one_file_or_one_folder(self):
        self.check('one_place_per_model')

    def test_the_parts_of_a_model_do_not_meet(self):
        self.check('parts_do_not_meet')

    def test_an_abstract_model_has_several_heirs_or_none(self):
        self.check('abstract_models_have_heirs')

    def test_bridges_use_sockets(self):
        self.check('bridges_use_sockets')

    def test_rounding_follows_the_unit_or_the_currency(self):
        self.check('rounding_has_a_unit')

    def test_a_stage_knows_earlier_stages_only(self):
        self.check('stages_look_back')

    def test_the_graph_is_drawn_as_it_is(self):
        self.assertEqual(layout_graph.drawn_stages(ROOT), layout_graph.STAGES, 'docs/architecture.md draws other stages')

    def test_a_later_stage_fills_hooks(self):
        self.check('hooks_are_filled')

    def test_hooks_are_documented(self):
        self.check('hooks_are_documented')

    def test_what_the_page_for_bridges_says_is_true(self):
        self.check('page_is_true')

    def test_a_core_method_is_overridden_in_one_stage(self):
        self.check('one_stage_per_override')

    def test_every_model_has_access_lines(self):
        self.check('models_have_access')

    def test_every_model_with_a_store_has_scope_rules(self):
        self.check('models_have_scope_rules')

    def test_the_core_names_no_optional_model(self):
        self.check('core_names_no_optional_model')

    def test_nothing_is_too_long(self):
        self.check('nothing_is_too_long')

    def test_code_speaks_english(self):
        self.check('code_speaks_english')

    def test_the_measures_of_a_report_have_one_table(self):
        self.check('measures_are_listed_once')

    def test_goods_are_allocated_in_one_place(self):
        self.check('allocation_has_one_place')

    def test_days_have_one_rule(self):
        self.check('day_has_one_place')

    def test_roles_are_named_in_one_place(self):
        self.check('roles_are_named_once')

    def test_every_python_file_has_its_header(self):
        self.check('python_has_header')

    def test_large_packages_of_the_engine_have_contents(self):
        self.check('contents_are_whole')

    def test_every_test_module_is_imported(self):
        self.check('tests_are_imported')

    def test_every_data_file_is_loaded(self):
        self.check('data_files_are_listed')

    def test_people_are_told_in_their_language(self):
        self.check('people_are_told_in_their_language')

    def test_a_page_leaves_its_words_to_other_templates(self):
        self.check('pages_leave_words_to_other_templates')


class TestLayoutChecks(BrokenTree):
    """Each law against a tree that breaks it, and one that keeps it."""

    def test_an_empty_house_breaks_no_law(self):
        for law in (
            'engine_is_pure',
            'sql_in_its_places',
            'one_place_per_model',
            'parts_do_not_meet',
            'abstract_models_have_heirs',
            'one_stage_per_override',
            'stages_look_back',
            'hooks_are_filled',
            'hooks_are_documented',
            'page_is_true',
            'rounding_has_a_unit',
            'allocation_has_one_place',
            'day_has_one_place',
            'roles_are_named_once',
            'models_have_access',
            'models_have_scope_rules',
            'core_names_no_optional_model',
            'nothing_is_too_long',
            'contents_are_whole',
            'tests_are_imported',
            'data_files_are_listed',
            'code_speaks_english',
        ):
            self.assertFalse(self.findings(law), law)

    def test_an_engine_that_is_not_pure(self):
        path = 'engine/intake/x.py'
        self.assert_breaks(
            'engine_is_pure',
            path,
            'import odoo',
            'from odoo.tools import x',
            'import os.path',
            'def f():\n    from odoo import y',
            'from ...models import z',
            'open("x")',
            'datetime.now()',
            'date.today()',
            'import urllib.request',
        )
        self.assert_keeps('engine_is_pure', path, 'from . import y', 'from ..cleaning import text', 'import decimal')

    def test_sql_in_the_wrong_place_or_unwrapped(self):
        self.assert_breaks(
            'sql_in_its_places', 'models/a/x.py', 'self.env.cr.execute(q)', 'SQL("x")', 'self.env.execute_query(q)'
        )
        self.assert_keeps('sql_in_its_places', 'models/a/x.py', 'cron.execute()')
        for path in ('demo/x.py', 'bridges/store_group_a/models/x.py'):
            self.assert_breaks('sql_in_its_places', path, 'self.env.cr.execute(q)', 'SQL("x")')
            self.put(path, '')
        self.assert_keeps('sql_in_its_places', 'bridges/store_group_a/report/x.py', 'SQL("x")')
        self.assert_keeps('sql_in_its_places', 'bridges/store_group_a/tests/x.py', 'SQL("x")')
        self.assert_breaks('sql_in_its_places', 'models/a/sql/x.py', 'cr.execute("SELECT 1")')
        self.assert_keeps('sql_in_its_places', 'models/a/sql/x.py', 'cr.execute(SQL("SELECT 1"))')
        self.assert_breaks('sql_in_its_places', 'report/x.py', 'cr.execute("SELECT 1")', 'cr.execute(f"SELECT {x}")')
        self.assert_keeps('sql_in_its_places', 'report/x.py', 'cr.execute(SQL("SELECT 1"))')

    def test_a_model_in_two_places(self):
        one = "class A(models.Model):\n    _name = 'store.a'\n"
        part = one.replace('_name', '_inherit')
        self.put('models/a/one.py', one)
        self.assert_breaks('one_place_per_model', 'models/b/two.py', part)
        self.assert_breaks(
            'one_place_per_model',
            'models/b/two.py',
            one.replace('store.a', 'store.b') + one.replace('store.a', 'store.c').replace('class A', 'class C'),
        )

    def test_a_model_of_a_bridge_in_two_places(self):
        one = "class A(models.Model):\n    _inherit = 'store.a'\n"
        self.put('models/a/store_a.py', one.replace('_inherit', '_name'))
        path = 'bridges/store_group_b/models/%s.py'
        self.assert_breaks(
            'one_place_per_model', path % 'store_a', one + one.replace('store.a', 'b.c').replace('class A', 'class C')
        )
        self.assert_keeps('one_place_per_model', path % 'store_a', one)
        self.assert_breaks('one_place_per_model', path % 'b', one)

    def test_a_model_in_a_folder(self):
        one = "class A(models.Model):\n    _name = 'store.a'\n    _dict = {'x': 1}\n    def go(self):\n        pass\n"
        part = "class A(models.Model):\n    _inherit = 'store.a'\n    %s\n"
        self.put('models/a/store_a/one.py', one)
        lists = self.root / 'models/a/store_a/__init__.py'
        lists.write_text('from . import one\nfrom . import two\n')
        self.assert_keeps('one_place_per_model', 'models/a/store_a/two.py', part % 'x = 1')
        self.assert_keeps(
            'parts_do_not_meet', 'models/a/store_a/two.py', part % 'x = 1', part % ('def go(self):\n        return super().go()')
        )
        self.assert_breaks('parts_do_not_meet', 'models/a/store_a/two.py', part % 'def go(self):\n        pass', part % "_d = {}")
        lists.write_text('from . import two\nfrom . import one\n')
        self.assertTrue(self.findings('one_place_per_model'), 'the part that names it must be imported first')

    def test_an_abstract_model_of_one_heir(self):
        self.put('models/a/one.py', "class A(models.AbstractModel):\n    _name = 'store.a'\n")
        heir = "class {0}(models.Model):\n    _name = 'store.{0}'\n    _inherit = ['store.a']\n"
        self.assertFalse(self.findings('abstract_models_have_heirs'), 'a service')
        self.assert_breaks('abstract_models_have_heirs', 'models/a/two.py', heir.format('b'))
        self.put('models/a/one.py', "class A(models.AbstractModel):\n    _name = 'store.a'\n    def ask(self):\n        pass\n")
        self.assertFalse(self.findings('abstract_models_have_heirs'), 'a service that somebody inherits')
        part = "class A(models.AbstractModel):\n    _name = 'store.a'\n    x = fields.Char()\n    def ask(self):\n        pass\n"
        self.assert_breaks('abstract_models_have_heirs', 'models/a/one.py', part)
        self.put('models/a/three.py', heir.format('c'))
        self.assertFalse(self.findings('abstract_models_have_heirs'))

    def test_digits_somebody_chose(self):
        for path in ('models/a/x.py', 'report/x.py', 'wizards/x.py', 'bridges/store_group_a/models/x.py'):
            self.assert_breaks(
                'rounding_has_a_unit',
                path,
                'x = round(price, 2)',
                'float_compare(a, b, precision_digits=6)',
                'tools.float_is_zero(a, precision_rounding=0.01)',
                "f'{quantity:g} pieces'",
            )
            self.assert_keeps(
                'rounding_has_a_unit',
                path,
                'x = currency.round(price)',
                'x = unit.round(quantity)',
                'float_round(a, precision_digits=digits)',
                'exact(a, step)',
            )
        self.assert_keeps('rounding_has_a_unit', 'bridges/store_group_a/tests/x.py', 'round(price, 2)')

        self.assert_breaks('rounding_has_a_unit', 'models/a/x.py', 'float_round(a, 2)', "f'{price:.2f}'", "f'{price:,.2f}'")
        self.assert_keeps('rounding_has_a_unit', 'models/a/x.py', "f'{day:%d}'", "f'{number:02d}'", "f'{name:>10}'")

    def test_a_loop_that_allocates(self):
        loop = 'def f(left, parts):\n    for part in parts:\n        %s\n        left -= taken\n'
        for path in ('models/a/x.py', 'engine/a/x.py', 'bridges/store_group_a/models/x.py'):
            self.assert_breaks(
                'allocation_has_one_place', path, loop % 'taken = min(part, left)', loop % 'taken = max(min(part, left), 0)'
            )
            self.assert_keeps(
                'allocation_has_one_place', path, loop % 'taken = part', 'def f(a, b):\n    left = min(a, b)\n    a -= left\n'
            )
        self.assert_keeps('allocation_has_one_place', 'engine/quantities.py', loop % 'taken = min(part, left)')

    def test_a_day_somebody_reckons(self):
        for path in ('models/a/x.py', 'report/x.py', 'engine/a/x.py'):
            self.assert_breaks(
                'day_has_one_place',
                path,
                'import pytz',
                'from zoneinfo import ZoneInfo',
                'moment.astimezone(zone)',
                "SQL('d.at AT TIME ZONE s.tz')",
                "SQL('timezone(s.tz, d.at)')",
            )
            self.assert_keeps('day_has_one_place', path, "SQL(\"timezone('UTC', now())\")", 'store._business_day(moment)')
        for path in ('engine/stores/day.py', 'models/stores/sql/store_day.py', 'engine/cleaning/dates.py'):
            self.assert_keeps('day_has_one_place', path, 'from zoneinfo import ZoneInfo')

    def test_a_role_somebody_names(self):
        self.put('engine/people/role.py', "ROLES = (Role('boss', 'group_boss'), Role('helper', 'group_helper'))")
        self.assert_breaks(
            'roles_are_named_once',
            'models/a/x.py',
            "member.role == 'boss'",
            "member.role in ('boss', 'helper')",
            "DOMAIN = [('role', '=', 'boss')]",
            "DOMAIN = [('member_ids.role', 'in', ['boss'])]",
        )
        self.assert_keeps(
            'roles_are_named_once', 'models/a/x.py', "kind == 'boss'", 'member.role in MANAGERS', "f(role='helper')"
        )

    def test_a_model_without_access_or_rules(self):
        self.put(
            'models/a/one.py', "class A(models.Model):\n    _name = 'store.a'\n    shop_id = fields.Many2one('store.store')\n"
        )
        csv = 'security/ir.model.access.csv'
        self.assert_breaks('models_have_access', csv, '', 'a,a,model_store_a_b,g,1,1,1,1')
        self.assert_keeps('models_have_access', csv, 'a,a,model_store_a,g,1,1,1,1')
        rule = (
            '<odoo><record id="r" model="ir.rule"><field name="model_id" ref="model_store_a"/>'
            '<field name="domain_force">[("shop_id", "in", user.store_ids.ids)]</field>%s</record></odoo>'
        )
        only_read = ''.join(f'<field name="perm_{mode}" eval="False"/>' for mode in ('write', 'create', 'unlink'))
        self.assert_breaks(
            'models_have_scope_rules',
            'security/rules.xml',
            '<odoo/>',
            rule % only_read,
            (rule % '').replace('user.store_ids.ids', '[1]').replace('shop_id', 'x'),
        )
        self.assert_keeps('models_have_scope_rules', 'security/rules.xml', rule % '')

    def test_a_core_that_names_an_optional_model(self):
        self.assert_breaks(
            'core_names_no_optional_model',
            'models/a/x.py',
            "env['pos.order']",
            "x = 'mrp.production'",
            'from odoo.addons.website_sale.models import x',
            "x = env.ref('purchase.order_rule')",
        )
        self.assert_keeps('core_names_no_optional_model', 'models/a/x.py', '"""Not for pos.order."""', "x = 'purchase_ok'")
        self.assert_breaks('core_names_no_optional_model', 'views/x.xml', '<odoo><a ref="point_of_sale.menu"/></odoo>')
        self.assert_keeps('core_names_no_optional_model', 'views/x.xml', '<odoo><!-- mrp.production --></odoo>')

    def test_what_is_too_long(self):
        self.assert_breaks('nothing_is_too_long', 'engine/a.py', 'x = 1\n' * 251, 'def f():\n' + '    x = 1\n' * 60)
        self.assert_keeps('nothing_is_too_long', 'engine/a.py', 'x = 1\n' * 250, 'def f():\n' + '    x = 1\n' * 59)
        for path in ('bridges/store_group_a/models/x.py', 'dev/x.py', 'demo/x.py'):
            self.assert_breaks('nothing_is_too_long', path, 'x = 1\n' * 501, 'def f():\n' + '    x = 1\n' * 60)
            self.assert_keeps('nothing_is_too_long', path, 'x = 1\n' * 500)

    def test_measures_in_a_second_list(self):
        self.put(
            'engine/reporting/measures/sales.py', "T = Table(Measure('a', 'money'), Measure('b', 'count'), Measure('c', 'part'))"
        )
        path = 'models/reporting/x.py'
        self.assert_breaks(
            'measures_are_listed_once', path, "X = ('a', 'b', 'c')", "def f():\n    return {'a': 1, 'b': 2, 'c': 3}"
        )
        self.assert_keeps('measures_are_listed_once', path, "X = ('a', 'b')", "X = ('a', 'x', 'y')")

    def test_contents_that_leave_a_module_out(self):
        for number in range(21):
            self.put(f'engine/a/m{number}.py', '')
        path = 'engine/a/__init__.py'
        whole = ' '.join(f'm{number}' for number in range(21))
        self.assert_breaks('contents_are_whole', path, '', f'"""{whole.replace("m20", "")}"""')
        self.assert_keeps('contents_are_whole', path, f'"""{whole}"""')

    def test_what_is_written_but_never_used(self):
        self.assert_breaks('tests_are_imported', 'tests/test_lost.py', 'x = 1')
        self.assert_breaks('python_has_header', 'tests/test_lost.py', 'x = 1')
        self.assert_breaks('data_files_are_listed', 'views/lost.xml', '<odoo/>')
        self.assert_breaks(
            'data_files_are_listed',
            '__manifest__.py',
            "{'data': ['views/gone.xml', 'views/lost.xml']}",
            "{'data': ['views/lost.xml', 'views/lost.xml']}",
        )
        self.assert_keeps('data_files_are_listed', '__manifest__.py', "{'data': ['views/lost.xml']}")

    def test_code_that_holds_chinese(self):
        for path in ('wizards/x.py', 'models/a/x.py', 'report/x.py', 'bridges/store_group_a/models/x.py'):
            self.assert_breaks('code_speaks_english', path, 'x = "\u95e8\u5e97"', '# \u95e8\u5e97')
            self.assert_keeps('code_speaks_english', path, 'x = "Store"', "x = '\u00b2 \u2192'")
        self.assert_keeps('code_speaks_english', 'engine/table/x.py', 'x = "\u95e8\u5e97"')
        self.assert_keeps('code_speaks_english', 'bridges/store_group_a/tests/x.py', 'x = "\u95e8\u5e97"')

    def test_words_nobody_can_translate(self):
        page = '<odoo><template id="x">&lt;!DOCTYPE html&gt;<html><h1>{}</h1></html></template></odoo>'
        self.assert_breaks('pages_leave_words_to_other_templates', 'report/x.xml', page.format('Stores'))
        self.assert_keeps(
            'pages_leave_words_to_other_templates',
            'report/x.xml',
            page.format('<t t-out="title"/> · '),
            ('<odoo><template id="x"><h1>Stores</h1></template></odoo>'),
        )
