# Part of store_group. License LGPL-3.
import copy

from odoo.tests import tagged

from ..engine.intake.vocabulary import LINE_FIELDS, ORDER_FIELDS, REFUND_FIELDS, SHIPMENT_FIELDS
from .intake_common import IntakeCommon

# Names of records and moments of writing differ between any two orders; raw content is no effect.
NO_EFFECT = {
    'id',
    'display_name',
    'create_date',
    'write_date',
    'access_token',
    'payload',
    'content_hash',
    'conflict_payload',
    'checksum',
    'content',
    'size',
    'address_key',
    'message_main_attachment_id',
    'complete_name',
    'parent_path',
}
BY_KIND = {
    'text': 'Changed',
    'note': 'Changed note',
    'code': 'CHANGED',
    'date': '2024-03-08 10:00:00',
    'money': '3.10',
    'price': '2.10',
    'quantity': '5',
    'count': '2',
    'rate': '0.5',
    'bool': True,
    'tags': ['changed'],
}
BY_PATH = {
    'store': 'T2',
    'warehouse': 'TS2',
    'status': 'paid',
    'currency': 'JPY',
    'refunds.line': 'L2',
    'shipments.lines': ['L2'],
}


class _Undo(Exception):
    pass


@tagged('post_install', '-at_install')
class TestOrderingVocabulary(IntakeCommon):
    """Every field a program may send has an effect: on the order, on what hangs on it, or as a question or note."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shop.write({'customer_policy': 'per_buyer', 'create_missing': True})
        country = cls.company.account_fiscal_country_id or cls.env.ref('base.us')
        group = (
            cls.env['account.tax.group'].sudo().create({'name': 'Tax', 'company_id': cls.company.id, 'country_id': country.id})
        )
        tax = (
            cls.env['account.tax']
            .sudo()
            .create(
                {
                    'name': 'Ten',
                    'amount': 10,
                    'type_tax_use': 'sale',
                    'company_id': cls.company.id,
                    'country_id': country.id,
                    'tax_group_id': group.id,
                    'price_include_override': 'tax_excluded',
                }
            )
        )
        cls.env['product.product'].sudo().create(
            {'name': 'Taxed', 'default_code': 'T-TAXED', 'taxes_id': [(6, 0, tax.ids)], 'is_storable': True}
        )
        cls.order = {
            'external_id': 'V1',
            'ordered_at': '2024-03-05 10:00:00',
            'status': 'done',
            'customer': {'external_id': 'B1', 'name': 'Buyer', 'phone': '111', 'address': {'country': 'CN', 'street': 'Road 1'}},
            'lines': [
                {'external_id': 'L1', 'sku': 'NEW', 'name': 'New', 'category': 'One', 'quantity': 4, 'unit_price': 10},
                {'external_id': 'L2', 'sku': 'T-TAXED', 'quantity': 1, 'unit_price': 20},
            ],
            'refunds': [
                {'external_id': 'R1', 'line': 'L1', 'quantity': 1, 'amount': 5, 'reason': 'x', 'at': '2024-03-06 10:00:00'}
            ],
            'shipments': [{'carrier': 'SF', 'tracking': '1', 'lines': ['L1']}],
        }

    def _effects(self, order):
        """Return all that an order makes, as text; nothing of it stays."""
        found = []
        try:
            with self.env.cr.savepoint():
                (result,) = self.Document.submit_orders('T-SHOP', [order], confirm=True)['results']
                self.env.flush_all()
                self.env.invalidate_all()
                intake = (
                    self.env['store.intake.order']
                    .sudo()
                    .search([('channel_id', '=', self.shop.id), ('external_id', '=', order['external_id'])])
                )
                sale = intake.sale_order_id
                products = sale.order_line.product_id
                for records in (
                    intake,
                    intake.issue_ids,
                    sale,
                    sale.order_line,
                    products,
                    products.categ_id,
                    sale.partner_id,
                    sale.partner_shipping_id,
                    sale.store_details_ids,
                    sale.store_refund_ids,
                    sale.picking_ids,
                    sale.picking_ids.move_ids,
                ):
                    found += [self._dump(record) for record in records]
                found.append(sorted((issue['code'], issue['field']) for issue in result['issues']))
                raise _Undo
        except _Undo:
            self.env.invalidate_all()
        return found

    def _dump(self, record):
        values = {}
        for name, field in record._fields.items():
            if not field.store or name in NO_EFFECT or field.type in ('one2many', 'many2many', 'binary', 'properties'):
                continue
            if record._name in ('sale.order', 'stock.picking', 'stock.move') and name in ('name', 'reference', 'origin'):
                continue
            value = record[name]
            if field.type == 'datetime' and value and value.year > 2024:
                value = 'when it was written'
            if field.type == 'many2one':
                value = (
                    value.display_name
                    if value._name
                    in (
                        'store.store',
                        'stock.warehouse',
                        'product.product',
                        'product.category',
                        'res.currency',
                        'res.country',
                        'sale.order.line',
                    )
                    and 'line' not in value._name
                    else value._name == 'sale.order.line' and value.sequence
                )
            values[name] = str(value)
        return record._name, sorted(values.items())

    def _changed(self, path, kind, part=None, at=0):
        order = copy.deepcopy(self.order)
        place = order[part][at] if part else order
        *parents, name = path.split('.')
        for parent in parents:
            place = place.setdefault(parent, {})
        place[name] = BY_PATH.get(f'{part}.{path}' if part else path, BY_KIND[kind])
        return order

    def test_every_field_has_an_effect(self):
        plain = self._effects(self.order)
        self.assertEqual(plain, self._effects(copy.deepcopy(self.order)), 'the same order has the same effects')
        unused = self._changed('unknown_key', 'text')
        self.assertEqual(plain, self._effects(unused), 'what nobody reads changes nothing: the test can tell')
        silent = []
        parts = {None: ORDER_FIELDS, 'lines': LINE_FIELDS, 'refunds': REFUND_FIELDS, 'shipments': SHIPMENT_FIELDS}
        for part, kinds in parts.items():
            for path, kind in kinds.items():
                at = 1 if path == 'tax_included' else 0
                if self._effects(self._changed(path, kind, part, at)) == plain:
                    silent.append(f'{part}.{path}' if part else path)
        self.assertEqual(silent, [], 'taken in and read by nobody')
