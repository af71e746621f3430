# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.exceptions import AccessError

DISTRIBUTION = 'analytic_distribution'
ACCOUNTS = 'account.analytic.account'
# What else a line goes on from: {model: paths to lines whose shares it may have}
GOES_ON_FROM = {'account.move.line': ('move_id.line_ids', 'move_id.reversed_entry_id.line_ids')}


class StoreShares(models.AbstractModel):
    """On whose analytic accounts the documents of a person bound to stores book.

    What stands on a store's analytic account is its result, whosever document it comes from. So after a bound user has
    written a distribution, or a column of a plan, the shares of other stores must be what they were. What the document
    goes on from may have put them there, or what headquarters says of analytic distribution. Superuser code has decided
    by itself.

    Cost: no query where nothing is said of analytic accounts, one where no store has an account that changed.
    """

    _name = 'store.shares'
    _description = 'Shares of Stores in a Document'

    # === CHECKS ===

    @api.model
    def _before_write(self, records, vals):
        """Return ([field], {record id: {account id: percent}}) of what stands there; None where nothing is said of it."""
        names = self._columns(records, vals)
        return (names, {record.id: self._shares(record, names) for record in records.sudo()}) if names else None

    @api.model
    def _after_write(self, records, booked):
        """:raises AccessError: when the share of another store became another one"""
        if booked:
            names, before = booked
            self._check_changed(records, names, before)

    @api.model
    def _after_create(self, records, vals_list):
        """:raises AccessError: when a new record books on the account of another store"""
        names = self._columns(records, self.env['store.links']._given_fields(records, vals_list))
        if names:
            self._check_changed(records, names, {})

    # === STRUCTURE ===

    def _columns(self, records, said):
        """Return the names of those fields that say on which analytic accounts a document books."""
        if records._name.startswith('store.'):
            return []  # theirs are headquarters'
        fields = records._fields
        return [
            name
            for name in said
            if name in fields
            and fields[name].store
            and (name == DISTRIBUTION or fields[name].type == 'many2one' and fields[name].comodel_name == ACCOUNTS)
        ]

    def _shares(self, record, names):
        """Return {account id: percent} of one elevated record."""
        shares = {}
        for name in names:
            value = record[name]
            said = (value or {}) if name == DISTRIBUTION else {str(value.id): 100.0} if value else {}
            for key, percent in said.items():
                for part in str(key).split(','):
                    if part.strip().isdigit():
                        shares[int(part)] = shares.get(int(part), 0.0) + (percent or 0.0)
        return shares

    def _check_changed(self, records, names, before):
        changed = {}
        for record in records.sudo():
            was, now = before.get(record.id, {}), self._shares(record, names)
            odd = {account for account in was.keys() | now.keys() if was.get(account) != now.get(account)}
            if odd:
                changed[record] = odd
        others = self._of_other_stores(set().union(*changed.values()))
        for record, odd in changed.items():
            unexplained = odd & others.keys() and self._unexplained(record, odd & others.keys(), names, records)
            if unexplained:
                account = min(unexplained)
                raise AccessError(
                    self.env._(
                        "%(account)s is the analytic account of %(store)s: what is booked on it is that store's result. Choose "
                        "the account of a store you act for.",
                        account=self.env[ACCOUNTS].sudo().browse(account).name,
                        store=others[account].name,
                    )
                )

    def _of_other_stores(self, account_ids):
        """Return {account id: store} of those of these accounts that belong to stores the current user does not act for."""
        stores = self.env['store.links']._reach().stores
        if stores is None or not account_ids:
            return {}
        found = (
            self.env['store.store']
            .sudo()
            .with_context(active_test=False)
            .search([('analytic_account_id', 'in', list(account_ids))])
        )
        own = found.filtered(lambda store: store.id in stores).analytic_account_id
        return {store.analytic_account_id.id: store for store in found if store.analytic_account_id not in own}

    def _unexplained(self, record, odd, names, records):
        """Return those of these accounts whose share neither what this elevated record goes on from nor headquarters explains.

        :param records: what is written now: none of them explains another
        """
        origins = [
            record[name]
            for name, field in record._fields.items()
            if field.type in ('many2one', 'many2many') and field.store and DISTRIBUTION in self.env[field.comodel_name]._fields
        ]
        origins += [record.mapped(path) - records.sudo() for path in GOES_ON_FROM.get(record._name, ())]
        odd = odd - {account for lines in origins for line in lines for account in self._shares(line, [DISTRIBUTION])}
        if odd and DISTRIBUTION in names:
            fresh = record.new(origin=record)
            fresh[DISTRIBUTION] = False
            fresh._compute_analytic_distribution()
            given, now = self._shares(fresh, [DISTRIBUTION]), self._shares(record, [DISTRIBUTION])
            odd = {account for account in odd if given.get(account) != now.get(account)}
        return odd
