# Part of store_group. License LGPL-3.
from odoo import fields, models


class StoreSaleCompareLine(models.TransientModel):
    """One store, group or product in two periods."""

    _name = 'store.sale.compare.line'
    _description = 'Two Periods Compared'
    _order = 'id'

    compare_id = fields.Many2one('store.sale.compare', required=True, ondelete='cascade')
    name = fields.Char(readonly=True)
    key = fields.Char(readonly=True)
    now = fields.Float(readonly=True, digits=(16, 2), string="This Period")
    then = fields.Float(readonly=True, digits=(16, 2), string="Compared Period")
    change = fields.Float(readonly=True, digits=(16, 2))
    rate = fields.Float(readonly=True, digits=(16, 4), string="Growth")
    has_then = fields.Boolean(readonly=True)

    def action_open(self):
        """Open the sales behind this line, of both periods."""
        self.ensure_one()
        compare = self.compare_id
        key = int(self.key) if self.key.isdigit() and compare.by.endswith('_id') else self.key or False
        action = self.env['ir.actions.act_window']._for_xml_id('store_group.store_sale_report_action')
        action.update(
            name=self.name,
            display_name=self.name,
            domain=[
                (compare.by, '=', key),
                '|',
                '&',
                ('date', '>=', compare.date_from),
                ('date', '<=', compare.date_to),
                '&',
                ('date', '>=', compare.compared_from),
                ('date', '<=', compare.compared_to),
            ],
            context={'group_by': ['date:month']},
            views=[(False, 'list'), (False, 'pivot')],
            view_mode='list,pivot',
        )
        return action
