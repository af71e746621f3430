# Part of store_group. License LGPL-3.
"""The graph of stages and the hooks between them, as functions over a folder; see `layout.py`."""

import ast
import re

from .layout import CODE, attribute, bridges, fills, model_classes, own_models, parsed, python_files, root_files

# In the order of what knows what. Those of a line know each other; report/ belongs to reporting.
STAGES = (
    ('cleaning',),
    ('people', 'prices', 'stores'),
    ('opening',),
    ('takeover',),
    ('intake',),
    ('ordering',),
    ('accounting',),
    ('customer',),
    ('availability',),
    ('transfer',),
    ('fulfilment',),
    ('reporting',),
)
RANK = {stage: place for place, line in enumerate(STAGES) for stage in line}
PAGE = 'docs/extending.md'
SHIPPED = ('models', 'report', 'wizards', 'controllers', 'demo')  # folders of a bridge; its tests and tools may use anything
MODELS = (*CODE[1:], 'demo')  # folders of ours with models


# === LAW 6: A STAGE KNOWS EARLIER ONES ===


def stages_look_back(root):
    """No stage knows a later one: by no import, and by no name of its models, its methods, its fields on models of Odoo.

    A model is named by any text that is its name: in `env[…]`, as the target of a field, in a dict, in `_inherit`, as a table
    of SQL. A field is named as an attribute or in a path (`order_id.way_id`), a private method likewise. A wizard belongs to the
    latest stage it knows, so who opens it must not be earlier. The engine keeps the same order.
    """
    known = {}  # {file: {(file or stage it knows, the word that says so)}}
    place_of = {name: path for name, (path, _node) in own_models(root).items()}
    member_of = {**_fields_of_stages(root), **_methods_of_stages(root)}
    for file, path in python_files(root, 'engine', 'models', 'report', 'wizards'):
        if path.count('/') > 1 or not path.startswith(('engine/', 'models/')):
            known[path] = set(_known(parsed(file), path, place_of, member_of))
    stage_of = _stages_of_wizards(known)
    findings = {}
    for path, words in known.items():
        for place, word in words:
            own, other = stage_of(path), stage_of(place)
            if RANK.get(other, -1) > RANK.get(own, 99):
                findings.setdefault(f'{own} -> {other}', set()).add(f'{path} names {word}')
    return {edge: '; '.join(sorted(places)) for edge, places in findings.items()}


def drawn_stages(root):
    """The stages as drawn in docs/architecture.md, line by line."""
    text = (root / 'docs/architecture.md').read_text(encoding='utf-8')
    drawing = re.search(r'^## The graph of stages\n+((?: {4}.*\n)+)', text, re.M)
    lines = [re.split(r' {3,}', line.strip())[0].split() for line in (drawing[1] if drawing else '').splitlines()]
    return tuple(tuple(line) for line in lines if line and line != ['|'])


def _stage(path):
    return 'reporting' if path.startswith('report/') else path if path.startswith('wizards/') else path.split('/')[1]


def _stages_of_wizards(known):
    """Return a function of a path that returns its stage; that of a wizard is the latest it comes to."""
    stages = {path: 'cleaning' for path in known if path.startswith('wizards/')}
    stage_of = lambda path: stages.get(path) or _stage(path)  # noqa: E731
    changed = True
    while changed:
        changed = False
        for path in stages:
            latest = max((stage_of(place) for place, _word in known[path]), key=lambda stage: RANK.get(stage, -1), default='')
            if RANK.get(latest, -1) > RANK[stages[path]]:
                stages[path], changed = latest, True
    return stage_of


def _fields_of_stages(root):
    """Return {name of a field that one stage alone adds to models of Odoo: a file of that stage}."""
    ours, found = own_models(root), {}
    for path, node, name, _named in model_classes(root, 'models', 'report'):
        for item in node.body if name not in ours else ():
            if isinstance(item, ast.Assign) and ast.unparse(item.value).startswith('fields.'):
                found.setdefault(item.targets[0].id, {})[_stage(path)] = path
    return {field: next(iter(places.values())) for field, places in found.items() if len(places) == 1}


