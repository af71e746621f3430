# Part of store_group. License LGPL-3.
from odoo import Command
from odoo.tests import tagged

from .test_reporting_facts import FactsCommon


@tagged('post_install', '-at_install')
class TestReportingTraits(FactsCommon):
    """A coat in two colours and two sizes, of one brand; the brand makes no variants."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Attribute = cls.env['product.attribute']
        cls.colour, cls.size, cls.brand = Attribute.create(
            [
                {'name': "Shade", 'value_ids': [Command.create({'name': name}) for name in ("Red", "Blue")]},
                {'name': "Fit", 'value_ids': [Command.create({'name': name}) for name in ("S", "M")]},
                {'name': "Label", 'create_variant': 'no_variant', 'value_ids': [Command.create({'name': "Ours"})]},
            ]
        )
        cls.coat = cls.env['product.template'].create(
            {
                'name': "Coat",
                'type': 'consu',
                'taxes_id': False,
                'attribute_line_ids': [
                    Command.create({'attribute_id': attribute.id, 'value_ids': [Command.set(attribute.value_ids.ids)]})
                    for attribute in (cls.colour, cls.size, cls.brand)
                ],
            }
        )
        for trait in ('colour', 'size', 'brand'):
            cls.env['ir.config_parameter'].set_param(f'store_group.{trait}_attribute_id', getattr(cls, trait).id)
        for number, variant in enumerate(cls.coat.product_variant_ids):
            cls._sell(cls.shop, '2026-03-10 04:00:00', [(variant, 1, 10**number, 0)])
        cls._sell(cls.shop, '2026-03-10 04:00:00', [(cls.boot, 1, 20000, 0)])
        cls.env.flush_all()

    def _by(self, trait):
        stale = self._sums(f'{trait}_value_id', 'amount')
        self._refresh()
        self.assertEqual(self._sums(f'{trait}_value_id', 'amount'), stale)
        self.assertEqual(self._report()._routed([], [[f'{trait}_value_id']], ['amount:sum'])._route(), 'product')
        return {value.name: amount for value, amount in stale.items()}

    def _total(self, word):
        return sum(
            10**number
            for number, variant in enumerate(self.coat.product_variant_ids)
            if word in variant.product_template_attribute_value_ids.mapped('name')
        )

    def test_sales_by_colour_and_size_are_those_of_the_variants(self):
        self.assertEqual(self._by('colour'), {'Red': self._total('Red'), 'Blue': self._total('Blue'), False: 20000})
        self.assertEqual(self._by('size'), {'S': self._total('S'), 'M': self._total('M'), False: 20000})

    def test_a_brand_that_makes_no_variants_counts_all_the_same(self):
        self.assertEqual(self._by('brand'), {'Ours': 1111, False: 20000})

    def test_a_trait_nobody_named_is_empty(self):
        self.assertEqual(self._by('season'), {False: 21111})
