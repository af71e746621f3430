# Part of store_group. License LGPL-3.
import copy
import json
from dataclasses import asdict
from datetime import datetime, timezone
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..engine.intake.canonical import check_order
from ..engine.intake.fingerprint import content_hash
from ..engine.intake.vocabulary import ISSUE_CODES, LINE_FIELDS, ORDER_FIELDS

quick = settings(derandomize=True, deadline=None, max_examples=150)

ORDER = {
    'external_id': 'A1',
    'store': 'S1',
    'ordered_at': '2020-01-05 12:30',
    'status': 'paid',
    'customer': {'name': '张三', 'phone': 13800138000, 'address': {'state': '浙江', 'city': '杭州'}},
    'lines': [
        {'external_id': '1', 'sku': '00045', 'quantity': 2, 'unit_price': '1,234.50', 'discount_amount': 1},
        {'external_id': '2', 'name': '赠品', 'quantity': '1', 'gift': True},
    ],
    'shipping_amount': 10.0,
    'total': '2478',
    'refunds': [{'external_id': 'R1', 'line': '1', 'quantity': 0, 'amount': 5, 'at': '2020-01-06'}],
    'shipments': [{'carrier': '顺丰', 'tracking': 'SF1', 'lines': ['1', '2']}],
    'invoice_request': {'title': '某公司', 'tax_no': '91330000'},
    'tags': ['急'],
    'unknown': {'kept': 'elsewhere'},
}


def check(payload, tz='Asia/Shanghai', currency='CNY'):
    return check_order(payload, tz=tz, default_currency=currency)


def changed(**changes):
    return {**ORDER, **changes}


def line(**changes):
    return changed(lines=[{**ORDER['lines'][0], **changes}, ORDER['lines'][1]])


