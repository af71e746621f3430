# Part of store_group. License LGPL-3.
import re

from odoo import models

WORDS = re.compile(r'[A-Za-z_]\w*')
# Attributes with names and texts, not with expressions.
SILENT = {'name', 'string', 'help', 'class', 'id', 'placeholder', 'title', 'data-used-by'}


class IrUiView(models.Model):
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
        return super()._postprocess_access_rights(tree)

    def _hidden_of(self, model):
        """Return the names of the fields of a model that are hidden from the user."""
        if model not in self.env:
            return frozenset()
        records = self.env[model]
        if hasattr(records, '_routed'):  # a report: each measure names its own capability
            return frozenset(name for name, field in records._fields.items() if not records._has_field_access(field, 'read'))
        return frozenset(name for name in records._store_hidden if records._store_hides(name)) | frozenset(
            self.env['store.mask']._unoffered(records)
        )

    def _model_shown(self, node):
        """Return the model whose fields a node shows: that of the nearest enclosing view."""
        parents = node.iterancestors() if node.tag == 'field' else (node, *node.iterancestors())
        for parent in parents:
            if parent.tag != 'field' and parent.get('model_access_rights'):
                return parent.get('model_access_rights')
        return None

    def _take_out(self, node, hidden):
        """Remove a node that shows or depends on a hidden field, and its container if that becomes empty."""
        speaking = {
            key
            for key, value in node.attrib.items()
            if key not in SILENT and key != 'model_access_rights' and hidden & set(WORDS.findall(value))
        }
        shows = node.tag == 'field' and node.get('name') in hidden
        parent = node.getparent()
        if node.get('model_access_rights') and node.tag != 'field' or parent is None:
            for key in speaking:
                del node.attrib[key]
        elif shows or speaking:
            node.tail, tail = None, node.tail
            previous = node.getprevious()
            if previous is not None:
                previous.tail = (previous.tail or '') + (tail or '')
            else:
                parent.text = (parent.text or '') + (tail or '')
            parent.remove(node)
            if shows and parent.tag == 'div' and parent.getparent() is not None and not parent.findall('.//field'):
                parent.getparent().remove(parent)
