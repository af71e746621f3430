# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.fields import Command

from ...engine.cleaning.text import fold
from ...engine.intake.header import locate
from ...engine.intake.layouts import BY_CODE, heads_of
from ...engine.intake.proposing.words import said_by
from ...engine.table.cell import Sheet

FEWEST_COLUMNS = 3  # that a file and a channel's layout must share
LEAST_SHARE = 0.5
TELLING = ('store', 'currency')  # what nobody may leave out of a file that has it


class StoreIntakeKnown(models.AbstractModel):
    """The exports that ship with the add-on, for the screens: their names, what a file is, layouts made of them.

    A layout in the database is a copy: its owner changes it, an upgrade does not.
    """

    _name = 'store.intake.known'
    _description = 'Known Exports'

    # === INTAKE ===

    @api.model
    def _labels(self):
        """Return {code of a known export: its name}."""
        _ = self.env._
        return {
            'own_sheet': _("Our own sheet"),
            'taobao_orders': _("Taobao / Tmall: orders"),
            'taobao_items': _("Taobao / Tmall: items"),
            'taobao_totals': _("Taobao / Tmall: totals of orders"),
            'jd_orders': _("JD: orders"),
            'pinduoduo_orders': _("Pinduoduo: orders"),
            'douyin_orders': _("Douyin: orders"),
            'alibaba_orders': _("1688: orders"),
            'youzan_items': _("Youzan: items"),
            'youzan_orders': _("Youzan: orders, goods in one cell"),
            'wechat_orders': _("WeChat Store: orders"),
            'wechat_orders_old': _("WeChat Store: orders, older columns"),
            'dewu_orders': _("Dewu: orders"),
            'xiaohongshu_orders': _("Xiaohongshu (RED): orders"),
            'kuaishou_orders': _("Kuaishou: orders"),
            'vipshop_orders': _("Vipshop: orders"),
            'shopify_orders': _("Shopify: orders"),
            'shopify_totals': _("Shopify: totals of orders"),
            'woocommerce_orders': _("WooCommerce: orders"),
            'woocommerce_json': _("WooCommerce: orders as JSON"),
            'amazon_all_orders': _("Amazon: all orders"),
            'amazon_unshipped': _("Amazon: unshipped orders"),
            'amazon_settlement': _("Amazon: settlement"),
            'ebay_orders': _("eBay: orders"),
            'ebay_addresses': _("eBay: addresses"),
            'etsy_items': _("Etsy: sold items"),
            'etsy_orders': _("Etsy: orders without items"),
            'tiktok_orders': _("TikTok Shop: orders"),
            'wholesale_orders': _("Wholesale list"),
            'ubl_order': _("UBL: order (XML)"),
            'edifact_orders': _("EDIFACT: orders"),
            'alipay_statement': _("Alipay: statement"),
            'wechat_statement': _("WeChat Pay: statement"),
            'jd_statement': _("JD: statement"),
            'bank_statement': _("Bank: statement"),
        }

    @api.model
    def _readable(self):
        """Return [(code, name)] of the exports that can be read into orders."""
        return [(code, label) for code, label in self._labels().items() if BY_CODE[code].layout]

    @api.model
    def _why_not(self, found, candidate):
        """Return why a file cannot be read into orders, '' where nothing is known against it."""
        _ = self.env._
        document = {
            'woocommerce_refunds': _("These are refunds of WooCommerce as JSON, not orders."),
            'ubl_change': _(
                "This changes an order (UBL OrderChange) and is not an order of its own. Change the order it names in Odoo, or "
                "ask for the whole order again (Order)."
            ),
            'ubl_cancellation': _(
                "This calls an order off (UBL OrderCancellation) and is not an order of its own. "
                "Cancel the order it names in Odoo."
            ),
            'ubl_response': _("This answers an order (UBL OrderResponse) and is none. Ask for the order itself (Order)."),
            'ubl': _("This is a UBL document, but not an order (Order)."),
            'ubl_quotation': _("This is a request for quotation or a quotation (UBL), not an order."),
            'ubl_catalogue': _("This is a catalogue (UBL), not an order."),
            'ubl_despatch': _("This is a despatch advice (UBL), not an order."),
            'ubl_invoice': _("This is an invoice (UBL), not an order."),
            'edifact': _("This is an EDIFACT message, but not an order (ORDERS)."),
        }.get(found.document)
        if document:
            return document
        if found.head.problem:
            text = self.env['store.intake.phrases']._file_texts().get(found.head.problem, found.head.problem)
            return text.format(found=found.head.detail, proposed='')
        if candidate is None or candidate.layout is not None:
            return ''
        return {
            'items': _("This file lists the items of orders without their dates and amounts. Upload the file of orders."),
            'heads': _("This file lists orders without what was sold in them. Upload the export that lists the products."),
            'settlement': _("This is a settlement: what the platform paid out, not orders."),
            'statement': _("This is a statement of a wallet or bank, not orders."),
            'addresses': _("This file lists addresses to send to, without what was sold."),
        }.get(candidate.holds, '')

    @api.model
    def _fitting_channels(self, found, filename):
        """Return the armed channels whose layout reads the file, those that its name speaks of first."""
        channels = self.env['store.channel'].search([('armed', '=', True), ('reader', '=', 'table')])
        best = found.best
        fitting = channels.browse()
        for template, group in channels.grouped('template_id').items():
            layouts = template._layouts()
            if (best and template.known_code == heads_of(best.code).code) or any(
                self._fits(layout, sheet) for layout in layouts for sheet in found.head.sheets
            ):
                fitting |= group
        named = (filename or '').casefold()

        def is_named(channel):
            words = (channel.name, channel.code, channel.store_id.name, channel.store_id.code)
            return any(word and len(word) > 1 and word.casefold() in named for word in words)

        stores = self.env['store.store'].search([]).filtered(lambda store: len(store.name) > 1 and store.name.casefold() in named)
        if stores:  # a file named after a store is not of a channel of another one
            fitting = fitting.filtered(lambda channel: not channel.store_id or channel.store_id in stores)
        return fitting.filtered(is_named) or fitting

    def _fits(self, layout, sheet):
        header, _rows = locate(Sheet(sheet.name, iter(sheet.rows), sheet.is_text, sheet.datemode), layout)
        if header is None or header.missing or (layout.sheet and layout.sheet != sheet.name):
            return False
        read = {index for _column, index in header.places}
        told = {column.target for column in layout.columns}
        left = {name for column in layout.columns if column.target == 'ignore' for name in column.names()}
        if any(
            target not in told and said_by(label).get(target) == 1
            for index, label in header.labels.items()
            if index not in read and fold(label) not in left
            for target in TELLING
        ):
            return False  # it says of each order what this layout would not read
        wanted = sum(bool(column.header) for column in layout.columns if column.target != 'ignore')
        return header.matched >= FEWEST_COLUMNS and header.matched >= wanted * LEAST_SHARE

    @api.model
    def _template_of(self, layout, name, code=''):
        """Return the template of a Layout; create it unless there is one of the same known export.

        :param str code: of the known export
        """
        Template = self.env['store.intake.template']
        there = Template.search([('known_code', '=', code)], limit=1) if code else Template
        if there:
            self._take_spellings(there, layout)
            return there
        return Template.create(
            {
                'name': name,
                'known_code': code or False,
                'sheet': layout.sheet or False,
                'header_row': layout.header_row or 0,
                'date_formats': '; '.join(layout.date_formats) or False,
                'decimal_mark': layout.decimal_mark,
                'line_amount': layout.line_amount,
                'holds': layout.holds,
                'key_separator': layout.key_separator,
                'column_ids': [
                    Command.create(
                        {
                            'sequence': place,
                            'header': column.header or False,
                            'aliases': '; '.join(alias for alias in column.aliases if ';' not in alias) or False,
                            'target': column.target,
                            'is_key': column.is_key,
                            'is_part': column.part,
                            'fill_down': column.fill_down,
                            'is_sum': column.summed,
                            'is_otherwise': column.otherwise,
                            'grain': column.grain or False,
                            'required': column.required,
                            'default': column.default or False,
                            'value_map': '; '.join(f'{found}={meant}' for found, meant in column.values) or False,
                        }
                    )
                    for place, column in enumerate(layout.columns, 1)
                ],
            }
        )

    def _take_spellings(self, template, layout):
        """Add the spellings of headers that a file has and the template has not."""
        wanted = {(column.target, column.header): column.aliases for column in layout.columns if column.header}
        for line in template.column_ids:
            known = set(line._column().names())
            more = [
                alias
                for alias in wanted.get((line.target, line.header), ())
                if ';' not in alias and ' '.join(alias.split()).casefold() not in known
            ]
            if more:
                line.aliases = '; '.join([*([line.aliases] if line.aliases else ()), *more])
