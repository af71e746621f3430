# Part of store_group. License LGPL-3.
"""The outcome of tests and checks, and how to read it from Odoo's log."""

import re
from dataclasses import dataclass, field

RECORD = re.compile(r'\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \d+ (?P<level>[A-Z]+) (?P<db>\S+) (?P<logger>\S+): (?P<text>.*)')
BROKEN = re.compile(r'(FAIL|ERROR): (?:Subtest )?(?P<test>setUpClass \(.*?\)|tearDownClass \(.*?\)|\S+)')
SKIPPED = re.compile(r'skipped (?P<test>setUpClass \(.*?\)|\S+) : (?P<reason>.*)')
# Odoo's own totals of failed tests: each failure is already counted
SUMS = re.compile(
    r'\d+ failed, \d+ error\(s\) of \d+ tests|Module \S+: \d+ failures, \d+ errors of \d+ tests'
    r'|At least one test failed when loading the modules'
)
BROWSER = re.compile(r'chrome|chromium|websocket', re.IGNORECASE)


@dataclass
class Outcome:
    """Passed tests, failed tests and findings (name -> text to read), skipped tests (name -> reason)."""

    passed: set = field(default_factory=set)
    failed: dict = field(default_factory=dict)
    skipped: dict = field(default_factory=dict)

    def add(self, other):
        self.failed.update(other.failed)
        self.skipped.update(other.skipped)
        self.passed = (self.passed | other.passed) - set(self.failed) - set(self.skipped)
        return self

    def fail(self, name, text):
        """Two different findings of one name are both kept."""
        number, unique = 1, name
        while unique in self.failed:
            number += 1
            unique = f'{name} ({number})'
        self.failed[unique] = text


def read_allowed(file, **places):
    """Patterns of warnings that do not fail a run. Each needs a comment above it that says why."""
    patterns, reason = [], None
    for text in file.read_text(encoding='utf-8').splitlines():
        if not text.strip():
            reason = None
        elif text.startswith('#'):
            reason = text
        elif reason is None:
            raise ValueError(f'{file}: "{text}" has no reason (a comment line above it)')
        else:
            for name, place in places.items():
                text = text.replace('{%s}' % name, re.escape(str(place)))
            patterns.append(re.compile(text, re.DOTALL))
    return patterns


def records(lines):
    """Yield (level, logger, text) of a log, a record that spans lines as one."""
    current = None
    for line in lines:
        match = RECORD.match(line)
        if match:
            if current:
                yield current
            current = (match['level'], match['logger'], match['text'].rstrip())
        elif current:
            current = (*current[:2], f'{current[2]}\n{line.rstrip()}')
    if current:
        yield current


def read_log(file, allowed=(), exit_code=0):
    """The outcome of one Odoo process, from its log: its tests, and every warning that is not allowed."""
    outcome, started, warnings, running = Outcome(), set(), {}, None
    with file.open(encoding='utf-8', errors='replace') as lines:
        for level, logger, text in records(lines):
            module = logger.removeprefix('odoo.addons.')
            broken, skipped = BROKEN.match(text), SKIPPED.match(text)
            if level == 'INFO' and text.startswith('Starting ') and text.endswith(' ...') and '.tests.' in logger:
                running = f'{module}:{text[9:-4]}'
                started.add(running)
            elif level == 'INFO' and skipped:
                name = f'{module}:{skipped["test"]}'
                if BROWSER.search(skipped['reason']):
                    outcome.fail(name, f'needs a browser: {skipped["reason"]}')
                else:
                    outcome.skipped[name] = skipped['reason']
            elif level == 'ERROR' and broken:
                outcome.fail(f'{module}:{broken["test"]}', text)
            elif level in {'WARNING', 'ERROR', 'CRITICAL'} and not SUMS.search(text):
                if not any(pattern.search(f'{logger}: {text}') for pattern in allowed):
                    warnings.setdefault((level, logger, text), running)
    for (level, logger, text), test in warnings.items():
        during = f'\n(during or after {test})' if test else ''
        outcome.fail(f'{level} in the log: {logger}', f'{text}{during}')
    outcome.passed = started - set(outcome.failed) - set(outcome.skipped)
    outcome.passed -= {name for name in started for failed in outcome.failed if failed.startswith(f'{name} (')}
    if exit_code and not outcome.failed:
        outcome.fail(f'Odoo ended with code {exit_code}', _tail(file))
    return outcome


def _tail(file):
    return '\n'.join(file.read_text(encoding='utf-8', errors='replace').splitlines()[-25:])
