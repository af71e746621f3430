# Part of store_group. License LGPL-3.
"""Every public method of ours, called from outside with whatever a program may send: a sentence or an answer, no traceback."""

import inspect

from odoo import Command
from odoo.exceptions import UserError
from odoo.service.model import call_kw, get_public_method
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..exceptions import ArgumentRefused, IntakeRefused, Refused, SheetRefused, StoreRefused, TransferRefused
from ..models.people.door import MOST_LINES
from .common import StoreGroupCommon

NAN, INFINITE = float('nan'), float('inf')
BAD = (
    None,
    False,
    True,
    0,
    -1,
    2**40,
    10**30,
    1.5,
    NAN,
    INFINITE,
    '',
    'x',
    '\0',
    '\ud800',
    'x' * 100_000,
    '9999-99-99',
    '0001-01-01',
    [],
    {},
    [None],
    [[]],
    [{}],
    [{'line_id': None, 'quantity': NAN}],
    [{'product': [], 'quantity': {}}],
    {'a': {'b': [None]}},
    {'x': NAN},
    [2**40],
    ['x', None],
    'store',
    [['a', '=', 1]],
)


def public_methods(env):
    """Yield (model, name, method) of the public methods that models named store.* have from us; what we override is core's."""
    for name, model in sorted(env.items()):
        if not name.startswith('store.'):
            continue
        cores = {
            attribute
            for parent in type(model).mro()
            if not parent.__module__.startswith('odoo.addons.store_group')
            for attribute in vars(parent)
        }
        for attribute in sorted(dir(type(model))):
            if attribute.startswith('_') or attribute in cores:
                continue
            method = getattr(type(model), attribute, None)
            if (
                inspect.isfunction(method)
                and method.__module__.startswith('odoo.addons.store_group')
                and not (getattr(method, '_api_private', False))
            ):
                yield name, attribute, method


