# Part of store_group. License LGPL-3.
from dataclasses import dataclass, field

from psycopg2.errors import UniqueViolation

from odoo import api, models
from odoo.exceptions import ConcurrencyError

from ....engine.intake.adding_up import GROUPS, ZERO, add_up, as_json, correction, from_json, own_order_because, own_parts
from ....engine.intake.issue import Issue
from ....engine.intake.total import allowed_totals
from ..store_order_maker import LEFT_OUT

SOURCE_STATUS = {'unpaid': 'unpaid', 'waiting': 'paid', 'left': 'shipped'}  # of the channel details, by group


@dataclass
class Batch:
    """What adding up one batch of orders changes: {sale.order: {key: Part}}, and what it looked up."""

    document: object
    changes: dict = field(default_factory=dict)
    confirmed: set = field(default_factory=set)
    open: dict = field(default_factory=dict)
    taxes: dict = field(default_factory=dict)
    names: dict = field(default_factory=dict)

    def add(self, sale, parts):
        """Add parts to what changes on `sale`."""
        self.changes[sale] = add_up([*self.changes.get(sale, {}).values(), *parts])


class StoreOrderSummary(models.AbstractModel):
    """Adds the orders of a shop, day, warehouse and status up to one sale order, for channels with *One for each day*.

    How it works: each intake order keeps what it brings (`summary_shares`: parts for each sale order it stands in), computed
    as for a sale order of its own; the summary is the sum of these and changes by differences only. An order that came changed
    goes out with its old parts and in with its new ones, one that is called off or needs its own document goes out. What is
    invoiced, locked or delivered stays: after a person took the change, a further sale order of that day, with the same
    `summary_key`, brings the difference.
    Law: the parts of all orders of one `summary_key` are the lines of its sale orders, to the last digit.
    Cost: the lines that change, once for each batch; two processes at the same summary wait for each other.

    Its parts are in this folder: `parts`, `following`.
    """

    _name = 'store.order.summary'
    _description = 'Orders Added up in One Sale Order'

    # === ORDERING ===

    @api.model
    def _add_up(self, document, pairs):
        """Put orders into their summaries. Return the pairs that need a sale order of their own.

        :param document: store.intake.document being processed
        :param list pairs: (store.intake.order, OrderMatch), their products and customers made
        :raises ConcurrencyError: another process is at the same summary
        """
        own, batch = [], Batch(document)
        for order, match in pairs:
            if order._is_added_up():
                if not self._place(batch, order, match):
                    own.append((order, match))
            elif not order.sale_order_id and self._fits(document.channel_id, match):
                self._place(batch, order, match)
            else:
                own.append((order, match))
        self._apply(batch)
        for order, match in list(own):
            if match.is_called_off and not order.sale_order_id:
                own.remove((order, match))
                order._note_one(LEFT_OUT.get(match.draft.status, 'refunded_at_source'), self._left_out(match))
                order.write({'state': 'refused'})
        return own

    @api.model
    def _take_out(self, orders):
        """Take orders out of their summaries: they have no sale order then. What is settled is the caller's to ask."""
        batch = Batch(self.env['store.intake.document'])
        for order in orders:
            for sale, parts in self._shares(order).items():
                batch.add(sale, [-part for part in parts])
            order.write(self._nothing())
        self._apply(batch)

    @api.model
    def _is_settled(self, order):
        """Whether what an order brought stays in its summary: invoiced, locked or delivered."""
        return any(not self._may_change(sale, parts, {}) for sale, parts in self._shares(order).items())

    @api.model
    def _finish(self, document):
        """Book what the channel says has left of the summaries with orders of this document."""
        progress = self.env['store.order.progress']
        groups = self.env['store.intake.order']._read_group(
            [
                ('document_id', '=', document.id),
                ('sale_order_id.summary_key', '!=', False),
                ('sale_order_id.state', '=', 'sale'),
                ('sale_order_id.is_history', '=', False),
            ],
            ['sale_order_id'],
            ['id:max'],
        )
        for sale, order_id in groups:
            order = self.env['store.intake.order'].browse(order_id)
            if sale.sudo().store_details_ids.source_status != 'shipped' or not progress._open_lines(progress._sale(order)):
                continue
            if progress._book(order):
                short = [('order_id.sale_order_id', '=', sale.id), ('code', '=', 'shipped_short'), ('state', '=', 'open')]
                self.env['store.intake.issue'].search(short)._close('answered')

    # one order

    def _fits(self, channel, match):
        """Whether a new order is added up: the channel wants it, nobody here ships it, and it needs no document of its own."""
        return (
            channel.depth == 'day'
            and (match.is_history or match.shipped_elsewhere)
            and not match.is_called_off
            and not own_order_because(match.draft)
        )

    def _place(self, batch, order, match):
        """Put one order where its content belongs. Return whether it stands in a summary then."""
        shares, was = self._shares(order), order.sale_order_id
        stays = {sale: parts for sale, parts in shares.items() if not self._may_change(sale, parts, batch.changes.get(sale, {}))}
        for sale, parts in shares.items():
            if sale not in stays:
                batch.add(sale, [-part for part in parts])
        is_out = match.is_called_off or own_order_because(match.draft)
        if is_out and not stays:
            match.was_confirmed = was.state == 'sale' and not was.is_history
            order.write(self._nothing())
            return False
        wanted = {} if match.is_called_off else add_up(self._parts(batch, match))
        settled = own_parts(part for parts in stays.values() for part in parts)
        rest = correction(wanted, settled)
        kept = {str(sale.id): as_json(parts) for sale, parts in stays.items()}
        target = next(iter(stays)) if stays else was
        if rest:
            series = target.summary_key if stays else self._series(match)
            target = self._open_sale(batch, order, match, series, was.state == 'sale', stays)
            batch.add(target, rest.values())
            kept[str(target.id)] = as_json(rest.values())
            if was.state == 'sale' and target.state != 'sale':
                batch.confirmed.add(target)
        totals = own_parts([*settled.values(), *rest.values()]).values()
        order.write(
            {
                'sale_order_id': target.id,
                'state': 'done',
                'keeps_lines': False,
                'summary_shares': kept,
                'summary_total': float(sum((part.total for part in totals), ZERO)),
                'summary_untaxed': float(sum((part.untaxed for part in totals), ZERO)),
            }
        )
        self._compare_total(order, match, target)
        if stays:
            found = Issue('summary_corrected', 'info', found=was.name, proposed=target.name) if rest else None
            order._note_one('summary_corrected', found)
            self._keep_refunds(batch, order, match)
        return True

    def _shares(self, order):
        """Return {sale.order: [Part]}: what an order has brought to which; a cancelled or deleted one has nothing of it."""
        Sale = self._sales(order.sale_order_id.company_id, order.sale_order_id.is_history)
        shares = {Sale.browse(int(number)): from_json(rows) for number, rows in (order.summary_shares or {}).items()}
        there = Sale.browse(sale.id for sale in shares).exists()
        return {sale: parts for sale, parts in shares.items() if sale in there and sale.state != 'cancel'}

    def _may_change(self, sale, parts, changes):
        """Whether these parts may leave a summary on which so much changes already, {key: Part}."""
        if sale.is_history:
            return True
        if self._is_closed(sale):
            return False
        if not any(sale.order_line.mapped('qty_delivered')):
            return True
        lines = self._lines(sale)
        for part in parts:
            line, change = lines.get(part.key), changes.get(part.key)
            left = (line.product_uom_qty if line else 0.0) + float((change.quantity if change else ZERO) - part.quantity)
            if line and line.product_uom_id.compare(left, line.qty_delivered) < 0:
                return False
        return True

    def _is_closed(self, sale):
        """Whether nothing of a summary may change any more, also not become more."""
        if sale.state == 'cancel':
            return True
        return not sale.is_history and (sale.locked or bool(sale.order_line.invoice_lines))

    def _compare_total(self, order, match, sale):
        """Raise an issue if what the order comes to differs from the declared total."""
        draft, issue = match.draft, None
        if draft.total is not None and not match.is_history and not match.is_called_off:
            if all(sale.currency_id.compare_amounts(order.summary_total, float(total)) for total in allowed_totals(draft)):
                here = sale.currency_id.format(order.summary_total)
                issue = Issue('total_mismatch', 'warning', 'total', str(draft.total), here)
        order._note_one('total_mismatch', issue)

    def _left_out(self, match):
        return Issue(LEFT_OUT.get(match.draft.status, 'refunded_at_source'), 'info', 'status')

    def _nothing(self):
        return {'sale_order_id': False, 'summary_shares': False, 'summary_total': 0.0, 'summary_untaxed': 0.0}

    # the sale order

    def _series(self, match):
        """Return the key of the summaries an order belongs to: shop, day, warehouse, status, currency."""
        day = match.store._business_day(match.ordered_at)
        currency = match.pricelist.currency_id or match.store.company_id.currency_id
        kind = f"{'history' if match.is_history else GROUPS[match.draft.status]}{'-brushing' if match.is_brushing else ''}"
        ids = (match.channel.id, match.store.id, day, match.warehouse.id or 0, kind, match.pricelist.id or 0, currency.name)
        return '/'.join(map(str, ids))

    def _open_sale(self, batch, order, match, series, is_confirmed, stays=()):
        """Return the sale order of this series that takes more, made where there is none; none of `stays`.

        :raises ConcurrencyError: another process is at it
        """
        if batch.open.get(series) in (None, *stays):
            Sale = self._sales(match.store.company_id, match.is_history)
            last = Sale.search([('summary_key', '=', series)], order='summary_part desc', limit=1)
            takes = last and last not in stays and not self._is_closed(last)
            if takes and last.state == 'sale' and not last.is_history:
                takes = batch.document.confirm or is_confirmed
            if takes and not last.try_lock_for_update():
                raise ConcurrencyError("another process adds orders to the same sale order")
            batch.open[series] = last if takes else self._new_sale(batch, order, match, series, last.summary_part + 1)
        return batch.open[series]

    def _new_sale(self, batch, order, match, series, number):
        maker, Lines = self.env['store.order.maker'], self.env['store.order.lines']
        Sale = self._sales(match.store.company_id, match.is_history)
        lists = Sale.default_get([name for name, item in Sale._fields.items() if item.type == 'many2many' and item.default])
        values = maker._sale_vals(batch.document, order, match)
        values.pop('commitment_date', None)
        day = match.store._business_day(match.ordered_at)
        said = ' '.join(part for part in (match.channel.code, str(day), f'({number})' if number > 1 else '') if part)
        values.update(partner_shipping_id=match.partner.id, client_order_ref=said, summary_key=series, summary_part=number)
        if match.is_history:
            values['name'] = said
        else:
            position = Lines._fiscal_position(match.store.company_id, match.partner, match.partner, batch.taxes)
            values['fiscal_position_id'] = position.id
        try:
            with self.env.cr.savepoint():
                sale = Sale.create({**lists, **values})
                Sale.env.flush_all()
        except UniqueViolation:
            raise ConcurrencyError("another process made the same sale order")
        if not match.is_history:
            status = SOURCE_STATUS[GROUPS.get(match.draft.status, 'left')]
            details = {'order_id': sale.id, 'shipped_by': 'elsewhere', 'source_status': status}
            self.env['store.order.details'].create(details)
        return sale

    def _sales(self, company, is_history):
        """Return the model of sale orders as the background works with it; history may change there."""
        Sale = self.env['store.order.maker']._in_company(company)['sale.order'].with_context(store_adds_up=True)
        if not is_history:
            return Sale
        return Sale.with_context(skip_procurement=True, store_group_history=True, store_group_remove_history=True)
