# Part of store_group. License LGPL-3.
import pathlib
from collections import defaultdict

import psycopg2

from odoo import Command, api, models
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate, mute_logger

from ..engine.table import sheet_codes, sheet_diff, sheet_words
from ..engine.table.sheet import Column, Problem, Row, SheetSpec
from ..engine.table.sheet_cell import canonical

_lt = LazyTranslate(__name__)

YES, NO, VERSION = _lt("Yes"), _lt("No"), _lt("Version")
SHIPPED = sorted(file.stem for file in (pathlib.Path(__file__).parents[1] / 'i18n').glob('*.po'))  # languages of this app
BATCH = 200  # rows in one savepoint; a batch that fails is halved until the bad rows are found


class StoreSheetAdapter(models.AbstractModel):
    """One set-up list as a sheet: its columns, its records, and how a row is written.

    A list inherits this, sets its model and columns, and overrides hooks for columns that are more
    than a field. Columns have the name of their field unless `_value` and `_prepare` handle them.
    Cost: a fixed number of queries per sheet and per batch of rows, never one per row.
    """

    _name = 'store.sheet.adapter'
    _description = 'Set-up List as a Sheet'

    _sheet_model = ''
    _sheet_store_field = 'store_id'  # field for the filter "only these stores"
    _sheet_company_field = 'company_id'  # only records of the ticked companies are in the sheet

    # === COLUMNS ===

    @api.model
    def _spec(self):
        """Return the SheetSpec in the user's language; headers and values are read back in every language."""
        return SheetSpec(
            tuple(self._columns()),
            yes_no=(self.env._(YES), self.env._(NO)),
            stamp_header=self.env._(VERSION),
            stamp_aliases=self._in_all_languages(VERSION),
        )

    def _column(self, name, label, kind='text', also=(), **options):
        """Return a Column whose header is recognised in every language, and by the names other programs use.

        :param label: the header as a LazyTranslate text of the module that adds the column
        :param also: further headers that are read
        """
        if kind == 'bool':
            options['choices'] = tuple(
                (value, self.env._(word), *self._in_all_languages(word)) for value, word in ((True, YES), (False, NO))
            )
        aliases = (*self._in_all_languages(label), *sheet_words.ALSO.get(name, ()), *also)
        return Column(name, self.env._(label), kind, aliases=aliases, **options)

    def _store_key(self, hint=None, **options):
        """Return the column of the store in the key of a row."""
        hint = hint or self.env._("Code of the store.")
        return self._column('store_id', _lt("Store"), 'code', is_key=True, vocabulary='store', hint=hint, **options)

    def _group_key(self, name, hint):
        """Return the column of a group in the key of a row."""
        return self._column(name, _lt("Group"), 'code', is_key=True, vocabulary='group', hint=hint)

    def _product_key(self):
        """Return the column of the product in the key of a row."""
        hint = self.env._("Internal reference or barcode of the product.")
        return self._column('product_id', _lt("Product"), 'code', is_key=True, required=True, vocabulary='product', hint=hint)

    def _in_all_languages(self, label):
        """Return a text in all installed languages and those shipped with this app."""
        codes = dict.fromkeys(['en_US', *SHIPPED, *dict(self.env['res.lang'].get_installed())])
        return tuple(dict.fromkeys(label._translate(code) for code in codes))

    def _choices(self, field_name):
        """Return the choices of a selection field, their labels in the user's and in every installed language."""
        field = self.env[self._sheet_model]._fields[field_name]
        labels = defaultdict(list)
        for lang in dict.fromkeys([self.env.lang, 'en_US', *dict(self.env['res.lang'].get_installed())]):
            for value, label in field._description_selection(self.with_context(lang=lang).env):
                labels[value].append(label)
        return tuple((value, *dict.fromkeys(names)) for value, names in labels.items())

    # === READ ===

    @api.model
    def _download(self, stores, archived=False):
        """Return the values of the list's records, in order.

        :param stores: only records of these `store.store` records; none means all
        :param bool archived: archived records too
        """
        domain = [(self._sheet_store_field, 'in', stores.ids)] if stores else []
        records = self._sheet_records(domain, archived)
        return list(self._values(self._spec(), records).values())

    def _sheet_records(self, domain, archived):
        if self._sheet_company_field:
            domain = [*domain, (self._sheet_company_field, 'in', self.env.companies.ids)]
        return self.env[self._sheet_model].with_context(active_test=not archived).search(domain)

    def _values(self, spec, records):
        """Return {record: {column name: canonical value}}."""
        codes = {
            column.name: self.env['store.sheet.lookup']._name_codes(column.vocabulary, self._named_by(records, column))
            for column in spec.columns
            if column.vocabulary
        }
        return {
            record: {
                column.name: canonical(self._value(record, column, codes.get(column.name)), column) for column in spec.columns
            }
            for record in records
        }

    def _current(self, spec, rows):
        """Return ({key: values}, {key: record}) of the records the rows may refer to, archived ones included."""
        values, records = {}, {}
        for record, found in self._values(spec, self._sheet_records(self._rows_domain(rows), True)).items():
            key = spec.key_of(found)
            values.setdefault(key, found)
            records.setdefault(key, record)
        return values, records

    def _current_of(self, spec, changes):
        """Return the same for the records of `changes`, also if they changed meanwhile."""
        return self._current(spec, [Row(0, _named(spec, change.key)) for change in changes])

    @api.model
    def _compare(self, rows):
        """Resolve the codes in `rows` and return the list of Change compared with the current values."""
        spec = self._spec()
        self._settle(spec, rows)
        for row in rows:
            self._check_row(row)
        return sheet_diff.diff(spec, self._current(spec, rows)[0], rows)

    def _settle(self, spec, rows):
        known = {}
        for column in spec.editable:
            if column.vocabulary:
                known[column.name] = self.env['store.sheet.lookup']._find(column.vocabulary, sheet_codes.codes_in(rows, column))
        own = spec.keys[0].name if len(spec.keys) == 1 else None
        model = self.env[self._sheet_model].with_context(active_test=False)
        sheet_codes.settle(spec, rows, known, own=model.search([]).mapped(own) if own else ())
        for column in spec.editable:
            if column.vocabulary == 'product':
                self._settle_products(column, rows, known[column.name])

    def _settle_products(self, column, rows, found):
        """Normalise product codes to those of a download; mark codes of several products."""
        products = self.env['product.product'].union(*found.values())
        names = self.env['store.sheet.lookup']._name_codes('product', products)
        for row in rows:
            meant = found.get(row.values.get(column.name))
            if meant and len(meant) > 1:
                row.problems.append(Problem('ambiguous_code', column.name, row.values[column.name]))
            elif meant:
                row.values[column.name] = names[meant.id]

    # === WRITE ===

    @api.model
    def _apply(self, changes):
        """Write the new and changed rows of a preview, each batch in a savepoint.

        :param changes: list of (Change, stamp of the record at the preview or '')
        :returns: {row number: message} for the rows that were not written
        """
        spec, failed, todo = self._spec(), {}, []
        current, records = self._current_of(spec, [change for change, _stamp in changes])
        found = self._found(spec, [change for change, _stamp in changes])
        for change, stamp in changes:
            old = current.get(change.key)
            if (spec.stamp_of(old) if old else '') != stamp:
                failed[change.number] = self.env._(
                    "Somebody changed this record after the preview. Upload the sheet again to see the difference."
                )
                continue
            record = records.get(change.key, self.env[self._sheet_model])
            values = {name: new for name, (_old, new) in change.values.items()}
            if not record:
                values = {**_named(spec, change.key), **values}
            try:
                todo.append((change.number, record, self._prepare(record, values, found)))
            except UserError as error:
                failed[change.number] = str(error)
        for start in range(0, len(todo), BATCH):
            failed.update(self._save(todo[start : start + BATCH]))
        return failed

    def _found(self, spec, changes):
        """Return {column name: {code: records}} for the codes in the changes."""
        result = {}
        for column in spec.editable:
            if column.vocabulary:
                place = spec.keys.index(column) if column.is_key else None
                values = [
                    change.key[place] if column.is_key else change.values.get(column.name, (None, None))[1] for change in changes
                ]
                codes = {code for value in values if value for code in (value if column.kind == 'codes' else [value])}
                result[column.name] = self.env['store.sheet.lookup']._find(column.vocabulary, codes)
        return result

    def _save(self, batch):
        try:
            with mute_logger('odoo.sql_db'), self.env.cr.savepoint():
                self._write_batch(batch)
            return {}
        except (UserError, psycopg2.IntegrityError, psycopg2.DataError) as error:
            if len(batch) == 1:
                number, record, _vals = batch[0]
                return {number: self._sentence(error, record)}
        half = len(batch) // 2
        return {**self._save(batch[:half]), **self._save(batch[half:])}

    def _sentence(self, error, record):
        return str(error) if isinstance(error, UserError) else record._sql_error_to_message(error)

    def _write_batch(self, batch):
        """Create and write the rows of a batch; rows with equal values together."""
        model = self.env[self._sheet_model]
        model.create([vals for _number, record, vals in batch if not record])
        groups = defaultdict(lambda: (model, {}))
        for _number, record, vals in batch:
            if record:
                same, _vals = groups[repr(vals)]
                groups[repr(vals)] = (same | record, vals)
        for records, vals in groups.values():
            records.write(vals)

    def _pick(self, column_name, code, found, company=None):
        """Return the record of a code, in `company` if several have it.

        :raises UserError: if there is not exactly one
        """
        records = found[column_name].get(code)
        if records and len(records) > 1 and company is not None and 'company_id' in records._fields:
            records = records.filtered(lambda record: record.company_id == company)
        if not records or len(records) > 1:
            raise UserError(
                self.env._(
                    "%(code)s matches %(count)s records. Give it a unique code or name, or remove it from the sheet.",
                    code=code,
                    count=len(records or ()),
                )
            )
        return records

    # === HOOKS ===

    def _columns(self):
        """Return the columns in the order shown."""
        raise NotImplementedError

    def _rows_domain(self, rows):
        """Return the domain of the records to compare with these rows."""
        return []

    def _check_row(self, row):
        """Add problems of the whole row to `row.problems`."""

    def _named_by(self, records, column):
        """Return the linked records of the column, for all records together."""
        return records[column.name]

    def _value(self, record, column, codes=None):
        """Return the value of the column; `codes` is {id of a linked record: code}."""
        value = record[column.name]
        if codes is None:
            return value
        return [codes[item.id] for item in value] if column.kind == 'codes' else codes.get(value.id)

    def _prepare(self, record, values, found):
        """Return the values to create or write.

        :param record: the record of the row, empty for a new one
        :param dict values: {column name: new value}
        :param dict found: see `_found`
        :raises UserError: when the row cannot be written
        """
        vals = {}
        for name, value in values.items():
            if name not in found:
                vals[name] = False if value is None else float(value) if hasattr(value, 'as_tuple') else value
            elif isinstance(value, tuple):
                vals[name] = [Command.set([self._pick(name, code, found).id for code in value])]
            else:
                vals[name] = self._pick(name, value, found).id if value is not None else False
        return vals


def _named(spec, key):
    """Return {column name: value} of a key."""
    return dict(zip((column.name for column in spec.keys), key, strict=True))
