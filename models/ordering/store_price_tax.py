# Part of store_group. License LGPL-3.
from odoo import Command, api, models

# What two taxes must share to be one tax, said inside the price or on top of it.
SAME = ('type_tax_use', 'amount_type', 'amount', 'tax_scope', 'tax_exigibility', 'include_base_amount', 'is_base_affected',
        'analytic')
SAME_RECORDS = ('company_id', 'country_id', 'tax_group_id', 'cash_basis_transition_account_id')


class StorePriceTax(models.AbstractModel):
    """Taxes for prices that hold them, or do not, whatever the tax of the product says.

    Why: a price of 9.90 that holds 13 % cannot be written as a price without tax to the cent; 5 x 9.90 would be 49.49. The
    line keeps the price the buyer was shown, with the same tax taken from inside it.
    How it works: a tax has at most one twin of its company with the same rate, accounts and grids, whose price does (or
    does not) hold it. The localisation's own is taken where there is one, else it is copied once.
    Cost: two queries per tax that needs a twin; callers ask once per set of taxes.
    """

    _name = 'store.price.tax'
    _description = 'Taxes inside or outside the Price'

    # === ORDERING ===

    @api.model
    def _taxes(self, taxes, inside):
        """Return the account.tax records with which a price means the same amounts of `taxes`.

        :param taxes: account.tax of one company
        :param bool inside: whether the price holds them
        """
        # a tax charged and taken back at once (reverse charge) adds nothing: inside and outside are the same
        return taxes.browse(
            tax.id if tax.price_include == inside or tax.has_negative_factor else self._twin(tax, inside).id
            for tax in taxes.flatten_taxes_hierarchy())

    def _twin(self, tax, inside):
        domain = [(name, '=', tax[name]) for name in SAME]
        domain += [(name, '=', tax[name].id) for name in SAME_RECORDS]
        # what replaces another tax abroad is no twin
        domain += ['|', ('original_tax_ids', '=', False), ('original_tax_ids', 'in', tax.ids)]
        for other in tax.search([*domain, ('id', '!=', tax.id)], order='sequence, id'):
            if other.price_include == inside and self._repartition(other) == self._repartition(tax):
                return other
        return tax.copy({
            'name': self._free_name(tax, inside), 'price_include_override': 'tax_included' if inside else 'tax_excluded',
            # it replaces no tax abroad: a fiscal position would otherwise apply both
            'fiscal_position_ids': [Command.clear()], 'original_tax_ids': [Command.clear()],
        })

    def _repartition(self, tax):
        return sorted(
            (line.document_type, line.repartition_type, line.factor_percent, line.account_id.id, tuple(sorted(line.tag_ids.ids)),
             line.use_in_tax_closing)
            for line in tax.repartition_line_ids)

    def _free_name(self, tax, inside):
        """Return a name no tax of the company has: core wants them unique."""
        name = self.env._("%(tax)s (in the price)", tax=tax.name) if inside else self.env._(
            "%(tax)s (on top of the price)", tax=tax.name)
        taken = set(tax.with_context(active_test=False).search([
            ('company_id', 'child_of', tax.company_id.root_id.id), ('name', '=like', f'{name}%')]).mapped('name'))
        free, number = name, 2
        while free in taken:
            free, number = f'{name} {number}', number + 1
        return free
