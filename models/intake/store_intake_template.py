# Part of store_group. License LGPL-3.
from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command

from ...engine.cleaning.text import fold
from ...engine.intake.layout import HEADS, Layout, problems
from ...engine.intake.layouts import BY_CODE

LOOKED_AT = 500  # orders of a channel


class StoreIntakeTemplate(models.Model):
    """The layout of one export: the meaning of its columns and the format of values.

    Set up once per kind of file, used by any number of channels. It is data: a new export needs no code.
    """

    _name = 'store.intake.template'
    _description = 'Intake Layout'
    _order = 'name, id'

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    known_code = fields.Char(
        string="Made from", readonly=True, copy=False, index='btree_not_null', help="The known export this layout is a copy of."
    )
    column_ids = fields.One2many('store.intake.template.column', 'template_id', string="Columns", copy=True)
    # where in the file
    sheet = fields.Char(help="Name of the sheet. Empty: the first one with these columns.")
    header_row = fields.Integer(help="Row of the column headers, counted from 1. Zero: found by the headers.")
    encoding = fields.Char(help="Of text files, for instance gb18030. Empty: found out.")
    # of two tables
    holds = fields.Selection(
        [
            ('orders', "Orders with their goods"),
            ('heads', "Orders; their goods may stand in another file or sheet"),
            ('items', "Goods of orders that stand in another file or sheet"),
        ],
        required=True,
        default='orders',
        string="A Row Speaks Of",
        help="Where the orders and their goods come in two tables, dropped together or one after the other, they are joined by "
        "the order number.",
    )
    beside_id = fields.Many2one(
        'store.intake.template',
        string="Layout of the Goods",
        domain="[('holds', '=', 'items')]",
        ondelete='restrict',
        index='btree_not_null',
        help="Reads the other table, for all channels of this layout. Empty: the one of the known export, if it has one.",
    )
    # how values are written
    date_formats = fields.Char(
        help="Formats tried first, separated by semicolons, for instance %d/%m/%Y. Empty: year-month-day in its usual spellings."
    )
    decimal_mark = fields.Selection([('.', "Point: 1,234.50"), (',', "Comma: 1.234,50")], required=True, default='.')
    line_amount = fields.Selection(
        [('price', "Unit price"), ('subtotal', "Net amount of the line")], required=True, default='price', string="Lines Carry"
    )
    amount_rounding = fields.Char(
        required=True,
        default='0.01',
        help="Net amounts are rounded half up to this step; 0.01 keeps the digits of a currency that has more of them.",
    )
    key_separator = fields.Char(required=True, default='|', help="Between the values that together name an order or a product.")
    # what to do in case of doubt
    equal_rows = fields.Selection(
        [('ask', "Ask"), ('keep', "Sold that often: keep all"), ('once', "Written twice: keep one")],
        required=True,
        default='ask',
        help="Rows of one order with the same content or the same line number.",
    )
    later_file = fields.Selection(
        [('ask', "Ask"), ('replace', "Replace what is there"), ('add', "Add to what is there")],
        required=True,
        default='ask',
        string="Other Lines in a Later File",
        help="What it means when a later file brings other lines for an order that is already here: a corrected export, or "
        "the second part of an order cut over two files. Where both say when they were changed, the newer one holds.",
    )
    channel_ids = fields.One2many('store.channel', 'template_id', string="Channels")

    # === CONSTRAINTS ===

    @api.constrains(
        'column_ids',
        'decimal_mark',
        'line_amount',
        'amount_rounding',
        'key_separator',
        'header_row',
        'equal_rows',
        'later_file',
        'holds',
    )
    def _check_layout(self):
        for template in self:
            codes = problems(template._layout())
            if codes:
                raise ValidationError(
                    self.env._(
                        "Layout %(layout)s cannot be used: %(problems)s",
                        layout=template.name,
                        problems=' '.join(self._problem_texts().get(code, code) for code in codes),
                    )
                )

    # === INTAKE ===

    def _layout(self):
        """Return this layout for the engine."""
        self.ensure_one()
        known = BY_CODE.get(self.known_code)
        return Layout(
            columns=tuple(column._column() for column in self.column_ids),
            sheet=self.sheet or None,
            header_row=self.header_row or None,
            date_formats=tuple(part.strip() for part in (self.date_formats or '').split(';') if part.strip()),
            decimal_mark=self.decimal_mark,
            amount_rounding=(self.amount_rounding or '').strip(),
            line_amount=self.line_amount,
            key_separator=self.key_separator or '',
            encoding=self.encoding or None,
            equal_rows=self.equal_rows,
            later_file=self.later_file,
            holds=self.holds,
            unread=known.layout.unread if known and known.layout else (),
        )

    @api.model
    def _keep_left_out(self):
        """Note on each layout the columns that files of its channels have had and that it does not read: none asks again."""
        for channel in self.env['store.channel'].with_context(active_test=False).search([('template_id', '!=', False)]):
            template = channel.template_id
            known = {name for column in template.column_ids for name in column._column().names()}
            orders = self.env['store.intake.order'].search([('channel_id', '=', channel.id)], order='id desc', limit=LOOKED_AT)
            lines = [line for order in orders for line in (order.payload or {}).get('lines') or () if isinstance(line, dict)]
            headers = {fold(header): header for line in lines for header in line.get('raw') or ()}
            template.column_ids = [
                Command.create({'sequence': 1000, 'header': header, 'target': 'ignore'})
                for name, header in sorted(headers.items())
                if name not in known
            ]
            orders.invalidate_recordset()

    def _layouts(self):
        """Return (this layout, that of the other table if there is one) for the engine."""
        known = BY_CODE.get(self.known_code)
        if self.beside_id:
            return self._layout(), self.beside_id._layout()
        if known and known.beside:  # also where the copy is older than the layout of the items
            return replace(self._layout(), holds=HEADS), BY_CODE[known.beside].layout
        return (self._layout(),)

    def _problem_texts(self):
        """Return {code of the engine: text}."""
        _ = self.env._
        return {
            'no_columns': _("It has no columns."),
            'no_key': _("No column is part of the order key: mark those that together name one order."),
            'unknown_target': _("A column has an unknown meaning."),
            'duplicate_target': _("Two columns have the same meaning: join them as parts, or ignore one."),
            'single_part': _("A column is marked as a part, but no other column has the same meaning."),
            'missing_header': _("A column has neither a header nor a fixed value."),
            'price_and_subtotal': _("It declares a unit price and a net amount: keep one of them."),
            'no_amount': _("No column holds a unit price or a net amount."),
            'line_amount_mismatch': _("What the lines carry (price or net amount) is not among the columns."),
            'no_product': _("No column names the product: its number, barcode or name."),
            'no_quantity': _("No column holds the quantity."),
            'no_date': _("No column holds the order date."),
            'bad_decimal_mark': _("The decimal mark must be a point or a comma."),
            'bad_rounding': _("The rounding must be a number above zero, for instance 0.01."),
            'bad_header_row': _("The header row is counted from 1; 0 finds it by the headers."),
            'bad_separator': _("The separator of the key is empty."),
            'bad_sum': _(
                "Only an amount of the whole order (shipping, discounts, fees, total) can be added up, and not one "
                "that is taken from above."
            ),
            'bad_otherwise': _(
                "A column that is read only if nothing stands before it needs a column of the same meaning before it, and is no "
                "key, part or sum."
            ),
            'bad_grain': _("Only amounts speak of the order or of a row, and what is added up cannot be left to the total."),
            'bad_rule': _("What equal rows or a later file mean is not among the choices."),
        }
