# Part of store_group. License LGPL-3.
from collections import defaultdict

from odoo import api, models

LISTS = {
    'store': ('store.store', 'code'),
    'group': ('store.group', 'code'),
    'channel': ('store.channel', 'code'),
    'layout': ('store.intake.template', 'name'),
    'user': ('res.users', 'login'),
    'profile': ('store.role.profile', 'name'),
    'company': ('res.company', 'name'),
    'warehouse': ('stock.warehouse', 'code'),
    'team': ('crm.team', 'name'),
    'journal': ('account.journal', 'code'),
    'tag': ('crm.tag', 'name'),
    'competitor': ('store.competitor', 'code'),
    'currency': ('res.currency', 'name'),
}
BARCODE_LENGTH = 14


class StoreSheetLookup(models.AbstractModel):
    """Codes in sheets: which records they name, and how a record is named.

    A product is its internal reference where no other active product has it, else its barcode, else `id:` and
    its number; all three are understood. Never changes anything. Cost: one or two queries per list.
    """

    _name = 'store.sheet.lookup'
    _description = 'Codes in Sheets'

    # === STRUCTURE ===

    @api.model
    def _find(self, vocabulary, codes):
        """Return {code: records} for what the codes may mean, in the records' own spelling.

        :param str vocabulary: a key of LISTS, or 'product'
        :param codes: iterable of str as typed
        """
        if vocabulary == 'product':
            return self._find_products(codes)
        if not codes:
            return {}
        model, field = LISTS[vocabulary]
        # These lists are short; all of them are needed to propose a code for one that is unknown.
        return self.env[model].with_context(active_test=False).search([]).grouped(field)

    @api.model
    def _name_codes(self, vocabulary, records):
        """Return {record id: code} of `records`."""
        if vocabulary == 'product':
            return self._name_products(records)
        # Elevated: the code of a warehouse or user elsewhere is a name, and names are no secret.
        return {record.id: record[LISTS[vocabulary][1]] for record in records.sudo()}

    # === PRODUCTS ===

    def _find_products(self, codes):
        spellings = {spelling for code in codes for spelling in self._spellings(code)}
        numbers = [int(code[3:]) for code in spellings if code.startswith('id:') and code[3:].isdigit()]
        found = defaultdict(lambda: self.env['product.product'])
        products = self.env['product.product'].search([
            '|', '|', ('default_code', 'in', list(spellings)), ('barcode', 'in', list(spellings)),
            ('id', 'in', numbers),
        ])
        for product in products:
            for code in {product.default_code, product.barcode, f'id:{product.id}'} & spellings:
                found[code] |= product
        return dict(found)

    def _spellings(self, code):
        """Yield what a spreadsheet may have made `code` from: zeros dropped in front, `.0` added, capitals."""
        yield from (code, code.upper(), code.lower())
        digits = code.removesuffix('.0')
        if digits.isdigit():
            yield from (digits.zfill(length) for length in range(len(digits), BARCODE_LENGTH + 1))

    def _name_products(self, products):
        codes = list(set(products.mapped('default_code')) - {False})
        groups = self.env['product.product']._read_group(
            [('default_code', 'in', codes)], ['default_code'], ['__count'], having=[('__count', '>', 1)])
        doubled = {code for code, _count in groups}
        return {
            product.id: product.default_code if product.default_code and product.default_code not in doubled
            else product.barcode or f'id:{product.id}'
            for product in products
        }
