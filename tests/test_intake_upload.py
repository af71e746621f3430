# Part of store_group. License LGPL-3.
import base64
import json
import pathlib

from odoo.exceptions import UserError
from odoo.tests import Form, new_test_user, tagged

from ..engine.intake.layouts import KNOWN
from ..engine.intake.own_sheet import workbook
from ..engine.table.cells import read_sheets
from .intake_common import HEADER, IntakeCommon
from .test_engine_intake_known import as_page, rows_of
from .test_engine_intake_two_tables import both_sheets
from .test_engine_table_beside import ITEMS, ORDERS, RETURNS
from .test_engine_table_beside import workbook as book_of

KNOWN_SAMPLES = pathlib.Path(__file__).parent / 'samples' / 'known'
ANSWER = [
    {
        'order_no': 'D-1',
        'created_at': '2026-03-05 10:00:00',
        'buyer': {'name': '王'},
        'pay_amount': '25.00',
        'items': [
            {'sku': 'A-1', 'name': '衬衫', 'qty': 2, 'price': '10.00'},
            {'sku': 'B-2', 'name': '袜', 'qty': 1, 'price': '5.00'},
        ],
    },
    {
        'order_no': 'D-2',
        'created_at': '2026-03-06 10:00:00',
        'buyer': {'name': '李'},
        'pay_amount': '21.00',
        'items': [{'sku': 'C-3', 'name': '帽', 'qty': 3, 'price': '7.00'}],
    },
]
SHOP = (
    '单据编号,开单日期,会员,商品编码,商品名称,件数,实售价,金额,状态\n'
    'S001,2026/3/1 10:00,王芳,A-1,衬衫,2,99.00,198.00,已发货\n'
    'S001,2026/3/1 10:00,王芳,B-2,袜,3,5.00,15.00,已发货\n'
    'S002,2026/3/2 11:30,李雷,A-1,衬衫,1,99.00,99.00,待发货\n'
    'S003,2026/3/2 12:30,韩梅,B-2,袜,4,5.00,20.00,已取消\n'
    'S004,2026/3/3 12:30,韩梅,C-3,帽,2,30.00,60.00,已发货\n'
)


