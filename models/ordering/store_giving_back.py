# Part of store_group. License LGPL-3.
from odoo import Command, api, fields, models
from odoo.tools import LazyTranslate

from ...engine.ordering import giving_back
from ...engine.quantities import ZERO, exact, take
from ...wording import number_text

_lt = LazyTranslate(__name__)


class StoreGivingBack(models.AbstractModel):
    """What money and papers follow goods that a customer has brought back.

    Posted invoices get draft credit notes, draft invoices are lowered, and whoever invoices is told of the rest. It posts
    nothing, makes no payment and changes no order.
    """

    _name = 'store.giving.back'
    _description = 'Giving Back'

    # === ORDERING ===

    @api.model
    def _settle(self, sale, quantities):
        """Make the papers for goods that came back. Called elevated, see `store.take.back`.

        :param dict quantities: {order line: how many came back now, in its unit}
        :returns: (amount to give back, with tax, in the order's currency, whether a draft waits, [sentences])
        """
        amount, told, credits, unbilled = ZERO, [], {}, {}
        for line, quantity in quantities.items():
            shipped, back = map(exact, self.env['store.order.refund']._moved(line))
            rows = self._rows(sale, line)
            billed = sum((pieces for _row, pieces, _done in rows), ZERO)
            done = sum((credited for _row, _pieces, credited in rows), ZERO)
            parts = giving_back.shares(exact(quantity), shipped, back - exact(quantity), billed, done)
            self._take_rows(credits, rows, parts.invoiced)
            if parts.unbilled > 0:
                unbilled[line] = parts.unbilled
            if parts.credited > 0:
                told.append(
                    self.env._(
                        "%(quantity)s × %(product)s are credited already: ask whoever posts invoices before you give back more.",
                        quantity=number_text(self.env, parts.credited),
                        product=line.product_id.display_name,
                    )
                )
        made = self._credit(sale, credits)
        amount += sum((exact(self._in_currency(sale, credit)) for credit in made), ZERO)
        if unbilled:
            amount += self._worth_unbilled(sale, unbilled, told)
            self._lower_drafts(sale, unbilled, told)
        return amount, bool(made), told

    def _rows(self, sale, line):
        """Return [(row of a posted invoice, quantity, what was credited of it)] of an order line, newest first, in its unit."""
        rows = sale.invoice_ids.invoice_line_ids.filtered(lambda row: row.sale_line_ids == line and row.parent_state != 'cancel')
        bills = rows.filtered(lambda row: row.move_id.move_type == 'out_invoice' and row.parent_state == 'posted')
        backs = rows.filtered(lambda row: row.move_id.move_type == 'out_refund')
        pieces = {row: self._pieces(row, line) for row in bills.sorted('id')}
        # what was credited before is of the oldest
        credited = dict(take(sum((self._pieces(row, line) for row in backs), ZERO), pieces.items())[0])
        return [(row, quantity, credited.get(row, ZERO)) for row, quantity in reversed(pieces.items())]

    def _pieces(self, row, line):
        unit = row.product_uom_id or line.product_uom_id
        return exact(unit._compute_quantity(row.quantity, line.product_uom_id, round=False))

    def _take_rows(self, credits, rows, wanted):
        """Add {row: quantity to credit, in the unit of the row} to `credits`, up to `wanted`."""
        pieces = {row: quantity for row, quantity, _done in rows}
        for row, taken in take(wanted, [(row, quantity - done) for row, quantity, done in rows])[0]:
            credits[row] = taken * exact(row.quantity) / pieces[row]

    def _credit(self, sale, credits):
        """Create one draft credit note for each invoice of these rows, with the share of its deductions, and ask to post it."""
        made = self.env['account.move']
        for invoice, rows in self.env['account.move.line'].union(*credits).grouped('move_id').items():
            goods = invoice.invoice_line_ids.filtered(lambda row: not row.sale_line_ids.filtered('is_downpayment'))
            worth = sum((exact(row.price_total) for row in goods if row.price_total > 0), ZERO)
            back = sum((exact(row.price_total) * credits[row] / exact(row.quantity) for row in rows), ZERO)
            share = back / worth if worth else ZERO
            credit = invoice._reverse_moves([{'invoice_date': fields.Date.context_today(sale), 'invoice_origin': sale.name}])
            changes = []
            for row, copied in zip(invoice.invoice_line_ids, credit.invoice_line_ids, strict=True):
                if row in rows:
                    changes.append(Command.update(copied.id, {'quantity': float(credits[row])}))
                elif row in goods and row.price_total < 0:
                    changes.append(Command.update(copied.id, {'price_unit': float(exact(row.price_unit) * share)}))
                else:
                    changes.append(Command.delete(copied.id))
            credit.invoice_line_ids = changes
            made |= credit
        for credit in made:
            self.env['store.notice']._tell(
                self._bookkeepers(sale), credit, _lt("Post the credit note of %(order)s", order=sale.name)
            )
        return made

    def _in_currency(self, sale, credit):
        return credit.currency_id._convert(credit.amount_total, sale.currency_id, sale.company_id, credit.invoice_date)

    def _worth_unbilled(self, sale, unbilled, told):
        """Return what the customer paid for goods no posted invoice holds, by the order's prices."""
        lines = sale.order_line.filtered(lambda line: not line.is_downpayment and not line.display_type)
        off = giving_back.discount_share(exact(line.price_total) for line in lines)
        worth = sum((self._worth(line, quantity) for line, quantity in unbilled.items()), ZERO) * (1 - off)
        deposits = sale.invoice_ids.filtered(lambda move: move.state == 'posted').invoice_line_ids.filtered(
            lambda row: row.sale_line_ids.filtered('is_downpayment')
        )
        if not deposits:
            return worth
        held = sum(
            (exact(row.price_total if row.move_id.move_type == 'out_invoice' else -row.price_total) for row in deposits), ZERO
        )
        kept = ZERO
        for line in lines.filtered(lambda line: line.product_id.is_storable):
            shipped, back = map(exact, self.env['store.order.refund']._moved(line))
            billed = sum((pieces - done for _row, pieces, done in self._rows(sale, line)), ZERO)
            kept += self._worth(line, max(shipped - back - billed, ZERO)) * (1 - off)
        told.append(self.env._("A down payment is invoiced: whoever posts invoices settles it."))
        self.env['store.notice']._tell(
            self._bookkeepers(sale), sale, _lt("Goods of %(order)s came back: settle its down payment", order=sale.name)
        )
        return giving_back.of_deposit(worth, held, kept)

    def _worth(self, line, quantity):
        ordered = exact(line.product_uom_qty)
        return exact(line.price_total) * quantity / ordered if ordered else ZERO

    def _lower_drafts(self, sale, unbilled, told):
        """Lower what draft invoices hold of goods that came back; where nothing is invoiced yet, tell whoever will."""
        for line, quantity in unbilled.items():
            rows = line.invoice_lines.filtered(
                lambda row: row.parent_state == 'draft' and row.move_id.move_type == 'out_invoice' and row.quantity > 0
            )
            pieces = {row: self._pieces(row, line) for row in rows.sorted('id', reverse=True)}
            lowered, left = take(quantity, pieces.items())
            for row, taken in lowered:
                row.quantity = float(exact(row.quantity) * (pieces[row] - taken) / pieces[row])
                row.move_id.message_post(
                    body=self.env._(
                        "%(quantity)s × %(product)s came back before this invoice was posted: lowered.",
                        quantity=number_text(self.env, taken),
                        product=line.product_id.display_name,
                    )
                )
                told.append(self.env._("The draft invoice is lowered."))
            is_due = line.product_id.invoice_policy == 'order' and line.qty_to_invoice > 0
            if left > 0 and is_due:
                told.append(self.env._("It is not invoiced yet: whoever invoices is told to leave it out."))
                self.env['store.notice']._tell(
                    self._bookkeepers(sale), sale, _lt("Leave out what came back when you invoice %(order)s", order=sale.name)
                )

    def _bookkeepers(self, sale):
        return sale.store_id._nearest_people(lambda user: user.has_group('account.group_account_invoice'))
