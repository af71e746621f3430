# Part of store_group. License LGPL-3.
from collections import defaultdict
from datetime import date
from decimal import Decimal
from random import Random
from unittest.mock import patch

from odoo.exceptions import AccessError, ConcurrencyError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from ..engine.intake.adding_up import add_up, from_json
from .intake_common import IntakeCommon

DAY = date(2024, 3, 5)


class SummaryCommon(IntakeCommon):
    """A channel that adds its orders up by day, and one that makes each its own; both sell goods with 13 % in the price."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['account.chart.template'].sudo().try_loading('generic_coa', company=cls.company, install_demo=False)
        country = cls.company.account_fiscal_country_id or cls.env.ref('base.cn')
        group = cls.env['account.tax.group'].sudo()
        group = group.create({'name': 'VAT', 'company_id': cls.company.id, 'country_id': country.id})
        cls.tax = (
            cls.env['account.tax']
            .sudo()
            .create(
                {
                    'name': '13 in',
                    'amount': 13,
                    'type_tax_use': 'sale',
                    'price_include_override': 'tax_included',
                    'company_id': cls.company.id,
                    'country_id': country.id,
                    'tax_group_id': group.id,
                }
            )
        )
        cls.products = (
            cls.env['product.product']
            .sudo()
            .create(
                [
                    {
                        'name': f'Good {number}',
                        'default_code': f'G{number}',
                        'is_storable': True,
                        'taxes_id': [Command.set(cls.tax.ids)],
                    }
                    for number in range(4)
                ]
            )
        )
        for product in cls.products:
            cls.env['stock.quant'].sudo()._update_available_quantity(product, cls.store_1.warehouse_id.lot_stock_id, 100000)
        cls.seller = new_test_user(
            cls.env(user=1),
            'sums_seller',
            'sales_team.group_sale_salesman',
            company_ids=[(6, 0, cls.company.ids)],
            company_id=cls.company.id,
        )
        cls.env['store.member'].create(
            {'user_id': cls.seller.id, 'role': 'store_manager', 'store_id': cls.store_1.id, 'date_from': '2020-01-01'}
        )
        cls.shop.write({'shipped_by': 'elsewhere', 'depth': 'day'})
        cls.single = cls.shop.copy({'code': 'T-SINGLE', 'name': 'Single', 'depth': 'order'})

    def _line(self, code='G0', quantity=1, price='9.90', **values):
        return {'sku': code, 'quantity': quantity, 'unit_price': price, **values}

    def _invoice(self, sale):
        return sale.sudo()._create_invoices()

    def _order(self, number, *lines, status='paid', **values):
        return self._payload(str(number), status=status, lines=list(lines) or [self._line()], **values)

    def _of(self, channel):
        return self.env['store.intake.order'].search([('channel_id', '=', channel.id)], order='id')

    def _summaries(self, channel=None):
        return self.env['sale.order'].search([('store_channel_id', '=', (channel or self.shop).id)], order='id')

    def _sums(self, channel):
        """Return {(product, day): quantity, untaxed, tax, total} as the report has them, and the totals of sale orders."""
        found = defaultdict(lambda: [0.0] * 4)
        sales = self._summaries(channel).filtered(lambda sale: sale.state != 'cancel')
        for line in sales.order_line:
            sums = found[line.product_id, line.store_day]
            for place, name in enumerate(('product_uom_qty', 'price_subtotal', 'price_tax', 'price_total')):
                sums[place] += line[name]
        lines = {key: tuple(round(value, 2) for value in sums) for key, sums in found.items() if any(sums)}
        totals = tuple(round(sum(sales.mapped(name)), 2) for name in ('amount_untaxed', 'amount_tax', 'amount_total'))
        return lines, totals

    def _check_law(self):
        """The lines of the summaries are the sum of what the orders brought."""
        wanted = defaultdict(list)
        for order in self._of(self.shop):
            for sale, rows in (order.summary_shares or {}).items():
                wanted[int(sale)] += from_json(rows)
        for sale in self._summaries().filtered(lambda sale: sale.summary_key and sale.state != 'cancel'):
            kept = add_up(from_json([line.summary_share for line in sale.order_line if line.summary_share]))
            self.assertEqual(kept, add_up(wanted[sale.id]))
            total = sum(part.total for part in kept.values())
            self.assertEqual(round(sale.amount_total, 2), float(round(total, 2)))
            own = sum(part.own_untaxed for part in kept.values())
            self.assertEqual(round(sum(sale.order_line.mapped('price_subtotal')), 2), float(round(own, 2)))


@tagged('post_install', '-at_install')
class TestOrderingSummary(SummaryCommon):
    def test_one_sale_order_a_day_equal_to_the_cent(self):
        dice = Random(7)
        orders = [
            self._order(
                number,
                *(
                    self._line(f'G{dice.randrange(4)}', dice.randrange(1, 4), dice.choice(['9.90', '3.33', '19.99']))
                    for _line in range(dice.randrange(1, 4))
                ),
                shipping_amount=dice.choice([0, '5', '8.88']),
                discount_amount=dice.choice([0, '0.37']),
            )
            for number in range(30)
        ]
        for code in ('T-SHOP', 'T-SINGLE'):
            results = self._submit(*orders, channel=code, confirm=True)
            self.assertEqual({result['state'] for result in results}, {'done'})
        self.assertEqual((len(self._summaries()), len(self._summaries(self.single))), (1, 30))
        self.assertEqual(self._sums(self.shop), self._sums(self.single))
        self.assertEqual(self._summaries().state, 'sale')
        self.assertEqual(len(self._summaries().store_intake_ids), 30, "each order of the channel is found")
        self._check_law()

    def test_discounts_of_lines_and_declared_totals(self):
        lines = [self._line('G0', 3, '3.33', discount_rate='0.15'), self._line('G1', 1, '10', discount_amount='0.01')]
        for code in ('T-SHOP', 'T-SINGLE'):
            for number in range(3):
                self._submit(self._order(number, *lines, total='18.48'), channel=code, confirm=True)
        self.assertEqual(self._sums(self.shop), self._sums(self.single))
        self._check_law()

    def test_a_day_a_status_and_what_needs_its_own(self):
        self._submit(
            self._order(1),
            self._order(2, ordered_at='2024-03-06T10:00:00+08:00'),
            self._order(3, status='unpaid'),
            self._order(4, invoice_request={'title': 'Li Ltd.'}),
            self._order(5, ship_by='2024-05-05T10:00:00+08:00'),
            self._order(6),
            confirm=True,
        )
        sales = {number: self._sale(str(number)) for number in range(1, 7)}
        self.assertEqual(sales[1], sales[6])
        self.assertEqual(len(set(sales.values())), 5)
        self.assertEqual([bool(sales[number].summary_key) for number in range(1, 7)], [True, True, True, False, False, True])
        self.assertEqual(sales[3].state, 'draft', "not paid yet")

    def test_exactly_once_whatever_comes_again(self):
        order = self._order(1)
        self._submit(order, self._order(2), confirm=True)
        self._submit(order, self._order(2), self._order(3), confirm=True)
        self.assertEqual(self._summaries().amount_total, 29.70)
        self._check_law()

    def test_a_change_a_cancellation_and_a_refund_change_the_day_by_the_difference(self):
        self._submit(*(self._order(number) for number in range(1, 5)), confirm=True)
        summary = self._summaries()
        results = self._submit(self._order(1, self._line(quantity=3), updated_at='2024-03-06T10:00:00Z'), confirm=True)
        self.assertEqual((results[0]['state'], summary.amount_total), ('done', 59.40))
        results = self._submit(self._order(2, status='cancelled'), confirm=True)
        self.assertEqual((results[0]['state'], summary.amount_total), ('refused', 49.50))
        self._submit(self._order(3, self._line(quantity=1), refunds=[{'external_id': 'R', 'amount': '1.00'}]), confirm=True)
        self.assertEqual(summary.amount_total, 39.60)
        own = self._sale('3')
        self.assertFalse(own.summary_key)
        self.assertEqual((own.state, own.store_refund_ids.amount), ('sale', 1.0), "confirmed as it was")
        self._check_law()

    def test_shipped_goods_leave_at_once_and_further_orders_follow(self):
        self._submit(self._order(1, status='shipped'), self._order(2, status='done'), confirm=True)
        summary = self._summaries()
        self.assertEqual(summary.order_line.qty_delivered, 2)
        self._submit(self._order(3, status='shipped'), confirm=True)
        self.assertEqual(self._summaries(), summary)
        self.assertEqual((summary.order_line.product_uom_qty, summary.order_line.qty_delivered), (3, 3))
        self._check_law()

    def test_an_order_moves_with_its_status(self):
        self._submit(self._order(1), self._order(2), confirm=True)
        waiting = self._summaries()
        self._submit(self._order(1, status='shipped'), confirm=True)
        left = self._sale('1')
        self.assertNotEqual(left, waiting)
        self.assertEqual((waiting.amount_total, left.amount_total, left.state), (9.90, 9.90, 'sale'))
        self.assertEqual((waiting.order_line.qty_delivered, left.order_line.qty_delivered), (0, 1))
        self._submit(self._order(2, status='shipped'), confirm=True)
        self.assertEqual((waiting.state, left.amount_total, left.order_line.qty_delivered), ('cancel', 19.80, 2))
        self._check_law()

    def test_what_is_delivered_changes_by_a_question_and_a_further_sale_order(self):
        self._submit(self._order(1, self._line(quantity=2), status='shipped'), self._order(2, status='shipped'), confirm=True)
        summary = self._summaries()
        changed = self._order(1, self._line(quantity=1), status='shipped', updated_at='2024-03-07T10:00:00Z')
        self.assertEqual(self._submit(changed, confirm=True)[0]['state'], 'conflict')
        self.assertEqual(summary.amount_total, 29.70, "nothing changes unasked")
        order = self._of(self.shop)[0]
        order.action_take_other()
        self._background()
        further = self._summaries() - summary
        self.assertEqual((summary.amount_total, further.amount_total, further.state), (29.70, -9.90, 'sale'))
        self.assertEqual((further.summary_key, further.summary_part), (summary.summary_key, 2))
        self.assertEqual(order.issue_ids.filtered(lambda issue: issue.code == 'summary_corrected').proposed, further.name)
        self.assertEqual((order.state, order.summary_total), ('done', 9.90))
        self._check_law()

    def test_a_cancellation_after_delivery_is_asked_and_taken_back(self):
        self._submit(self._order(1, status='shipped'), self._order(2, status='shipped'), confirm=True)
        summary = self._summaries()
        self.assertEqual(self._submit(self._order(1, status='cancelled'), confirm=True)[0]['state'], 'conflict')
        order = self._of(self.shop)[0]
        self.assertFalse(order.stops_delivery, "the others of the day go on")
        order.action_take_other()
        self._background()
        self.assertEqual(sum(self._summaries().mapped('amount_total')), 9.90)
        self.assertEqual(summary.amount_total, 19.80)
        self._check_law()

    def test_a_refund_after_delivery_counts_as_returned(self):
        for code in ('T-SHOP', 'T-SINGLE'):
            self._submit(
                self._order(1, self._line(quantity=2), status='shipped'),
                self._order(2, status='shipped'),
                channel=code,
                confirm=True,
            )
            refund = {'external_id': 'R1', 'line': 'G0', 'quantity': 1, 'at': '2024-03-09T10:00:00+08:00'}
            again = self._order(1, self._line(quantity=2), status='shipped', refunds=[refund])
            self._submit(again, channel=code, confirm=True)
            self._submit(again, channel=code, confirm=True)
        ours, theirs = self._summaries().store_refund_ids, self._summaries(self.single).store_refund_ids
        names = ('quantity', 'amount', 'amount_untaxed', 'counted_quantity', 'counted_amount', 'store_day', 'product_id')
        self.assertEqual([ours[name] for name in names], [theirs[name] for name in names])
        self.assertEqual(ours.key, '1 · R1')
        self.assertEqual(self._of(self.shop)[0].issue_ids.mapped('code'), ['refund_after_delivery'])

    def test_all_money_back_after_delivery(self):
        for code in ('T-SHOP', 'T-SINGLE'):
            order = self._order(1, self._line(quantity=2), self._line('G1'), status='shipped', shipping_amount='5')
            self._submit(order, self._order(2, status='shipped'), channel=code, confirm=True)
            self._submit({**order, 'status': 'refunded'}, channel=code, confirm=True)
        ours, theirs = self._summaries().store_refund_ids, self._summaries(self.single).store_refund_ids
        for name in ('quantity', 'amount', 'amount_untaxed'):
            self.assertEqual(sorted(ours.mapped(name)), sorted(theirs.mapped(name)))

    def test_history_is_added_up_too_and_taken_back_by_file(self):
        for channel in (self.shop, self.single):
            channel.history_until = '2025-01-01'
            self._submit(self._order(1, self._line(price='3.33', quantity=3)), channel=channel.code)
            self._submit(self._order(2), self._order(3), channel=channel.code)
        summary = self._summaries()
        self.assertEqual((len(summary), summary.is_history, summary.locked, summary.state), (1, True, True, 'sale'))
        self.assertEqual(self._sums(self.shop), self._sums(self.single))
        self._submit(self._order(2, self._line(quantity=2), updated_at='2024-03-07T10:00:00Z'))
        self.assertEqual(summary.amount_total, 39.69)
        self._check_law()
        document = self._of(self.shop)[0].document_id
        document.write({'removing': True})
        self.env['store.history.remover'].sudo()._remove(document.sudo())
        self.assertEqual(summary.exists().amount_total, 29.70, "the orders of the other file stay")
        self._check_law()

    def test_random_histories(self):
        """Orders come, change, ship, are cancelled and come again in any order: each day is what its orders say."""
        dice = Random(20261201)
        for _round in range(3):
            for _step in range(14):
                number, moment = dice.randrange(6), dice.randrange(1, 10**5)
                order = self._order(
                    f'{_round}-{number}',
                    *(
                        self._line(f'G{at}', dice.randrange(1, 5), dice.choice(['9.90', '0.33']))
                        for at in dice.sample(range(4), 2)
                    ),
                    status=dice.choice(['paid', 'paid', 'shipped', 'cancelled', 'unpaid']),
                    discount_amount=dice.choice([0, '0.11']),
                    updated_at=f'2024-03-06T{moment // 3600 % 24:02}:{moment // 60 % 60:02}:{moment % 60:02}Z',
                )
                self._submit(order, confirm=dice.random() < 0.7)
                for conflict in self._of(self.shop).filtered(lambda order: order.state == 'conflict'):
                    getattr(conflict, dice.choice(['action_take_other', 'action_keep']))()
                    self._background()
                self._check_law()
        for order in self._of(self.shop).filtered(lambda order: order.summary_shares and order.state == 'done'):
            if order.payload['status'] != 'cancelled':
                wanted = sum(Decimal(str(line['unit_price'])) * line['quantity'] for line in order.payload['lines']) - Decimal(
                    str(order.payload['discount_amount'])
                )
                self.assertEqual(round(order.summary_total, 2), float(wanted))

    def test_the_proof_of_a_day(self):
        for code in ('T-SHOP', 'T-SINGLE'):
            orders = [self._order(number, total='9.90', status='shipped') for number in range(1, 5)]
            self._submit(*orders, channel=code, confirm=True)
        Proof = self.env['store.intake.proof']
        sums = [list(Proof._sums_between(DAY, DAY, channel.ids).values()) for channel in (self.shop, self.single)]
        self.assertEqual(sums[0], sums[1])
        self.assertEqual((sums[0][0].count, sums[0][0].apart), (4, 0))
        summary = self._summaries()
        summary.sudo().order_line.price_unit = 9.80
        (changed,) = Proof._sums_between(DAY, DAY, self.shop.ids).values()
        self.assertEqual((changed.apart, round(changed.total, 2)), (1, Decimal('39.20')), "changed behind its back")

    def test_invoiced_summaries_take_no_more(self):
        self.products.invoice_policy = 'order'
        self._submit(self._order(1), confirm=True)
        summary = self._summaries()
        invoice = self._invoice(summary)
        self.assertEqual((invoice.amount_total, invoice.amount_tax), (summary.amount_total, summary.amount_tax))
        self._submit(self._order(2), confirm=True)
        self.assertEqual((len(self._summaries()), self._sale('2').summary_part), (2, 2))
        self._check_law()

    def test_the_invoice_comes_to_the_same(self):
        self.products.invoice_policy = 'order'
        self._submit(*(self._order(number, self._line(price='3.33')) for number in range(40)), confirm=True)
        summary = self._summaries()
        invoice = self._invoice(summary)
        self.assertEqual(summary.amount_tax, round(40 * 0.38, 2), "of each order by itself")
        self.assertEqual(
            (invoice.amount_untaxed, invoice.amount_tax, invoice.amount_total),
            (summary.amount_untaxed, summary.amount_tax, summary.amount_total),
        )

    def test_refusing_one_leaves_the_others(self):
        self.shop.create_missing = False
        self._submit(self._order(1), self._order(2), confirm=True)
        unknown = self._order(1, self._line('NEW'), updated_at='2024-03-07T10:00:00Z')
        self.assertEqual(self._submit(unknown, confirm=True)[0]['state'], 'question')
        order, summary = self._of(self.shop)[0], self._summaries()
        self.assertEqual(summary.amount_total, 19.80, "until somebody answers")
        order.action_refuse()
        self.assertEqual((order.state, summary.amount_total, summary.state), ('refused', 9.90, 'sale'))
        self._check_law()

    def test_undoing_an_answer_takes_its_orders_out(self):
        self._submit(self._order(1), self._order(2))
        order, summary = self._of(self.shop)[0], self._summaries()
        self.env['store.intake.sale'].sudo()._take_out(order.sudo())
        self.assertEqual((order.sale_order_id.id, summary.amount_total), (False, 9.90))
        self._check_law()

    def test_two_at_the_same_day(self):
        self._submit(self._order(1), confirm=True)
        with (
            patch.object(type(self.env['sale.order']), 'try_lock_for_update', lambda sales, **_how: sales.browse()),
            self.assertRaises(ConcurrencyError),
        ):
            self._submit(self._order(2), confirm=True)

    def test_nobody_changes_the_lines(self):
        self._submit(self._order(1), confirm=True)
        summary = self._summaries()
        as_staff = summary.with_user(self.seller)
        with self.assertRaises(UserError):
            as_staff.order_line.product_uom_qty = 5
        with self.assertRaises(UserError):
            as_staff.write({'order_line': [Command.create({'product_id': self.products[1].id})]})
        summary._action_cancel()
        with self.assertRaises(UserError):
            as_staff.unlink()
        self.assertFalse(summary.copy().summary_key)

    def test_whoever_reads_the_store_reads_its_day(self):
        self._submit(self._order(1), confirm=True)
        summary = self._summaries()
        other = new_test_user(
            self.env(user=1),
            'sums_other',
            'sales_team.group_sale_salesman',
            company_ids=[(6, 0, self.company.ids)],
            company_id=self.company.id,
        )
        self.env['store.member'].create(
            {'user_id': other.id, 'role': 'store_manager', 'store_id': self.store_2.id, 'date_from': '2020-01-01'}
        )
        companies = {'allowed_company_ids': self.company.ids}
        seen = summary.with_user(self.seller).with_context(**companies)
        self.assertEqual(seen.amount_total, 9.90)
        self.assertFalse(self.env['sale.order'].with_user(other).with_context(**companies).search([('id', '=', summary.id)]))
        with self.assertRaises(AccessError):
            self.shop.with_user(self.seller).with_context(**companies).depth = 'order'
        with self.assertRaises(UserError):
            seen.summary_key = 'x'
        values = {'partner_id': self.customer.id, 'order_line': [Command.create({'product_id': self.product.id})]}
        mine = seen.create(values)
        with self.assertRaises(UserError):
            mine.order_line.summary_share = summary.order_line.summary_share
        with self.assertRaises(UserError):
            mine.write({'order_line': [Command.create({'product_id': self.product.id, 'summary_share': ['x']})]})

    def test_the_form_of_a_channel(self):
        with Form(self.env['store.channel']) as form:
            form.name, form.code, form.reader = 'New', 'T-NEW', 'canonical'
            self.assertEqual(form.depth, 'order')
            with self.assertRaises(AssertionError):
                form.depth = 'day'  # we pick its parcels
            form.shipped_by, form.customer_policy = 'elsewhere', 'collective'
            form.depth = 'day'
        self.assertEqual(form.record.depth, 'day')

    def test_a_channel_whose_parcels_we_pick_makes_each_order(self):
        with self.assertRaises(ValidationError):
            self.shop.shipped_by = 'we'
        with self.assertRaises(ValidationError):
            self.shop.customer_policy = 'per_buyer'

    def test_another_depth_holds_from_now_on(self):
        self._submit(self._order(1), confirm=True)
        summary = self._summaries()
        self.shop.depth = 'order'
        self._submit(self._order(2), self._order(1, self._line(quantity=2), updated_at='2024-03-07T10:00:00Z'), confirm=True)
        self.assertEqual((self._sale('1'), summary.amount_total), (summary, 19.80))
        self.assertFalse(self._sale('2').summary_key)
