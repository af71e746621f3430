# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.tools import LazyTranslate

from ..engine.table.sheet_cell import fold

_lt = LazyTranslate(__name__)


class StoreSheetAdapterCompetitors(models.AbstractModel):
    """Competitors' prices: a row is a price of one competitor, product, store (or everywhere) and day.

    Sheets of price robots are accepted: a competitor may be given by name, a product by the competitor's
    own number once a price with that number is recorded, and identical rows count once. A download has the
    days used in positions; with archived records all days.
    """

    _name = 'store.sheet.adapter.competitors'
    _description = "Competitors' Prices as a Sheet"
    _inherit = ['store.sheet.adapter']

    _sheet_model = 'store.competitor.price'

    def _columns(self):
        column = self._column
        return (
            column(
                'competitor_id',
                _lt("Competitor"),
                'code',
                is_key=True,
                required=True,
                vocabulary='competitor',
                hint=self.env._("Code or name of the competitor."),
            ),
            column(
                'product_id',
                _lt("Product"),
                'code',
                is_key=True,
                required=True,
                vocabulary='product',
                also=('id',),
                hint=self.env._("Our internal reference or barcode, or the competitor's own number once it is recorded."),
            ),
            column('product_name', _lt("Product Name"), read_only=True),
            self._store_key(self.env._("Code of the store near which it was seen; empty: everywhere."), spare=True),
            column(
                'date',
                _lt("Day"),
                'date',
                is_key=True,
                required=True,
                also=('update_time',),
                hint=self.env._("The day the price was seen."),
            ),
            column('price', _lt("Price"), 'number', required=True, hint=self.env._("As it was shown, for the whole pack.")),
            column(
                'currency_id',
                _lt("Currency"),
                'code',
                vocabulary='currency',
                keep_blank=True,
                hint=self.env._("Empty: the company's."),
            ),
            column('pack_quantity', _lt("Units in the Pack"), 'number', default=1),
            column('tax_included', _lt("Tax Included"), 'bool'),
            column('promotion', _lt("Promotion"), 'bool'),
            column('title', _lt("Title There")),
            column('sku', _lt("Number There"), 'code'),
            column('url', _lt("Web Page")),
        )

    # === READ ===

    @api.model
    def _compare(self, rows):
        """Override: identical rows count once."""
        once = {}
        for row in rows:
            once.setdefault(repr((sorted(row.values.items(), key=str), row.problems)), row)
        return super()._compare(list(once.values()))

    def _sheet_records(self, domain, archived):
        if not archived:
            domain = [*domain, ('date', '>=', self.env['store.price.position']._since())]
        own = ['|', ('is_everywhere', '=', False), ('company_id', '=', self.env.company.id)]
        return super()._sheet_records([*domain, *own], archived)

    def _rows_domain(self, rows):
        return [
            (name, 'in', list({row.values.get(column) for row in rows} - {None}))
            for name, column in (('competitor_id.code', 'competitor_id'), ('date', 'date'))
        ]

    def _value(self, record, column, codes=None):
        return record.product_id.name if column.name == 'product_name' else super()._value(record, column, codes)

    # === CODES ===

    def _settle(self, spec, rows):
        self._code_competitors(rows)
        self._code_products(rows)
        super()._settle(spec, rows)

    def _code_competitors(self, rows):
        """Replace names of competitors by their codes, if exactly one has the name."""
        everyone = self.env['store.competitor'].with_context(active_test=False).search([])
        codes, named = set(everyone.mapped('code')), everyone.grouped(lambda competitor: fold(competitor.name))
        for row in rows:
            called = row.values.get('competitor_id')
            if called and called not in codes and len(meant := named.get(fold(called), ())) == 1:
                row.values['competitor_id'] = meant.code

    def _code_products(self, rows):
        """Replace a competitor's own numbers by our codes, if recorded for exactly one product."""
        Lookup = self.env['store.sheet.lookup']
        numbers = {row.values['product_id'] for row in rows if row.values.get('product_id')}
        strange = numbers - set(Lookup._find('product', numbers))
        meant = {}
        for competitor, sku, product in self.env[self._sheet_model]._read_group(
            [('sku', 'in', list(strange))], ['competitor_id', 'sku', 'product_id']
        ):
            key = competitor.code, sku
            meant[key] = product | meant.get(key, product)
        codes = Lookup._name_codes('product', self.env['product.product'].union(*meant.values()))
        for row in rows:
            number = row.values.get('product_id')
            products = meant.get((row.values.get('competitor_id'), number), ())
            if number in strange and len(products) == 1:
                row.values.update(product_id=codes[products.id], sku=row.values.get('sku') or number)

    # === WRITE ===

    def _prepare(self, record, values, found):
        return {**super()._prepare(record, values, found), 'source': 'sheet'}
