# Part of store_group. License LGPL-3.
import re

from odoo import models

WORDS = re.compile(r'[A-Za-z_]\w*')
# Beginnings of the methods of core's buttons that only show something.
SHOWING = ('action_view', 'action_open', 'action_print')
# Buttons of core that need a capability: {(model, method): capability}.
NEEDS = {('stock.scrap', 'action_validate'): 'correct_stock', ('stock.quant', 'action_apply_inventory'): 'count'}
# Attributes with names and texts, not with expressions.
SILENT = {'name', 'string', 'help', 'class', 'id', 'placeholder', 'title', 'data-used-by'}


class IrUiView(models.Model):
    """Views without the fields their user's profile hides, the lists they may not read, the buttons that would be refused."""

    _inherit = 'ir.ui.view'

    def _postprocess_access_rights(self, tree):
        """Override of `base` to remove from a view what the role profile hides from this user.

        Core removes fields by their groups only; one hidden field left in a view makes the whole form fail to load.
        """
        if self.env.user._is_store_bound():
            hidden = {}
            for node in list(tree.iter()):
                if not isinstance(node.tag, str):
                    continue
                model = self._model_shown(node)
                if model not in hidden:
                    hidden[model] = self._hidden_of(model)
                if hidden[model]:
                    self._take_out(node, hidden[model])
            for node in [*tree.iter('button', 'widget')]:
                if not self._works(node):
                    self._remove(node)
            self._close_changes(tree)
        return super()._postprocess_access_rights(tree)

    def _hidden_of(self, model):
        """Return the names of the fields of a model that are hidden from the user, with lists of what they may not read."""
        if model not in self.env:
            return frozenset()
        records = self.env[model]
        if records._store_asks_each_field:
            return frozenset(name for name, field in records._fields.items() if not records._has_field_access(field, 'read'))
        return (
            frozenset(name for name in records._store_hidden if records._store_hides(name))
            | frozenset(self.env['store.mask']._unoffered(records))
            | self._closed_of(records)
        )

    def _closed_of(self, records):
        """Return the names of lists of records the user may not read, and of what is computed from these as the user."""
        closed = {
            name
            for name, field in records._fields.items()
            if field.type in ('one2many', 'many2many')
            and field.comodel_name in self.env
            and not self.env[field.comodel_name].has_access('read')
        }
        grown = bool(closed)
        while grown:
            of_closed = {
                name
                for name, field in records._fields.items()
                if name not in closed
                and field.compute
                and not field.store
                and not field.compute_sudo
                and any(path.split('.')[0] in closed for path in self.pool.field_depends.get(field, ()))
            }
            closed |= of_closed
            grown = bool(of_closed)
        return frozenset(closed)

    def _model_shown(self, node):
        """Return the model whose fields a node shows: that of the nearest enclosing view."""
        parents = node.iterancestors() if node.tag == 'field' else (node, *node.iterancestors())
        for parent in parents:
            if parent.tag != 'field' and parent.get('model_access_rights'):
                return parent.get('model_access_rights')
        return None

    def _close_changes(self, tree):
        """Offer no change the user may not make: of a whole model without a capability, of single fields."""
        for node in tree.xpath('//*[@model_access_rights]'):
            needed = self.env[node.get('model_access_rights')]._store_changed_with
            if node.tag != 'field' and needed and not self.env.user._store_can(needed):
                node.attrib.update({'create': 'False', 'edit': 'False', 'delete': 'False'})
        for node in tree.iter('field'):
            model = self._model_shown(node)
            if model in self.env and self.env[model]._store_is_fixed(node.get('name')):
                node.set('readonly', '1')

    def _works(self, node):
        """Whether the user may use a button: open what it opens, change a document of core.

        Buttons of our own documents depend on the record; their views ask its fields.
        """
        if node.tag == 'button' and node.get('type') == 'action':
            return self._opens(node.get('name'))
        model = self._model_shown(node)
        needed = NEEDS.get((model, node.get('name')))
        if needed and not self.env.user._store_can(needed):
            return False
        changes = (
            node.tag == 'widget'
            and node.get('name') == 'signature'
            or (node.get('type') == 'object' and not node.get('name', '').startswith(SHOWING))
        )
        heads = any(parent.tag == 'header' for parent in node.iterancestors())
        return not (changes and heads and model in self.env) or model.startswith('store.') or self.env[model].has_access('write')

    def _opens(self, name):
        """Whether the user may open what this action, named by its id or its external id, opens."""
        try:
            action_sudo = self.env['ir.actions.actions'].sudo().browse(int(name))
        except ValueError:
            action_sudo = self.env.ref(name, raise_if_not_found=False)
        if not action_sudo or action_sudo.sudo().type != 'ir.actions.act_window':
            return True
        window_sudo = self.env['ir.actions.act_window'].sudo().browse(action_sudo.id)
        if window_sudo.group_ids and not window_sudo.group_ids & self.env.user.all_group_ids:
            return False
        model, makes = window_sudo.res_model, window_sudo.target == 'new'
        return model not in self.env or self.env[model].has_access('create' if makes else 'read')

    def _take_out(self, node, hidden):
        """Remove a node that shows or depends on a hidden field, and its container if that becomes empty."""
        speaking = {
            key
            for key, value in node.attrib.items()
            if key not in SILENT and key != 'model_access_rights' and hidden & set(WORDS.findall(value))
        }
        shows = node.tag == 'field' and node.get('name') in hidden
        if node.tag == 'field' and speaking == {'context'}:  # defaults of what is made there
            del node.attrib['context']
            speaking = set()
        parent = node.getparent()
        if node.get('model_access_rights') and node.tag != 'field' or parent is None:
            for key in speaking:
                del node.attrib[key]
        elif shows or speaking:
            self._remove(node)
            if shows and parent.tag == 'div' and parent.getparent() is not None and not parent.findall('.//field'):
                parent.getparent().remove(parent)

    def _remove(self, node):
        """Remove a node, keep the text after it; a page or list of pages that becomes empty goes too."""
        node.tail, tail = None, node.tail
        previous, parent = node.getprevious(), node.getparent()
        if previous is not None:
            previous.tail = (previous.tail or '') + (tail or '')
        else:
            parent.text = (parent.text or '') + (tail or '')
        parent.remove(node)
        if parent.tag in ('page', 'notebook') and not len(parent):
            self._remove(parent)
