# Part of store_group. License LGPL-3.
"""The rules of the code structure as functions over a folder: each returns its findings as {place: problem}.

They read files and import nothing, so that tests can try them on a small bad tree as well (test_layout.py). Those about stages,
bridges and the hooks between them are in layout_graph.py, those about what is kept in one place in layout_once.py.
"""

import ast
import functools
import re
from xml.etree import ElementTree

HEADER = '# Part of store_group. License LGPL-3.'
CODE = ('engine', 'models', 'report', 'wizards', 'controllers')
# A guide: what a file says is learned in one sitting. A longer one needs a reason among the exceptions.
LINES = {'engine': 250}
OTHER_LINES = 500
METHOD_LINES = 60
MODULES_AT_ONCE = 20  # a larger package of the engine has a table of contents
WORLD = {'os', 'pathlib', 'shutil', 'tempfile', 'glob', 'socket', 'ssl', 'http', 'requests', 'time', 'subprocess'}
CLOCK = re.compile(r'\b(datetime|date|fields\.\w+)\.(now|utcnow|today)\(')
OPTIONAL = re.compile(
    r'\b(pos\.(order|session|config|payment|category)|point_of_sale|mrp\.[a-z]'
    r'|website_sale|website\.[a-z]|purchase\.(order|requisition|bill)|purchase_(stock|requisition)|stock_landed_costs|repair\.order)'
)
CHINESE = re.compile('[\u3400-\u9fff]')
MODES = {'perm_read', 'perm_write', 'perm_create', 'perm_unlink'}


def python_files(root, *folders):
    for folder in folders or (*CODE, 'demo', 'tests', 'migrations'):
        for file in sorted((root / folder).rglob('*.py')):
            yield file, file.relative_to(root).as_posix()


def bridges(root):
    return sorted(path for path in (root / 'bridges').glob('*') if path.is_dir())


def root_files(root):
    return [(file, file.name) for file in sorted(root.glob('*.py'))]


def parsed(file):
    return tree_of(file.read_text(encoding='utf-8'))


@functools.cache
def tree_of(text):
    """Return the syntax tree of a text; every law reads the same files."""
    return ast.parse(text)


# === LAW 1: THE ENGINE IS PLAIN PYTHON ===


def engine_is_pure(root):
    findings = {}
    for file, path in python_files(root, 'engine'):
        depth = len(file.relative_to(root / 'engine').parts)
        for node in ast.walk(parsed(file)):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                if node.level > depth:
                    findings[f'{path}:{node.lineno}'] = 'imports from outside engine/'
                names = [] if node.level else [node.module]
            elif isinstance(node, ast.Call):
                call = ast.unparse(node)
                if call.startswith('open(') or CLOCK.match(call):
                    findings[f'{path}:{node.lineno}'] = f'touches files or the clock: {call}'
            for name in names:
                if name.split('.')[0] in {'odoo', *WORLD} or name == 'urllib.request':
                    findings[f'{path}:{node.lineno}'] = f'imports {name}'
    return findings


# === LAW 2: SQL HAS ITS PLACES ===


def sql_in_its_places(root):
    findings = {}
    for file, path in [*python_files(root, *CODE, 'demo', 'migrations', 'bridges'), *root_files(root)]:
        own = re.sub(r'^bridges/\w+/', '', path)
        allowed = own.startswith(('report/', 'migrations/')) or re.match(r'models/\w+/sql/', own) or own == 'hooks.py'
        if own != path and own.startswith(('tests/', 'dev/')):
            continue
        for node in ast.walk(parsed(file)):
            if not isinstance(node, ast.Call):
                continue
            name = ast.unparse(node.func)
            runs = re.search(r'\b_?cr\.(execute|executemany|copy_from)$|\bexecute_(query|query_dict|values)$', name)
            if not allowed and (runs or re.fullmatch(r'SQL(\.\w+)?', name)):
                findings[f'{path}:{node.lineno}'] = 'SQL outside models/<stage>/sql/, report/, migrations/, hooks.py'
            elif runs and node.args and isinstance(node.args[0], ast.Constant | ast.JoinedStr | ast.BinOp):
                findings[f'{path}:{node.lineno}'] = 'SQL text that is not wrapped in SQL()'
    return findings


# === LAW 3: ONE PLACE PER MODEL ===


def model_classes(root, *folders):
    """Yield (path, class node, model name, whether it is named here) of every Odoo class."""
    for file, path in python_files(root, *(folders or CODE[1:])):
        for node in parsed(file).body:
            if isinstance(node, ast.ClassDef):
                own, inherited = attribute(node, '_name'), attribute(node, '_inherit')
                name = own or (inherited if isinstance(inherited, str) else inherited and inherited[0])
                if name:
                    yield path, node, name, bool(own)


