# Part of store_group. License LGPL-3.
from odoo import models


class StoreCompanyCheck(models.AbstractModel):
    """Documents that are made in hundreds: what they link is checked against their company at once, not link by link.

    Whether a linked record fits depends on the company and on that record alone. Where one does not fit, core looks through the
    documents and says which.
    """

    _name = 'store.company.check'
    _description = 'Documents Checked Together'

    # === STRUCTURE ===

    def _check_company(self, fnames=None):
        """Override of `base`, see the class."""
        if len(self) < 2 or not self._links_fit(fnames):
            super()._check_company(fnames)

    def _links_fit(self, fnames):
        """Whether each linked record of these fields, of all where the company is one of them, fits the company."""
        names = self._fields if fnames is None or {'company_id', 'company_ids'} & set(fnames) else fnames
        linked = {}
        for name in names:
            field = self._fields[name]
            if field.relational and field.check_company:
                for record in self.sudo():
                    company = self.env.company if field.company_dependent else record.company_id
                    linked.setdefault((company, field.comodel_name), set()).update(record[name]._ids)
        return all(self._fit(self.env[model].sudo().browse(ids), company) for (company, model), ids in linked.items())

    def _fit(self, records, company):
        domain = records._check_company_domain(company)
        return not domain or records == records.with_context(active_test=False).filtered_domain(domain)
