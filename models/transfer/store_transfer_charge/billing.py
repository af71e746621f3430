# Part of store_group. License LGPL-3.
from odoo import SUPERUSER_ID, Command, api, models
from odoo.exceptions import AccessError, RedirectWarning, UserError
from odoo.tools import LazyTranslate

from ....exceptions import TransferRefused
from ...people import elevation

_lt = LazyTranslate(__name__)

# Fields by which modules that mirror invoices between companies link the copy.
MIRROR_LINK, MIRROR_MARK = 'auto_invoice_id', 'auto_generated'
QUIET = {'mail_create_nosubscribe': True, 'mail_notrack': True}


class StoreTransferCharge(models.Model):
    """Creates documents from charges: one invoice in the seller's company and one bill in the buyer's.

    Returns become credit notes on both sides. The documents are created together or not at all: if one of
    the companies cannot book (a locked period, a missing account), the goods go on, and the charges tell the problem
    until somebody bills them again.
    """

    _inherit = 'store.transfer.charge'

    # === ACTIONS ===

    def action_bill(self):
        """Bill charges that failed before; nothing is billed twice.

        :raises AccessError: for users who neither keep the books of a company nor approve at a store
        """
        for charge in self:
            charge.check_access('read')
            stores = charge.seller_store_id | charge.buyer_store_id
            if not any(self.env.user._settles_for(store) for store in stores):
                raise AccessError(
                    self.env._(
                        "%(user)s may not bill for %(seller)s or %(buyer)s. Ask somebody who approves or keeps the books there.",
                        user=self.env.user.name,
                        seller=stores[0].name,
                        buyer=stores[-1].name,
                    )
                )
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
        """Create the missing documents of this transfer.

        :param bool again: also if somebody deleted one of the two
        """
        waiting = self.search(
            [
                ('transfer_id', '=', transfer.id),
                ('is_collected', '=', False),
                '|' if again else '&',
                ('invoice_id', '=', False),
                ('bill_id', '=', False),
            ],
            order='id',
        )
        for charges in waiting.grouped(
            lambda charge: (charge.quantity < 0, charge.currency_id, charge.invoice_id, charge.bill_id)
        ).values():
            charges._make_documents(transfer.lane_id or transfer.origin_id.lane_id, transfer.name)

    def _forget_gone(self):
        """Unlink charges from documents that were cancelled or lost the line, so that new ones can be created."""
        cancelled = (self.invoice_id | self.bill_id).filtered(lambda move: move.state == 'cancel')
        cancelled.line_ids.filtered(lambda line: line.store_charge_id in self).store_charge_id = False
        seen = {}
        for charge in self:
            for company, name in ((charge.seller_company_id, 'invoice_id'), (charge.buyer_company_id, 'bill_id')):
                if charge[name] in cancelled or charge._is_taken_out(company, seen):
                    charge[name] = False
                    charge.is_mirrored = charge.is_mirrored and name != 'bill_id'
        self.filtered(lambda charge: charge.invoice_id and charge.bill_id)._has_no_problem()

    def _has_no_problem(self):
        """Clear the problem on charges with documents, and on lists without problems."""
        self.filtered('problem').problem = False
        self.settlement_id.filtered(lambda item: item.problem and not any(item.charge_ids.mapped('problem'))).problem = False

    def _say_deleted(self, entry_lines):
        """Note on these charges that their lines are being deleted; *Bill Again* creates them again.

        :param entry_lines: account.move.line of these charges
        """
        for line in entry_lines:
            charge, document = line.store_charge_id, line.move_id
            if document in (charge.invoice_id | charge.bill_id):
                charge.problem = self.env._(
                    "%(document)s, or its line for these goods, was deleted. Bill again.", document=document.display_name
                )
                charge.settlement_id.problem = charge.problem

    def _make_documents(self, lane, reference):
        """Create invoice and bill of these charges of one pair of companies in one currency, both or none.

        :param str reference: origin on both documents
        :returns: whether they were created
        """
        try:
            with self.env.cr.savepoint():
                self._find_credited()
                invoice = self.invoice_id or self._make_document(lane, reference, 'sale')
                if not self.bill_id:  # another module may have mirrored it
                    self._make_document(lane, invoice.name if invoice.state == 'posted' else reference, 'purchase', invoice)
        except (UserError, RedirectWarning) as error:
            self.invalidate_recordset()
            self.write({'problem': str(error.args[0])})
            transfer = self.transfer_id[:1]
            self.env['store.notice']._tell(
                self.seller_store_id[:1]._nearest_people(lambda user: user._settles_for(self.seller_store_id[:1])),
                transfer,
                _lt("Bill %(transfer)s", transfer=reference),
                note=self[:1].problem,
            )
            return False
        self._has_no_problem()
        return True

    def _make_document(self, lane, reference, kind, invoice=None):
        """Create the document of one side, in that side's company, with its taxes, accounts and journal."""
        sells = kind == 'sale'
        company, other = self.seller_company_id, self.buyer_company_id
        stores = self.seller_store_id if sells else self.buyer_store_id
        if not sells:
            company, other = other, company
        worths = self._worths(company)
        backwards = sum(worths.values()) < 0 or all(charge.quantity < 0 for charge in self)
        Move = self._books(company)['account.move']
        journal = (lane.sale_journal_id if sells else lane.purchase_journal_id).filtered(
            lambda journal: journal.company_id == company
        )
        move = Move.create(
            {
                'move_type': f'{"out" if sells else "in"}_{"refund" if backwards else "invoice"}',
                'company_id': company.id,
                'partner_id': other.partner_id.id,
                'currency_id': self.currency_id.id,
                'invoice_date': stores[0]._today(),
                'ref': reference,
                'invoice_origin': reference,
                'store_id': stores.id if len(stores) == 1 else False,
                **({'journal_id': journal.id} if journal else {}),
                **self._links(Move, backwards, sells, invoice),
                'invoice_line_ids': [
                    Command.create(charge._line_vals(backwards, company, worth)) for charge, worth in worths.items()
                ],
            }
        )
        self._gross_up(move.invoice_line_ids)
        if len(stores) > 1:
            self._spread_stores(move, sells)
        self._follow_credited(move)
        # before posting: the goods take their value from it
        self.write({'invoice_id': move.id} if sells else {'bill_id': move.id, 'is_mirrored': False})
        if lane.bill_posting != 'draft':
            move._post(soft=False)
        if sells and move.state == 'posted':
            self._adopt_mirror()
        return move

    def _find_credited(self):
        """Use manual credit notes of exactly these goods; nothing is credited twice.

        :raises TransferRefused: when the invoice or the bill was credited by hand in another way
        """
        if any(charge.quantity > 0 for charge in self):
            return
        self.origin_id._follow_replaced()
        for name in ('invoice_id', 'bill_id'):
            origins = self.origin_id[name]
            by_hand = (
                self.env['account.move'].search(
                    [
                        ('reversed_entry_id', 'in', origins.ids),
                        ('state', '!=', 'cancel'),
                        ('line_ids.store_charge_id', '=', False),
                    ]
                )
                if origins and not self[name]
                else origins.browse()
            )
            by_hand = by_hand.filtered(lambda move: not move.line_ids.store_charge_id)
            if not by_hand:
                continue
            lines = self._same_goods(by_hand) if len(by_hand) == 1 else {}
            if not lines:
                raise TransferRefused(
                    self.env._(
                        "%(origin)s was credited by hand with %(note)s, so what came back would be credited twice. Cancel "
                        "%(note)s and bill again; what else it was for is entered as a credit note of its own.",
                        origin=by_hand[0].reversed_entry_id.display_name,
                        note=by_hand[0].display_name,
                    )
                )
            for charge, line in lines.items():
                line.write({'store_charge_id': charge.id, 'store_transfer_line_id': charge.transfer_line_id.id})
            self.write({name: by_hand.id})

    def _follow_replaced(self):
        """After a full reversal of an invoice or a bill, use the replacement document for the goods.

        Its lines are copies of ours (see `store_copied_charge_id`). A copy of a valid document is not a replacement; nor is
        one beside a partial credit note, or beside the credit note of a return.
        """
        for name in ('invoice_id', 'bill_id'):
            for document, charges in self.grouped(name).items():
                if document.state != 'posted' or not document._is_taken_back():
                    continue
                copies = self.env['account.move.line'].search(
                    [
                        ('store_copied_charge_id', 'in', charges.ids),
                        ('store_charge_id', '=', False),
                        ('company_id', '=', document.company_id.id),
                        ('move_id.move_type', '=', document.move_type),
                        ('parent_state', '!=', 'cancel'),
                        ('display_type', '=', 'product'),
                    ],
                    order='id desc',
                )
                renewed = copies.move_id[:1]
                for charge in charges if renewed else ():
                    line = (copies & renewed.line_ids).filtered(
                        lambda line, charge=charge: line.store_copied_charge_id == charge
                    )[:1]
                    if not line:  # not billed again, or in a document found on posting
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
        """Return {charge: line} if a credit note has exactly these goods at these amounts, else {}."""
        lines, found = move.invoice_line_ids.filtered(lambda line: line.display_type == 'product'), {}
        if move.currency_id != self.currency_id or len(lines) != len(self):
            return {}
        worths = self._worths(move.company_id)
        for charge in self:
            line = (lines - lines.browse().union(*found.values())).filtered(
                lambda line, charge=charge: (
                    line.product_id == charge.product_id
                    and not charge.uom_id.compare(
                        line.product_uom_id._compute_quantity(line.quantity, charge.uom_id, round=False), -charge.quantity
                    )
                    and not charge.currency_id.compare_amounts(line.price_subtotal, -float(worths[charge]))
                )
            )[:1]
            if not line:
                return {}
            found[charge] = line
        return found

    def _links(self, Move, backwards, sells, invoice):
        """Return the fields that link the document to related ones, also for modules that mirror invoices."""
        links = {}
        origins = self.origin_id.invoice_id if sells else self.origin_id.bill_id
        if backwards and len(origins) == 1:
            links['reversed_entry_id'] = origins.id
        if not sells:
            links.update(
                {name: value for name, value in ((MIRROR_LINK, invoice.id), (MIRROR_MARK, True)) if name in Move._fields}
            )
        return links

    def _gross_up(self, lines):
        """For price-included taxes, set the price with tax so that the amount without tax is unchanged."""
        for line in lines:
            if not any(tax.price_include for tax in line.tax_ids):
                continue
            taxes = line.tax_ids.with_context(round_base=False).compute_all(
                line.price_unit,
                currency=line.currency_id,
                product=line.product_id,
                handle_price_include=False,
                rounding_method='round_globally',
            )['taxes']
            line.price_unit += sum(tax['amount'] for tax in taxes if tax['price_include'])

    def _spread_stores(self, move, sells):
        """A document of several stores belongs to headquarters; its lines are booked on their stores."""
        for line in move.invoice_line_ids.filtered(lambda line: line.account_id.internal_group in ('income', 'expense')):
            charge = line.store_charge_id
            account = (charge.seller_store_id if sells else charge.buyer_store_id).analytic_account_id
            if account:
                line.analytic_distribution = account._store_distribution(line.analytic_distribution)

    def _books(self, company):
        """Return the environment for documents of a company.

        Superuser in companies the caller does not belong to.
        """
        home = company in self.env.user.sudo().company_ids
        env = self.env(su=True) if home else self.env(user=SUPERUSER_ID, su=True)
        return env(context={**env.context, **QUIET, 'allowed_company_ids': company.ids})

    # === MIRRORS ===

    def _adopt_mirror(self):
        """Use the bill that a module mirroring invoices created from ours, if there is one.

        A mirror is a bill of the buyer from the seller, newer than our invoice, not linked to other charges, that
        either links to it by such a module's field, or has its number as reference. Reversed bills do not count.
        """
        invoice, buyer = self.invoice_id, self.buyer_company_id
        if len(invoice) != 1 or invoice.state != 'posted':
            return
        Move = self._books(buyer)['account.move']
        candidates = Move.search(
            [
                ('id', '>', invoice.id),
                ('company_id', '=', buyer.id),
                ('state', '!=', 'cancel'),
                ('move_type', '=', invoice.move_type.replace('out_', 'in_')),
                ('commercial_partner_id', '=', self.seller_company_id.partner_id.commercial_partner_id.id),
            ]
        )
        others = self.search([('bill_id', 'in', candidates.ids)]).bill_id
        mirror = (candidates - others).filtered(
            lambda move: (
                MIRROR_LINK in move._fields
                and move[MIRROR_LINK].id == invoice.id
                or invoice.name in (move.ref, move.payment_reference, move.invoice_origin)
            )
            and not move._is_taken_back()
        )[:1]
        if not mirror:
            return
        drafts = self.bill_id.filtered(lambda move: move.state == 'draft')
        if self.bill_id - drafts:
            return  # ours is posted; the accountant sees two with one number
        settlements = self.settlement_id.filtered(lambda item: item.bill_id and item.bill_id in self.bill_id)
        drafts.unlink()
        if mirror.state == 'draft' and len(self.buyer_store_id) == 1:
            mirror.store_id = self.buyer_store_id
        for charge in self:
            line = mirror.invoice_line_ids.filtered(
                lambda line, charge=charge: (
                    line.product_id == charge.product_id
                    and not line.store_charge_id
                    and line.product_uom_id._compute_quantity(abs(line.quantity), charge.uom_id) == abs(charge.quantity)
                )
            )[:1]
            line.write({'store_charge_id': charge.id, 'store_transfer_line_id': charge.transfer_line_id.id})
            charge.write({'bill_id': mirror.id, 'is_mirrored': not line})
        settlements.write({'bill_id': mirror.id})
        self._has_no_problem()
        if mirror.state == 'posted':
            mirror.line_ids._get_stock_moves().filtered('is_in')._set_value()