def attribute(node, name):
    for item in node.body:
        if isinstance(item, ast.Assign) and any(ast.unparse(target) == name for target in item.targets):
            try:
                return ast.literal_eval(item.value)
            except ValueError:
                return None
    return None


def own_models(root):
    return {
        name: (path, node)
        for path, node, name, named in model_classes(root)
        if named and name.startswith('store.') and attribute(node, '_inherit') != name
    }


def parts_of(root):
    """{model of ours: [(path, class node) of each part]}, the one that names it first, the others as they are imported."""
    ours, parts = own_models(root), {}
    for path, node, name, named in model_classes(root):
        if name in ours and not fills(path, name, named, ours[name][0]):
            parts.setdefault(name, []).append((path, node))
    return {name: sorted(found, key=lambda part: _rank(root, part[0], part[0] == ours[name][0])) for name, found in parts.items()}


def fills(path, name, is_named, home):
    """Whether a class fills hooks: it stands in the file of the model's name, in another stage than the model."""
    stage, file = path.rpartition('/')[::2]
    return (
        not is_named
        and stage.startswith('models/')
        and stage != '/'.join(home.split('/')[:2])
        and file == name.replace('.', '_') + '.py'
    )


def _rank(root, path, is_first):
    folder, _slash, file = path.rpartition('/')
    listed = root / folder / '__init__.py'
    names = re.findall(r'^from \. import (\w+)', listed.read_text(encoding='utf-8'), re.M) if listed.is_file() else []
    stem = file.removesuffix('.py')
    return not is_first, names.index(stem) if stem in names else len(names)


def one_place_per_model(root):
    """A model of ours lives in one file, or in one folder of its name whose first file names it.

    Besides, a later stage fills its hooks in the file of its name (`hooks_are_filled` in layout_graph.py), and so does a bridge.
    """
    findings, files = {}, {}
    for name, parts in parts_of(root).items():
        places = {_place(path, name) for path, _node in parts}
        for path, _node in parts[1:]:
            if len(places) > 1 or path == parts[0][0] or not _place(path, name).endswith('/'):
                findings[path] = f'{name} is already defined in {parts[0][0]}'
        folder = _place(parts[0][0], name)
        if folder.endswith('/') and _rank(root, parts[0][0], True)[1]:
            findings[parts[0][0]] = f'{name}: its first part is not the first its folder imports'
    for path, node, _name, _named in model_classes(root):
        if files.setdefault(path, node.name) != node.name:
            findings[path] = f'two classes in one file: {files[path]}, {node.name}'
    for folder in bridges(root):
        seen = set()
        for path, node, name, _named in model_classes(folder):
            place = f'bridges/{folder.name}/{path}'
            if place in seen:
                findings[place] = f'two classes in one file: {node.name} is the second'
            if name.startswith('store.') and not path.endswith(f'/{name.replace(".", "_")}.py'):
                findings.setdefault(place, f'{name} stands in a file of another name')
            seen.add(place)
    return findings


def _place(path, name):
    """The folder of a model, with a slash at its end, where the file lies in one, else the file."""
    folder = path.rpartition('/')[0]
    return f'{folder}/' if folder.endswith('/' + name.replace('.', '_')) else path


def parts_do_not_meet(root):
    """A name stands in one part: a later part overrides the first, and a dict of the class is replaced, not joined."""
    findings = {}
    for name, parts in parts_of(root).items():
        seen = {}
        for place, (path, node) in enumerate(parts):
            for item in node.body:
                names = (
                    [item.name]
                    if isinstance(item, ast.FunctionDef)
                    else [target.id for target in getattr(item, 'targets', ()) if isinstance(target, ast.Name)]
                )
                for own in names:
                    if own in seen and own not in ('_inherit', '_name') and 'super()' not in ast.unparse(item):
                        findings[f'{path}:{own}'] = f'{name}.{own} stands in {seen[own]} already'
                    seen.setdefault(own, path)
                if place and isinstance(item, ast.Assign) and isinstance(item.value, ast.Dict):
                    findings[f'{path}:{names[0]}'] = f'{name}: a dict of the class belongs to its first part, {parts[0][0]}'
    return findings


def abstract_models_have_heirs(root):
    """An abstract model has several heirs, or is a service; one heir takes any other in as a part of itself.

    A service has no fields, and public methods that are called by its own name, whoever inherits them too.
    """
    heirs, ours, parts = {}, own_models(root), parts_of(root)
    for folder in (root, *bridges(root)):
        for _path, node, name, _named in model_classes(folder):
            inherited = attribute(node, '_inherit') or ()
            for parent in [inherited] if isinstance(inherited, str) else inherited:
                heirs.setdefault(parent, set()).add(name)
    return {
        name: f'{path}: its one heir is {next(iter(heirs[name] - {name}))}'
        for name, (path, node) in ours.items()
        if is_abstract(node) and len(heirs.get(name, set()) - {name}) == 1 and not _is_service(parts[name])
    }


