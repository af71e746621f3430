# Part of store_group. License LGPL-3.
from odoo import fields, models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class StoreSheetAdapterTargets(models.AbstractModel):
    """The monthly targets of the stores."""

    _name = 'store.sheet.adapter.targets'
    _description = 'Targets as a Sheet'
    _inherit = ['store.sheet.adapter']

    _sheet_model = 'store.target'

    def _columns(self):
        column = self._column
        return (
            self._store_key(required=True),
            column('month', _lt("Month"), 'date', is_key=True, required=True, hint=self.env._("First day of the month.")),
            column(
                'amount',
                _lt("Target"),
                'number',
                required=True,
                hint=self.env._("Ordered amount of the month, without tax, in the currency of the store's company."),
            ),
            column('note', _lt("Note")),
        )

    def _check_row(self, row):
        """Replace the day by the first of its month."""
        super()._check_row(row)
        if month := row.values.get('month'):
            row.values['month'] = fields.Date.to_date(month).replace(day=1).isoformat()

    # === HOOKS ===

    def _rows_domain(self, rows):
        return [('store_id.code', 'in', list({row.values.get('store_id') for row in rows} - {None}))]
