# Part of store_group. License LGPL-3.
from odoo import SUPERUSER_ID, Command, api, models
from odoo.exceptions import AccessError, RedirectWarning, UserError

from ....exceptions import TransferRefused
from ...people import elevation

# What a module that mirrors invoices between companies writes on the copy it makes, where there is one.
MIRROR_LINK, MIRROR_MARK = 'auto_invoice_id', 'auto_generated'
QUIET = {'mail_create_nosubscribe': True, 'mail_notrack': True}


class StoreTransferCharge(models.Model):
    """How charges become documents: one invoice in the seller's company and one bill in the buyer's.

    What was taken back becomes a credit note on both sides. The documents are made together or not at all: where one of
    the companies cannot book (a locked period, a missing account), the goods go on, and the charges tell the problem
    until somebody bills them again.
    """

    _inherit = 'store.transfer.charge'

    # === ACTIONS ===

    def action_bill(self):
        """Bill what could not be billed before, now that the cause is mended; nothing is billed twice.

        :raises AccessError: for whoever keeps neither company's books and approves at neither store
        """
        for charge in self:
            charge.check_access('read')
            stores = charge.seller_store_id | charge.buyer_store_id
            if not any(self.env.user._settles_for(store) for store in stores):
                raise AccessError(self.env._(
                    "%(user)s neither approves nor keeps books for %(seller)s or %(buyer)s. Ask somebody who does.",
                    user=self.env.user.name, seller=stores[0].name, buyer=stores[-1].name))
        for settlement in self.sudo().settlement_id.filtered(lambda item: item.state == 'billed'):
            elevated_sudo = settlement._elevated()
            elevated_sudo.charge_ids._forget_gone()
            if not all(charge.invoice_id and charge.bill_id for charge in elevated_sudo.charge_ids):
                elevated_sudo._bill()
        for transfer in self.sudo().transfer_id:
            elevated_sudo = elevation.enter(transfer, transfer.source_company_id)
            charges = self.env['store.transfer.charge'].with_env(elevated_sudo.env)
            charges.search([('transfer_id', '=', transfer.id), ('is_collected', '=', False)])._forget_gone()
            charges._bill(elevated_sudo, again=True)
        return True

    # === TRANSFER ===

    @api.model
    def _bill(self, transfer, again=False):
        """Make the documents of everything of this transfer that has none.

        :param bool again: also the one of two that somebody deleted
        """
        waiting = self.search([
            ('transfer_id', '=', transfer.id), ('is_collected', '=', False), '|' if again else '&',
            ('invoice_id', '=', False), ('bill_id', '=', False)], order='id')
        for charges in waiting.grouped(lambda charge: (
                charge.quantity < 0, charge.currency_id, charge.invoice_id, charge.bill_id)).values():
            charges._make_documents(transfer.lane_id or transfer.origin_id.lane_id, transfer.name)

    def _forget_gone(self):
        """Let go of invoices and bills that were cancelled or that somebody took the goods out of, so that others can be made."""
        cancelled = (self.invoice_id | self.bill_id).filtered(lambda move: move.state == 'cancel')
        cancelled.line_ids.filtered(lambda line: line.store_charge_id in self).store_charge_id = False
        seen = {}
        for charge in self:
            for company, name in ((charge.seller_company_id, 'invoice_id'), (charge.buyer_company_id, 'bill_id')):
                if charge[name] in cancelled or charge._is_taken_out(company, seen):
                    charge[name] = False
        self.filtered(lambda charge: charge.invoice_id and charge.bill_id)._has_no_problem()

    def _has_no_problem(self):
        """Everything stands in its documents: nothing is left to tell, nor on a list none of whose lines tells anything."""
        self.filtered('problem').problem = False
        self.settlement_id.filtered(
            lambda item: item.problem and not any(item.charge_ids.mapped('problem'))).problem = False

    def _say_deleted(self, entry_lines):
        """Say that lines of these charges are being deleted, alone or with their document; *Bill Again* makes them anew.

        :param entry_lines: account.move.line of these charges
        """
        for line in entry_lines:
            charge, document = line.store_charge_id, line.move_id
            if document in (charge.invoice_id | charge.bill_id):
                charge.problem = self.env._(
                    "%(document)s was deleted, or its line for these goods. Bill again.", document=document.display_name)
                charge.settlement_id.problem = charge.problem

    def _make_documents(self, lane, reference):
        """Make invoice and bill of these charges of one pair of companies in one currency, both or none.

        :param str reference: what both documents name as their origin
        :returns: whether they were made
        """
        try:
            with self.env.cr.savepoint():
                self._find_credited()
                invoice = self.invoice_id or self._make_document(lane, reference, 'sale')
                if not self.bill_id:  # somebody else may have mirrored it
                    self._make_document(lane, invoice.name if invoice.state == 'posted' else reference, 'purchase', invoice)
        except (UserError, RedirectWarning) as error:
            self.invalidate_recordset()
            self.write({'problem': str(error.args[0])})
            transfer = self.transfer_id[:1]
            self.env['store.notice']._tell(
                transfer._nearest_people(self.seller_store_id[:1], lambda user: user._settles_for(self.seller_store_id[:1])),
                transfer, self.env._("Bill %(transfer)s", transfer=reference), note=self[:1].problem)
            return False
        self._has_no_problem()
        return True

    def _make_document(self, lane, reference, kind, invoice=None):
        """Make the document of one side, in that side's company, with its taxes, accounts and journal."""
        sells = kind == 'sale'
        company, other = self.seller_company_id, self.buyer_company_id
        stores = self.seller_store_id if sells else self.buyer_store_id
        if not sells:
            company, other = other, company
        worths = self._worths(company)
        backwards = sum(worths.values()) < 0 or all(charge.quantity < 0 for charge in self)
        Move = self._books(company)['account.move']
        journal = (lane.sale_journal_id if sells else lane.purchase_journal_id).filtered(
            lambda journal: journal.company_id == company)
        move = Move.create({
            'move_type': f'{"out" if sells else "in"}_{"refund" if backwards else "invoice"}',
            'company_id': company.id, 'partner_id': other.partner_id.id, 'currency_id': self.currency_id.id,
            'invoice_date': stores[0]._today(), 'ref': reference, 'invoice_origin': reference,
            'store_id': stores.id if len(stores) == 1 else False,
            **({'journal_id': journal.id} if journal else {}),
            **self._links(Move, backwards, sells, invoice),
            'invoice_line_ids': [
                Command.create(charge._line_vals(backwards, company, worth)) for charge, worth in worths.items()],
        })
        self._gross_up(move.invoice_line_ids)
        if len(stores) > 1:
            self._spread_stores(move, sells)
        self._follow_credited(move)
        if lane.bill_posting != 'draft':
            move._post(soft=False)
        self.write({'invoice_id' if sells else 'bill_id': move.id})
        if sells and move.state == 'posted':
            self._adopt_mirror()
        return move

    def _find_credited(self):
        """Take over what somebody credited by hand for just these goods; nothing is credited twice.

        :raises TransferRefused: when the invoice or the bill was credited by hand in another way
        """
        if any(charge.quantity > 0 for charge in self):
            return
        self.origin_id._follow_replaced()
        for name in ('invoice_id', 'bill_id'):
            origins = self.origin_id[name]
            by_hand = self.env['account.move'].search([
                ('reversed_entry_id', 'in', origins.ids), ('state', '!=', 'cancel'),
                ('line_ids.store_charge_id', '=', False)]) if origins and not self[name] else origins.browse()
            by_hand = by_hand.filtered(lambda move: not move.line_ids.store_charge_id)
            if not by_hand:
                continue
            lines = self._same_goods(by_hand) if len(by_hand) == 1 else {}
            if not lines:
                raise TransferRefused(self.env._(
                    "%(origin)s was credited by hand with %(note)s, so what came back would be credited twice. Cancel %(note)s "
                    "and bill again; what else it was for is entered as a credit note of its own.",
                    origin=by_hand[0].reversed_entry_id.display_name, note=by_hand[0].display_name))
            for charge, line in lines.items():
                line.write({'store_charge_id': charge.id, 'store_transfer_line_id': charge.transfer_line_id.id})
            self.write({name: by_hand.id})

    def _follow_replaced(self):
        """Where somebody reversed an invoice or a bill of ours whole and made it anew, the new one stands for the goods.

        Its lines are copies of ours (see `store_copied_charge_id`). A copy of what stands is a document of its own; so is
        one beside a credit note that took back only a part, or that is the credit of goods that came back.
        """
        for name in ('invoice_id', 'bill_id'):
            for document, charges in self.grouped(name).items():
                if document.state != 'posted' or not document._is_taken_back():
                    continue
                copies = self.env['account.move.line'].search([
                    ('store_copied_charge_id', 'in', charges.ids), ('store_charge_id', '=', False),
                    ('company_id', '=', document.company_id.id), ('move_id.move_type', '=', document.move_type),
                    ('parent_state', '!=', 'cancel'), ('display_type', '=', 'product')], order='id desc')
                renewed = copies.move_id[:1]
                for charge in charges if renewed else ():
                    line = (copies & renewed.line_ids).filtered(
                        lambda line, charge=charge: line.store_copied_charge_id == charge)[:1]
                    if not line:  # not billed anew, or in another document that is found when it is posted
                        continue
                    own = document.line_ids.filtered(lambda item, charge=charge: item.store_charge_id == charge)
                    own.store_charge_id = False
                    own.flush_recordset(['store_charge_id'])
                    line.write({'store_charge_id': charge.id, 'store_transfer_line_id': charge.transfer_line_id.id})
                    charge[name] = renewed
                settlements = charges.settlement_id.filtered(lambda item, name=name, was=document: item[name] == was)
                if renewed:
                    settlements.write({name: renewed.id})

    def _same_goods(self, move):
        """Return {charge: line} where a credit note is about exactly these goods at these amounts, else nothing."""
        lines, found = move.invoice_line_ids.filtered(lambda line: line.display_type == 'product'), {}
        if move.currency_id != self.currency_id or len(lines) != len(self):
            return {}
        worths = self._worths(move.company_id)
        for charge in self:
            line = (lines - lines.browse().union(*found.values())).filtered(lambda line, charge=charge: (
                line.product_id == charge.product_id
                and not charge.uom_id.compare(
                    line.product_uom_id._compute_quantity(line.quantity, charge.uom_id, round=False), -charge.quantity)
                and not charge.currency_id.compare_amounts(line.price_subtotal, -float(worths[charge]))))[:1]
            if not line:
                return {}
            found[charge] = line
        return found

    def _links(self, Move, backwards, sells, invoice):
        """Return what ties the document to those it belongs to, also for modules that mirror invoices."""
        links = {}
        origins = self.origin_id.invoice_id if sells else self.origin_id.bill_id
        if backwards and len(origins) == 1:
            links['reversed_entry_id'] = origins.id
        if not sells:
            links.update({name: value for name, value in (
                (MIRROR_LINK, invoice.id), (MIRROR_MARK, True)) if name in Move._fields})
        return links

    def _gross_up(self, lines):
        """Where a company's taxes are included in prices, state the price with them: the sum without tax is the same."""
        for line in lines:
            if not any(tax.price_include for tax in line.tax_ids):
                continue
            taxes = line.tax_ids.with_context(round_base=False).compute_all(
                line.price_unit, currency=line.currency_id, product=line.product_id, handle_price_include=False,
                rounding_method='round_globally')['taxes']
            line.price_unit += sum(tax['amount'] for tax in taxes if tax['price_include'])

    def _spread_stores(self, move, sells):
        """A document of several stores belongs to headquarters; its income and costs are each line's store's."""
        for line in move.invoice_line_ids.filtered(
                lambda line: line.account_id.internal_group in ('income', 'expense')):
            charge = line.store_charge_id
            account = (charge.seller_store_id if sells else charge.buyer_store_id).analytic_account_id
            if account:
                line.analytic_distribution = account._store_distribution(line.analytic_distribution)

    def _books(self, company):
        """Return the environment in which a company's documents are made.

        In a company the caller does not belong to the superuser acts, as it does with its goods.
        """
        home = company in self.env.user.sudo().company_ids
        env = self.env(su=True) if home else self.env(user=SUPERUSER_ID, su=True)
        return env(context={**env.context, **QUIET, 'allowed_company_ids': company.ids})

    # === MIRRORS ===

    def _adopt_mirror(self):
        """Take over the bill that a module mirroring invoices between companies made of ours, if one did.

        A mirror is a bill of the buyer from the seller, younger than our invoice, that is ours in no other way and
        either names it in the link such modules keep, or bears its number as its reference. What was taken back is none.
        """
        invoice, buyer = self.invoice_id, self.buyer_company_id
        if len(invoice) != 1 or invoice.state != 'posted':
            return
        Move = self._books(buyer)['account.move']
        candidates = Move.search([
            ('id', '>', invoice.id), ('company_id', '=', buyer.id), ('state', '!=', 'cancel'),
            ('move_type', '=', invoice.move_type.replace('out_', 'in_')),
            ('commercial_partner_id', '=', self.seller_company_id.partner_id.commercial_partner_id.id)])
        others = self.search([('bill_id', 'in', candidates.ids)]).bill_id
        mirror = (candidates - others).filtered(lambda move: (
            MIRROR_LINK in move._fields and move[MIRROR_LINK].id == invoice.id
            or invoice.name in (move.ref, move.payment_reference, move.invoice_origin))
            and not move._is_taken_back())[:1]
        if not mirror:
            return
        drafts = self.bill_id.filtered(lambda move: move.state == 'draft')
        if self.bill_id - drafts:
            return  # ours is booked; the accountant sees two with one number
        settlements = self.settlement_id.filtered(lambda item: item.bill_id and item.bill_id in self.bill_id)
        drafts.unlink()
        if mirror.state == 'draft' and len(self.buyer_store_id) == 1:
            mirror.store_id = self.buyer_store_id
        for charge in self:
            line = mirror.invoice_line_ids.filtered(lambda line, charge=charge: (
                line.product_id == charge.product_id and not line.store_charge_id
                and line.product_uom_id._compute_quantity(abs(line.quantity), charge.uom_id) == abs(charge.quantity)))[:1]
            line.write({'store_charge_id': charge.id, 'store_transfer_line_id': charge.transfer_line_id.id})
        self.write({'bill_id': mirror.id})
        settlements.write({'bill_id': mirror.id})
        self._has_no_problem()
        if mirror.state == 'posted':
            mirror.line_ids._get_stock_moves().filtered('is_in')._set_value()
