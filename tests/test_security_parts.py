# Part of store_group. License LGPL-3.
from odoo.tests import TransactionCase, tagged

from ..models.people.ir_rule import BESIDE
from ..models.people.store_naming import WALL

# What hangs on something walled and has no wall of ours itself, and why.
EXCUSED = {
    # on documents, or on those who take part in a meeting
    'account.bank.statement.line': "an entry by inheritance, with its walls",
    'account.journal': "names its bank account, whose number is masked",
    'mail.activity': "core asks the document",
    'res.company': "names its opening entry, by its number",
    # on journals, teams, places and websites, which are readable as names
    'crm.iap.lead.mining.request': "headquarters'",
    'delivery.carrier': "what stores share",
    'mrp.bom': "what stores share",
    'payment.provider': "headquarters'",
    'product.category': "what stores share",
    'product.pricelist': "read as what a price is; written as a rule says",
    'product.tag': "what stores share",
    'product.template': "what stores share",
    'res.partner': "what stores share",
    'res.users': "headquarters'",
    'sale.order.template': "what stores share",
    'stock.lot': "see docs/rights.md, Lots",
    'ir.asset': "of pages",
    'ir.attachment': "core asks the document",
    'ir.ui.view': "of pages",
    'product.feed': "of pages",
    'product.public.category': "of pages",
    'product.wishlist': "of pages",
    'pos.bill': "what stores share",
    'pos.printer': "what stores share",
}
# Tables of a plain model and id, which no rule can follow, and who asks of them who reads.
PAIRS = {
    'ir.': "core asks, or it tells of the machine",
    'mail.': "core asks the document, and `store.aside`",
    'calendar.': "see calendar.event",
    'res.users.': "one's own",
    'rating.rating': "of products and talks, never of documents",
}


@tagged('post_install', '-at_install')
class TestSecurityPartsListed(TransactionCase):
    """Whoever adds an app learns which of its tables hang on documents of stores and stand before their walls."""

    def _tables(self):
        return [
            (name, self.env[name])
            for name, model in sorted(self.env.registry.items())
            if not model._abstract and not model._transient and model._auto and not name.startswith('store.')
        ]

    def _rules(self):
        rules = self.env['ir.rule'].sudo().search([('groups', '=', False)])
        return rules.filtered(lambda rule: WALL.search(rule.domain_force or ''))

    def _is_read_by_people(self, name):
        rights = self.env['ir.model.access'].sudo().search([('model_id.model', '=', name), ('perm_read', '=', True)])
        return bool(rights.filtered(lambda right: not right.group_id) or rights.group_id - self.env.ref('base.group_system'))

    def test_whatever_hangs_on_a_document_is_behind_its_wall(self):
        walled = set(self._rules().model_id.mapped('model')) - {'store.store', 'store.group', 'res.partner'}
        missing = [
            f'{name}.{key} -> {field.comodel_name}'
            for name, table in self._tables()
            if name not in walled | EXCUSED.keys() and not name.startswith('website.') and self._is_read_by_people(name)
            for key, field in sorted(table._fields.items())
            if field.type == 'many2one' and field.store and field.comodel_name in walled
        ]
        self.assertFalse(missing, "Give it a rule, here or in its bridge, or say above why it needs none.")

    def test_nobody_is_excused_who_has_a_wall(self):
        walled = self._rules().filtered('perm_read').model_id.mapped('model')
        self.assertFalse(EXCUSED.keys() & set(walled))

    def test_rows_of_a_plain_model_and_id_are_behind_its_wall(self):
        walled = {*self._rules().model_id.mapped('model'), *BESIDE}
        references = self.env['store.naming']._references
        missing = [
            name
            for name, table in self._tables()
            if name not in walled
            and not name.startswith(tuple(PAIRS))
            and self._is_read_by_people(name)
            and any(by and table._fields[key].store and table._fields[by].store for key, by in references(name).items())
        ]
        self.assertFalse(missing, "Name it in BESIDE of ir_rule, or say above who asks the document.")
