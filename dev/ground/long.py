# Part of store_group. License LGPL-3.
"""The long run: checks too slow for every change. Its result is kept in docs/verification.md."""

import datetime
import platform
import sys

from . import neighbours, paths, rivals, standby, storm, suites

PAGE = """# Last long verification

Written by `./dev/test --long`; do not edit.

| | |
| --- | --- |
| date | {date} |
| commit | {commit} |
| command | `{command}` |
| machine | {machine} |
| time | {minutes:.0f} minutes |
| result | **{passed} passed, {failed} failed**, {skipped} skipped |

{failures}
{rivals}
{storm}
{standby}
{suites}
{neighbours}"""


def write(test_run, seconds):
    outcome, target = test_run.outcome, paths.ROOT / 'docs' / 'verification.md'
    known = target.read_text(encoding='utf-8') if target.is_file() else ''
    failures = ''.join(f'- failed: {name}\n' for name in sorted(outcome.failed))
    page = PAGE.format(
        date=datetime.date.today(),
        commit=paths.commit(),
        command=' '.join(['dev/test', *sys.argv[1:]]),
        machine=f'{platform.system()} {platform.machine()}, Python {platform.python_version()}',
        minutes=seconds / 60,
        passed=len(outcome.passed),
        failed=len(outcome.failed),
        skipped=len(outcome.skipped),
        failures=failures,
        rivals=rivals.page(known),
        storm=storm.page(known),
        standby=standby.page(known),
        suites=suites.page(suites.read_last(), known),
        neighbours=neighbours.page(known),
    )
    target.write_text(page.rstrip() + '\n', encoding='utf-8')


def write_section(title, text):
    """Write one section of the page; the others are kept."""
    target = paths.ROOT / 'docs' / 'verification.md'
    target.write_text(with_section(target.read_text(encoding='utf-8'), title, text), encoding='utf-8')


def with_section(page, title, text):
    """Return the page with the section of that title replaced, or appended."""
    head, *sections = page.split('\n## ')
    name, new = title.removeprefix('## '), text.removeprefix('## ').rstrip() + '\n'
    kept = [new if section.startswith(f'{name}\n') else section for section in sections]
    return '\n## '.join([head, *kept, *([] if new in kept else [new])])
