# Part of store_group. License LGPL-3.
from datetime import timedelta

from odoo import Command, models

from . import garment, world
from .store_demo import SINCE

SETTINGS = {'store_group.size_attribute_id': 'size', 'store_group.colour_attribute_id': 'colour'}


class StoreDemo(models.AbstractModel):
    """The goods: styles in colours and sizes with their pictures, their costs, and what is on the shelves."""

    _inherit = 'store.demo'

    def _make_goods(self):
        self._make_attributes()
        self._make_categories()
        for style in world.STYLES:
            self._make_style(style)
        self._set_costs()
        self._set_prices()
        self._stock_shelves()

    def _make_attributes(self):
        colour = self._make(
            'attribute',
            'colour',
            'product.attribute',
            name='颜色 Colour',
            display_type='color',
            create_variant='always',
            sequence=1,
        )
        size = self._make('attribute', 'size', 'product.attribute', name='尺码 Size', create_variant='always', sequence=2)
        for key, (name, html) in world.COLOURS.items():
            self._make('value', key.lower(), 'product.attribute.value', name=name, html_color=html, attribute_id=colour.id)
        for number, key in enumerate(world.SIZES):
            self._make('value', key.lower(), 'product.attribute.value', name=key, sequence=number, attribute_id=size.id)
        Parameter = self.env['ir.config_parameter'].sudo()
        for name, key in SETTINGS.items():
            if not Parameter.get_param(name):
                Parameter.set_param(name, self._ref('attribute', key).id)
        user = self.env.ref('base.group_user')
        user.implied_ids |= self.env.ref('product.group_product_variant') | self.env.ref('product.group_product_pricelist')

    def _make_categories(self):
        goods = self._make('category', 'goods', 'product.category', name='服装 Garments')
        categories = goods
        for key, name in world.CATEGORIES.items():
            categories |= self._make('category', key, 'product.category', name=name, parent_id=goods.id)
        for item in world.COMPANIES:
            categories.with_company(self._company(item.key)).property_valuation = 'real_time'

    def _make_style(self, style):
        """A product template, its variants with code, barcode and the picture of their colour."""
        colours = [self._ref('value', key.lower()) for key in style.colours]
        sizes = [self._ref('value', key.lower()) for key in world.SIZES]
        template = self._make(
            'product',
            style.code[3:].lower(),
            'product.template',
            name=style.name,
            categ_id=self._ref('category', style.category).id,
            list_price=style.price,
            is_storable=True,
            image_1920=self._picture(style, style.colours[0]),
            taxes_id=[Command.set(self._company(world.FACTORY).account_sale_tax_id.ids)],
            supplier_taxes_id=[Command.set(self._company(world.FACTORY).account_purchase_tax_id.ids)],
            attribute_line_ids=[
                Command.create(
                    {'attribute_id': values[0].attribute_id.id, 'value_ids': [Command.set([value.id for value in values])]}
                )
                for values in (colours, sizes)
            ],
        )
        keys = {self._ref('value', key.lower()): key for key in (*style.colours, *world.SIZES)}
        for variant in template.product_variant_ids:
            colour, size = (
                keys[value]
                for value in variant.product_template_attribute_value_ids.product_attribute_value_id.sorted('attribute_id')
            )
            values = {'default_code': f'{style.code}-{colour}-{size}', 'barcode': world.barcode(style, colour, size)}
            if colour != style.colours[0]:
                values['image_variant_1920'] = self._picture(style, colour)
            variant.write(values)

    def _picture(self, style, colour):
        return garment.as_field(garment.draw(style.shape, world.COLOURS[colour][1]))

    def _set_costs(self):
        """Every company has its own cost; without it their stock, transfers and profit would be worth nothing."""
        for item in world.COMPANIES:
            for style in world.STYLES:
                variants = self._variants(style).with_company(self._company(item.key))
                variants.write({'standard_price': round(style.cost * item.cost_factor, 2)})

    def _set_prices(self):
        """Each list says the price in its own currency: that on the goods is in the currency of Odoo's first company."""
        for key, store in (('retail', 'lake'), ('hongkong', 'causeway')):
            seller = next(item for item in world.STORES if item.key == store)
            self._ref('pricelist', key).item_ids = [
                Command.create(
                    {
                        'applied_on': '1_product',
                        'product_tmpl_id': self._variants(style).product_tmpl_id.id,
                        'compute_price': 'fixed',
                        'fixed_price': world.price(seller, style),
                    }
                )
                for style in world.STYLES
            ]

    def _variants(self, style):
        return self._ref('product', style.code[3:].lower()).product_variant_ids

    def _by_code(self):
        """{code: variant}"""
        variants = self.env['product.product'].concat(*map(self._variants, world.STYLES))
        return {variant.default_code: variant for variant in variants}

    def _stock_shelves(self):
        """Much in the depot, some of everything in every shop, except what has run out; counted on the day the stores opened."""
        for item in world.STORES:
            if item.warehouse_of:
                continue
            place = self._store(item.key).warehouse_id.lot_stock_id
            vals_list = [
                {'product_id': product.id, 'location_id': place.id, 'inventory_quantity': quantity}
                for number, product in enumerate(self._by_code().values())
                if (quantity := world.on_the_shelf(item, number))
            ]
            demo = self._in(self._company(item.company))
            quants = demo.env['stock.quant'].with_context(inventory_mode=True).create(vals_list)
            quants.action_apply_inventory(self._moment(self._today() - timedelta(days=SINCE), 9, 0))
