# Part of store_group. License LGPL-3.
from odoo import api, models


class ReportStorePaper(models.AbstractModel):
    """The figures of the printed page, computed with the rights of the user who prints it."""

    _name = 'report.store_group.report_store_paper'
    _description = 'Values of the Printed Figures'

    @api.model
    def _get_report_values(self, docids, data=None):
        wizards = self.env['store.report.out'].browse(docids)
        return {
            'doc_ids': docids,
            'doc_model': 'store.report.out',
            'docs': wizards,
            'lang': self.env.lang,
            'papers': [self.env['store.report.paper']._pages(wizard._asked()) for wizard in wizards],
        }
