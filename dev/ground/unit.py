# Part of store_group. License LGPL-3.
"""The tests that need no database: seconds, so that they are run after every change.

Run as a program (by the Python that has Odoo's libraries) it prints one JSON line per test:
    python unit.py <addons path> <module>... [-- <Class.method>...]
`run` starts that program and reads the lines.
"""

import importlib
import json
import subprocess
import sys
import unittest

MARK = '@outcome '


def run(server, tests, **environment):
    """Run the given unit tests; returns an Outcome."""
    from . import paths
    from .results import Outcome

    outcome = Outcome()
    modules = sorted({test.module for test in tests})
    names = sorted({f'{test.klass}.{test.method}' for test in tests})
    if not modules:
        return outcome
    addons = ','.join(map(str, [*server.folders, *server.odoo.addons]))
    log = paths.logs() / 'unit.log'
    command = [server.python, __file__, addons, *modules, '--', *names]
    with log.open('w') as output:
        code = subprocess.run(
            command, stdout=output, stderr=subprocess.STDOUT, cwd=paths.own(), env=server.environment(**environment)
        ).returncode
    _read(log.read_text(encoding='utf-8').splitlines(), outcome)
    missing = len(names) - len(outcome.passed | set(outcome.failed) | set(outcome.skipped))
    if (code or missing > 0) and not outcome.failed:
        outcome.fail(
            'tests without a database',
            f'{missing} of {len(names)} tests did not run.\n' + '\n'.join(log.read_text().splitlines()[-20:]),
        )
    return outcome


def run_tools():
    """The tests of the tools themselves, in dev/ground/test_ground.py."""
    from . import test_ground
    from .results import Outcome

    outcome, lines = Outcome(), []
    unittest.defaultTestLoader.loadTestsFromModule(test_ground).run(_Result(lines.append))
    _read(lines, outcome)
    return outcome


def _read(lines, outcome):
    for line in lines:
        if line.startswith(MARK):
            name, state, text = json.loads(line.removeprefix(MARK))
            if state == 'passed':
                outcome.passed.add(name)
            elif state == 'skipped':
                outcome.skipped[name] = text
            else:
                outcome.fail(name, text)
    outcome.passed -= set(outcome.failed)


class _Result(unittest.TestResult):
    """Tells each test's outcome, as a line, as soon as it is known."""

    def __init__(self, tell=None):
        super().__init__()
        self.tell = tell or (lambda line: print(line, flush=True))

    def _tell(self, test, state, text=''):
        test = getattr(test, 'test_case', test)
        module = type(test).__module__.removeprefix('odoo.addons.')
        method = getattr(test, '_testMethodName', str(test))
        self.tell(MARK + json.dumps([f'{module}:{type(test).__qualname__}.{method}', state, text]))

    def addSuccess(self, test):
        self._tell(test, 'passed')

    def addSkip(self, test, reason):
        self._tell(test, 'skipped', reason)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._tell(test, 'failed', self._exc_info_to_string(err, test))

    def addError(self, test, err):
        super().addError(test, err)
        self._tell(test, 'failed', self._exc_info_to_string(err, test))

    def addSubTest(self, test, subtest, err):
        if err is not None:
            super().addSubTest(test, subtest, err)
            self._tell(test, 'failed', f'{subtest}\n{self._exc_info_to_string(err, test)}')


def _program(addons, arguments):
    from odoo.tools import config

    config.parse_config([f'--addons-path={addons}'], setup_logging=False)
    from odoo.modules.module import initialize_sys_path

    initialize_sys_path()
    at = arguments.index('--')
    modules, wanted = arguments[:at], set(arguments[at + 1 :])
    classes = {name.partition('.')[0] for name in wanted}
    suite = unittest.TestSuite()
    for module in modules:
        loaded = importlib.import_module(f'odoo.addons.store_group.tests.{module}')
        for case in unittest.defaultTestLoader.loadTestsFromModule(loaded):
            for test in case:
                name = type(test).__qualname__
                inherits = name in classes and getattr(test, 'allow_inherited_tests_method', False)
                if inherits or f'{name}.{test._testMethodName}' in wanted:
                    suite.addTest(test)
    result = _Result()
    suite.run(result)
    return 0 if result.testsRun and result.wasSuccessful() else 1


if __name__ == '__main__':
    sys.path.pop(0)  # this folder has modules named odoo and selection
    sys.exit(_program(sys.argv[1], sys.argv[2:]))
