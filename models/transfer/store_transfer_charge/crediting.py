# Part of store_group. License LGPL-3.
from collections import defaultdict
from typing import NamedTuple

from odoo import Command, api, models
from odoo.fields import Domain
from odoo.tools import float_round

from ....engine.quantities import exact, rounded
from ....engine.transfer import prices

DOCUMENTS = ('invoice_id', 'bill_id')


class Seen(dict):
    """Documents read in one call; a class of its own, so that a caller's context cannot forge it."""


class Standing(NamedTuple):
    """How the lines of a document cover charges of one product; positive quantities in the product's unit."""

    lines: dict  # {charge: its own line, or none}
    over: dict  # {charge: quantity of its line above the charge}
    short: dict  # {charge: quantity missing on its line}
    spare: object  # sum of `over`
    missing: object  # sum of `short`
    given: object  # missing quantity covered by lines in `over`
    split: models.BaseModel  # lines without charge
    of_split: object  # the share of `split` that covers the rest


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
            lines = (
                self.env['account.move.line']
                .sudo()
                .search([('move_id', '=', document.id), ('display_type', '=', 'product')], order='id')
            )
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
        """Whether the line of these goods was deleted from our document, whatever else is on it.

        If the remaining lines of the product hold the goods of all its charges, they were merged, not deleted. Lines of mirrors
        that never named these goods are not checked.
        """
        name = self._document_name(company)
        document = self[name]
        if not document or name == 'bill_id' and self.is_mirrored and document.invoice_line_ids:
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

    @api.model
    def _unbilled(self, name, domain):
        """Return the charges that no posted document of one side bills.

        They have none, a draft, a cancelled one, or one out of which somebody deleted the goods.

        :param str name: 'invoice_id' or 'bill_id'
        :param domain: which charges are asked
        """
        domain, posted = Domain(domain), Domain(f'{name}.state', '=', 'posted')
        types = ('out_invoice', 'out_refund') if name == 'invoice_id' else ('in_invoice', 'in_refund')
        seen, company = {}, 'seller_company_id' if name == 'invoice_id' else 'buyer_company_id'
        bare = self.search(domain & posted & Domain('entry_line_ids', 'not any', [('move_id.move_type', 'in', types)]))
        return self.search(domain & (Domain(name, '=', False) | Domain(f'{name}.state', '!=', 'posted'))) | bare.filtered(
            lambda charge: charge._is_taken_out(charge[company], seen)
        )

    @api.model
    def _not_billed(self, domain):
        """Return the charges that no posted invoice or no posted bill bills, in the caller's environment: see `_unbilled`."""
        charges_sudo = self.sudo()
        missing = charges_sudo._unbilled('invoice_id', domain) | charges_sudo._unbilled('bill_id', domain)
        return missing.with_env(self.env)

    def _worth_on(self, lines):
        """Return the amount of lines without tax, in the charge's currency; positive: invoiced, negative: credited."""
        return exact(
            sum(
                line.currency_id._convert(line.price_subtotal, self.currency_id, line.company_id, line.date)
                * (-1 if line.move_id.move_type.endswith('refund') else 1)
                for line in lines
            )
        )

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

    def _standing(self, document, seen=None):
        """Return how the lines of a document cover the charges of this product in the same direction.

        A line with more than its charge covers charges with no or smaller lines: lines were merged.
        Missing quantities are then looked up in lines without charge: a line was split or entered again.
        """
        owned, others, charges = self._read_document(document, seen)
        sign = -1 if self.origin_id else 1
        same = charges.get(self.product_id, self.browse()).filtered(lambda charge: self._goes_as(charge)).sorted('id')
        lines = {charge: owned.get(charge, others.browse()) for charge in same}
        more = {charge: charge._held(own, sign) - exact(sign * charge.quantity) for charge, own in lines.items()}
        over = {charge: rest for charge, rest in more.items() if self.uom_id.compare(float(rest), 0) > 0}
        short = {charge: -rest for charge, rest in more.items() if self.uom_id.compare(float(rest), 0) < 0}
        spare, missing = sum(over.values(), exact(0)), sum(short.values(), exact(0))
        split = others.filtered(lambda line: line.product_id == self.product_id and sign * self._quantity_on(line) > 0)
        given = min(spare, missing)
        of_split = min(exact(1), (missing - given) / exact(sign * self._quantity_on(split))) if split else exact(0)
        return Standing(lines, over, short, spare, missing, given, split, of_split)

    def _held(self, lines, sign):
        """Return the quantity of this charge on its line; in a former unit of the product the number counts."""
        if lines and not self.uom_id.compare(sum(lines.mapped('quantity')), abs(self.quantity)):
            return exact(sign * self.quantity)
        return exact(sign * self._quantity_on(lines))

    def _stands_for(self, document, seen=None, worth_on=None, step=None):
        """Return {charge: its amount on a document}, see `_standing`. Charges without any line are left out.

        :param worth_on: function returning the amount of lines; by default without tax, in the currency of the charge
        :param Decimal step: rounding of these amounts; by default of the currency of the charge
        """
        found, worth_on, step = self._standing(document, seen), worth_on or self._worth_on, step or self._step()
        worths = {charge: worth_on(lines) for charge, lines in found.lines.items()}
        pool = exact(0)
        for charge, rest in found.over.items():
            held = rest + exact(abs(charge.quantity))
            part = rounded(worths[charge] * rest * found.given / (held * found.spare), step)
            worths[charge] -= part
            pool += part
        if found.of_split:
            pool += worth_on(found.split) * found.of_split
        before = exact(0)
        for charge, rest in found.short.items():
            worths[charge] += prices.share(pool, found.missing, before, rest, step)
            before += rest
        return {charge: worth for charge, worth in worths.items() if found.lines[charge] or pool and charge in found.short}

    def _shares_on(self, document, seen=None):
        """Return {line: {charge: share of the charge it covers}}, see `_standing`.

        What no other line covers belongs to the charge's own line, whatever its quantity.
        """
        found, shares = self._standing(document, seen), defaultdict(lambda: defaultdict(lambda: exact(0)))
        taking = {found.lines[charge]: rest * found.given / found.spare for charge, rest in found.over.items()}
        taking.update({line: exact(abs(self._quantity_on(line))) * found.of_split for line in found.split})
        taking = {line: quantity for line, quantity in taking.items() if quantity}
        covered = sum(taking.values(), exact(0))
        for charge, lines in found.lines.items():
            whole = exact(abs(charge.quantity))
            away = found.short[charge] * covered / found.missing if charge in found.short else exact(0)
            if lines:
                shares[lines][charge] += (whole - away) / whole
            for line, quantity in taking.items() if away else ():
                shares[line][charge] += away * quantity / (covered * whole)
        return shares

    def _parts_on(self, totals, document, step, seen=None):
        """Return {line: its part of the totals}, so that the parts of all lines add up to the totals.

        :param totals: {charge: total}; missing charges count as 0
        :param Decimal step: rounding of the parts
        """
        parts, before = {}, defaultdict(lambda: exact(0))
        for line, shares in sorted(self._shares_on(document, seen).items(), key=lambda item: item[0].id):
            parts[line] = exact(0)
            for charge, part in shares.items():
                parts[line] += prices.share(totals.get(charge, exact(0)), exact(1), before[charge], part, step)
                before[charge] += part
        return parts

    @api.model
    def _cost_on(self, line, seen=None):
        """Return (cost of the charges covered by a line of the seller's invoice, quantity of the line they are).

        None for lines that cover no charge: of other invoices, or added to ours.
        """
        _owned, _others, charges = self._read_document(line.move_id, seen)
        takes_back = self._quantity_on(line) < 0
        way = (
            line.store_charge_id
            or charges.get(line.product_id, self).filtered(lambda charge: bool(charge.origin_id) == takes_back)[:1]
        )
        if not way or way.seller_company_id != line.company_id:
            return None
        same = charges.get(way.product_id, way)
        parts = way._parts_on(
            {charge: exact(charge.cost) for charge in same}, line.move_id, exact(line.company_currency_id.rounding), seen
        )
        if line not in parts:
            return None
        quantity = exact(line.product_uom_id._compute_quantity(abs(line.quantity), line.product_id.uom_id, round=False))
        return parts[line], quantity if line.store_charge_id else quantity * way._standing(line.move_id, seen).of_split

    def _quantity_on(self, lines):
        return sum(
            line.product_uom_id._compute_quantity(line.quantity, self.uom_id, round=False)
            * (-1 if line.move_id.move_type.endswith('refund') else 1)
            for line in lines
        )

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
                    exact(-charge.quantity), company, charge.origin_id._credited(company, charge, worths, seen), seen
                )
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
            amounts = other._stands_for(document, seen) if document and other not in worths else worths
            worth = amounts[other] if other in amounts else exact(other.amount)
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
        return float(prices.stated(exact(self.price_unit), worth, quantity, self._step()))

    def _line_vals(self, backwards, company, worth):
        """Return the line values of one side: credits copy taxes, account and analytic distribution of the original line."""
        credited = self.origin_id._invoiced_line(company) if self.origin_id else self.env['account.move.line']
        vals = {
            'product_id': self.product_id.id,
            'product_uom_id': self.uom_id.id,
            'price_unit': self._price_of(worth, exact(self.quantity)),
            'quantity': -self.quantity if backwards else self.quantity,
            'store_charge_id': self.id,
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
            lambda note: note.state != 'cancel'
        ) - move
        before, now = (origins | notes).line_ids, move.line_ids
        if len((before | now).currency_id) > 1 or not move.currency_id.is_zero(
            sum((before | now).filtered(lambda line: line.display_type == 'product').mapped('amount_currency'))
        ):
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
        for company, own in documents.filtered(lambda move: move.is_invoice()).grouped('company_id').items():
            charges = self.search([('origin_id', '=', False), '|', ('invoice_id', 'in', own.ids), ('bill_id', 'in', own.ids)])
            drafts = charges.correction_ids.filtered(
                lambda charge, company=company: ((charge[charge._document_name(company)].state or 'draft') == 'draft')
            )
            seen = {}  # cache of records: read again after changes
            worths = drafts._worths(company, seen)
            for charge, worth in worths.items():
                charge._note_worth(company, worth)
            for note in (drafts.invoice_id | drafts.bill_id).filtered(lambda note, company=company: note.company_id == company):
                own_drafts = drafts.filtered(lambda charge, note=note: note in charge.invoice_id | charge.bill_id)
                for same in own_drafts.grouped('product_id').values():
                    same._price_note(note, company, worths, seen)
                note.line_ids.store_charge_id._follow_credited(note)

    def _price_note(self, note, company, worths, seen):
        """Set the amounts of these charges of one product on the lines of their draft credit note.

        A line of just one charge is written again. A line of several keeps its quantity.
        """
        first, shares_on = self[:1], self[:1]._shares_on(note, seen)
        totals = {**first._stands_for(note, seen), **{charge: worths[charge] for charge in self}}
        parts = first._parts_on(totals, note, self._step(), seen)
        for line, worth in parts.items():
            charge, shares = line.store_charge_id, shares_on[line]
            if shares.keys() == {charge} and shares[charge] == 1:
                vals = charge._line_vals(note.move_type.endswith('refund'), company, worth) if charge in self else {}
            elif shares and line.quantity:
                like = charge or next(iter(shares))
                vals = {
                    name: value
                    for name, value in like._line_vals(True, company, worth).items()
                    if name in {'tax_ids', 'account_id', 'analytic_distribution'}
                }
                vals['price_unit'] = like._price_of(abs(worth), exact(abs(line.quantity)))
            else:
                vals = {}
            if vals:
                line.write({**vals, 'discount': 0})
                self._gross_up(line)

    def _note_worth(self, company, worth):
        """Update charges of returns from the seller's invoice, until their settlement is billed."""
        settlement = self.settlement_id
        if (
            company != self.seller_company_id
            or settlement.state in {'checked', 'billed'}
            or not self.currency_id.compare_amounts(self.amount, float(worth))
        ):
            return
        self.write({'amount': float(worth), 'price_unit': self._price_of(worth, exact(self.quantity))})
        settlement.write({'seller_user_id': False, 'buyer_user_id': False})
