# Part of store_group. License LGPL-3.
"""The hostile order files of the long run: `dev/hostile/run` in a process of its own, its last lines in the result."""

import subprocess
import sys

from . import paths, results, say

COUNT = 100_000
NAME = 'hostile order files'


def check(test_run, count=COUNT):
    """Take `count` hostile files through the engine; whatever is neither orders nor a refusal fails."""
    outcome, log = results.Outcome(), paths.logs() / 'hostile.log'
    with say.step(f'{count:,} hostile order files'), log.open('w') as output:
        command = [sys.executable, str(paths.ROOT / 'dev' / 'hostile' / 'run'), '--count', str(count)]
        code = subprocess.run(command, stdout=output, stderr=subprocess.STDOUT, cwd=paths.ROOT).returncode
    test_run.logs.append(log)
    if code:
        outcome.fail(NAME, '\n'.join(log.read_text(encoding='utf-8', errors='replace').splitlines()[-20:]))
    else:
        outcome.passed.add(NAME)
    test_run.outcome.add(outcome)
