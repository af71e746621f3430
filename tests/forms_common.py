# Part of store_group. License LGPL-3.
"""Pressing the buttons of a form as the web client shows them to a person, without a browser."""

from lxml import etree

from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.safe_eval import safe_eval

OTHER = {'char': lambda value: f'{value or ""}9', 'text': lambda value: f'{value or ""}9', 'boolean': lambda value: not value}


class Undo(Exception):
    """Ends a savepoint of which nothing is to stay."""


class Shown:
    """One record in the form of one person: the values a client would have, and the buttons it would show."""

    def __init__(self, record, view_id=False):
        self.record = record
        env = record.env
        self.arch = etree.fromstring(env[record._name].get_view(view_id, 'form')['arch'])
        own = [node for node in self.arch.iter('field') if next(node.iterancestors('field'), None) is None]
        self.fields = {node.get('name') for node in own} & record.fields_get(attributes=['type']).keys()
        self.values = self._values(record)

    def _values(self, record):
        """Return what expressions of the view see, read as the client reads it."""
        kinds = record.fields_get(self.fields, attributes=['type'])
        ones = {name for name in self.fields if kinds[name]['type'] == 'many2one'}
        asked = {name: {'fields': {'display_name': {}}} if name in ones else {} for name in self.fields}
        (read,) = record.web_read(asked) if record.id else ({},)
        read.update({name: read[name] and read[name]['id'] for name in ones & read.keys()})
        return {
            'True': True,
            'False': False,
            'None': None,
            'id': record.id,
            'uid': record.env.uid,
            'context': dict(record.env.context),
            'active_id': record.id,
            **read,
        }

    def _holds(self, expression):
        return safe_eval(expression, dict(self.values)) if expression else False

    def is_visible(self, node):
        return not any(self._holds(item.get('invisible')) for item in (node, *node.iterancestors()))

    def buttons(self):
        """Yield the visible buttons outside of lists: those of the header, of the box and the main ones elsewhere."""
        for node in self.arch.iter('button'):
            inside = next(node.iterancestors('field'), None)
            if inside is None and not node.get('special') and node.get('name') and self.is_visible(node):
                yield node

    def is_incomplete(self):
        """Whether a required field is empty: the client asks for it itself, and calls nothing."""
        for node in self.arch.iter('field'):
            name = node.get('name')
            if name in self.fields and next(node.iterancestors('field'), None) is None and self._holds(node.get('required')):
                if not self.values[name] and self.is_visible(node):
                    return True
        return False

    def changes(self):
        """Yield (field, another value) of the texts and boxes a person could change here."""
        if self.arch.get('edit') in ('0', 'false', 'False') or not self.record.has_access('write'):
            return
        described = self.record.fields_get(attributes=['type', 'readonly'])
        for node in self.arch.iter('field'):
            name = node.get('name')
            if name not in self.fields or next(node.iterancestors('field'), None) is not None:
                continue
            kind = described[name]['type']
            readonly = self._holds(node.get('readonly')) if node.get('readonly') else described[name]['readonly']
            if kind in OTHER and not readonly and self.is_visible(node):
                yield node, OTHER[kind](self.values[name])

    def context(self, node):
        said = node.get('context')
        env = self.record.env
        context = {'active_model': self.record._name, 'active_id': self.record.id, 'active_ids': self.record.ids}
        return {**env.context, **context, **(safe_eval(said, dict(self.values)) if said else {})}


def press(record, node, context):
    """Press one button as its person, follow where it leads, and undo everything.

    :returns: the sentence of the refusal, or None
    """
    env = record.env
    try:
        with env.cr.savepoint():
            if node.get('type') == 'object':
                answer = getattr(record.with_context(**context), node.get('name'))()
            else:
                name = node.get('name')
                action = env.ref(name) if '.' in name else env['ir.actions.actions'].sudo().browse(int(name))
                answer = env[action.sudo().type].sudo().browse(action.id).read()[0]
                answer['context'] = {
                    **context,
                    **safe_eval(answer.get('context') or '{}', {**context, 'uid': env.uid, 'context': context}),
                }
            follow(env, answer, context)
            env.flush_all()
            raise Undo
    except Undo:
        return None
    except UserError as error:
        return str(error)
    finally:
        env.invalidate_all()


def change(record, name, value):
    """Save one changed field as its person, and undo it; return the sentence of the refusal, or None."""
    env = record.env
    try:
        with env.cr.savepoint():
            record.web_save({name: value}, {name: {}})
            env.flush_all()
            raise Undo
    except Undo:
        return None
    except UserError as error:
        return str(error)
    finally:
        env.invalidate_all()


def follow(env, answer, beside):
    """Open what a button answered with: a list, a form, a dialog with its defaults."""
    if not isinstance(answer, dict) or answer.get('type') != 'ir.actions.act_window' or not answer.get('res_model'):
        return
    context = answer.get('context') or {}
    context = {**env.context, **beside, **(context if isinstance(context, dict) else safe_eval(context, {'uid': env.uid}))}
    records = env[answer['res_model']].with_context(**context)
    if answer.get('res_id'):
        Shown(records.browse(answer['res_id']), _view_of(answer, 'form'))
    elif answer.get('target') == 'new':
        records.check_access('create')
        arch = etree.fromstring(records.get_view(_view_of(answer, 'form'), 'form')['arch'])
        names = {
            node.get('name') for node in arch.iter('field') if next(node.iterancestors('field'), None) is None
        } & records.fields_get(attributes=['type']).keys()
        records.onchange({}, [], {name: {} for name in names})
    else:
        domain = answer.get('domain') or []
        domain = safe_eval(domain, {'uid': env.uid, **context}) if isinstance(domain, str) else domain
        records.search(Domain(domain), limit=1)


def _view_of(answer, kind):
    if answer.get('view_id'):
        return answer['view_id'][0] if isinstance(answer['view_id'], (list, tuple)) else answer['view_id']
    return next((view for view, mode in answer.get('views') or [] if mode == kind), False)