@tagged('post_install', '-at_install')
class TestSecurityDoors(StoreGroupCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = {
            'staff': cls._person('door_staff', 'staff'),
            'integration': cls._person('door_bot', 'integration'),
            'manager': cls._person('door_manager', 'store_manager'),
        }

    @classmethod
    def _person(cls, login, role):
        user = new_test_user(
            cls.env(su=True),
            login,
            'base.group_user',
            tz='Asia/Shanghai',
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        cls.env['store.member'].create(
            {'user_id': user.id, 'role': role, 'store_id': cls.store_1.id, 'date_from': cls.store_1._today()}
        )
        return user

    def _trouble(self, user, call, args, kwargs, context=None):
        """Return what a call of 'model.method' answers that is neither a result nor a sentence."""
        model, _dot, name = call.rpartition('.')
        env = self.env(user=user, su=False, context={'allowed_company_ids': self.company.ids, **(context or {})})
        try:
            with self.env.cr.savepoint():
                call_kw(env[model], name, list(args), kwargs)
        except UserError as error:
            return '' if str(error).strip() else f'{type(error).__name__} without a sentence'
        except Exception as error:  # any other is what is looked for
            return f'{type(error).__name__}: {error}'[:150]
        finally:
            self.env.cr.clear()
        return ''

    def _walk(self, user, calls):
        """Return {call: trouble} over `calls(method)`, which yields (args, kwargs) after the ids."""
        found = {}
        with mute_logger('odoo.sql_db', 'odoo.models', 'odoo.addons.base.models.ir_rule'):
            for model, name, method in public_methods(self.env):
                if self.env[model]._abstract and not getattr(method, '_api_model', False):
                    continue
                for args, kwargs in calls(method):
                    of_model = getattr(get_public_method(self.env[model], name), '_api_model', False)
                    for ids in ((),) if of_model else (([],), ([2**30],)):
                        trouble = self._trouble(user, f'{model}.{name}', [*ids, *args], kwargs)
                        if trouble:
                            found.setdefault(f'{model}.{name}', f'{ids} {args!r:.60} {kwargs!r:.80}: {trouble}')
        return found

    def assert_no_trouble(self, found):
        self.assertFalse(found, '\n' + '\n'.join(f'{call}{trouble}' for call, trouble in found.items()))

    @staticmethod
    def _names(method):
        return [
            name
            for name, parameter in list(inspect.signature(method).parameters.items())[1:]
            if parameter.kind in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY)
        ]

    def test_no_arguments_too_many_and_unknown_ones(self):
        def calls(method):
            yield (), {}
            yield (1,) * 12, {}
            yield (), {'no_such_argument': 1}

        for role in ('staff', 'integration'):
            self.assert_no_trouble(self._walk(self.people[role], calls))

    def test_one_value_for_all_arguments(self):
        def calls(method):
            names = self._names(method)
            for value in BAD if names else ():
                yield (), dict.fromkeys(names, value)

        self.assert_no_trouble(self._walk(self.people['manager'], calls))

    def test_one_bad_value_among_good_ones(self):
        good = {
            'store.intake.document.submit_orders': {'channel': 'T-X', 'orders': [], 'confirm': False},
            'store.intake.document.submit_file': {'channel': 'T-X', 'filename': 'x.csv', 'content': 'QQ==', 'confirm': False},
            'store.intake.document.get_results': {'document': 1, 'offset': 0, 'limit': 10},
            'store.intake.proof.declare': {
                'channel': 'T-X',
                'day': '2026-01-01',
                'count': 1,
                'total': '9',
                'currency': 'USD',
                'store': 'T1',
                'orders': ['1'],
            },
            'store.intake.proof.overview': {'days': 7, 'last': '2026-01-01'},
            'store.intake.proof.open_day': {'channel': 1, 'store': self.store_1.id, 'day': '2026-01-01', 'currency': 1},
            'store.store.available': {'stores': ['T1'], 'products': ['T-SHIRT']},
            'store.transfer.request': {
                'source': 'T2',
                'destination': 'T1',
                'lines': [{'product': 'T-SHIRT', 'quantity': 1}],
                'need_by': '2030-01-01',
                'reason': 'Sold',
                'external_id': 'door-1',
            },
            'store.sale.comparison.compare': {
                'date_from': '2026-01-01',
                'date_to': '2026-01-31',
                'how': 'year',
                'by': 'store_id',
                'measure': 'amount',
                'stores': ['T1'],
                'event': False,
                'same_store': False,
            },
            'store.cockpit.figures': {'period': 'month', 'store': self.store_1.id, 'group': False, 'currency': False},
            'store.profit.statement.statement': {
                'date_from': '2026-01-01',
                'date_to': '2026-01-31',
                'columns': 'stores',
                'stores': ['T1'],
                'group': False,
                'view': 'store',
                'compare': False,
            },
            'store.competitor.price.record': {'prices': []},
            'store.staff.list_members': {'stores': ['T1']},
            'store.staff.add': {
                'store': 'T1',
                'login': 'door_new',
                'name': 'New',
                'role': 'staff',
                'profile': False,
                'date_from': False,
                'date_to': False,
            },
            'store.settlement.propose': {'month': '2026-01-01'},
            'store.statement.account': {
                'seller': self.company.id,
                'buyer': self.other_company.id,
                'date_from': '2026-01-01',
                'date_to': '2026-01-31',
            },
            'store.my.store.ask': {'store': self.store_1.id, 'lines': [{'product': 'T-SHIRT', 'source': 'T2', 'quantity': 1}]},
            'store.my.store.look_up': {'text': 'Shirt', 'store': self.store_1.id},
        }
        found = {}
        for call, arguments in good.items():
            for user in (self.people['manager'], self.people['integration']):
                for argument in arguments:
                    for value in BAD:
                        with mute_logger('odoo.sql_db'):
                            trouble = self._trouble(user, call, [], {**arguments, argument: value})
                        if trouble:
                            found.setdefault(f'{call}({argument})', f' {value!r:.60}: {trouble}')
        self.assert_no_trouble(found)

    def _requests(self):
        self.product.sudo().default_code = 'T-SHIRT'
        return self.env(user=self.people['manager'], su=False, context={'allowed_company_ids': self.company.ids})[
            'store.transfer'
        ].request

    def test_acts_on_transfers_of_ones_own(self):
        answer = self._requests()('T2', 'T1', [{'product': 'T-SHIRT', 'quantity': 1}])
        line = answer['lines'][0]['line_id']
        good = {
            'set_quantities': {'step': 'approved', 'quantities': [{'line_id': line, 'quantity': 1}]},
            'report_wrong_product': {'line_id': line, 'product': 'T-SHIRT', 'quantity': 1, 'note': 'x'},
            'pack': {'box': '1', 'quantities': [{'line_id': line, 'quantity': 1}]},
            'ship_boxes': {'boxes': ['1']},
            'receive_boxes': {'boxes': ['1']},
            'share': {'policy': 'oldest'},
            'begin': {'side': 'look', 'version': 1},
        }
        found = {}
        for name, arguments in good.items():
            for argument in arguments:
                for value in BAD:
                    with mute_logger('odoo.sql_db'):
                        trouble = self._trouble(
                            self.people['manager'], f'store.transfer.{name}', [[answer['id']]], {**arguments, argument: value}
                        )
                    if trouble:
                        found.setdefault(f'{name}({argument})', f' {value!r:.60}: {trouble}')
        self.assert_no_trouble(found)

    def test_what_the_context_names(self):
        found = {}
        for model, keys in (
            ('store.stock.report', ('store_from', 'store_to', 'store_tree')),
            ('store.stock.ledger', ('store_from', 'store_to')),
            ('store.sale.report', ('store_tree',)),
            ('store.sale.difference', ('store_from', 'store_to')),
        ):
            groupby = ['store_id', *(['group_id'] if 'group_id' in self.env[model]._fields else [])]
            for key in keys:
                for value in BAD:
                    with mute_logger('odoo.sql_db'):
                        trouble = self._trouble(
                            self.admin, f'{model}.formatted_read_group', [[], groupby, ['__count']], {}, {key: value}
                        )
                    if trouble:
                        found.setdefault(f'{model} {key}', f' {value!r:.60}: {trouble}')
        self.assert_no_trouble(found)

    # === LIMITS ===

    def test_a_call_has_a_limit_that_it_names(self):
        request = self._requests()
        lines = [{'product': 'T-SHIRT', 'quantity': 1}] * (MOST_LINES + 1)
        with self.assertRaises(ArgumentRefused) as refused:
            request('T2', 'T1', lines)
        self.assertIn(f'{MOST_LINES + 1} entries', str(refused.exception))
        self.assertIn(f'at most {MOST_LINES}', str(refused.exception).replace(',', ''))
        statement = self.env['store.profit.statement'].statement
        for days in (('1950-01-01', '2026-01-01'), ('0001-01-01', '8026-01-01')):
            with self.assertRaises(ArgumentRefused):
                statement(*days)
            with self.assertRaises(ArgumentRefused):
                self.env['store.sale.comparison'].compare(*days)
        self.assertTrue(statement('2000-01-01', '2026-01-01', columns='total')['columns'])

    # === SENTENCES IN THE CLIENT ===

    def test_each_refusal_is_one_the_web_client_knows(self):
        for kind in (ArgumentRefused, IntakeRefused, SheetRefused, StoreRefused, TransferRefused):
            self.assertTrue(issubclass(kind, Refused))
            self.assertEqual(kind("x").context['exception_class'], 'odoo.exceptions.UserError')
