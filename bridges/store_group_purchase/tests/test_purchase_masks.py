# Part of store_group. License LGPL-3.
from odoo.addons.store_group.tests.masks_common import unsorted
from odoo.tests import tagged

from .common_purchase import PurchaseCommon


@tagged('post_install', '-at_install')
class TestPurchaseMasks(PurchaseCommon):
    def test_the_name_of_a_vendors_price_tells_it_to_whoever_may_see_costs(self):
        goods = self._goods(stocked=0)
        offer = self.env(su=True)['product.supplierinfo'].create(
            {'partner_id': self.customer.id, 'product_tmpl_id': goods.product_tmpl_id.id, 'price': 33.77}
        )
        clerk = self._worker('mask_clerk', 'base.group_user', self.store_1)
        sheet = self.env.ref('store_group.profile_staff').sudo()
        for may, told in ((False, False), (True, True)):
            sheet.see_cost = may
            self.env.invalidate_all()
            mine = offer.with_env(self.env(user=clerk, su=False, context={'allowed_company_ids': self.company.ids}))
            for name in (
                mine.display_name,
                mine.sudo().display_name,
                repr(mine.read(['display_name'])),
                repr(mine.name_search('')),
            ):
                self.assertEqual('33.77' in name, told, name)

    def test_every_field_of_purchase_that_carries_a_masked_one_is_sorted(self):
        self.assertEqual(unsorted(self.env), [])