def _methods_of_stages(root):
    """Return {name of a private method that stages alone define, none of Odoo's: a file of the earliest of them}."""
    found, taken = {}, set()
    for file, path in python_files(root, 'engine', *CODE[1:]):
        tree = parsed(file).body
        for item in (*tree, *(item for node in tree if isinstance(node, ast.ClassDef) for item in node.body)):
            if isinstance(item, ast.FunctionDef) and item.name.startswith('_') and not item.name.startswith('__'):
                if not path.startswith(('models/', 'report/')) or (ast.get_docstring(item) or '').startswith('Override of'):
                    taken.add(item.name)
                found.setdefault(item.name, []).append(path)
    return {name: min(paths, key=lambda path: RANK.get(_stage(path), -1)) for name, paths in found.items() if name not in taken}


def _known(tree, path, place_of, member_of):
    """Yield (file, what names it) of all a file knows; `place_of`: where models are made, `member_of`: fields and methods."""
    nodes = [*ast.walk(tree)]
    texts = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    own = {node.attr for node in nodes if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)}
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in texts:
            if node.value in place_of:
                yield place_of[node.value], node.value
            for word in node.value.split('.') if re.fullmatch(r'[\w.]+', node.value) else ():
                if word in member_of:
                    yield member_of[word], node.value
            for table in re.findall(r'\b(?:FROM|JOIN|INTO|UPDATE)\s+(store_\w+)', node.value):
                if table.replace('_', '.') in place_of:
                    yield place_of[table.replace('_', '.')], table
        elif isinstance(node, ast.Attribute) and node.attr in member_of and not (node.attr in own and node.attr.startswith('_')):
            yield member_of[node.attr], node.attr
        elif isinstance(node, ast.ImportFrom) and node.level:
            folders = path.split('/')[:-1]
            module = [*folders[: len(folders) - node.level + 1], *filter(None, (node.module or '').split('.'))]
            for names in [[*module, alias.name] for alias in node.names] if len(module) < 2 else [module]:
                if names[0] in ('models', 'engine', 'report') and len(names) > 1 or names[0] == 'report':
                    yield '/'.join([*names, '']), '/'.join(names)


# === A CORE METHOD IS OVERRIDDEN IN ONE STAGE ===


def one_stage_per_override(root):
    """A method of Odoo's is overridden in one stage; a hook of ours on a model of Odoo may be filled by any later stage."""
    findings, found, hooks = {}, {}, set()
    ours = own_models(root)
    for path, node, name, _named in model_classes(root, 'models'):
        for item in node.body if name not in ours else ():
            if isinstance(item, ast.FunctionDef):
                found.setdefault((name, item.name), []).append(path)
                hooks |= {(name, item.name)} if is_hook(item) else set()
    for (name, method), paths in found.items():
        stage = _stage(paths[0])
        for path in paths if (name, method) not in hooks else ():
            if _stage(path) != stage:
                findings[f'{path}:{method}'] = f'{name}.{method} is overridden in stage {stage} already'
    return findings


# === BRIDGES USE SOCKETS ===


def bridges_use_sockets(root):
    """A bridge imports plain Python of ours from `sockets.py` only; its tests may import what they test with."""
    findings = {}
    for file in sorted((root / 'bridges').rglob('*.py')):
        path = file.relative_to(root).as_posix()
        for node in ast.walk(parsed(file)) if '/tests/' not in path else ():
            module = getattr(node, 'module', None) or ''
            if (
                isinstance(node, ast.ImportFrom)
                and re.match(r'odoo\.addons\.store_group\b(?!_)', module)
                and module != 'odoo.addons.store_group.sockets'
            ):
                findings[f'{path}:{node.lineno}'] = f'imports {module}, not store_group.sockets'
    return findings


# === HOOKS ARE FILLED AND DOCUMENTED ===


def hooks_are_filled(root):
    """Where a later stage extends a model of ours, it fills hooks and nothing else, and keeps what others filled in."""
    ours, findings = own_models(root), {}
    hooks = {}
    for _path, node, name, _named in model_classes(root):
        hooks.setdefault(name, {}).update({item.name: item for item in node.body if is_hook(item)})
    for path, node, name, named in model_classes(root, 'models'):
        if name not in ours or not fills(path, name, named, ours[name][0]):
            continue
        for item in node.body:
            if isinstance(item, ast.Assign) and ast.unparse(item.targets[0]) != '_inherit':
                findings[f'{path}:{item.targets[0].id}'] = f'{name} is defined in {ours[name][0]}: only its hooks are filled here'
            elif isinstance(item, ast.FunctionDef):
                hook = hooks[name].get(item.name)
                if hook is None:
                    findings[f'{path}:{item.name}'] = f'{name}.{item.name} is no hook of {ours[name][0]}'
                elif len(hook.body) > 1 and 'super()' not in ast.unparse(item):
                    findings[f'{path}:{item.name}'] = f'forgets what {name}.{item.name} found so far: call super()'
    return findings