@tagged('post_install', '-at_install')
class TestIntakeUpload(IntakeCommon):
    """A file is dropped: what it is, who reads it, and what nobody has to type."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = new_test_user(
            cls.env(user=1),
            'layout_admin',
            'store_group.group_store_admin',
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )

        cls.yuan = cls.env.ref('base.CNY')
        cls.yuan.sudo().active = True
        cls.env['product.pricelist'].sudo().create({'name': 'Yuan', 'currency_id': cls.yuan.id})

    def dropped(self, content, name='export.csv', **context):
        """Return the form of an upload with a file in it, as the headquarters administrator."""
        form = Form(
            self.env['store.intake.upload']
            .with_user(self.admin)
            .with_context(allowed_company_ids=self.company.ids, default_filename=name, **context)
        )
        form.content = base64.b64encode(content)
        return form

    def sample(self, code):
        return next(path for path in KNOWN_SAMPLES.iterdir() if path.stem == code).read_bytes()

    def landed(self, form):
        return self.Document.browse(form.save().action_read()['res_id'])

    def test_a_file_of_a_known_platform_needs_a_store_and_a_click(self):
        form = self.dropped(self.sample('jd_orders'), 'jd.csv')
        self.assertEqual((form.fit, form.layout_code), ('known', 'jd_orders'))
        self.assertIn('GB18030', form.told)
        self.assertIn('200102007683', form.preview)
        self.assertIn('1,698.00', form.preview)
        self.assertIn('Choose the store', form.missing, "said before Read is pressed")
        form.store_id = self.store_1
        self.assertFalse(form.missing)
        document = self.landed(form)
        channel = document.channel_id
        self.assertEqual(
            (channel.store_id, channel.template_id.known_code, channel.create_missing), (self.store_1, 'jd_orders', True)
        )
        self.assertEqual((channel.code, channel.tz), ('JD-1', self.store_1.tz))
        self.assertEqual((document.landed_count, document.state), (2, 'review'))
        order = document.order_ids.filtered(lambda order: order.external_id == '200102007683')
        self.assertEqual(
            (order.state, order.line_count, order.store_id, order.issue_ids.mapped('code')), ('ready', 2, self.store_1, [])
        )

    def test_orders_of_long_ago_may_be_the_past(self):
        form = self.dropped(self.sample('jd_orders'), 'jd.csv')
        form.store_id = self.store_1
        document = self.landed(form)
        newest = max(document.order_ids.mapped('told_day'))
        self.assertEqual((document.state, document.past_until), ('review', newest))
        document.action_take_as_history()
        self.assertEqual((document.channel_id.history_until, document.past_until), (newest, False), "asked once")
        document.action_take_over()
        self._background()
        self.assertEqual(set(document.order_ids.sale_order_id.mapped('is_history')), {True})

    def test_the_next_file_finds_its_channel(self):
        form = self.dropped(self.sample('jd_orders'), 'jd.csv')
        form.store_id = self.store_1
        channel = self.landed(form).channel_id
        form = self.dropped(self.sample('jd_orders'), 'jd_2.csv')
        self.assertEqual((form.fit, form.channel_id), ('channel', channel))
        self.assertIn('200102007683', form.preview)
        channels = self.env['store.channel'].search_count([])
        self.assertEqual(self.landed(form).channel_id, channel)
        self.assertEqual(self.env['store.channel'].search_count([]), channels)

    def test_a_file_that_says_more_goes_to_no_channel_that_would_not_read_it(self):
        rows = ['票号,交易日期,款号,商品,件数,单价', 'W1,2026-11-02,T-SHIRT,衬衫,1,10']
        form = self.dropped('\n'.join(rows).encode(), 'sold.csv')
        form.store_id = self.store_1
        channel = self.landed(form).channel_id
        again = self.dropped('\n'.join([rows[0], rows[1].replace('W1', 'W2')]).encode(), 'sold.csv')
        self.assertEqual(again.channel_id, channel)
        more = [rows[0] + ',门店,币种', rows[1].replace('W1', 'W3') + ',T2,USD']
        self.assertNotEqual(self.dropped('\n'.join(more).encode(), 'sold.csv').channel_id, channel)
        other = self.dropped('\n'.join(rows).encode(), f'{self.store_2.name} 11.csv')
        self.assertNotEqual(other.channel_id, channel, "the file is named after another store")

    def test_of_two_channels_the_name_of_the_file_decides(self):
        for store in (self.store_1, self.store_2):
            form = self.dropped(self.sample('jd_orders'), 'jd.csv')
            form.channel_id = self.env['store.channel']
            form.layout_code = 'jd_orders'
            form.store_id, form.channel_name = store, f'JD {store.name}'
            if form.asks_shop:
                form.is_other_shop = True
            self.landed(form)
        self.assertEqual(
            self.env['store.intake.template'].search_count([('known_code', '=', 'jd_orders')]), 1, 'one layout for both'
        )
        form = self.dropped(self.sample('jd_orders'), 'jd.csv')
        self.assertFalse(form.channel_id)
        self.assertIn(f'JD {self.store_1.name}', form.told)
        form = self.dropped(self.sample('jd_orders'), f'{self.store_2.name}_jd.csv')
        self.assertEqual(form.channel_id.store_id, self.store_2)

    def test_a_file_of_the_channel_that_was_there_before(self):
        form = self.dropped(f'{HEADER}\nT1,A1,2024-03-05,B1,Li,S1,Cap,1,10,\n'.encode())
        self.assertEqual((form.fit, form.channel_id), ('channel', self.files))
        form = self.dropped(self.sample('jd_orders'), 'jd.csv', default_channel_id=self.files.id)
        self.assertEqual(form.channel_id, self.files, 'a channel that was chosen stays')
        self.assertIn(self.files.name, form.question)

    def test_an_unknown_table_is_proposed_and_made_a_channel(self):
        form = self.dropped(SHOP.encode('gb18030'), '门市.csv')
        self.assertEqual((form.fit, form.layout_code, form.question), ('proposed', 'proposed', False))
        lines = {line.header: line for line in form.save().column_ids}
        self.assertEqual(
            {header: line.target for header, line in lines.items()},
            {
                '单据编号': 'external_id',
                '开单日期': 'ordered_at',
                '会员': 'customer.name',
                '商品编码': 'line.sku',
                '商品名称': 'line.name',
                '件数': 'line.quantity',
                '实售价': 'line.unit_price',
                '金额': 'ignore',
                '状态': 'status',
            },
        )
        self.assertEqual(lines['实售价'].samples, '99.00 | 5.00 | 30.00')
        self.assertEqual((lines['状态'].becomes, lines['实售价'].sureness), ('shipped | paid | cancelled', 'sure'))
        self.assertIn('213.00', form.preview)
        form.store_id = self.store_1
        document = self.landed(form)
        self.assertEqual((document.landed_count, document.channel_id.store_id), (4, self.store_1))
        self.assertFalse(document.issue_ids.filtered(lambda issue: issue.severity == 'error'))
        self._take_over(document)
        sale = self._sale('S001', document.channel_id)
        self.assertEqual(sum(line.price_unit * line.product_uom_qty for line in sale.order_line), 213.0)

    def test_what_is_corrected_by_choosing_is_read(self):
        form = self.dropped(SHOP.encode(), 'x.csv')
        form.store_id = self.store_1
        with form.column_ids.edit(0) as line:
            line.target = 'ignore'
        self.assertIn('order number', form.question)
        self.assertFalse(form.preview)
        with self.assertRaisesRegex(UserError, 'order number'):
            self.landed(form)
        with form.column_ids.edit(0) as line:
            line.target = 'external_id'
        with form.column_ids.edit(2) as line:
            line.target = 'customer.external_id'
            self.assertFalse(form.question)
        document = self.landed(form)
        self.assertIn('customer.external_id', document.channel_id.template_id.column_ids.mapped('target'))
        self.assertEqual(document.landed_count, 4)

    def test_an_amount_nothing_decides_is_asked(self):
        text = 'order no,date,sku,qty,amount\n1,03/04/2026,A,1,5\n2,05/06/2026,B,2,9\n3,07/08/2026,C,3,4\n'
        form = self.dropped(text.encode(), 'x.csv')
        form.store_id = self.store_1
        self.assertIn('amount', form.question)
        self.assertIn('date: which number of a date', form.question)
        with self.assertRaisesRegex(UserError, 'amount'):
            self.landed(form)
        with form.column_ids.edit(4) as line:
            line.target = 'line.subtotal'
        form.date_order = 'month'
        self.assertFalse(form.question)
        document = self.landed(form)
        order = document.order_ids.filtered(lambda order: order.external_id == '2')
        self.assertEqual((str(order.payload['ordered_at']), order.payload['lines'][0]['subtotal']), ('2026-05-06', '9'))

    def test_what_holds_no_orders_is_refused_with_a_reason(self):
        for code in ('amazon_settlement', 'alipay_statement', 'shopify_totals', 'etsy_orders', 'ebay_addresses'):
            form = self.dropped(self.sample(code), f'{code}.csv')
            self.assertEqual(form.fit, 'refused', code)
            self.assertTrue(form.question)
        form = self.dropped(b'<Invoice xmlns="x"/>', 'order.xml')
        self.assertIn('UBL', form.question)
        with self.assertRaisesRegex(UserError, 'UBL'):
            self.landed(form)
        form = self.dropped(b'<!DOCTYPE a [<!ENTITY b "c">]><a><id>&b;</id></a>', 'order.xml')
        self.assertEqual(form.fit, 'refused')
        self.assertIn('DOCTYPE', form.question)

    def test_json_xml_and_web_pages_go_through_the_same_door(self):
        rows = rows_of(KNOWN_SAMPLES / 'jd_orders.csv')
        for content, code, numbers in (
            (self.sample('woocommerce_json'), 'woocommerce_json', {'727', '723'}),
            (self.sample('ubl_order'), 'ubl_order', {'PO-2026/0077'}),
            (as_page(rows), 'jd_orders', {'200102007683', '200103002093'}),
        ):
            form = self.dropped(content, f'{code}.xls')
            self.assertEqual((form.fit, form.layout_code, form.question), ('known', code, False))
            for number in numbers:
                self.assertIn(number, form.preview)
            form.store_id = self.store_1
            document = self.landed(form)
            self.assertEqual(len(document.order_ids), len(numbers), document.issue_ids.mapped('message'))
            self.assertEqual(set(document.order_ids.mapped('external_id')), numbers)
            channel = document.channel_id
            sent = self.BotDocument.submit_file(channel.code, 'again', base64.b64encode(content).decode())
            self._background()
            again = self.Document.browse(sent['document_id'])
            self.assertEqual((again.state, again.total_count), ('done', len(numbers)))
            self.assertEqual(channel.document_ids.order_ids, document.order_ids | again.order_ids)
            self.assertEqual(len(channel.document_ids.order_ids), len(numbers), 'nothing twice')

    def taobao(self, name, channel=None):
        """Drop the file of orders or items of Taobao. Return its document."""
        form = self.dropped(self.sample(name), 'ExportOrderList.csv' if name == 'taobao_orders' else 'ExportOrderDetailList.csv')
        self.assertEqual(form.fit, 'channel' if channel else 'known', form.question)
        if channel:
            self.assertEqual(form.channel_id, channel)
        else:
            form.store_id = self.store_1
        return self.landed(form)

    def amounts(self, channel):
        """Return {number: (amount, codes or names of the lines)} of the sale orders of a channel."""
        orders = self.env['store.intake.order'].search([('channel_id', '=', channel.id)])
        self.assertEqual(len(orders), 2, 'nothing twice')
        sales = self.env['sale.order'].search([('store_channel_id', '=', channel.id)])
        self.assertEqual(sales, orders.sale_order_id)
        return {order.external_id: (order.sale_order_id.amount_total, order.line_count) for order in orders}

    def test_goods_first_then_their_orders(self):
        document = self.taobao('taobao_items')
        channel = document.channel_id
        self.assertEqual(channel.template_id.known_code, 'taobao_orders')
        self.assertEqual(set(document.order_ids.mapped('state')), {'question'})
        self.assertEqual(set(document.issue_ids.mapped('code')), {'waits_for_heads'})
        channel.store_map_ids = [(0, 0, {'name': '上海旗舰店', 'store_id': self.store_1.id})]
        again = self.taobao('taobao_orders', channel)
        orders = again.order_ids
        self.assertEqual(
            (set(orders.mapped('state')), orders.mapped('line_count'), orders.mapped('store_id')),
            ({'new'}, [2, 1], self.store_1),
            orders.issue_ids.mapped('message'),
        )
        self._take_over(again)
        expected = {'802001010045540002': (375.0, 2), '802001010096000003': (66.0, 1)}
        self.assertEqual(self.amounts(channel), expected)
        for name in ('taobao_items', 'taobao_orders'):
            last = self.taobao(name, channel)
            self.assertEqual(last.duplicate_count, 2)
            self.assertEqual(self.amounts(channel), expected)

    def test_orders_first_then_their_goods(self):
        document = self.taobao('taobao_orders')
        channel = document.channel_id
        self._take_over(document)
        self.assertEqual(self.amounts(channel), {'802001010045540002': (375.0, 1), '802001010096000003': (66.0, 1)})
        self._sale('802001010096000003', channel).action_confirm()
        sent = self.BotDocument.submit_file(channel.code, 'items', base64.b64encode(self.sample('taobao_items')).decode())
        self._background()
        self.assertEqual(self.Document.browse(sent['document_id']).state, 'done')
        self.assertEqual(self.amounts(channel), {'802001010045540002': (375.0, 2), '802001010096000003': (66.0, 1)})
        self.assertEqual(
            self._sale('802001010045540002', channel).order_line.filtered('product_id').mapped('product_uom_qty')[:2], [1.0, 4.0]
        )
        confirmed = self.env['store.intake.order'].search([('external_id', '=', '802001010096000003')])
        self.assertEqual(confirmed.state, 'conflict')
        self.assertIn('conflict', confirmed.issue_ids.filtered(lambda issue: issue.state == 'open').mapped('code'))

    def test_a_layout_made_before_goods_were_read_takes_them(self):
        channel = self.taobao('taobao_orders').channel_id
        channel.template_id.holds = 'orders'
        document = self.taobao('taobao_items', channel)
        self.assertEqual(sorted(document.order_ids.mapped('line_count')), [1, 2])

    def test_orders_and_goods_in_one_workbook(self):
        form = self.dropped(both_sheets('taobao_items', 'taobao_orders'), 'taobao.xlsx')
        self.assertEqual(form.fit, 'known')
        form.store_id = self.store_1
        document = self.landed(form)
        if '上海旗舰店' not in document.channel_id.store_map_ids.mapped('name'):
            document.channel_id.store_map_ids = [(0, 0, {'name': '上海旗舰店', 'store_id': self.store_1.id})]
            document.action_read_again()
        self._take_over(document)
        self.assertEqual(self.amounts(document.channel_id), {'802001010045540002': (375.0, 2), '802001010096000003': (66.0, 1)})

    def test_sheets_and_answers_nobody_declared(self):
        """The layout keeps which list or pair of sheets it reads: the next file goes through it by a program."""
        items = [*ITEMS[:3], ('A2', 'X', '衫', '3', '10', None)]
        for name, content, sheet, numbers in (
            ('x.xlsx', book_of(订单=ORDERS[:3], 明细=items, 退货=RETURNS), '明细 + 订单 (订单号) + 退货 (订单号)', ['A1', 'A2']),
            ('x.json', json.dumps({'code': 0, 'data': {'orders': ANSWER}}).encode(), 'items', ['D-1', 'D-2']),
        ):
            form = self.dropped(content, name)
            self.assertEqual((form.fit, form.question), ('proposed', False))
            self.assertIn(numbers[0], form.preview)
            form.store_id = self.store_1
            document = self.landed(form)
            channel = document.channel_id
            self.assertEqual(channel.template_id.sheet, sheet)
            found = document.order_ids.sorted('external_id')
            self.assertEqual((found.mapped('external_id'), found.mapped('line_count')), (numbers, [2, 1]))
            self.assertFalse(
                document.issue_ids.filtered(lambda issue: issue.severity == 'error' and issue.code != 'unknown_product')
            )
            sent = self.BotDocument.submit_file(channel.code, name, base64.b64encode(content).decode())
            self._background()
            again = self.Document.browse(sent['document_id'])
            self.assertEqual((again.state, again.total_count), ('done', 2))
            self.assertEqual(self.env['store.intake.order'].search_count([('channel_id', '=', channel.id)]), 2)

    def test_a_channel_needs_a_store_unless_the_file_names_it(self):
        form = self.dropped(self.sample('jd_orders'), 'jd.csv')
        if form.store_id:
            form.store_id = self.env['store.store']
        with self.assertRaisesRegex(UserError, 'store'):
            self.landed(form)
        form = self.dropped(self.sample('taobao_orders'), 'ExportOrderList.csv')
        form.store_id = self.store_1
        document = self.landed(form)
        self.assertEqual(
            document.channel_id.store_map_ids.mapped(lambda line: (line.name, line.store_id)), [('上海旗舰店', self.store_1)]
        )
        self.assertEqual(set(document.order_ids.mapped('state')), {'ready'}, document.issue_ids.mapped('message'))

    def test_every_known_layout_can_be_made(self):
        Known = self.env['store.intake.known'].with_user(self.admin).with_context(allowed_company_ids=self.company.ids)
        self.assertEqual(set(Known._labels()), {known.code for known in KNOWN})
        for known in KNOWN:
            if known.layout:
                template = Known._template_of(known.layout, known.code, known.code)
                made = template._layout()
                self.assertEqual(made.columns, known.layout.columns, known.code)
                self.assertEqual(
                    (made.line_amount, made.key_separator, made.date_formats),
                    (known.layout.line_amount, known.layout.key_separator, known.layout.date_formats),
                )

    def test_our_own_sheet_is_filled_and_read(self):
        for in_chinese, header in ((False, 'Order Number'), (True, '订单号')):
            content = workbook(in_chinese)
            self.assertEqual(next(next(read_sheets(content, 'orders.xlsx')).rows)[1][0], header)
            form = self.dropped(content, 'orders.xlsx')
            self.assertEqual((form.fit, form.layout_code), ('known', 'own_sheet'))

    def test_only_headquarters_may(self):
        for login in (self.bot, new_test_user(self.env(user=1), 'layout_nobody', 'base.group_user')):
            with self.assertRaises(UserError):
                self.env['store.intake.upload'].with_user(login).create({'content': base64.b64encode(b'a'), 'filename': 'x'})