def _is_service(parts):
    items = [item for _path, node in parts for item in node.body]
    has_fields = any(isinstance(item, ast.Assign) and ast.unparse(item.value).startswith('fields.') for item in items)
    return not has_fields and any(isinstance(item, ast.FunctionDef) and not item.name.startswith('_') for item in items)


# === LAW 4: ACCESS LINES AND SCOPE RULES ===


def models_have_access(root):
    listed = root / 'security/ir.model.access.csv'
    text = listed.read_text(encoding='utf-8') if listed.is_file() else ''
    return {
        name: f'{path}: no line in security/ir.model.access.csv'
        for name, (path, node) in own_models(root).items()
        if not is_abstract(node) and not re.search(rf'\bmodel_{name.replace(".", "_")},', text)
    }


def is_abstract(node):
    return any(ast.unparse(base).endswith('AbstractModel') for base in node.bases)


def is_transient(node):
    return any(ast.unparse(base).endswith('TransientModel') for base in node.bases)


def carries_a_store(node):
    return any(
        re.match(r"fields\.Many2one\(\s*(comodel_name=)?'store\.store'", ast.unparse(item.value))
        for item in node.body
        if isinstance(item, ast.Assign)
    )


def scope_rules(root):
    """{model: modes} of the rules in security/ whose domain speaks of stores."""
    covered = {}
    for file in sorted((root / 'security').glob('*.xml')):
        for record in ElementTree.parse(file).iter('record'):
            fields = {field.get('name'): field for field in record.iter('field')}
            if record.get('model') != 'ir.rule' or 'model_id' not in fields or 'domain_force' not in fields:
                continue
            domain = fields['domain_force'].text or ''
            if 'store' not in domain or ('company_ids' in domain and 'store_scope' not in domain):
                continue  # a rule by company lets all its stores pass
            model = fields['model_id'].get('ref', '').split('.')[-1].removeprefix('model_')
            off = {
                mode
                for mode in MODES & fields.keys()
                if (fields[mode].get('eval') or fields[mode].text or '').strip().lower() in {'false', '0'}
            }
            covered.setdefault(model, set()).update(MODES - off)
    return covered


def models_have_scope_rules(root):
    findings, covered = {}, scope_rules(root)
    for name, parts in parts_of(root).items():
        path, node = parts[0]
        needed = {'perm_read'} if attribute(node, '_auto') is False else MODES
        if is_abstract(node) or is_transient(node) or not any(carries_a_store(part) for _path, part in parts):
            continue
        missing = needed - covered.get(name.replace('.', '_'), set())
        if missing:
            findings[name] = f'{path}: no scope rule for {", ".join(sorted(missing))}'
    return findings


# === LAW 5: THE CORE NAMES NO OPTIONAL MODEL ===


def core_names_no_optional_model(root):
    findings = {}
    for file, path in [*python_files(root, *CODE), *root_files(root)]:
        tree = parsed(file)
        texts = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            named = ''
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in texts:
                named = node.value
            elif isinstance(node, ast.ImportFrom):
                named = node.module or ''
            if OPTIONAL.search(named):
                findings[f'{path}:{node.lineno}'] = f'names {OPTIONAL.search(named)[0]}'
    for folder in ('views', 'wizards', 'report', 'security', 'data', 'static'):
        for file in sorted((root / folder).rglob('*')):
            if file.suffix in {'.xml', '.csv', '.js'}:
                text = re.sub(r'<!--.*?-->', '', file.read_text(encoding='utf-8'), flags=re.DOTALL)
                if OPTIONAL.search(text):
                    findings[file.relative_to(root).as_posix()] = f'names {OPTIONAL.search(text)[0]}'
    return findings


# === LAW 7: WHAT A FILE SAYS IS LEARNED IN ONE SITTING ===


def nothing_is_too_long(root):
    findings = {}
    for file, path in [*python_files(root), *python_files(root, 'bridges', 'dev'), *root_files(root)]:
        count, limit = len(file.read_text(encoding='utf-8').splitlines()), LINES.get(path.split('/')[0], OTHER_LINES)
        if count > limit:
            findings[path] = f'{count} lines, at most {limit}'
        for node in ast.walk(parsed(file)):
            if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= METHOD_LINES:
                findings[f'{path}:{node.name}'] = f'{node.end_lineno - node.lineno + 1} lines, at most {METHOD_LINES}'
    return findings


# === WORDS ARE TRANSLATED ===


