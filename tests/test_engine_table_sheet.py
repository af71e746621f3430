# Part of store_group. License LGPL-3.
import doctest
import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..engine.table import sheet, sheet_cell, sheet_codes, sheet_diff, sheet_file, sheet_read
from ..engine.table.cells import read_sheets
from ..engine.table.sheet import Column, SheetSpec

SPEC = SheetSpec(
    (
        Column('code', 'Code', 'code', is_key=True, required=True, aliases=('编码',)),
        Column('since', 'Since', 'date', is_key=True),
        Column('name', 'Name', required=True, aliases=('名称',)),
        Column('sku', 'SKU'),
        Column('price', 'Price', 'number', digits=2),
        Column('groups', 'Groups', 'codes'),
        Column('kind', 'Kind', 'choice', choices=(('street', 'Street Shop', '街店'), ('web', 'Web Shop', '网店'))),
        Column('active', 'Active', 'bool', aliases=('启用',)),
        Column('total', 'Total', 'number', read_only=True),
    )
)
QUICK = settings(derandomize=True, deadline=None, max_examples=40)

WORD = st.text(st.characters(codec='utf-8', exclude_categories=['Cc', 'Cs', 'Cf', 'Co', 'Cn']), min_size=1, max_size=12)
DIGITS = st.text('0123456789', min_size=1, max_size=20)
CODE = st.from_regex(r'[A-Z0-9]{1,3}(-[0-9]{1,18})?', fullmatch=True)
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
RECORD = st.fixed_dictionaries(
    {
        'since': st.none() | DAYS,
        'name': WORD | DIGITS,
        'sku': st.none() | DIGITS | WORD,
        'price': st.none() | st.decimals(-(10**6), 10**6, places=2),
        'groups': st.none() | st.sets(CODE, min_size=1, max_size=3).map(sorted).map(tuple),
        'kind': st.sampled_from(['street', 'web']),
        'active': st.booleans(),
        'total': st.none() | st.decimals(0, 10, places=1),
    }
)


def canonical(values):
    return {column.name: sheet_cell.canonical(values.get(column.name), column) for column in SPEC.columns}


RECORDS = (
    st.dictionaries(CODE, RECORD, max_size=6)
    .map(lambda found: [canonical({'code': code, **values}) for code, values in found.items()])
    .map(lambda records: [values for values in records if values['name']])
)


def by_key(records):
    return {SPEC.key_of(values): values for values in records}


def upload(content):
    """Return the rows of a file the way the wizard reads them."""
    for page in read_sheets(content, 'list.csv'):
        return sheet_read.read(SPEC, page.rows)


def typed(header, *rows):
    """Return what is read from cells typed below a header."""
    return sheet_read.read(SPEC, [(1, header), *enumerate(map(list, rows), 2)])