def hooks_are_documented(root):
    """Each hook of ours stands on the page for those who extend; so does whatever a bridge overrides or calls.

    A hook is a method whose docstring begins with "Hook:". A later stage or a bridge that fills it calls `super()`.
    """
    listed, findings, ours = _names_on_page(root), {}, _methods(root)
    for path, node, name, _named in model_classes(root):
        for item in node.body:
            if is_hook(item) and item.name not in listed:
                findings[f'{name}.{item.name}'] = f'{path}: a hook that {PAGE} does not list'
    for folder in bridges(root):
        for path, node, name, _named in model_classes(folder, *SHIPPED):
            inherited = attribute(node, '_inherit') or ()
            for parent in {name, *([inherited] if isinstance(inherited, str) else inherited)}:
                for item in node.body:
                    if (
                        isinstance(item, ast.FunctionDef)
                        and item.name in ours.get(parent, ())
                        and item.name not in ('create', 'write', *listed)
                    ):
                        findings[f'{parent}.{item.name}'] = f'{folder.name}/{path} overrides it, and {PAGE} does not list it'
        for file, path in [*python_files(folder, *SHIPPED), *root_files(folder)]:
            tree = parsed(file)
            own = {item.name for item in ast.walk(tree) if isinstance(item, ast.FunctionDef)}
            for node in ast.walk(tree):
                if isinstance(node, ast.Attribute) and node.attr in ours[''] - own - listed:
                    findings[node.attr] = f'{folder.name}/{path} uses it, and {PAGE} does not list it'
    return findings


def page_is_true(root):
    """A private method on the page for those who extend exists, and its first arguments have the names written there.

    A text or dots stand for any argument. What another add-on would define (`_read_<name>`) is none of ours.
    """
    known, findings = {}, {}
    for _path, node, _name, _named in model_classes(root, *MODELS):
        for item in node.body:
            if isinstance(item, ast.FunctionDef):
                names = [argument.arg for argument in (*item.args.args[1:], *item.args.kwonlyargs)]
                known.setdefault(item.name, []).append(names + ['*'] * (9 if item.args.vararg else 0))
    for method, words in re.findall(r'\b(_[a-z]\w*)\(([^()]*)\)', '\n'.join(_code_on_page(root))):
        written = [word.strip().split('=')[0] for word in words.split(',') if word.strip() not in ('', '...')]
        if not any(_fits(written, names) for names in known.get(method, ())):
            findings[f'{PAGE}: {method}'] = f'takes other arguments than {words}' if method in known else 'is no method of ours'
    return findings


def _fits(written, names):
    return len(written) <= len(names) and all(
        word == name or name == '*' or not word.isidentifier() for word, name in zip(written, names, strict=False)
    )


def _code_on_page(root):
    """Return the pieces of code in the sentences and tables of the page; the example add-on does not count."""
    page = root / PAGE
    text = page.read_text(encoding='utf-8') if page.is_file() else ''
    return re.findall(r'`([^`]+)`', re.sub(r'^```.*?^```', '', text, flags=re.M | re.S))


def _names_on_page(root):
    return set(re.findall(r'\w+', ' '.join(_code_on_page(root))))


def is_hook(item):
    """Whether a method is a hook of ours: later stages and bridges fill it."""
    return isinstance(item, ast.FunctionDef) and (ast.get_docstring(item) or '').startswith('Hook:')


def _methods(root):
    """Return {model: names of our methods on it}; '' has the private ones that are ours, not overrides of Odoo's."""
    found = {'': set()}
    for _path, node, name, _named in model_classes(root, *MODELS):
        methods = {item.name for item in node.body if isinstance(item, ast.FunctionDef)}
        found.setdefault(name, set()).update(methods)
        found[''] |= {
            item.name
            for item in node.body
            if isinstance(item, ast.FunctionDef)
            and item.name.startswith('_')
            and not item.name.startswith('__')
            and not (ast.get_docstring(item) or '').startswith('Override of')
        }
    return found
