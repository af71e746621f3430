# Part of store_group. License LGPL-3.
from markupsafe import Markup

from odoo import api, models
from odoo.tools import format_datetime, formatLang

from ...engine.intake.canonical import check_order
from ...engine.intake.fingerprint import at
from ...engine.intake.vocabulary import INFO

SHOWN_ORDERS = 20
SHOWN_STORES = 60


class StoreIntakePreview(models.AbstractModel):
    """Preview of a document before its orders are created: counts per store, and the first orders."""

    _name = 'store.intake.preview'
    _description = 'Intake Preview'

    # === INTAKE ===

    @api.model
    def _render(self, document):
        """Return the preview of `document` as Html, empty when nothing has landed yet."""
        if not document.id or not document.landed_count:
            return Markup()
        return self._stores(document) + self._orders(document)

    def _stores(self, document):
        _ = self.env._
        groups = self.env['store.intake.order']._read_group(
            [('document_id', '=', document.id)],
            ['store_id'],
            ['__count', 'line_count:sum', 'ordered_at:min', 'ordered_at:max'],
            limit=SHOWN_STORES,
        )
        rows = [
            (store.display_name or _("No store yet"), count, lines, self._day(first), self._day(last))
            for store, count, lines, first, last in groups
        ]
        return self._render_table(
            _("By Store"), (_("Store"), _("Orders"), _("Lines"), _("First Order"), _("Last Order")), rows, numbers=(1, 2)
        )

    def _orders(self, document):
        _ = self.env._
        states = dict(self.env['store.intake.order']._fields['state']._description_selection(self.env))
        orders = self.env['store.intake.order'].search([('document_id', '=', document.id)], limit=SHOWN_ORDERS)
        rows = []
        for order in orders:
            line = at(order.payload, 'lines')
            line = line[0] if isinstance(line, list) and line and isinstance(line[0], dict) else {}
            rows.append(
                (
                    order.external_id,
                    order.store_id.display_name or '',
                    self._moment(order.ordered_at),
                    order.customer_name or '',
                    order.line_count,
                    line.get('name') or line.get('sku') or '',
                    line.get('quantity') or '',
                    self._price(line.get('unit_price')),
                    states[order.state],
                )
            )
        title = _("The First %(count)s Orders", count=len(rows))
        return self._render_table(
            title,
            (
                _("Order"),
                _("Store"),
                _("Date"),
                _("Customer"),
                _("Lines"),
                _("First Product"),
                _("Quantity"),
                _("Unit Price"),
                _("State"),
            ),
            rows,
            numbers=(4, 6, 7),
        )

    @api.model
    def _render_drafts(self, orders, tz, currency):
        """Return the table of orders that are only read, not stored: what each comes to, and what is to be asked.

        :param orders: TableOrders
        :param str tz: of times without a zone
        :param currency: record, of orders that name none
        """
        _ = self.env._
        rows = []
        for order in orders:
            draft, issues = check_order(order.payload, tz=tz, default_currency=currency.name)
            asked = [issue for issue in (*order.issues, *issues) if issue.severity != INFO]
            goods = next(iter(order.payload['lines']), {})
            rows.append(
                (
                    order.external_id,
                    str(order.payload.get('ordered_at') or '').replace('T', ' '),
                    str(at(order.payload, 'customer.name') or ''),
                    len(order.payload['lines']),
                    goods.get('name') or goods.get('sku') or '',
                    goods.get('quantity') or '',
                    self._price(self._due(draft)) if draft else '',
                    self._price(draft.total) if draft and draft.total is not None else '',
                    self._question_texts(asked),
                )
            )
        headers = (
            _("Order"),
            _("Date"),
            _("Customer"),
            _("Lines"),
            _("First Product"),
            _("Quantity"),
            _("Amount"),
            _("Total in the File"),
            _("To Ask"),
        )
        return self._render_table(_("The First %(count)s Orders", count=len(rows)), headers, rows, numbers=(3, 5, 6, 7))

    @api.model
    def _due(self, draft):
        """Return the amount (Decimal) of an OrderDraft: lines, shipping, discount."""
        return sum(line.amount for line in draft.lines) + draft.shipping_amount - draft.discount_amount

    def _question_texts(self, issues):
        texts = self.env['store.intake.phrases']._texts()
        sentences = dict.fromkeys(
            texts.get(issue.code, issue.code).split('. ')[0].format(found=issue.found or '…', proposed=issue.proposed or '…')
            for issue in issues
        )
        return ' · '.join(sentences)

    def _price(self, value):
        try:
            return formatLang(self.env, float(value), digits=2)
        except (TypeError, ValueError):
            return str(value or '')

    def _day(self, moment):
        return format_datetime(self.env, moment, dt_format='short').split(' ')[0].strip(',') if moment else ''

    def _moment(self, moment):
        return format_datetime(self.env, moment, dt_format='short') if moment else ''

    def _render_table(self, title, headers, rows, numbers=()):
        """Return one table; every cell is escaped."""
        right = ['text-end text-nowrap' if index in numbers else 'ps-3' for index in range(len(headers))]
        head = Markup('').join(Markup('<th class="%s">%s</th>') % pair for pair in zip(right, headers, strict=True))
        body = Markup('').join(
            Markup('<tr>%s</tr>')
            % Markup('').join(Markup('<td class="%s">%s</td>') % pair for pair in zip(right, row, strict=True))
            for row in rows
        )
        return Markup(
            '<h4 class="mt-3">%s</h4><div class="table-responsive"><table class="table table-sm">'
            '<thead><tr>%s</tr></thead><tbody>%s</tbody></table></div>'
        ) % (title, head, body)