def code_speaks_english(root):
    """Chinese is written in i18n/ and in the word lists of the engine, by which files are read."""
    bridges = [(file, file.relative_to(root).as_posix()) for file in sorted((root / 'bridges').rglob('*.py'))]
    findings = {}
    for file, path in [*python_files(root, *CODE[1:]), *root_files(root), *bridges]:
        for number, line in enumerate(file.read_text(encoding='utf-8').splitlines(), 1):
            if CHINESE.search(line) and '/tests/' not in path:
                findings[f'{path}:{number}'] = 'holds Chinese: write English, translate it in i18n/'
    return findings


# === WHAT IS WRITTEN IS USED ===


def python_has_header(root):
    return {
        path: f'does not begin with "{HEADER}"'
        for file, path in [*python_files(root), *root_files(root)]
        if file.read_text(encoding='utf-8').strip() and not file.read_text(encoding='utf-8').startswith(HEADER)
    }


def contents_are_whole(root):
    """A package of the engine that is too large to be seen at once names each of its modules in its `__init__`."""
    findings = {}
    for contents in sorted((root / 'engine').rglob('__init__.py')):
        folder = contents.parent
        modules = {file.stem for file in folder.iterdir() if file.suffix == '.py' or (file / '__init__.py').is_file()} - {
            '__init__'
        }
        missing = modules - set(re.findall(r'\w+', contents.read_text(encoding='utf-8')))
        if len(modules) > MODULES_AT_ONCE and missing:
            findings[contents.relative_to(root).as_posix()] = f'its contents do not name {", ".join(sorted(missing))}'
    return findings


def tests_are_imported(root):
    text = (root / 'tests/__init__.py').read_text(encoding='utf-8')
    return {
        f'tests/{file.name}': 'is not imported in tests/__init__.py, so Odoo never runs it'
        for file in sorted((root / 'tests').glob('test_*.py'))
        if not re.search(rf'\b{file.stem}\b', text)
    }


def data_files_are_listed(root):
    manifest = ast.literal_eval((root / '__manifest__.py').read_text(encoding='utf-8'))
    listed = [*manifest.get('data', ()), *manifest.get('demo', ())]
    findings = {name: 'is in the manifest but does not exist' for name in listed if not (root / name).is_file()}
    findings.update({name: 'is in the manifest twice' for name in listed if listed.count(name) > 1})
    for folder in ('security', 'data', 'demo', 'views', 'wizards', 'report'):
        for file in sorted((root / folder).rglob('*')):
            path = file.relative_to(root).as_posix()
            if file.suffix in {'.xml', '.csv'} and path not in listed:
                findings[path] = 'is not in the manifest, so it is never loaded'
    return findings


def pages_leave_words_to_other_templates(root):
    """Odoo translates nothing in a template that begins with a document type."""
    findings = {}
    for file in sorted(file for folder in ('views', 'wizards', 'report', 'bridges') for file in (root / folder).rglob('*.xml')):
        for template in ElementTree.parse(file).iter('template'):
            if not (template.text or '').strip().lower().startswith('<!doctype'):
                continue
            words = [
                text
                for node in template.iter()
                for text in (node.text if node is not template else '', node.tail)
                if re.search(r'[^\W\d_]', text or '')
            ]
            if words:
                place = f'{file.relative_to(root).as_posix()}:{template.get("id")}'
                findings[place] = f'says {words[0].strip()!r} in English only'
    return findings


def people_are_told_in_their_language(root):
    """What somebody is asked to do is translated for each reader (`_lt`), not for whoever acts (`env._`)."""
    findings = {}
    for file, path in python_files(root, *CODE, "bridges"):
        for function in ast.walk(parsed(file)):
            if not isinstance(function, ast.FunctionDef):
                continue
            spoken = {
                name.id
                for node in ast.walk(function)
                if isinstance(node, ast.Assign) and _speaks(node.value)
                for name in node.targets
                if isinstance(name, ast.Name)
            }
            for node in ast.walk(function):
                for said in _told(node):
                    if _speaks(said) or (isinstance(said, ast.Name) and said.id in spoken):
                        findings[f'{path}:{function.name}'] = 'tells people in the language of whoever acts: use _lt'
    return findings


def _told(node):
    """Return what a call tells: the summary of `store.notice._tell`, and of what passes it on."""
    if not isinstance(node, ast.Call):
        return []
    name = getattr(node.func, 'attr', getattr(node.func, 'id', ''))
    first = {'_tell': 1, 'tell': 1, '_tell_salesperson': 0}.get(name)  # `_tell` of one argument answers the caller
    return [] if first is None else node.args[first : first + 2]


def _speaks(node):
    return isinstance(node, ast.Call) and getattr(node.func, 'attr', '') == '_'
