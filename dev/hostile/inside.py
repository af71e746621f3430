# Part of store_group. License LGPL-3.
"""Runs inside the Python that has the readers' libraries. Reads the work from its input; one line as each begins and ends."""

import json
import pathlib
import random
import resource
import signal
import sys
import time
import traceback
import types

ROOT = pathlib.Path(__file__).resolve().parents[2]
MEMORY = 3 << 30  # bytes of address space beyond what the process has at the start
GROWTH, TIMES = 200, 12  # MB that one input may take besides so many times its size
TRIES, SMALLER = 400, 15  # of making a failing input smaller, and seconds


class TooLong(BaseException):
    """No handler of a reader may swallow it."""


def load():
    """Return (module of the path, module of the large inputs), without Odoo: the engine needs none of it."""
    sys.dont_write_bytecode = True
    for name, folder in (('store_group', ROOT), ('store_group.tests', ROOT / 'tests')):
        sys.modules[name] = types.ModuleType(name)
        sys.modules[name].__path__ = [str(folder)]
    from store_group.tests import hostile_path

    sys.path.insert(0, str(ROOT / 'dev'))
    from hostile import big

    return hostile_path, big


def memory(name):
    """Return a figure of this process in MB: VmHWM (the peak since ``forget_peak``) or VmRSS."""
    for line in pathlib.Path('/proc/self/status').read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1]) // 1024
    return 0


def forget_peak():
    pathlib.Path('/proc/self/clear_refs').write_text('5')


class Trial:
    """One input: made from its seed, tried under the limits, and made smaller where it fails."""

    def __init__(self, path, big, name, seed, seconds):
        self.path, self.seconds, self.name, self.seed = path, seconds, name, seed
        if name == 'big':
            self.maker, self.content = big.MADE[seed][0], big.MADE[seed][1]()
            self.notes, self.ways = [seed], {}
        else:
            dice = random.Random(f'{name}:{seed}')
            self.maker = name
            self.content, self.notes = path.MAKERS[name](dice)
            self.ways = path.ways(dice)

    def run(self):
        """Return (word, failure, MB it took, seconds)."""
        start, before = time.process_time(), memory('VmRSS')
        forget_peak()
        word, failure = self.outcome(self.content)
        seconds, grew = time.process_time() - start, max(0, memory('VmHWM') - before)
        if not failure and grew > GROWTH + TIMES * len(self.content) // (1 << 20):
            word, failure = 'FAILED', f'took {grew} MB for {len(self.content)} bytes'
        return word, failure, grew, seconds

    def outcome(self, content):
        """Return (word, failure) of `content`: what it raises, and where in our code."""
        # again and again: an exception inside a callback is lost
        signal.setitimer(signal.ITIMER_PROF, self.seconds + 4 * len(content) / (1 << 20), 1)
        try:
            return self.path.tried(self.maker, content, **self.ways), ''
        except TooLong:
            return 'FAILED', 'too long, at ' + place_of(sys.exc_info()[2])
        except MemoryError:
            return 'FAILED', 'MemoryError'
        except Exception as error:
            return 'FAILED', f'{type(error).__name__} at {place_of(error.__traceback__)}: {str(error)[:300]}'
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)

    def smallest(self, failure):
        """Return the smallest content found that fails at the same place; of an archive the whole."""
        kind, best = failure.partition(':')[0], self.content
        if best[:2] == b'PK' or len(best) > 1 << 20 or 'too long' in failure:
            return best
        tries, step, end = 0, max(1, len(best) // 2), time.monotonic() + SMALLER
        while step and tries < TRIES and time.monotonic() < end:
            at = 0
            while at < len(best) and tries < TRIES:
                shorter = best[:at] + best[at + step :]
                tries += 1
                if self.outcome(shorter)[1].partition(':')[0] == kind:
                    best = shorter
                else:
                    at += step
            step //= 2
        return best


def place_of(trace):
    """Return the last place in our own code, and where it went from there."""
    frames = [frame for frame in traceback.extract_tb(trace) if str(ROOT) in frame.filename and '/dev/' not in frame.filename]
    last = traceback.extract_tb(trace)[-1]
    ours = f'{pathlib.Path(frames[-1].filename).relative_to(ROOT)}:{frames[-1].lineno}' if frames else '?'
    return ours if frames and last == frames[-1] else f'{ours} in {pathlib.Path(last.filename).name}:{last.lineno}'


def main():
    asked = json.loads(sys.stdin.read())
    path, big = load()
    out, sys.stdout = sys.stdout, sys.stderr

    def tell(**said):
        print(json.dumps(said), file=out, flush=True)

    def stop(*_signal):
        raise TooLong

    signal.signal(signal.SIGPROF, stop)
    used = int(pathlib.Path('/proc/self/statm').read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, used + MEMORY))
    seen = set()
    for name, seed in asked['work']:
        label = f'{name}:{seed}'
        tell(said='begins', input=label)
        trial = Trial(path, big, name, seed, asked['seconds'])
        word, failure, grew, seconds = trial.run()
        if failure:
            kind = failure.partition(':')[0]
            content = trial.content if kind in seen else trial.smallest(failure)
            seen.add(kind)
            kept = pathlib.Path(asked['keep']) / f'{name}_{seed}'
            kept.write_bytes(content if len(content) < 1 << 22 else content[: 1 << 22])
            failure += f'\n   {trial.ways} {trial.notes}\n   {content[:400]!r}\n   kept in {kept}'
            if asked['loud']:
                try:
                    path.tried(trial.maker, content, **trial.ways)
                except Exception:
                    failure += '\n' + traceback.format_exc()
        tell(said='ends', input=label, word=word, failure=failure, grew=grew, seconds=seconds, held=memory('VmRSS'))


if __name__ == '__main__':
    main()
