# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..people import elevation

DRIVERS = {'journal_id', 'team_id'}
# The entry a new one continues or reverses; `debit_origin_id` exists with debit notes only.
ORIGINS = ('reversed_entry_id', 'debit_origin_id', 'tax_cash_basis_origin_move_id', 'auto_post_origin_id')


class AccountMove(models.Model):
    """The store of an entry: from its order, payment or reversed entry, else from team, journal, creator.

    Derived while it is a draft, frozen when it is posted; its lines always carry the same store.
    """

    _name = 'account.move'
    _inherit = ['account.move', 'store.booked']

    store_id = fields.Many2one(tracking=True)

    # includes the company so that Odoo counts a list from the index alone
    _store_order_idx = models.Index(
        '(store_id, date DESC, name DESC, invoice_date DESC, id DESC) INCLUDE (company_id) WHERE store_id IS NOT NULL'
    )

    # === COMPUTE ===

    def _compute_team_id(self):
        """Override of `sale` to keep the store's team, and never to take another store's."""
        kept = self.filtered(lambda move: move.store_id.team_id and move.is_sale_document(include_receipts=True))
        for move in kept:
            move.team_id = move.store_id.team_id
        super(AccountMove, self - kept)._compute_team_id()
        for move in self - kept:
            owner = move.team_id.store_id
            if owner and owner != move.store_id and move.invoice_user_id not in (move.team_id.member_ids | move.team_id.user_id):
                move.team_id = False

    def _search_default_journal(self):
        """Override of `account` to book in the store's own journal, and not in another store's."""
        journal = super()._search_default_journal()
        return journal._prefer_store(self.store_id, self.company_id or self.env.company, [journal.type])

    def _compute_partner_bank_id(self):
        """Override of `account`: customers are asked to pay to an account of their store, or to one no other store has.

        `write` asks for it when the store changes. Declared as a dependency, core would delete the field of bank
        statement lines that inherits this one together with `store_id` when the add-on is uninstalled.
        """
        super()._compute_partner_bank_id()
        for move in self.filtered(lambda move: move.is_inbound()):
            accounts_sudo = move.sudo().bank_partner_id.bank_ids.filtered(
                lambda item, move=move: not item.company_id or item.company_id == move.company_id
            )
            owned = accounts_sudo.filtered('journal_id.store_id')
            own = owned.filtered(lambda item, move=move: item.journal_id.store_id == move.store_id)
            if move.sudo().partner_bank_id in owned - own:
                chosen_sudo = (own or accounts_sudo - owned).sorted(  # as core: of the currency, then trusted
                    lambda item, move=move: (bool(item.currency_id - move.currency_id), not item.allow_out_payment)
                )
                move.partner_bank_id = chosen_sudo[:1].sudo(False)

    @api.onchange('journal_id', 'team_id')
    def _onchange_store_drivers(self):
        if self.state == 'draft':
            self.store_id = self._driving_store({'journal_id', 'team_id'}) or self.store_id

    def _build_credit_warning_message(self, record, *args, **kwargs):
        """Override of `account`: the limit includes debts at all stores, which a bound user may not see."""
        if not self.env.user._is_store_bound():
            return super()._build_credit_warning_message(record, *args, **kwargs)
        warning = super()._build_credit_warning_message(record.sudo(), *args, **kwargs)
        return warning and self.env._(
            "%(customer)s has reached the credit limit.", customer=record.partner_id.commercial_partner_id.name
        )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        """Derive the store before core computes fields that depend on it. The caller's dicts are not changed."""
        complete = [{**vals, 'store_id': self._derive_store(vals)} for vals in vals_list]
        self._check_store_chosen(complete)
        return super().create(complete)

    def write(self, vals):
        """Derive the store again while it is a draft; refuse to move a posted entry to another store."""
        moving = 'store_id' in vals
        self.env['account.move.send']._check_files(vals.get('sending_data') or {})
        if moving:
            self._check_store_is_free(vals['store_id'])
            self._forget_store_account(vals['store_id'])
        result = super().write(vals)
        if not moving and DRIVERS & vals.keys():
            for move in self.filtered(lambda move: move.state == 'draft'):
                store = move._driving_store(vals.keys())
                if store and store != move.store_id:
                    super(AccountMove, move).write({'store_id': store.id})
                    moving = True
        if moving:
            drafts = self.filtered(lambda move: move.state == 'draft' and move.is_inbound())  # a vendor's account stays
            self.env.add_to_compute(self._fields['partner_bank_id'], drafts)
        if moving or DRIVERS & vals.keys():
            self.check_access('write')  # core checks before a write only
        return result

    # === ACCOUNTING ===

    @api.model
    def _derive_store(self, vals):
        """Return the id of the store derived from the values of a new entry, or False."""
        journal = (
            self.env['account.journal'].sudo().browse(vals.get('journal_id') or self.env.context.get('default_journal_id') or [])
        )
        company = self.env['res.company'].browse(vals.get('company_id')) or journal.company_id or self.env.company
        if self.env.context.get('is_statement_line'):
            # Bank entries belong to headquarters, unless the journal belongs to a store.
            return self._choose_store({}, company, {'journal': journal.store_id}, by_hand=False)
        vals = self._with_default_store(vals)
        sources = {'journal': journal.store_id}
        team_id = vals.get('team_id') or self.env.context.get('default_team_id')
        if team_id:
            sources['team'] = self.env['crm.team'].sudo().browse(team_id).store_id
        for field in ORIGINS:
            if vals.get(field) and 'store_id' not in vals:
                vals = {**vals, 'store_id': self.sudo().browse(vals[field]).store_id.id}
        move_type = vals.get('move_type') or self.env.context.get('default_move_type') or 'entry'
        return self._choose_store(vals, company, sources, by_hand=not self.env.su or move_type != 'entry')

    def _driving_store(self, changed):
        """Return the store of the team or journal set on this draft; empty if its origin decides."""
        self.ensure_one()
        if self.origin_payment_id or self.line_ids.sale_line_ids:
            return self.env['store.store']
        for field in ('team_id', 'journal_id'):
            owner = self[field].sudo().store_id if field in changed else self.env['store.store']
            if owner and owner.company_id == self.company_id:
                return owner.with_env(self.env)
        return self.env['store.store']

    def _check_store_is_free(self, store_id):
        """:raises UserError: when a posted entry, or the invoice of an order, would change its store"""
        for move in self.filtered(lambda move: (move.store_id.id or False) != (store_id or False)):
            if move.state == 'posted':
                raise UserError(
                    self.env._(
                        "%(entry)s is posted and stays with %(store)s. Reset it to draft, or reverse it and book it "
                        "on the other store.",
                        entry=move.display_name,
                        store=move.store_id.name or self.env._("Headquarters"),
                    )
                )
            orders = move.sudo().line_ids.sale_line_ids.order_id
            if any((order.store_id.id or False) != (store_id or False) for order in orders):
                raise UserError(
                    self.env._(
                        "%(entry)s invoices order %(order)s of %(store)s and belongs to the same store.",
                        entry=move.display_name,
                        order=orders[0].name,
                        store=orders[0].store_id.name or self.env._("Headquarters"),
                    )
                )

    def _forget_store_account(self, store_id):
        """Remove the old store's analytic account from the lines of a draft; the new store adds its own."""
        for move in self:
            account = move.store_id.sudo().analytic_account_id
            if account and move.store_id.id != store_id:
                for line in move.line_ids.filtered('analytic_distribution'):
                    line.analytic_distribution = account._without_store(line.analytic_distribution)

    def _stock_account_prepare_realtime_out_lines_vals(self):
        """Override of `stock_account`: compute cost of goods elevated, over all deliveries and costs."""
        if not elevation.is_needed(self):
            return super()._stock_account_prepare_realtime_out_lines_vals()
        return [
            values
            for moves in self.grouped('company_id').values()
            for values in elevation.run(moves, 'write', '_stock_account_prepare_realtime_out_lines_vals')
        ]

    def _fetch_duplicate_reference(self, matching_states=('draft', 'posted')):
        """Override of `account`, which searches duplicates without rules, to return those the user may see."""
        found = super()._fetch_duplicate_reference(matching_states)
        if not self._must_have_store():
            return found
        return {move: duplicates._filtered_access('read') for move, duplicates in found.items()}
