# Part of store_group. License LGPL-3.
import re

from lxml import etree

from odoo.tests import TransactionCase, tagged

CURRENCY = re.compile(r"currency_field'?\"?\s*:\s*['\"](\w+)")
HIDDEN = ('1', 'True')


@tagged('post_install', '-at_install')
class TestViewsMoney(TransactionCase):
    """An amount on one of our screens has the sign of its currency: the web client reads it from a field of the same view."""

    def test_every_amount_has_its_sign(self):
        names = self.env['ir.model.data'].sudo().search([('model', '=', 'ir.ui.view'), ('module', '=like', 'store_group%')])
        views = self.env['ir.ui.view'].browse(names.mapped('res_id')).exists()
        signless = []
        for view in views.filtered(lambda item: item.type in ('list', 'kanban', 'form') and item.mode == 'primary'):
            if view.model in self.env:
                arch = etree.fromstring(self.env[view.model].get_view(view.id, view.type)['arch'])
                signless += [f'{view.name}: {place}' for place in self._signless(arch, self.env[view.model])]
        self.assertTrue(views)
        self.assertFalse(signless)

    def _signless(self, arch, model):
        """Return the amounts of a view, and of the views in its lists, whose currency is not in the same view."""
        shown, amounts, found = set(), [], []
        waiting = list(arch)
        while waiting:
            node = waiting.pop()
            field = model._fields.get(node.get('name')) if node.tag == 'field' else None
            if field is None:
                waiting += node
                continue
            shown.add(field.name)
            is_hidden = {node.get('column_invisible'), node.get('invisible')} & set(HIDDEN)
            if not is_hidden and (field.type == 'monetary' or node.get('widget') == 'monetary'):
                named = CURRENCY.search(node.get('options') or '')
                currency = getattr(field, 'currency_field', None) or 'currency_id'
                amounts.append((field.name, named.group(1) if named else currency))
            for below in node:
                if below.tag in ('list', 'kanban', 'form') and field.comodel_name:
                    found += [f'{field.name}/{place}' for place in self._signless(below, self.env[field.comodel_name])]
        return found + [name for name, currency in amounts if currency not in shown]
