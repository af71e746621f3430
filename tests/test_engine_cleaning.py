# Part of store_group. License LGPL-3.
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..engine.cleaning import addresses, dates, divisions, numbers, text
from ..engine.cleaning.uncleanable import Uncleanable, code_of
from ..engine.cleaning.values import LENGTHS, as_json, clean

quick = settings(derandomize=True, deadline=None, max_examples=150)


class TestEngineCleaning(BaseCase):
    def _table(self, function, rows):
        for value, expected in rows:
            with self.subTest(value=value):
                try:
                    found = function(value)
                except Uncleanable as problem:
                    found = problem.code
                self.assertEqual((found, type(found)), (expected, type(expected)))

    def test_text_loses_only_what_nobody_sees(self):
        self._table(
            text.compact,
            [
                ('', ''),
                ('   ', ''),
                ('\ufeff订单编号\u200b', '订单编号'),
                ('收货地址 ', '收货地址'),
                ('Ａ１－（Ｂ）', 'A1-(B)'),
                ('a\u00a0\u3000 b', 'a b'),
                ('\t1001\t', '1001'),
                ('x\x00y\ud83d', 'xy'),
            ],
        )
        self._table(text.trim, [('', ''), ('上海，徐汇（总店）', '上海，徐汇（总店）'), (' 两\n行 ', '两 行')])
        self._table(text.note, [('', ''), ('a\r\nb', 'a\nb')])

    def test_numbers_are_read_as_written_or_refused(self):
        self._table(
            numbers.parse_decimal,
            [
                ('', 'missing_value'),
                (None, 'missing_value'),
                ('0', Decimal(0)),
                ('1,234.50', Decimal('1234.50')),
                ('¥1,234', Decimal(1234)),
                ('￥ 88', Decimal(88)),
                ('-¥5', Decimal(-5)),
                ('¥-5', Decimal(-5)),
                ('(12.3)', Decimal('-12.3')),
                ('１２３', Decimal(123)),
                ('12.5%', Decimal('0.125')),
                ('$45.99', Decimal('45.99')),
                ('5,00,000', Decimal(500000)),
                ("1'234.5", Decimal('1234.5')),
                ('1e3', Decimal('1e3')),
                ('.5', Decimal('.5')),
                ('12,5', 'not_a_number'),
                ('1,23', 'not_a_number'),
                ('1.234.5', 'not_a_number'),
                ('1-2', 'not_a_number'),
                ('两', 'not_a_number'),
                (True, 'not_a_number'),
                (float('inf'), 'not_a_number'),
                ('nan', 'not_a_number'),
                ('9' * 13, 'out_of_range'),
                (1e300, 'out_of_range'),
                (0.1 + 0.2, Decimal('0.3')),
                ('()', 'not_a_number'),
            ],
        )
        self._table(
            lambda value: numbers.parse_decimal(value, ','),
            [('', 'missing_value'), ('1.234,50', Decimal('1234.50')), ('12,5', Decimal('12.5')), ('1.5', 'not_a_number')],
        )

    def test_a_notation_that_may_mean_two_numbers_is_refused(self):
        self._table(
            numbers.parse_decimal,
            [
                # what begins with 0 has no thousands
                ('0,125', 'not_a_number'),
                ('0,500', 'not_a_number'),
                ('00,125', 'not_a_number'),
                ('012,500', 'not_a_number'),
                ('-0,125', 'not_a_number'),
                ('¥0,125', 'not_a_number'),
                ('0 125', 'not_a_number'),
                ("0'125", 'not_a_number'),
                ('0,125%', 'not_a_number'),
                ('0.125', Decimal('0.125')),
                ('0125', Decimal(125)),
                # groups of three, or those of India; no mixture
                ('12,34,567', Decimal(1234567)),
                ('123,45,678', 'not_a_number'),
                ('12,345,67,890', 'not_a_number'),
                ('12 34 567', 'not_a_number'),
                ('12,345 678', 'not_a_number'),
                ('12 345 678', Decimal(12345678)),
                # two signs; a percentage stays one sign
                ('(-5)', 'not_a_number'),
                ('(¥-5)', 'not_a_number'),
                ('-(5)', 'not_a_number'),
                ('(5)', Decimal(-5)),
                # shortened by the sheet
                ('1.23457E+11', 'precision'),
                ('-1.5E+10', 'precision'),
                ('1E+11', 'precision'),
                ('1.5E-05', Decimal('1.5E-5')),
                ('1E+3', Decimal(1000)),
            ],
        )
        self._table(
            lambda value: numbers.parse_decimal(value, ','),
            [
                ('0.125', 'not_a_number'),
                ('0,125', Decimal('0.125')),
                ('12.34.567', 'not_a_number'),
                ('12.345.678', Decimal(12345678)),
                ('1,23457E+11', 'precision'),
            ],
        )
        self._table(lambda value: clean('quantity', value), [('50%', 'not_a_number'), ('12', Decimal(12))])
        self._table(lambda value: clean('price', value), [('12%', 'not_a_number'), ('12.50', Decimal('12.50'))])

    def test_dates_are_read_as_written_or_refused(self):
        self._table(
            dates.parse,
            [
                ('', 'missing_value'),
                (None, 'missing_value'),
                ('2020/1/5', date(2020, 1, 5)),
                ('2020/1/5 9:05', datetime(2020, 1, 5, 9, 5)),
                ('2020-01-05T09:05:07', datetime(2020, 1, 5, 9, 5, 7)),
                ('2020年1月5日', date(2020, 1, 5)),
                ('2020年1月5日 12时30分', datetime(2020, 1, 5, 12, 30)),
                ('2020.01.05', date(2020, 1, 5)),
                (20200105, date(2020, 1, 5)),
                ('20200105123000', datetime(2020, 1, 5, 12, 30)),
                ('２０２０－１－５', date(2020, 1, 5)),
                ('2020-01-05 00:00:00', datetime(2020, 1, 5)),
                ('2020-01-05T10:00:00.250Z', datetime(2020, 1, 5, 10, 0, 0, 250000, timezone.utc)),
                ('2025-01-05 10:00:00 -0530', datetime(2025, 1, 5, 10, tzinfo=timezone(-timedelta(hours=5, minutes=30)))),
                ('2020-13-05', 'not_a_date'),
                ('2020-02-30', 'not_a_date'),
                ('01/02/2020', 'not_a_date'),
                ('2020-1/5', 'not_a_date'),
                ('昨天', 'not_a_date'),
                (True, 'not_a_date'),
                (42852, 'not_a_date'),
                ('0020-01-05', 'out_of_range'),
                (date(1899, 12, 31), 'out_of_range'),
            ],
        )
        self.assertEqual(dates.parse('Jul-21-25', ('%d.%m.%y', '%b-%d-%y')), date(2025, 7, 21))
        self.assertEqual(dates.parse('21/07/2025 10:30', ('%d/%m/%Y %H:%M',)), datetime(2025, 7, 21, 10, 30))
        self.assertEqual(dates.parse(42852.5, allow_serial=True), datetime(2017, 4, 27, 12))
        self.assertEqual(dates.parse(41390, allow_serial=True, datemode=1), date(2017, 4, 27))

    def test_addresses_of_china_are_divided(self):
        for said, expected in (
            ('广东省深圳市南山区科技园南区1号', '广东省/深圳市/南山区/科技园南区1号'),
            ('江苏 苏州 工业园区星湖街', '江苏省/苏州市/工业园区/星湖街'),
            ('湖北省荆州市沙市区北京路', '湖北省/荆州市/沙市区/北京路'),
            ('山东省济南市市中区经七路', '山东省/济南市/市中区/经七路'),
            ('哈尔滨市道里区中央大街', '黑龙江省/哈尔滨市/道里区/中央大街'),
            ('河南省新乡市新乡县七里营镇', '河南省/新乡市/新乡县/七里营镇'),
            ('新乡市红旗区 1号', '河南省/新乡市/红旗区/1号'),
            ('北京市北京市市辖区海淀区中关村', '北京市/北京市/海淀区/中关村'),
            ('北京朝阳区建国路88号', '北京市/北京市/朝阳区/建国路88号'),
            ('吉林吉林市船营区', '吉林省/吉林市/船营区/'),
            ('海南藏族自治州共和县', '青海省/海南藏族自治州/共和县/'),
            ('湖北恩施州恩施市 某路', '湖北省/恩施土家族苗族自治州/恩施市/某路'),
            ('广东省东莞市长安镇某村', '广东省/东莞市//长安镇某村'),
            ('江苏省南京市文三路小区3号', '江苏省/南京市//文三路小区3号'),
            ('中国浙江省杭州市余杭区', '浙江省/杭州市/余杭区/'),
        ):
            self.assertEqual('/'.join(addresses.divided(said) or ('?',)), expected)

    def test_an_address_that_may_be_two_places_stays_one_text(self):
        for said in (
            '朝阳区建国路1号',
            '上海路12号',
            '北京南路小区',
            '杭州西湖区',
            '西湖区',
            '恩施',
            '1号',
            'Beijing Road',
            '路',
        ):
            self.assertIsNone(addresses.divided(said), said)
        self.assertIsNone(addresses.divided('杭州市西湖区', '江苏省'), 'the province says something else')
        self.assertIsNone(addresses.divided('浙江省杭州市', '江苏省'))
        self.assertIsNone(addresses.divided('杭州市', 'Zhejiang'), 'in other words')
        self.assertEqual(addresses.divided('西湖区文三路', '上海')[:3], ('上海市', '上海市', '西湖区'))

    def test_every_city_is_found_by_its_full_name_and_by_its_short_one(self):
        for province, cities in divisions.CITIES.items():
            for city in cities.split():
                stem, _point, ending = city.partition('·')
                full, state = stem + (ending or '市'), province + divisions.ENDINGS.get(province, '省')
                for said in (full + '某路', f'{province}{full}1号', f'{state} {stem} 1号', f'{province}{stem}某某区'):
                    self.assertEqual(addresses.divided(said)[:2], (state, full), said)

    def test_every_kind_of_field_is_empty_or_clean_or_refused_with_a_code(self):
        for kind in (*LENGTHS, 'money', 'price', 'quantity', 'count', 'rate', 'date', 'bool', 'tags'):
            with self.subTest(kind=kind):
                self.assertFalse(clean(kind, ''))
                self.assertIsNone(clean(kind, None))
                self.assertEqual(code_of(clean, kind, {'a': 1}), 'bad_type')
        self._table(
            lambda value: clean('code', value),
            [
                ('', None),
                (' 00123 ', '00123'),
                (1001, '1001'),
                (1001.0, '1001'),
                ('1.2E+17', 'precision'),
                (2e17, 'precision'),
                (1234567890123456.0, 'precision'),
                (123456789012345.0, '123456789012345'),
                (10**30 + 1, str(10**30 + 1)),
                (True, 'bad_type'),
                ('x' * 256, 'too_long'),
            ],
        )
        self._table(
            lambda value: clean('rate', value),
            [('', None), ('40%', Decimal('0.40')), (1, Decimal(1)), (40, 'bad_discount'), (-0.1, 'bad_discount')],
        )
        self._table(lambda value: clean('bool', value), [('', None), ('是', True), (0, False), ('也许', 'not_a_boolean')])
        self.assertEqual(clean('tags', '急, 赠品；急'), ('急', '赠品', '急'))

    @quick
    @given(st.decimals(min_value=-(10**9), max_value=10**9, places=3))
    def test_a_number_written_by_python_is_read_back(self, number):
        self.assertEqual(numbers.parse_decimal(str(number)), number)
        self.assertEqual(numbers.parse_decimal(f'{number:,.3f}'), number)
        self.assertEqual(Decimal(numbers.plain(number)), number)

    @quick
    @given(st.datetimes(datetime(1980, 1, 1), datetime(2100, 12, 31), timezones=st.none() | st.just(timezone.utc)))
    def test_a_moment_written_as_iso_is_read_back(self, moment):
        self.assertEqual(dates.parse(moment.isoformat()), moment)

    @quick
    @given(st.text() | st.floats() | st.integers() | st.booleans() | st.none() | st.dates() | st.lists(st.text()))
    def test_no_value_of_the_world_breaks_a_cleaner(self, value):
        for kind in ('code', 'text', 'note', 'money', 'price', 'quantity', 'count', 'rate', 'date', 'bool', 'tags'):
            try:
                cleaned = clean(kind, value, allow_serial=True)
            except Uncleanable:
                continue
            again = clean(kind, as_json(cleaned))
            self.assertEqual(again, cleaned, 'cleaning what is clean changes nothing')
            str(as_json(cleaned)).encode()  # the database can hold it
