# Part of store_group. License LGPL-3.
from odoo import Command, api, models
from odoo.tools import float_round

from ....engine.quantities import exact
from ....engine.transfer import prices

DOCUMENTS = ('invoice_id', 'bill_id')


class StoreTransferCharge(models.Model):
    """Amounts of credit notes for returned goods: their share of the current invoice and bill.

    Accountants change drafts: a price, a tax, an account, a discount. So each side credits what is on its own document,
    with its taxes and accounts, and the last piece gets the remainder. Without a document the charged
    amount is used.
    """

    _inherit = 'store.transfer.charge'

    # === WHAT WAS INVOICED ===

    def _document_name(self, company):
        return DOCUMENTS[company != self.seller_company_id[:1]]

    def _read_document(self, document, seen=None):
        """Return the content of an invoice or a bill, with the charges of its lines.

        :param dict seen: {document: answer} of this call, so that each document is read once
        :returns: ({charge: its lines}, lines of no charge, {product: charges of this document})
        """
        seen = {} if seen is None else seen
        if document not in seen:
            lines = self.env['account.move.line'].sudo().search(
                [('move_id', '=', document.id), ('display_type', '=', 'product')], order='id')
            owned = lines.grouped('store_charge_id')
            others = owned.pop(self.env['store.transfer.charge'], lines.browse())
            charges = self.search(['|', ('invoice_id', '=', document.id), ('bill_id', '=', document.id)], order='id')
            seen[document] = owned, others, charges.grouped('product_id')
        return seen[document]

    def _invoiced_line(self, company):
        """Return the line with these goods on one side's document, also if it was re-entered.

        If lines of one product were merged, it is the line of another charge.
        """
        document = self[self._document_name(company)]
        if not document or document.state == 'cancel':
            return self.env['account.move.line'].sudo()
        owned, others, charges = self._read_document(document)
        own = owned.get(self) or others.filtered(lambda line: line.product_id == self.product_id)
        same = charges.get(self.product_id, self.browse()).filtered(lambda charge: self._goes_as(charge))
        return (own or next((owned[charge] for charge in same if charge in owned), others.browse()))[:1]

    def _goes_as(self, charge):
        """Whether another charge has the same direction: both sales, or both returns."""
        return bool(charge.origin_id) == bool(self.origin_id)

    def _is_taken_out(self, company, seen=None):
        """Whether the line of these goods was deleted from our document; lines of mirrors are not checked.

        If the remaining lines of the product hold the goods of all its charges, they were merged, not deleted.
        """
        name = self._document_name(company)
        document = self[name]
        if not document or not (bool(document.line_ids.store_charge_id) or not document.invoice_line_ids):
            return False
        if document.state == 'cancel':
            return True
        owned, others, charges = self._read_document(document, seen)
        if self in owned or any(line.product_id == self.product_id for line in others):
            return False
        charges = charges.get(self.product_id, self.browse()).filtered(lambda charge: charge[name] == document)
        lines = others.browse().union(*(owned[charge] for charge in charges if charge in owned))
        if lines and not self.uom_id.compare(self._quantity_on(lines), sum(charges.mapped('quantity'))):
            return False
        sign = -1 if self.origin_id else 1
        held = sum(max(sign * self._quantity_on(line), 0) for line in lines)
        return self.uom_id.compare(held, sum(max(sign * charge.quantity, 0) for charge in charges)) < 0

    def _worth_on(self, lines):
        """Return the amount of lines without tax, in the charge's currency; positive: invoiced, negative: credited."""
        return exact(sum(
            line.currency_id._convert(line.price_subtotal, self.currency_id, line.company_id, line.date)
            * (-1 if line.move_id.move_type.endswith('refund') else 1) for line in lines))

    def _invoiced(self, company, seen=None):
        """Return the amount of these goods without tax on one side's document, or the charged amount without document.

        Lines without charge count if they replace ours: the same product, missing on our lines (a line was
        split or re-entered), and global discounts: a share of the document's sales,
        ignoring its returns, and at most all of it. Other added lines do not count.
        """
        document = self[self._document_name(company)]
        if not document or document.state == 'cancel':
            return exact(self.amount)
        total = self._stands_for(document, seen).get(self, exact(0))
        _owned, others, charges = self._read_document(document, seen)
        taken_off = others.filtered(lambda line: line.product_id not in charges and self._worth_on(line) < 0)
        if taken_off:
            sold = self.browse().union(*charges.values()).filtered(lambda charge: not charge.origin_id).sorted('id')
            total = max(total + self._part_of(self._worth_on(taken_off), sold, 'amount'), min(total, exact(0)))
        return total

    def _stands_for(self, document, seen=None):
        """Return {charge: its amount on a document}, for the charges of this product in the same direction.

        A line with more than its charge covers charges with no or smaller lines: lines were merged.
        Missing quantities are then looked up in lines without charge. Charges without any line are left out.
        """
        owned, others, charges = self._read_document(document, seen)
        sign = -1 if self.origin_id else 1
        same = charges.get(self.product_id, self.browse()).filtered(lambda charge: self._goes_as(charge))
        worths = {charge: self._worth_on(owned.get(charge, others.browse())) for charge in same}
        held = {charge: exact(sign * self._quantity_on(owned.get(charge, others.browse()))) for charge in same}
        more = {charge: held[charge] - exact(sign * charge.quantity) for charge in same}
        over = {charge: rest for charge, rest in more.items() if self.uom_id.compare(float(rest), 0) > 0}
        short = {charge: -rest for charge, rest in more.items() if self.uom_id.compare(float(rest), 0) < 0}
        spare, missing = sum(over.values(), exact(0)), sum(short.values(), exact(0))
        given, pool = min(spare, missing), exact(0)
        for charge, rest in over.items():
            part = prices.rounded(worths[charge] * rest * given / (held[charge] * spare), self._step())
            worths[charge] -= part
            pool += part
        split = others.filtered(lambda line: line.product_id == self.product_id and sign * self._quantity_on(line) > 0)
        if split and missing > given:
            pool += self._worth_on(split) * min(exact(1), (missing - given) / exact(sign * self._quantity_on(split)))
        before = exact(0)
        for charge, rest in short.items():
            worths[charge] += prices.share(pool, missing, before, rest, self._step())
            before += rest
        return {charge: worth for charge, worth in worths.items() if charge in owned or pool and charge in short}

    def _quantity_on(self, lines):
        return sum(line.product_uom_id._compute_quantity(line.quantity, self.uom_id, round=False)
                   * (-1 if line.move_id.move_type.endswith('refund') else 1) for line in lines)

    def _part_of(self, total, peers, weight):
        """Return this charge's share of a document's amount for several."""
        weights = [(charge, exact(charge[weight])) for charge in peers]
        before = sum((own for charge, own in weights if charge.id < self.id), exact(0))
        return prices.share(total, sum(own for _charge, own in weights), before, exact(self[weight]), self._step())

    # === WHAT IS CREDITED ===

    def _step(self):
        return exact(self.currency_id.rounding)

    def _credit_of(self, part, company, others, seen=None):
        """Return the credit for `part` of these goods on one side.

        :param Decimal part: in the product's unit
        :param others: [(quantity, amount)] credited before, both positive
        :param dict seen: documents read in this call, see `_read_document`
        """
        left = self._invoiced(company, seen) - sum((amount for _quantity, amount in others), exact(0))
        whole = exact(self.quantity) - sum((quantity for quantity, _amount in others), exact(0))
        return prices.share(left, whole, exact(0), part, self._step())

    def _worths(self, company, seen=None):
        """Return {charge: amount of its line on one side}, negative for returns."""
        worths, seen = {}, {} if seen is None else seen
        for charge in self.sorted('id'):
            worths[charge] = exact(charge.amount)
            if charge.origin_id:
                worths[charge] = -charge.origin_id._credit_of(
                    exact(-charge.quantity), company, charge.origin_id._credited(company, charge, worths, seen), seen)
        return worths

    def _credited(self, company, until=None, worths=(), seen=None):
        """Return [(quantity, amount)] of the reversals of these goods, from one side's existing or future document.

        :param until: only reversals older than this charge, or posted; None: all
        :param worths: {charge: future amount of its line}
        """
        name, credited = self._document_name(company), []
        for other in self.correction_ids - (until or self.browse()):
            document = other[name].filtered(lambda move: move.state != 'cancel')
            if until and other.id > until.id and document.state != 'posted':
                continue
            said = other._stands_for(document, seen) if document and other not in worths else worths
            worth = said[other] if other in said else exact(other.amount)
            credited.append((exact(-other.quantity), -worth))
        return credited

    def _price_of(self, worth, quantity):
        """Return the unit price that gives exactly this amount, with few decimals if possible."""
        if not quantity:
            return self.price_unit
        digits = self.env['decimal.precision'].precision_get('Product Price')
        for price in (self.price_unit, float_round(float(worth / quantity), precision_digits=digits)):
            if prices.amount(exact(price), quantity, self._step()) == worth:
                return price
        return float(worth / quantity)

    def _line_vals(self, backwards, company, worth):
        """Return the line values of one side: credits copy taxes, account and analytic distribution of the original line."""
        credited = self.origin_id._invoiced_line(company) if self.origin_id else self.env['account.move.line']
        vals = {
            'product_id': self.product_id.id, 'product_uom_id': self.uom_id.id,
            'price_unit': self._price_of(worth, exact(self.quantity)),
            'quantity': -self.quantity if backwards else self.quantity, 'store_charge_id': self.id,
            'store_transfer_line_id': self.transfer_line_id.id,
        }
        if credited:
            vals['tax_ids'] = [Command.set(credited.tax_ids.ids)]
            if credited.account_id.active:
                vals['account_id'] = credited.account_id.id
            if credited.analytic_distribution:
                vals['analytic_distribution'] = credited.analytic_distribution
        return vals

    # === DOCUMENTS ===

    def _follow_credited(self, move):
        """Use the original's receivable account on a credit note, and let the last one clear the remaining tax."""
        name = self._document_name(move.company_id)
        origins = self.origin_id[name].filtered(lambda document: document.state != 'cancel')
        if not origins or not all(charge.origin_id[name] for charge in self):
            return
        terms = [document.line_ids.filtered(lambda line: line.display_type == 'payment_term') for document in (move, origins)]
        account = terms[1].account_id
        if len(account) == 1 and account.active and terms[0].account_id != account:
            terms[0].account_id = account
        notes = (self.search([(name, 'in', origins.ids)]).correction_ids - self)[name].filtered(
            lambda note: note.state != 'cancel') - move
        before, now = (origins | notes).line_ids, move.line_ids
        if len((before | now).currency_id) > 1 or not move.currency_id.is_zero(sum(
                (before | now).filtered(lambda line: line.display_type == 'product').mapped('amount_currency'))):
            return
        for tax in now.tax_line_id:
            own = now.filtered(lambda line, tax=tax: line.tax_line_id == tax)
            others = before.filtered(lambda line, tax=tax: line.tax_line_id == tax)
            rest = move.currency_id.round(sum((own | others).mapped('amount_currency')))
            if rest and len(own) == 1:
                own.amount_currency -= rest

    @api.model
    def _credit_anew(self, documents):
        """When invoices and bills are posted, update draft credit notes of their goods."""
        for company, own in documents.grouped('company_id').items():
            charges = own.line_ids.store_charge_id.filtered(
                lambda charge, company=company, own=own: not charge.origin_id and charge[charge._document_name(company)] in own)
            seen = {}  # cache of records: read again after changes
            for charge in charges.correction_ids.sorted('id'):
                name = charge._document_name(company)
                if charge[name] and charge[name].state != 'draft':
                    continue
                worth = charge._worths(company, seen)[charge]
                charge._note_worth(company, worth)
                for line in charge._read_document(charge[name], seen)[0].get(charge, ()) if charge[name] else ():
                    backwards = line.move_id.move_type.endswith('refund')
                    line.write({**charge._line_vals(backwards, company, worth), 'discount': 0})
                    charge._gross_up(line)
            for note in charges.correction_ids[DOCUMENTS[0]] | charges.correction_ids[DOCUMENTS[1]]:
                if note.company_id == company and note.state == 'draft':
                    note.line_ids.store_charge_id._follow_credited(note)

    def _note_worth(self, company, worth):
        """Update charges of returns from the seller's invoice, until their settlement is billed."""
        settlement = self.settlement_id
        if company != self.seller_company_id or settlement.state in {'checked', 'billed'} or not self.currency_id.compare_amounts(
                self.amount, float(worth)):
            return
        self.write({'amount': float(worth), 'price_unit': self._price_of(worth, exact(self.quantity))})
        settlement.write({'seller_user_id': False, 'buyer_user_id': False})