class TestEngineIntakeCanonical(BaseCase):
    def test_a_good_order_becomes_a_draft(self):
        draft, issues = check(ORDER)
        self.assertEqual(issues, [])
        self.assertEqual((draft.external_id, draft.store, draft.currency, draft.status), ('A1', 'S1', 'CNY', 'paid'))
        self.assertEqual(draft.ordered_at, datetime(2020, 1, 5, 4, 30, tzinfo=timezone.utc))
        self.assertEqual((draft.customer.phone, draft.customer.state, draft.customer.city), ('13800138000', '浙江', '杭州'))
        self.assertEqual((draft.lines[0].quantity, draft.lines[0].unit_price), (Decimal(2), Decimal('1234.50')))
        self.assertEqual((draft.lines[1].gift, draft.lines[1].unit_price), (True, Decimal(0)))
        self.assertEqual((draft.refunds[0].amount, draft.shipments[0].lines), (Decimal(5), ('1', '2')))
        self.assertEqual((draft.invoice_title, draft.tags), ('某公司', ('急',)))

    def test_a_phone_lent_for_one_parcel_names_nobody(self):
        for customer, expected in (
            ({'name': 'Li', 'phone': '18412345678-1234'}, ('', '', '')),
            ({'external_id': 'B1', 'name': 'Li', 'phone': '18412345678-1234'}, ('B1', 'Li', '')),
            ({'name': 'Li', 'phone': '18412345678'}, ('', 'Li', '18412345678')),
        ):
            draft, _issues = check({**ORDER, 'customer': customer})
            contact = draft.customer.contact
            self.assertEqual((contact.external_id, contact.name, contact.phone), expected)
            self.assertEqual((draft.customer.name, draft.customer.phone), ('Li', customer['phone']), 'the parcel needs it')

    def test_divisions_that_stand_in_the_street_are_divided_and_the_content_stays(self):
        order = {**ORDER, 'customer': {'name': 'Li', 'address': {'street': '浙江省杭州市西湖区文三路1号'}}}
        party = check(order)[0].customer
        self.assertEqual(
            (party.country, party.state, party.city, party.district, party.street),
            ('CN', '浙江省', '杭州市', '西湖区', '文三路1号'),
        )
        order['customer']['address'] |= {'country': 'DE'}
        self.assertEqual(check(order)[0].customer.street, '浙江省杭州市西湖区文三路1号')
        order['customer']['address'] |= {'country': '中国', 'city': '杭州市'}
        self.assertEqual(check(order)[0].customer.street, '浙江省杭州市西湖区文三路1号', 'the channel divides it itself')

    def test_a_bare_date_is_noon_in_the_zone_and_an_offset_wins(self):
        for written, tz, expected in [
            ('2020-01-05', 'Asia/Shanghai', datetime(2020, 1, 5, 4)),
            ('2020-07-05', 'Europe/Berlin', datetime(2020, 7, 5, 10)),
            ('2020-03-29 02:30', 'Europe/Berlin', datetime(2020, 3, 29, 1, 30)),  # an hour that never was
            ('2020-01-05T12:00:00-05:00', 'Asia/Shanghai', datetime(2020, 1, 5, 17)),
        ]:
            draft, _issues = check(changed(ordered_at=written, refunds=[]), tz=tz)
            self.assertEqual(draft.ordered_at, expected.replace(tzinfo=timezone.utc))

    def test_each_thing_that_is_wrong_has_its_code_and_place(self):
        for payload, code, field in [
            (None, 'not_an_order', ''),
            ([], 'not_an_order', ''),
            ('x', 'not_an_order', ''),
            (changed(external_id=''), 'missing_value', 'external_id'),
            (changed(external_id='x' * 300), 'too_long', 'external_id'),
            (changed(ordered_at=None), 'missing_value', 'ordered_at'),
            (changed(ordered_at='tomorrow'), 'not_a_date', 'ordered_at'),
            (changed(paid_at='0001-01-01'), 'out_of_range', 'paid_at'),
            (changed(currency='RMB yuan'), 'bad_currency', 'currency'),
            (changed(status='lost'), 'bad_status', 'status'),
            (changed(customer={'name': ['x']}), 'bad_type', 'customer.name'),
            (changed(lines=None), 'no_lines', 'lines'),
            (changed(lines=[]), 'no_lines', 'lines'),
            (changed(lines=[None]), 'no_lines', 'lines'),
            (changed(lines='x'), 'bad_type', 'lines'),
            (changed(lines=[3]), 'bad_type', 'lines[0]'),
            (changed(lines=[ORDER['lines'][0]] * 5001), 'too_many_lines', 'lines'),
            (
                changed(refunds=[{'external_id': str(number), 'amount': 1} for number in range(5001)]),
                'too_many_refunds',
                'refunds',
            ),
            (changed(shipments=[{'tracking': str(number)} for number in range(5001)]), 'too_many_parcels', 'shipments'),
            (line(quantity=None), 'missing_value', 'lines[0].quantity'),
            (line(quantity=0), 'zero_quantity', 'lines[0].quantity'),
            (line(quantity=-1), 'negative_quantity', 'lines[0].quantity'),
            (line(unit_price=-1), 'negative_price', 'lines[0].unit_price'),
            (line(unit_price='1e13'), 'out_of_range', 'lines[0].unit_price'),
            (line(unit_price=None), 'missing_price', 'lines[0].unit_price'),
            (line(unit_price=True), 'not_a_number', 'lines[0].unit_price'),
            (line(sku=''), 'missing_product', 'lines[0]'),
            (line(discount_rate=2), 'bad_discount', 'lines[0].discount_rate'),
            (line(tax_included='maybe'), 'not_a_boolean', 'lines[0].tax_included'),
            (line(subtotal=9), 'subtotal_mismatch', 'lines[0].subtotal'),
            (line(external_id='2'), 'duplicate_line', 'lines'),
            (changed(refunds=[{'line': '7'}]), 'unknown_line', 'refunds[0].line'),
            (changed(shipments=[{'lines': ['7']}]), 'unknown_line', 'shipments[0].lines'),
            (changed(refunds=[{'quantity': -1}]), 'negative_quantity', 'refunds[0].quantity'),
            (changed(total=1), 'total_mismatch', 'total'),
        ]:
            with self.subTest(code=code, field=field):
                draft, issues = check(payload)
                self.assertIn((code, field), [(issue.code, issue.field) for issue in issues])
                self.assertEqual(draft is None, any(issue.severity == 'error' for issue in issues))

    def test_all_problems_are_told_at_once(self):
        _draft, issues = check({'lines': [{'quantity': 'x'}, {'sku': 'P', 'quantity': 1, 'unit_price': -1}]})
        self.assertEqual(
            {(issue.code, issue.field) for issue in issues},
            {
                ('missing_value', 'external_id'),
                ('missing_value', 'ordered_at'),
                ('not_a_number', 'lines[0].quantity'),
                ('missing_price', 'lines[0].unit_price'),
                ('negative_price', 'lines[1].unit_price'),
            },
        )

    def test_a_price_is_computed_from_the_amount_of_a_line(self):
        draft, issues = check(
            changed(total=None, lines=[{'sku': 'P', 'quantity': 2, 'subtotal': '129.70', 'discount_rate': '40%', 'row': 7}])
            | {'refunds': None, 'shipments': None}
        )
        self.assertEqual(issues, [])
        self.assertEqual(repr(float(draft.lines[0].unit_price)), '108.08333333333333')
        self.assertEqual(draft.lines[0].row, 7)

    # === THE SAME CONTENT ===

    def test_the_hash_knows_what_is_content(self):
        same = content_hash(ORDER)
        for twin in [
            dict(reversed(ORDER.items())),
            changed(total=2478.0),
            changed(total=Decimal('2478.00')),
            changed(unknown='other'),
            changed(updated_at='2021-01-01'),
            changed(lines=ORDER['lines'][::-1]),
            changed(ordered_at='2020-01-05T12:30:00'),
            changed(paid_at=None, buyer_note=' '),
            line(row=9, raw={'a': 'b'}),
            line(quantity='2.00'),
        ]:
            self.assertEqual(content_hash(twin), same)
        for other in [
            changed(store='S2'),
            changed(total=1),
            changed(lines=ORDER['lines'] + ORDER['lines'][:1]),
            line(sku='45'),
            line(quantity=3),
            changed(ordered_at='2020-01-05'),
            changed(tags=[]),
            changed(refunds=[]),
        ]:
            self.assertNotEqual(content_hash(other), same)

    def test_the_check_tells_the_same_hash(self):
        cancelled = {'status': 'cancelled', 'refunds': None, 'shipments': None}
        for payload in (
            ORDER,
            changed(updated_at='2021-01-01 10:00', paid_at='2020-01-05T12:30:00+08:00', buyer_note='x' * 100),
            changed(lines=[*ORDER['lines'], None]),
            changed(**cancelled, lines=7),
            changed(**cancelled, lines=['odd', {'sku': 'A', 'quantity': 'many'}]),
            changed(**cancelled, lines=[{'sku': 'A', 'quantity': 'many', 'gift': False}]),
        ):
            draft, _issues = check(payload)
            self.assertEqual(draft.content_hash, content_hash(payload))

    def test_hashes_that_databases_keep_stay_what_they_are(self):
        """Another hash of the same content would make a conflict of every order that is sent again."""
        for payload, kept in [
            (ORDER, '56777e63311fd01c04282f5c5710f9416e0d80071ec677016e48a28dce4a16f5'),
            ({}, '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'),
            ({'external_id': '1', 'lines': None}, 'bf80cbb4dc21a0c0eca7bb377da37e8685c6d08d236f2885fb3b565b99b391a7'),
            (
                {'external_id': 'Ä"\\\n', 'lines': 'none', 'tags': 'b,a', 'buyer_note': 'one\ntwo'},
                '9963e9d2cb53270c03dda752178f4ad819e519eaf123b420558d797dc1532397',
            ),
            (
                {
                    'external_id': 7,
                    'total': -1,
                    'fees': '-2.50',
                    'ordered_at': '2020-01-05T10:00:00-0500',
                    'lines': [None, 'x', {'quantity': '0', 'discount_rate': '40%', 'gift': '否'}],
                },
                '7d18c3a82f02570add9a732e1647cec315c36a712ec4bdb807e9284676ba9b2c',
            ),
            (
                {
                    'external_id': 'C1|浙江',
                    'store': '浙江',
                    'ordered_at': '2017-04-27',
                    'customer': {'external_id': '客户-00001', 'name': '顾客1', 'address': {'city': '杭州市'}},
                    'lines': [
                        {
                            'sku': '家具|椅子',
                            'name': 'Brand 椅子, 型号1',
                            'quantity': '2',
                            'discount_rate': '0.4',
                            'subtotal': '129.7',
                            'unit_price': '108.08333333333333',
                            'row': 2,
                            'raw': {'利润': '-60.7'},
                        }
                    ],
                },
                'f3187fde42e2b5b186be47f08545125875953ba6ecbe06ecd0ffcea93e632d2d',
            ),
        ]:
            self.assertEqual(content_hash(payload), kept)

    VALUES = st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats()
        | st.text(max_size=8)
        | st.sampled_from(['1', '2020-01-05', 'P1', 'done', '-1']),
        lambda inner: st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(['name', 'address', 'city', 'line', 'lines', *LINE_FIELDS]), inner, max_size=5),
        max_leaves=12,
    )

    @quick
    @given(
        st.dictionaries(
            st.sampled_from([*(path for path in ORDER_FIELDS if '.' not in path), 'customer', 'lines', 'refunds', 'shipments']),
            VALUES,
        )
    )
    def test_no_payload_breaks_the_check_or_is_changed_by_it(self, payload):
        before = copy.deepcopy(payload)
        draft, issues = check(payload)
        fingerprint = content_hash(payload)
        self.assertEqual(draft.content_hash if draft else fingerprint, fingerprint)
        self.assertEqual(repr(payload), repr(before))
        self.assertEqual(content_hash(json.loads(json.dumps(payload))), fingerprint)
        self.assertLessEqual({issue.code for issue in issues}, ISSUE_CODES)
        self.assertEqual(draft is None, any(issue.severity == 'error' for issue in issues))
        json.dumps([issue.as_dict() for issue in issues]).encode()
        str(asdict(draft) if draft else '').encode()
