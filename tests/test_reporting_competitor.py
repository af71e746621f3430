# Part of store_group. License LGPL-3.
from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .competitor_common import CompetitorCommon


@tagged('post_install', '-at_install')
class TestReportingCompetitor(CompetitorCommon):
    """Prices recorded by hand: what is kept beside them, what is refused, who records and who sees."""

    # === RECORDING ===

    def test_a_price_is_recorded_by_hand_beside_ours(self):
        self.store_1._own_pricelist().item_ids = [
            Command.create({'applied_on': '0_product_variant', 'product_id': self.product.id, 'fixed_price': 80})
        ]
        with Form(self._as(self.merchandiser, self.env['store.competitor.price'])) as form:
            form.competitor_id, form.product_id = self.red, self.product
            self.assertEqual(form.store_id, self.store_1)
            form.price = 96
            self.assertEqual((form.our_price, form.price_index), (80, 1.2))
        seen = form.save()
        self.assertEqual((seen.our_price, seen.unit_price, seen.price_index), (80, 96, 1.2))
        self.assertEqual((seen.source, seen.user_id, seen.company_id), ('hand', self.merchandiser, self.company))
        self.product.sudo().list_price = 120
        self.store_1.pricelist_id.sudo().item_ids.fixed_price = 70
        self.env.invalidate_all()
        self.assertEqual(seen.our_price, 80, 'what we asked that day stays')

    def test_without_a_store_our_sales_price_counts(self):
        self.store_1._own_pricelist().item_ids = [
            Command.create({'applied_on': '0_product_variant', 'product_id': self.product.id, 'fixed_price': 80})
        ]
        seen = self._seen(self.web, 96, store_id=False)
        self.assertEqual((seen.our_price, seen.is_everywhere), (100, True))

    def test_the_rules_of_the_day_it_was_seen_count(self):
        self.store_1._own_pricelist().item_ids = [
            Command.create(
                {
                    'applied_on': '0_product_variant',
                    'product_id': self.product.id,
                    'fixed_price': 60,
                    'date_start': f'{self.today - timedelta(days=9)} 00:00:00',
                    'date_end': f'{self.today - timedelta(days=7)} 23:59:59',
                }
            )
        ]
        self.assertEqual([self._seen(self.red, 90, days=days).our_price for days in (10, 8, 6)], [100, 60, 100])

    def test_the_same_again_changes_nothing_and_another_price_of_the_day_replaces_it(self):
        seen = self._seen(self.red, 90, title='Shirt')
        written = seen.write_date
        self.assertEqual(self._seen(self.red, 90, title='Shirt'), seen)
        self.assertEqual((seen.write_date, seen.user_id), (written, self.admin))
        self.assertEqual(self._seen(self.red, 85, user=self.merchandiser), seen)
        self.assertEqual((seen.price, seen.title, seen.user_id), (85, 'Shirt', self.merchandiser))
        self.assertNotIn(
            seen,
            self._seen(self.red, 85, days=1)
            | self._seen(self.blue, 85)
            | self._seen(self.red, 85, store_id=self.store_2.id)
            | self._seen(self.red, 85, store_id=False),
        )
        self.assertEqual(self.env['store.competitor.price'].search_count([('product_id', '=', self.product.id)]), 5)

    def test_a_price_twice_in_one_call_is_the_last_one(self):
        row = {'competitor_id': self.red.id, 'product_id': self.product.id, 'store_id': False, 'date': self.today}
        first, second = self.env['store.competitor.price'].create([{**row, 'price': 90}, {**row, 'price': 91}])
        self.assertEqual((first, first.price), (second, 91))

    def test_a_pack_is_compared_by_the_unit(self):
        seen = self._seen(self.red, 600, pack_quantity=12)
        self.assertEqual((seen.unit_price, seen.price_index), (50, 0.5))

    def test_prices_are_compared_with_tax_whatever_was_shown(self):
        country = self.company.account_fiscal_country_id or self.env.ref('base.us')
        group = (
            self.env['account.tax.group'].sudo().create({'name': 'Tax', 'company_id': self.company.id, 'country_id': country.id})
        )
        tax = (
            self.env['account.tax']
            .sudo()
            .create(
                {
                    'name': '10%',
                    'amount': 10.0,
                    'type_tax_use': 'sale',
                    'company_id': self.company.id,
                    'country_id': country.id,
                    'tax_group_id': group.id,
                }
            )
        )
        self.product.sudo().taxes_id = tax
        net, gross = self._seen(self.red, 100, tax_included=False), self._seen(self.blue, 99)
        self.assertEqual((net.unit_price, net.our_price, net.price_index), (110, 110, 1))
        self.assertEqual((gross.unit_price, gross.price_index), (99, 0.9))
        tax.price_include_override = 'tax_included'
        net = self._seen(self.red, 100, days=1, tax_included=False)
        self.assertEqual((net.unit_price, net.our_price), (110, 100))

    def test_another_currency_counts_at_the_rate_of_its_day(self):
        euro = self.env.ref('base.EUR').sudo()
        euro.active = True
        self.env['res.currency.rate'].sudo().search([('currency_id', '=', euro.id)]).unlink()
        with self.assertRaisesRegex(ValidationError, r'Red, .*Shirt: currency EUR .* no rate in Factory'):
            self._seen(self.red, 90, currency_id=euro.id)
        self.env['res.currency.rate'].sudo().create(
            [
                {'currency_id': euro.id, 'company_id': self.company.id, 'rate': rate, 'name': self.today - timedelta(days=days)}
                for rate, days in ((0.5, 20), (0.25, 5))
            ]
        )
        self.assertEqual([self._seen(self.red, 40, days=days, currency_id=euro.id).unit_price for days in (10, 1)], [80, 160])

    def test_what_cannot_be_is_refused_with_the_record_and_the_next_step(self):
        archived = self.product.sudo().copy({'name': 'Old', 'active': False}).with_env(self.env)
        gone = self.env['store.competitor'].create({'name': 'Gone', 'code': 'T-GONE', 'active': False})
        for words, competitor, vals in (
            ('Red, .*Shirt: .*greater than 0', self.red, {'price': 0}),
            ('Red, .*Shirt: .*greater than 0', self.red, {'price': -1}),
            ('Red, .*Shirt: .*greater than 0', self.red, {'pack_quantity': 0}),
            ('Old.* is archived.*Restore it', self.red, {'product_id': archived.id}),
            ('Gone is archived', gone, {}),
            ('is in the future', self.red, {'date': self.today + timedelta(days=3)}),
        ):
            with self.subTest(words=words), self.assertRaisesRegex(ValidationError, words):
                self._seen(competitor, **{'price': 9, **vals})

    def test_what_was_seen_stays_what_it_is(self):
        seen = self._seen(self.red, 90)
        for vals in ({'competitor_id': self.blue.id}, {'store_id': False}, {'date': self.today - timedelta(days=1)}):
            with self.subTest(vals=vals), self.assertRaisesRegex(ValidationError, 'Delete the price'):
                seen.write(vals)
        seen.write({'date': self.today, 'price': 91, 'competitor_id': self.red.id})
        self.assertEqual((seen.price, seen.unit_price), (91, 91))

    @mute_logger('odoo.sql_db')
    def test_codes_are_unique_and_not_copied(self):
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self.env['store.competitor'].create({'name': 'Red Again', 'code': 'T-RED'})
            self.env.flush_all()
        self.assertFalse(self.red.copy_data()[0].get('code'))

    def test_prices_are_put_together_in_one_currency_only(self):
        self.other_company.sudo().currency_id = self.env.ref('base.EUR')
        self._seen(self.red, 90)
        Price = self.env['store.competitor.price']
        domain = [('product_id', '=', self.product.id)]
        self.assertEqual(Price._read_group(domain, [], ['unit_price:avg', 'unit_price:min']), [(90, 90)])
        self._seen(self.red, 110, store_id=False, company_id=self.other_company.id)
        self.assertEqual(Price._read_group(domain, [], ['unit_price:avg', '__count']), [(False, 2)])
        self.assertEqual(
            Price._read_group(domain, ['company_id'], ['unit_price:avg'], order='company_id'),
            sorted([(self.company, 90), (self.other_company, 110)], key=lambda row: row[0].name),
        )

    # === RIGHTS ===

    def test_who_sees_what(self):
        near = self._seen(self.red, 90)
        far = self._seen(self.red, 90, store_id=self.store_2.id)
        everywhere = self._seen(self.web, 90, store_id=False)
        foreign = self._seen(self.web, 90, store_id=self.foreign.id)
        people = {
            self._person('rival_staff', 'staff'): near | everywhere,
            self._person('rival_auditor', 'auditor'): near | everywhere,
            self._person('rival_west', 'group_manager', group_id=self.west.id): far | everywhere | foreign,
            self._person('rival_all', 'auditor', all_stores=True): near | far | everywhere | foreign,
            self.admin: near | far | everywhere | foreign,
        }
        for user, expected in people.items():
            with self.subTest(user=user.login):
                self.assertEqual(self._as(user, near).search([]).with_env(self.env), expected.sorted())
                rows = self._as(user, self.env['store.price.position']).search([]).with_env(self.env)
                self.assertEqual(
                    {(row.store_id, row.company_id) for row in rows}, {(seen.store_id, seen.company_id) for seen in expected}
                )
        left = self._end(self._person('rival_left', 'staff'))
        for user, seen in ((self._person('rival_staff_2', 'staff', store_id=self.store_2.id), near), (left, everywhere)):
            with self.assertRaises(AccessError):
                self._as(user, seen).read(['price'])

    def test_who_manages_prices_records_for_his_stores(self):
        staff = self._person('rival_staff', 'staff')
        seen = self._seen(self.red, 90, user=self.merchandiser)
        for words, act in (
            ('rival_staff.*Manage Prices', lambda: self._seen(self.red, 91, user=staff)),
            ('rival_staff.*Manage Prices', lambda: self._as(staff, seen).write({'price': 1})),
            ('rival_staff.*Manage Prices', lambda: self._as(staff, seen).unlink()),
            (
                'rival_merchandiser.*Manage Prices',
                lambda: self._seen(self.red, 91, user=self.merchandiser, store_id=self.store_2.id),
            ),
            ('name the store where it was seen', lambda: self._seen(self.red, 91, user=self.merchandiser, store_id=False)),
        ):
            with self.subTest(words=words), self.assertRaisesRegex(AccessError, words):
                act()
        self.assertEqual(seen.price, 90)
        everywhere = self._person('rival_all', 'staff', profile='merchandiser', all_stores=True)
        self.assertTrue(self._seen(self.web, 91, user=everywhere, store_id=False).is_everywhere)
        auditor = self._person('rival_auditor', 'auditor')
        with self.assertRaises(AccessError):
            self._seen(self.red, 91, user=auditor)

    def test_who_manages_prices_at_its_stores_writes_a_competitor(self):
        rivals = self._as(self.merchandiser, self.env['store.competitor'])
        own = rivals.create({'name': 'Green', 'code': 'T-GREEN', 'store_ids': self.store_1.ids})
        own.note = 'Closed on Mondays'
        for act in (
            lambda: rivals.create({'name': 'Grey', 'code': 'T-GREY'}),
            lambda: own.write({'store_ids': False}),
            lambda: own.write({'store_ids': self.store_2.ids}),
            own.unlink,
            lambda: self._as(self.merchandiser, self.red).write({'name': 'X'}),
        ):
            with self.assertRaises(AccessError):
                act()
        staff = self._person('rival_staff', 'staff')
        self.assertEqual(self._as(staff, own).name, 'Green')
        with self.assertRaises(AccessError):
            self._as(staff, own).write({'name': 'X'})

    def test_a_price_that_starts_from_the_cost_tells_no_more_than_odoo_does(self):
        self.product.with_company(self.company).sudo().standard_price = 40
        self.store_1._own_pricelist().item_ids = [
            Command.create(
                {'applied_on': '3_global', 'compute_price': 'formula', 'base': 'standard_price', 'price_discount': -50}
            )
        ]
        staff = self._person('rival_staff', 'staff')
        seen = self._seen(self.red, 90)
        shown = self._as(staff, self.store_1)._effective_pricelist().sudo()._get_product_price(self.product.sudo(), 1.0)
        self.assertEqual(self._as(staff, seen).our_price, shown)
        self.assertEqual(self._as(staff, self._position(self.store_1)).our_price, shown)
        for model in ('store.competitor.price', 'store.price.position'):
            told = self._as(staff, self.env[model]).fields_get()
            self.assertFalse([name for name in told if 'cost' in name or 'standard' in name or 'margin' in name])
            with self.assertRaises(UserError):
                self._as(staff, self.env[model]).search([('product_id.standard_price', '>', 39)])

    def test_a_product_opens_what_is_asked_for_it(self):
        seen = self._seen(self.red, 90)
        self._seen(self.red, 90, product_id=self.product.sudo().copy({'default_code': 'T-OTHER'}).id)
        staff = self._person('rival_staff', 'staff')
        for record in (self.product, self.product.product_tmpl_id):
            action = self._as(staff, record).action_store_competitor_prices()
            self.assertEqual(self._as(staff, self.env[action['res_model']]).search(action['domain']).with_env(self.env), seen)
        action = self._as(staff, self.red).action_open_prices()
        self.assertEqual(self.red.price_count, 2)
        self.assertEqual(self.env[action['res_model']].search_count(action['domain']), 2)
