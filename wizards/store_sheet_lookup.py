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
    """Codes in sheets: finding records by code, and the code of a record.

    The code of a product is its internal reference if unique among active products, else its barcode, else `id:` and
    its id; all three are read. Read-only. Cost: one or two queries per list.
    """

    _name = 'store.sheet.lookup'
    _description = 'Codes in Sheets'

    # === STRUCTURE ===

    @api.model
    def _find(self, vocabulary, codes):
        """Return {code: matching records}, with codes in the records' own spelling.

        :param str vocabulary: a key of LISTS, or 'product'
        :param codes: iterable of str as typed
        """
        if vocabulary == 'product':
            return self._find_products(codes)
        if not codes:
            return {}
        model, field = LISTS[vocabulary]
        # These lists are short; all codes are needed to propose one for an unknown code.
        return self.env[model].with_context(active_test=False).search([]).grouped(field)

    @api.model
    def _name_codes(self, vocabulary, records):
        """Return {record id: code} of `records`."""
        if vocabulary == 'product':
            return self._name_products(records)
        # Elevated: codes of warehouses and users may be read by everybody.
        return {record.id: record[LISTS[vocabulary][1]] for record in records.sudo()}

    # === PRODUCTS ===

    def _find_products(self, codes):
        spellings = {spelling for code in codes for spelling in self._spellings(code)}
        numbers = [int(code[3:]) for code in spellings if code.startswith('id:') and code[3:].isdigit()]
        found = defaultdict(lambda: self.env['product.product'])
        products = self.env['product.product'].search(
            ['|', '|', ('default_code', 'in', list(spellings)), ('barcode', 'in', list(spellings)), ('id', 'in', numbers)]
        )
        for product in products:
            for code in {product.default_code, product.barcode, f'id:{product.id}'} & spellings:
                found[code] |= product
        return dict(found)

    def _spellings(self, code):
        """Yield possible spellings before a spreadsheet changed `code`: leading zeros, `.0`, capitals."""
        yield from (code, code.upper(), code.lower())
        digits = code.removesuffix('.0')
        if digits.isdigit():
            yield from (digits.zfill(length) for length in range(len(digits), BARCODE_LENGTH + 1))

    def _name_products(self, products):
        codes = list(set(products.mapped('default_code')) - {False})
        groups = self.env['product.product']._read_group(
            [('default_code', 'in', codes)], ['default_code'], ['__count'], having=[('__count', '>', 1)]
        )
        doubled = {code for code, _count in groups}
        return {
            product.id: product.default_code
            if product.default_code and product.default_code not in doubled
            else product.barcode or f'id:{product.id}'
            for product in products
        }
