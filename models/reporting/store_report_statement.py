# Part of store_group. License LGPL-3.
from odoo import models

from ...engine.reporting import workbook


class StoreReportStatement(models.AbstractModel):
    """The statement of profit as sheets of a workbook: the store's result and the group's, as on the screen.

    It calls the statement as the reader and computes nothing itself.
    """

    _name = 'store.report.statement'
    _description = 'Sheets of the Statement of Profit'

    # === REPORTING ===

    def _sheets(self, asked, note):
        """Return a Sheet for each of stores and months side by side, and each result.

        :param asked: Asked; `note`: its days as words
        :raises UserError: naming a currency without a rate
        """
        own, of_group = self.env._("Result of the Stores"), self.env._("Result of the Group")
        titles = {'store': self.env._("By Store"), 'month': self.env._("By Month")}
        return [
            self._sheet(asked, dimension, view, f'{title}, {titles[dimension]}', note)
            for dimension in asked.dimensions
            for view, title in (('store', own), ('group', of_group))
        ]

    def _sheet(self, asked, dimension, view, title, note):
        store, group = self.env['store.store'].browse(asked.store or []), self.env['store.group'].browse(asked.group or [])
        answer = self.env['store.profit.statement'].statement(
            str(asked.span.since),
            str(asked.span.until),
            {'store': 'stores', 'month': 'months'}[dimension],
            [store.code] if store else False,
            group.code or False,
            view,
        )
        columns = [workbook.Column(self.env._("Line of the Statement"))]
        for column in answer['columns']:
            columns += [workbook.Column(column['title'], 'money'), workbook.Column(self.env._("of net revenue"), 'part')]
        rows = [
            [
                row['label'] if row['in_ledger'] else self.env._("%(line)s (not in the ledger)", line=row['label']),
                *(
                    figure
                    for cell in row['cells']
                    for figure in (cell['amount'], cell['percent'] / 100 if cell['percent'] is not False else None)
                ),
            ]
            for row in answer['rows']
        ]
        currency = answer['currency']['name']
        return workbook.Sheet(title, tuple(columns), rows, f'{note}, {currency}', has_total=False)
