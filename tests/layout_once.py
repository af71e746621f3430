# Part of store_group. License LGPL-3.
"""What is kept in one place, as functions over a folder: rounding, measures, allocation, days, roles; see `layout.py`."""

import ast
import re

from .layout import parsed, python_files

SCREENS = ('models', 'report', 'wizards', 'controllers', 'bridges')  # what asks the engine
DIGITS = re.compile(r"""f'[+,]*(g|\.\d+f)'""")  # the format of a number, with digits of its own
ALLOCATION = 'engine/quantities.py'
DAYS = ('engine/stores/day.py', 'models/stores/sql/store_day.py')
READING = ('engine/cleaning/', 'engine/intake/')  # what a file says of zones
ROLES = 'engine/people/role.py'


# === ROUNDING FOLLOWS THE UNIT OR THE CURRENCY ===


def rounding_has_a_unit(root):
    """Nobody rounds to digits of their own, nor in sentences: `currency.round`, units, `number_text` know how many."""
    findings = {}
    for file, path in python_files(root, 'models', 'report', 'wizards', 'controllers', 'bridges'):
        for node in ast.walk(parsed(file)) if '/tests/' not in path else ():
            if isinstance(node, ast.FormattedValue) and node.format_spec and DIGITS.fullmatch(ast.unparse(node.format_spec)):
                findings[f'{path}:{node.lineno}'] = 'a number in a sentence: number_text'
            if not isinstance(node, ast.Call):
                continue
            name = ast.unparse(node.func).rpartition('.')[2]
            digits = [word.value for word in node.keywords if word.arg in ('precision_digits', 'precision_rounding', 'digits')]
            digits += node.args[2 if name == 'float_compare' else 1 :] if name.startswith('float_') else []
            if name == 'round' and isinstance(node.func, ast.Name):
                findings[f'{path}:{node.lineno}'] = 'a bare round(): to whose digits?'
            elif name.startswith('float_') and any(isinstance(value, ast.Constant) for value in digits):
                findings[f'{path}:{node.lineno}'] = f'{name} to digits written down here'
    return findings


# === MEASURES OF REPORTS HAVE ONE TABLE ===


def measures_are_listed_once(root):
    """Nobody else lists the measures of a report: three of one table beside each other are a list."""
    findings, tables = {}, {}
    for file, path in python_files(root, 'engine/reporting/measures'):
        tables[path] = {
            node.args[0].value
            for node in ast.walk(parsed(file))
            if isinstance(node, ast.Call) and ast.unparse(node.func) == 'Measure' and isinstance(node.args[0], ast.Constant)
        }
    for file, path in python_files(root, 'report', 'models/reporting', 'wizards', 'controllers', 'bridges'):
        if '/tests/' in path:
            continue
        for holder, node in _held(parsed(file)):
            items = getattr(node, 'elts', None) or [key for key in getattr(node, 'keys', ()) if key is not None]
            named = {item.value for item in items if isinstance(item, ast.Constant)}
            for table, names in tables.items():
                if len(named & names) > 2:
                    findings[f'{path}:{holder}'] = f'lists measures of {table}: {", ".join(sorted(named & names))}'
    return findings


def _held(tree, holder=''):
    """Yield (name of the function or variable it stands in, node) of all below a tree."""
    for node in ast.iter_child_nodes(tree):
        name = holder
        if isinstance(node, ast.FunctionDef):
            name = node.name
        elif isinstance(node, ast.Assign) and not holder:
            name = ast.unparse(node.targets[0])
        yield name, node
        yield from _held(node, name)


# === GOODS ARE ALLOCATED IN ONE PLACE ===


def allocation_has_one_place(root):
    """Taking as much as there is and leaving the rest is `take` of engine/quantities.py, not a loop with `min`."""
    findings = {}
    for file, path in python_files(root, 'engine', *SCREENS):
        for function in ast.walk(parsed(file)) if path != ALLOCATION and '/tests/' not in path else ():
            if isinstance(function, ast.FunctionDef) and any(map(_takes, ast.walk(function))):
                findings[f'{path}:{function.name}'] = f'a loop that takes and leaves the rest: {ALLOCATION} does'
    return findings


def _takes(loop):
    if not isinstance(loop, ast.For):
        return False
    nodes = [*ast.walk(loop)]
    parts = {
        name.id
        for node in nodes
        if isinstance(node, ast.Assign) and any(isinstance(item, ast.Name) and item.id == 'min' for item in ast.walk(node.value))
        for name in node.targets
        if isinstance(name, ast.Name)
    }
    return any(
        isinstance(node, ast.AugAssign)
        and isinstance(node.op, ast.Sub)
        and any(isinstance(item, ast.Name) and item.id in parts for item in ast.walk(node.value))
        for node in nodes
    )


# === THE DAY OF A MOMENT HAS ONE RULE ===


def day_has_one_place(root):
    """Which day it is where is asked of `engine/stores/day.py`, in SQL of the functions of the database; UTC is no zone."""
    findings = {}
    for file, path in python_files(root, 'engine', *SCREENS):
        if path in DAYS or path.startswith(READING) or '/tests/' in path:
            continue
        for node in ast.walk(parsed(file)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [getattr(node, 'module', '') or '']
            if any(name.split('.')[0] in ('pytz', 'zoneinfo') for name in names):
                findings[f'{path}:{node.lineno}'] = f'imports {names[0]}: {DAYS[0]} knows zones'
            elif isinstance(node, ast.Attribute) and node.attr in ('astimezone', 'localize'):
                findings[f'{path}:{node.lineno}'] = f'{node.attr}: {DAYS[0]} knows zones'
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                if re.search(r"\bAT TIME ZONE (?!'UTC')|\btimezone\((?!'UTC')", node.value):
                    findings[f'{path}:{node.lineno}'] = f'a zone in SQL: {DAYS[1]} has the functions'
    return findings


# === ROLES ARE NAMED IN ONE PLACE ===


def roles_are_named_once(root):
    """Nobody asks for a role by its name, but for what roles can do: `MANAGERS`, `READ_ONLY`, ... of engine/people/role.py."""
    table = root / ROLES
    names = {
        node.args[0].value
        for node in (ast.walk(parsed(table)) if table.is_file() else ())
        if isinstance(node, ast.Call) and ast.unparse(node.func) == 'Role' and isinstance(node.args[0], ast.Constant)
    }
    findings = {}
    for file, path in python_files(root, 'engine', *SCREENS):
        for node in ast.walk(parsed(file)) if path != ROLES and '/tests/' not in path else ():
            is_asked = isinstance(node, ast.Compare) and re.search(r'\brole\b', ast.unparse(node))
            is_asked = is_asked or isinstance(node, ast.Tuple) and re.match(r"\('(\w+\.)*role', ", ast.unparse(node))
            named = {item.value for item in ast.walk(node) if isinstance(item, ast.Constant)} & names if is_asked else ()
            if named:
                findings[f'{path}:{node.lineno}'] = f'asks for the role {min(named)} by its name'
    return findings