class TestEngineTableSheet(BaseCase):
    def test_the_examples_in_the_docstrings_hold(self):
        for module in (sheet, sheet_cell, sheet_codes, sheet_diff, sheet_file, sheet_read):
            self.assertFalse(doctest.testmod(module).failed)

    # === ROUND TRIP ===

    @QUICK
    @given(RECORDS, st.sampled_from([sheet_file.to_csv, sheet_file.to_xlsx]))
    def test_a_download_sent_back_unchanged_changes_nothing(self, records, render):
        reading = upload(render(SPEC, records))
        changes = sheet_diff.diff(SPEC, by_key(records), reading.rows)
        self.assertEqual([change.kind for change in changes], ['same'] * len(records), changes)
        self.assertFalse(reading.unknown)

    @QUICK
    @given(RECORDS, RECORDS)
    def test_applying_the_difference_gives_the_uploaded_state(self, before, after):
        current = by_key(before)
        rows = upload(sheet_file.to_xlsx(SPEC, after)).rows
        for row in rows:
            row.stamp = ''
        changes = sheet_diff.diff(SPEC, current, rows)
        for change in changes:
            if change.kind in ('new', 'change'):
                key = dict(zip(('code', 'since'), change.key, strict=True))
                new = {name: new for name, (_old, new) in change.values.items()}
                current[change.key] = {**current.get(change.key, {}), **key, **new}
        missing = {change.key for change in changes if change.kind == 'missing'}
        self.assertEqual(missing, by_key(before).keys() - by_key(after).keys())
        for key, values in by_key(after).items():
            wanted = {name: value for name, value in values.items() if name != 'total' and value is not None}
            found = {name: value for name, value in current[key].items() if name != 'total' and value is not None}
            self.assertEqual(found, wanted)

    def test_a_csv_begins_with_a_mark_and_keeps_long_numbers(self):
        content = sheet_file.to_csv(SPEC, [canonical({'code': '001', 'name': '三里屯', 'sku': '123456789012345678'})])
        self.assertTrue(content.startswith(b'\xef\xbb\xbf'))
        self.assertIn('\t123456789012345678', content.decode())
        self.assertEqual(upload(content).rows[0].values['sku'], '123456789012345678')
        self.assertEqual(upload(content).rows[0].values['code'], '001')

    def test_a_workbook_holds_codes_as_text_below_a_frozen_header(self):
        content = sheet_file.to_xlsx(SPEC, [canonical({'code': '001', 'name': 'A', 'sku': '123456789012345678'})])
        page = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
        self.assertEqual(page['D2'].value, '123456789012345678')
        self.assertEqual(page['D2'].data_type, 's')
        self.assertEqual(page['D2'].number_format, '@')
        self.assertTrue(page.freeze_panes.endswith('2'))

    def test_a_text_that_looks_like_a_formula_stays_text(self):
        for render in (sheet_file.to_csv, sheet_file.to_xlsx):
            content = render(SPEC, [canonical({'code': 'A', 'name': '=1+1'})])
            self.assertEqual(upload(content).rows[0].values['name'], '=1+1')
        self.assertIn('\t=1+1', sheet_file.to_csv(SPEC, [canonical({'code': 'A', 'name': '=1+1'})]).decode())

    # === HABITS ===

    def test_headers_in_chinese_or_with_marks_are_known(self):
        reading = typed(['编码 *', 'since', ' ＮＡＭＥ ', '启用', 'Colour'], ['A', None, 'One', '否', 'red'])
        self.assertEqual(reading.rows[0].values, {'code': 'A', 'since': None, 'name': 'One', 'active': False})
        self.assertEqual(reading.unknown, ('Colour',))
        self.assertEqual(reading.letters['active'], 'D')

    def test_a_title_above_the_header_is_skipped(self):
        reading = typed(['Stores of 2024'], [], ['Code', 'Since', 'Name'], ['A', '', 'One'])
        self.assertEqual([row.number for row in reading.rows], [4])

    def test_a_sheet_without_key_columns_is_refused_and_says_which(self):
        with self.assertRaises(sheet_read.NoHeader) as caught:
            typed(['Code', 'Name'], ['A', 'One'])
        self.assertEqual(caught.exception.missing, ('Since',))

    def test_a_column_that_stands_twice_is_refused(self):
        with self.assertRaises(sheet_read.NoHeader) as caught:
            typed(['Code', 'Since', 'Name', '名称'], ['A', None, 'One', 'Two'])
        self.assertEqual(caught.exception.doubled, ('Name',))

    def test_cells_as_people_leave_them(self):
        header = ['code', 'since', 'name', 'price', 'active', 'kind', 'groups']
        row = typed(header, [1.0, datetime(2024, 3, 1), '  One  ', '¥1,200.50', 1, '网店', 'b，a、a']).rows[0]
        self.assertEqual(
            row.values,
            {
                'code': '1',
                'since': date(2024, 3, 1),
                'name': 'One',
                'price': Decimal('1200.5'),
                'active': True,
                'kind': 'web',
                'groups': ('a', 'b'),
            },
        )
        self.assertFalse(row.problems)
        for cell in ('2024/3/1', '2024-03-01 00:00:00', '20240301', 45352, '45352'):
            self.assertEqual(typed(['code', 'since'], ['A', cell]).rows[0].values['since'], date(2024, 3, 1), cell)

    def test_bad_cells_are_named_one_by_one(self):
        header = ['code', 'since', 'name', 'sku', 'price', 'active', 'kind']
        row = typed(header, ['A', '1/3/24', None, 1.23456789012346e17, 'cheap', 'maybe', 'tent']).rows[0]
        self.assertEqual(
            [(problem.code, problem.column) for problem in row.problems],
            [
                ('not_date', 'since'),
                ('required', 'name'),
                ('digits_lost', 'sku'),
                ('not_number', 'price'),
                ('not_bool', 'active'),
                ('not_choice', 'kind'),
            ],
        )

    def test_yes_and_no_are_read_in_the_languages_of_the_column(self):
        column = Column('active', 'Actif', 'bool', choices=((True, 'Oui'), (False, 'Non')))
        for cell, meant in (('Oui', True), ('NON', False), ('yes', True), ('\u5426', False)):
            self.assertIs(sheet_cell.parse(cell, column), meant)
        with self.assertRaises(sheet_cell.BadCell):
            sheet_cell.parse('Oui', Column('active', 'Active', 'bool'))

    def test_blank_rows_count_for_nothing_and_short_rows_are_blank_to_the_right(self):
        reading = typed(['code', 'since', 'name', 'price'], [None, '', ' ', '\u3000'], ['A', None, 'One'])
        self.assertEqual([row.number for row in reading.rows], [3])
        self.assertIsNone(reading.rows[0].values['price'])

    # === DIFFERENCE ===

    def test_a_column_that_is_not_there_leaves_its_field_alone(self):
        old = canonical({'code': 'A', 'name': 'One', 'price': Decimal(5), 'active': True})
        (change,) = sheet_diff.diff(SPEC, by_key([old]), typed(['code', 'since', 'name'], ['A', None, 'Two']).rows)
        self.assertEqual((change.kind, change.values), ('change', {'name': ('One', 'Two')}))

    def test_a_blank_cell_clears_but_never_switches_off(self):
        old = canonical({'code': 'A', 'name': 'One', 'price': Decimal(5), 'active': True})
        rows = typed(['code', 'since', 'price', 'active'], ['A', None, '', '']).rows
        (change,) = sheet_diff.diff(SPEC, by_key([old]), rows)
        self.assertEqual(change.values, {'price': (Decimal(5), None)})

    def test_a_key_that_stands_twice_is_refused_in_both_rows(self):
        rows = typed(['code', 'since', 'name'], ['A', None, 'One'], ['A', None, 'Two'], ['B', None, 'Three']).rows
        changes = sheet_diff.diff(SPEC, {}, rows)
        self.assertEqual([change.kind for change in changes], ['error', 'error', 'new'])
        self.assertEqual(changes[0].problems[0].found, '3')

    def test_a_new_row_needs_its_required_columns(self):
        (change,) = sheet_diff.diff(SPEC, {}, typed(['code', 'since'], ['A', None]).rows)
        self.assertEqual([(p.code, p.column) for p in change.problems], [('required', 'name')])

    def test_a_record_changed_after_the_download_is_not_overwritten(self):
        downloaded = canonical({'code': 'A', 'name': 'One', 'active': True})
        rows = upload(sheet_file.to_csv(SPEC, [downloaded])).rows
        meanwhile = {**downloaded, 'name': 'Renamed'}
        (change,) = sheet_diff.diff(SPEC, by_key([meanwhile]), rows)
        self.assertEqual((change.kind, change.problems[0].code), ('error', 'stale'))

    # === CODES ===

    def test_codes_of_other_lists_are_settled_or_noted(self):
        rows = typed(['code', 'since', 'groups'], ['A', None, 'north, 7'], ['B', None, 'soth']).rows
        sheet_codes.settle(SPEC, rows, {'groups': ['North', 'South', '007']})
        self.assertEqual(rows[0].values['groups'], ('007', 'North'))
        self.assertEqual([(p.code, p.found, p.proposed) for p in rows[1].problems], [('unknown_code', 'soth', 'South')])

    def test_a_new_code_that_looks_like_an_old_one_is_noted(self):
        spec = SheetSpec((Column('code', 'Code', 'code', is_key=True, required=True), Column('name', 'Name')))
        rows = sheet_read.read(spec, [(1, ['code', 'name']), (2, [1, 'One']), (3, ['2', 'Two'])]).rows
        sheet_codes.settle(spec, rows, {}, own=['001'])
        self.assertEqual([len(row.problems) for row in rows], [1, 0])
        self.assertEqual(rows[0].problems[0].proposed, '001')
