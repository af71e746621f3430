# Part of store_group. License LGPL-3.
from odoo import Command, api, fields, models
from odoo.tools import formatLang

from ..engine.reporting.chart import pairs
from ..models.reporting.store_sale_comparison import BY, MEASURES


class StoreSaleCompare(models.TransientModel):
    """Compares two periods line by line."""

    _name = 'store.sale.compare'
    _description = 'Compare Two Periods'

    date_from = fields.Date(string="From", required=True, default=lambda self: fields.Date.context_today(self).replace(day=1))
    date_to = fields.Date(string="To", required=True, default=fields.Date.context_today, help="The last day counts.")
    how = fields.Selection(
        [
            ('previous', "The period before"),
            ('year', "Same dates last year"),
            ('weekday', "Same weekdays last year"),
            ('lunar', "Same lunar days last year"),
            ('event', "Last occurrence of an event"),
            ('same_store', "Same stores only"),
        ],
        string="Compare With",
        required=True,
        default='weekday',
    )
    event_id = fields.Many2one('store.sale.event', string="Event")
    comparable_id = fields.Many2one(
        'store.comparable', string="List of Stores", help="Its periods and its comparable stores are used."
    )
    by = fields.Selection(lambda self: self._labels(BY), required=True, default='store_id')
    measure = fields.Selection(lambda self: self._labels(MEASURES), required=True, default='amount')
    store_ids = fields.Many2many('store.store', string="Stores", domain="[('is_mine', '=', True)]", help="Empty: all you see.")
    # result
    line_ids = fields.One2many('store.sale.compare.line', 'compare_id', readonly=True)
    compared_from = fields.Date(readonly=True)
    compared_to = fields.Date(readonly=True)
    now = fields.Float(readonly=True, digits=(16, 2), string="This Period")
    then = fields.Float(readonly=True, digits=(16, 2), string="Compared Period")
    change = fields.Float(readonly=True, digits=(16, 2))
    rate = fields.Float(readonly=True, digits=(16, 4), string="Growth")
    has_then = fields.Boolean(readonly=True)
    basis = fields.Char(compute='_compute_basis')
    chart = fields.Html(compute='_compute_chart', sanitize=False)

    def _labels(self, names):
        """The labels of the report's own fields."""
        described = self.env['store.sale.report'].fields_get(list(names), ['string'])
        return [(name, described[name]['string']) for name in names if name in described]

    @api.depends('measure')
    def _compute_basis(self):
        described = self.env['store.sale.report'].fields_get(list(MEASURES), ['help'])
        for compare in self:
            compare.basis = described.get(compare.measure, {}).get('help', False)

    @api.depends('line_ids.now', 'line_ids.then')
    def _compute_chart(self):
        """The largest lines as pairs of bars, drawn by the server: nothing to load."""
        for compare in self:
            rows = pairs([(line.name or '', line.now, line.then) for line in compare.line_ids])
            compare.chart = rows and self.env['ir.qweb']._render(
                'store_group.store_sale_compare_chart',
                {'rows': rows, 'number': lambda value: formatLang(self.env, value, digits=0)},
            )

    def _compute_display_name(self):
        self.display_name = self.env._("Compare Two Periods")

    # === ACTIONS ===

    def action_compare(self):
        """Compute the comparison and show it."""
        self.ensure_one()
        answer = self.env['store.sale.comparison'].compare(
            fields.Date.to_string(self.date_from),
            fields.Date.to_string(self.date_to),
            'year' if self.how == 'same_store' else self.how,
            self.by,
            self.measure,
            stores=self.store_ids.mapped('code'),
            event=self.event_id.id if self.how == 'event' else False,
            same_store=self.comparable_id.id if self.how == 'same_store' else False,
        )
        total = answer['total']
        self.write(
            {
                'date_from': answer['period'][0],
                'date_to': answer['period'][1],
                'compared_from': answer['compared'][0],
                'compared_to': answer['compared'][1],
                'now': total['now'],
                'then': total['then'],
                'change': total['change'],
                'rate': total['rate'] or 0.0,
                'has_then': total['rate'] is not False,
                'line_ids': [
                    Command.clear(),
                    *(
                        Command.create(
                            {
                                'name': row['name'],
                                'key': str(row['key'] or ''),
                                'now': row['now'],
                                'then': row['then'],
                                'change': row['change'],
                                'rate': row['rate'] or 0.0,
                                'has_then': row['rate'] is not False,
                            }
                        )
                        for row in answer['rows']
                    ),
                ],
            }
        )
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Compare Two Periods"),
            'res_model': self._name,
            'res_id': self.id,
            'views': [(False, 'form')],
            'target': 'current',
        }
