# Part of store_group. License LGPL-3.
"""Checks of the text of the code: ruff and its formatter, pylint-odoo's mandatory set, well-formed and evenly indented XML."""

import subprocess
from xml.parsers import expat

from . import paths
from .results import Outcome

INDENT = 4


def run(server):
    """Run every check; each is one passed name, or one failure per finding."""
    outcome = Outcome()
    for name, check in (('ruff', _ruff), ('format', _format), ('pylint-odoo', _pylint), ('xml', _xml)):
        findings = check(server)
        if findings:
            for place, text in findings:
                outcome.fail(f'lint {name}: {place}', text)
        else:
            outcome.passed.add(f'lint {name}')
    return outcome


def _ruff(server):
    command = [server.python.with_name('ruff'), 'check', '--quiet', '--output-format=concise', '--no-cache', paths.ROOT]
    return _findings(subprocess.run(command, cwd=paths.ROOT, capture_output=True, text=True))


def _format(server):
    command = [server.python.with_name('ruff'), 'format', '--check', '--no-cache', paths.ROOT]
    result = subprocess.run(command, cwd=paths.ROOT, capture_output=True, text=True)
    files = [line.partition(': ')[2] for line in result.stdout.splitlines() if line.startswith('Would reformat: ')]
    if result.returncode and not files:
        return [('the check itself failed', result.stderr.strip()[-800:])]
    return [(file, 'not laid out as the formatter does: `ruff format` mends it') for file in files]


def _pylint(server):
    """Odoo code; the engine and its tests are none. Files found clean before, with these rules, are not read again."""
    clean = _Clean(server)
    files = [file for file in _odoo_code() if not clean.knows(file)]
    command = [
        server.python,
        '-m',
        'pylint',
        f'--rcfile={paths.ROOT / ".pylintrc"}',
        '--score=n',
        '--reports=n',
        '--ignore-patterns=test_engine_.*',
        '--msg-template={path}:{line}: {msg} ({symbol})',
        *map(str, files),
    ]
    environment = server.environment(PYLINTHOME=str(paths.own() / 'pylint'))
    findings = _findings(subprocess.run(command, cwd=paths.ROOT, capture_output=True, text=True, env=environment))
    if not findings:
        clean.remember(files)
    return findings


def _odoo_code():
    """Every Python file of the add-on and its bridges; the manifests also stand for the checks of a whole add-on."""
    folders = [
        *(
            folder
            for folder in sorted(paths.ROOT.iterdir())
            if folder.name not in {'dev', 'bridges', 'engine'} and (folder / '__init__.py').is_file()
        ),
        *paths.bridges().values(),
    ]
    files = [*sorted(paths.ROOT.glob('*.py')), *(file for folder in folders for file in sorted(folder.rglob('*.py')))]
    return [file for file in files if not file.name.startswith('test_engine_')]


class _Clean:
    """Contents of files in which pylint found nothing, kept in the cache of every checkout. Manifests are never kept."""

    def __init__(self, server):
        rules = [
            (paths.ROOT / '.pylintrc').read_text(),
            (paths.ROOT / 'dev' / 'requirements.txt').read_text(),
            str(server.python),
        ]
        self.file = paths.cache() / 'pylint' / f'{paths.short_hash("".join(rules))}.txt'
        self.known = set(self.file.read_text().split()) if self.file.is_file() else set()

    def knows(self, file):
        return file.name != '__manifest__.py' and self._name(file) in self.known

    def remember(self, files):
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with self.file.open('a') as known:
            known.writelines(f'{self._name(file)}\n' for file in files)

    def _name(self, file):
        return paths.short_hash(f'{file.relative_to(paths.ROOT)} {file.read_text()}', 16)


def _findings(result):
    lines = [text for text in result.stdout.splitlines() if text.strip() and not text.startswith('*' * 5)]
    if result.returncode and not lines:
        lines = [f'the check itself failed: {result.stderr.strip()[-800:]}']
    if not result.returncode:
        return []
    parts = [text.replace(f'{paths.ROOT}/', '').partition(': ') for text in lines]
    return [(place, text) for place, _colon, text in parts]


def _xml(_server):
    findings = []
    for file in sorted(paths.ROOT.rglob('*.xml')):
        relative = file.relative_to(paths.ROOT)
        if not any(part.startswith('.') or part == 'node_modules' for part in relative.parts):
            findings += [(f'{relative}:{line}', text) for line, text in check_xml(file.read_bytes())]
    return findings


def check_xml(content):
    """Problems of one XML file as [(line, what)]: it must parse, and elements must be indented by their depth."""
    problems, depth, lines = [], 0, content.splitlines()
    parser = expat.ParserCreate()

    def place(what):
        line, column = parser.CurrentLineNumber, parser.CurrentColumnNumber
        before = lines[line - 1][:column] if line <= len(lines) else b''
        if not before.strip() and column != INDENT * depth:
            problems.append((line, f'{what} stands at column {column}, its depth asks for {INDENT * depth}'))

    def start(tag, _attributes):
        nonlocal depth
        place(f'<{tag}>')
        depth += 1

    def end(tag):
        nonlocal depth
        depth -= 1
        if lines[parser.CurrentLineNumber - 1][parser.CurrentColumnNumber :].startswith(b'</'):
            place(f'</{tag}>')

    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        return [(error.lineno, f'not well-formed: {expat.errors.messages[error.code]}')]
    for number, text in enumerate(lines, start=1):
        if text != text.rstrip():
            problems.append((number, 'spaces at the end of the line'))
        if b'\t' in text:
            problems.append((number, 'a tab'))
    if not content.endswith(b'\n'):
        problems.append((len(lines), 'no line feed at the end of the file'))
    return sorted(problems)
