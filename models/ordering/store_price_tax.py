# Part of store_group. License LGPL-3.
from odoo import Command, api, models

# Fields equal in two taxes that differ only in price inclusion.
SAME = (
    'type_tax_use',
    'amount_type',
    'amount',
    'tax_scope',
    'tax_exigibility',
    'include_base_amount',
    'is_base_affected',
    'analytic',
)
SAME_RECORDS = ('company_id', 'country_id', 'tax_group_id', 'cash_basis_transition_account_id')


class StorePriceTax(models.AbstractModel):
    """Provides taxes for tax-included or tax-excluded prices, whatever the product's own tax is.

    Why: a price of 9.90 including 13 % cannot be written without tax to the cent; 5 x 9.90 would be 49.49. The
    line keeps the price shown to the buyer, with the same tax included.
    How it works: a tax has at most one twin in its company with the same rate, accounts and grids, with the opposite
    price inclusion. The localisation's own is used if there is one, else a copy is created once.
    Cost: two queries per tax that needs a twin; callers call once per set of taxes.
    """

    _name = 'store.price.tax'
    _description = 'Taxes inside or outside the Price'

    # === ORDERING ===

    @api.model
    def _taxes(self, taxes, inside):
        """Return the account.tax records equal to `taxes` with the wanted price inclusion.

        :param taxes: account.tax of one company
        :param bool inside: whether prices include them
        """
        # a reverse-charge tax adds nothing, so price inclusion does not matter
        return taxes.browse(
            tax.id if tax.price_include == inside or tax.has_negative_factor else self._twin(tax, inside).id
            for tax in taxes.flatten_taxes_hierarchy()
        )

    def _twin(self, tax, inside):
        domain = [(name, '=', tax[name]) for name in SAME]
        domain += [(name, '=', tax[name].id) for name in SAME_RECORDS]
        # a tax used by fiscal positions is no twin
        domain += ['|', ('original_tax_ids', '=', False), ('original_tax_ids', 'in', tax.ids)]
        for other in tax.search([*domain, ('id', '!=', tax.id)], order='sequence, id'):
            if other.price_include == inside and self._repartition(other) == self._repartition(tax):
                return other
        return tax.copy(
            {
                'name': self._free_name(tax, inside),
                'price_include_override': 'tax_included' if inside else 'tax_excluded',
                # not used by fiscal positions, which would otherwise apply both
                'fiscal_position_ids': [Command.clear()],
                'original_tax_ids': [Command.clear()],
            }
        )

    def _repartition(self, tax):
        return sorted(
            (
                line.document_type,
                line.repartition_type,
                line.factor_percent,
                line.account_id.id,
                tuple(sorted(line.tag_ids.ids)),
                line.use_in_tax_closing,
            )
            for line in tax.repartition_line_ids
        )

    def _free_name(self, tax, inside):
        """Return a free tax name in the company: core requires unique names."""
        name = (
            self.env._("%(tax)s (in the price)", tax=tax.name)
            if inside
            else self.env._("%(tax)s (on top of the price)", tax=tax.name)
        )
        taken = set(
            tax.with_context(active_test=False)
            .search([('company_id', 'child_of', tax.company_id.root_id.id), ('name', '=like', f'{name}%')])
            .mapped('name')
        )
        free, number = name, 2
        while free in taken:
            free, number = f'{name} {number}', number + 1
        return free
