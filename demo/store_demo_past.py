# Part of store_group. License LGPL-3.
from datetime import timedelta

from odoo import Command, models

from . import curve, world

BATCH = 400
TILL_FILE = (
    '门店,单号,时间,货号,品名,数量,实收金额',
    'XHD,{day:%y%m%d}-1,{day} 10:12,JX-D101-RD-M,,1,899.00',
    'XHD,{day:%y%m%d}-1,{day} 10:12,JX-D102-RS-S,,2,918.00',
    'XHD,{day:%y%m%d}-2,{day} 15:40,JX-B401-BL-L,,1,299.00',
    'SZJM,{day:%y%m%d}-7,{day} 16:05,JX-T203-IV-M,,3,297.00',
    'SZJM,{day:%y%m%d}-8,{day} 17:30,GIFT-99,赠品,1,0.01',
)
HEADERS = (
    ('门店', 'store', True, True),
    ('单号', 'external_id', True, True),
    ('时间', 'ordered_at', False, True),
    ('货号', 'line.sku', False, True),
    ('品名', 'line.name', False, False),
    ('数量', 'line.quantity', False, True),
    ('实收金额', 'line.subtotal', False, True),
)
# key, code, name, company, store
CHANNELS = (
    ('till', 'TILL', '收银 Till', world.FACTORY, ''),
    ('tmall', 'TMALL', '天猫 Tmall', world.FACTORY, 'tmall'),
    ('hongkong', 'TILLHK', '香港收银 Till Hong Kong', world.HONGKONG, ''),
)


class StoreDemo(models.AbstractModel):
    """The past: channels, a year of history orders, and what came back."""

    _inherit = 'store.demo'

    def _make_channels(self):
        template = self._make(
            'template',
            'till',
            'store.intake.template',
            name='收银流水 Till Export',
            line_amount='subtotal',
            column_ids=[
                Command.create({'sequence': number, 'header': header, 'target': target, 'is_key': is_key, 'required': required})
                for number, (header, target, is_key, required) in enumerate(HEADERS, 1)
            ],
        )
        walkin = self._ref('partner', 'walkin')
        for key, code, name, company, store in CHANNELS:
            self._make(
                'channel',
                key,
                'store.channel',
                name=name,
                code=code,
                company_id=self._company(company).id,
                store_id=store and self._store(store).id,
                reader='table',
                template_id=template.id,
                tz='Asia/Shanghai',
                customer_policy='collective',
                collective_partner_id=walkin.id,
                history_until=self._today() - timedelta(days=curve.LIVE_DAYS),
            )

    def _channel_of(self, item):
        key = 'tmall' if item.kind == 'online' else 'hongkong' if item.company == world.HONGKONG else 'till'
        return self._ref('channel', key)

    def _make_past(self):
        """The history orders of all stores, as a load of the past makes them, and their returns."""
        products, today = self._by_code(), self._today()
        for item in world.STORES:
            if not item.sells:
                continue
            vals_list = []
            for day in curve.past_days(today):
                for number, order in enumerate(curve.baskets(item, day, today), 1):
                    vals_list.append(self._past_values(item, day, number, order, products))
            Order = self._in(self._company(item.company)).env['sale.order']
            Order = Order.with_context(skip_procurement=True, store_group_history=True)
            # defaults of other apps (quotation documents) are computed once, not for each order
            lists = Order.default_get(
                [name for name, field in Order._fields.items() if field.type == 'many2many' and field.default]
            )
            vals_list = [{**lists, **vals} for vals in vals_list]
            orders = Order.concat(*(Order.create(vals_list[at : at + BATCH]) for at in range(0, len(vals_list), BATCH)))
            self._bring_back(item, orders, today)
        self._load_file(today)

    def _past_values(self, item, day, number, order, products):
        hour, minute, basket = order
        name = f'{item.code}-{day:%y%m%d}-{number:02d}'
        return {
            **self._order_values(item, self._moment(day, hour, minute), basket, products, is_past=True),
            'name': name,
            'client_order_ref': name,
            'is_history': True,
            'state': 'sale',
            'locked': True,
            'note': False,
            'fiscal_position_id': False,
            'payment_term_id': False,
            'preferred_payment_method_line_id': False,
            'prepayment_percent': 0.0,
        }

    def _order_values(self, item, moment, basket, products, is_past=False):
        store, partner = self._store(item.key), self._ref('partner', 'walkin')
        channel, company = self._channel_of(item), self._company(item.company)
        return {
            'store_id': store.id,
            'company_id': company.id,
            'store_channel_id': channel.id,
            'partner_id': partner.id,
            'partner_invoice_id': partner.id,
            'partner_shipping_id': partner.id,
            'date_order': moment,
            'origin': channel.name,
            'user_id': False,
            'team_id': store.team_id.id,
            'warehouse_id': store.warehouse_id.id,
            'pricelist_id': store._effective_pricelist().id,
            'sale_order_template_id': False,
            'journal_id': False,
            'require_signature': False,
            'require_payment': False,
            'validity_date': False,
            'order_line': [Command.create(self._line_values(item, line, products, company, is_past)) for line in basket],
        }

    def _line_values(self, item, line, products, company, is_past):
        """Values of a line with the tax inside its price; a line of the past has been taxed and carries the net price."""
        product, price, tax = products[line.sku], world.price(item, line.style), company.account_sale_tax_id
        if is_past:
            price, tax = company.currency_id.round(price / (1 + tax.amount / 100)), tax.browse()
        return {
            'product_id': product.id,
            'name': line.sku,
            'product_uom_id': product.uom_id.id,
            'product_uom_qty': line.quantity,
            'price_unit': price,
            'technical_price_unit': price - 1.0,  # a price of the till, as the channel's orders have it
            'discount': line.off,
            'tax_ids': [Command.set(tax.ids)],
        }

    def _bring_back(self, item, orders, today):
        """Refunds of the past: they count as returned on their day."""
        vals_list = []
        for number, order in enumerate(orders):
            line = order.order_line[0]
            day = curve.brought_back(item, number, order.store_day, today)
            if day:
                quantity = min(line.product_uom_qty, 1)
                net = order.currency_id.round(line.price_subtotal * quantity / line.product_uom_qty)
                vals_list.append(
                    {
                        'order_id': order.id,
                        'line_id': line.id,
                        'key': f'R-{order.name}',
                        'reason': ('尺码不合 Wrong size', '颜色不符 Wrong colour', '不喜欢 Not liked')[number % 3],
                        'at': self._moment(day, 11, 0),
                        'store_day': day,
                        'quantity': quantity,
                        'amount': order.currency_id.round(net * (1 + order.company_id.account_sale_tax_id.amount / 100)),
                        'amount_untaxed': net,
                    }
                )
        self.env['store.order.refund'].create(vals_list)

    def _load_file(self, today):
        """A small file of the time before: four orders, and one question about goods nobody knows."""
        day = curve.first_day(today) - timedelta(days=9)
        text = '\r\n'.join(TILL_FILE).format(day=day) + '\r\n'
        content = self.env['store.demo']._as_base64(text)
        self.env['store.intake.document'].submit_file('TILL', f'收银流水_{day:%Y-%m-%d}.csv', content)
