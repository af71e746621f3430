# Part of store_group. License LGPL-3.
import base64

from odoo.fields import Command
from odoo.tests import new_test_user

from .common import StoreGroupCommon

HEADER = 'Shop,Order,Date,Buyer,Name,Sku,Title,Qty,Amount,Discount'


class IntakeCommon(StoreGroupCommon):
    """Two channels: one of spreadsheets whose rows name their store, one of programs with a store of its own.

    `bot` is an integration account, a member of Street One only; it has no other right in Odoo.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.env['store.intake.template'].create(
            {
                'name': 'Rows',
                'line_amount': 'subtotal',
                'column_ids': [
                    Command.create({'header': header, 'target': target, 'is_key': key, 'required': required})
                    for header, target, key, required in (
                        ('Shop', 'store', False, True),
                        ('Order', 'external_id', True, True),
                        ('Date', 'ordered_at', False, True),
                        ('Buyer', 'customer.external_id', False, False),
                        ('Name', 'customer.name', False, False),
                        ('Sku', 'line.sku', False, True),
                        ('Title', 'line.name', False, False),
                        ('Qty', 'line.quantity', False, True),
                        ('Amount', 'line.subtotal', False, True),
                        ('Discount', 'line.discount_rate', False, False),
                    )
                ],
            }
        )
        cls.files = cls.env['store.channel'].create(
            {
                'name': 'Files',
                'code': 'T-FILES',
                'template_id': cls.template.id,
                'company_id': cls.company.id,
                'tz': 'Asia/Shanghai',
                'create_missing': True,
                'store_map_ids': [Command.create({'name': 'one', 'store_id': cls.store_1.id})],
            }
        )
        cls.shop = cls.env['store.channel'].create(
            {
                'name': 'Shop',
                'code': 'T-SHOP',
                'reader': 'canonical',
                'company_id': cls.company.id,
                'store_id': cls.store_1.id,
                'customer_policy': 'collective',
                'tz': 'Asia/Shanghai',
            }
        )
        cls.bot = new_test_user(
            cls.env(user=1),
            'store_bot',
            'store_group.group_store_integration',
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        cls.env['store.member'].create(
            {'user_id': cls.bot.id, 'role': 'integration', 'store_id': cls.store_1.id, 'date_from': '2020-01-01'}
        )
        cls.Document = cls.env['store.intake.document']
        cls.BotDocument = cls.Document.with_user(cls.bot).with_context(allowed_company_ids=cls.company.ids)

    @classmethod
    def _payload(cls, number='1', **values):
        """Return a canonical order of two shirts at 12.50."""
        return {
            'external_id': number,
            'ordered_at': '2024-03-05T10:00:00+08:00',
            'customer': {'external_id': 'B1', 'name': 'Buyer One'},
            'lines': [{'sku': 'T-SHIRT', 'quantity': 2, 'unit_price': '12.50'}],
            **values,
        }

    def _submit(self, *orders, channel='T-SHOP', confirm=False):
        """Submit as the integration account. Return the results."""
        return self.BotDocument.submit_orders(channel=channel, orders=list(orders), confirm=confirm)['results']

    def _upload(self, *rows, channel=None, header=HEADER, raw=None, **values):
        """Upload rows as the administrator. Return the document as it waits for review."""
        content = raw if raw is not None else '\n'.join([header, *rows]).encode()
        wizard = self.env['store.intake.upload'].create(
            {'channel_id': (channel or self.files).id, 'filename': 'rows.csv', 'content': base64.b64encode(content), **values}
        )
        return self.Document.browse(wizard.action_read()['res_id'])

    def _take_over(self, document):
        """Press the button, then let the background work."""
        document.action_take_over()
        self._background()
        document.invalidate_recordset()

    def _background(self):
        with self.enter_registry_test_mode():
            self.env.ref('store_group.ir_cron_intake').sudo().method_direct_trigger()

    def _sale(self, number, channel=None):
        return (
            self.env['store.intake.order']
            .search([('channel_id', '=', (channel or self.shop).id), ('external_id', '=', number)])
            .sale_order_id
        )
