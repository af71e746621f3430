# Part of store_group. License LGPL-3.
from odoo import api, fields, models


class StoreAdoptionStep(models.Model):
    """Progress of a takeover for one kind of document: a range of ids, and how far it is committed."""

    _name = 'store.adoption.step'
    _description = 'Step of a Takeover'
    _order = 'sequence, id'

    adoption_id = fields.Many2one('store.adoption', required=True, index=True, ondelete='cascade')
    sequence = fields.Integer()
    key = fields.Char(required=True)
    model = fields.Char(required=True)
    name = fields.Char(compute='_compute_name', string="Documents")
    state = fields.Selection([('waiting', "Waiting"), ('running', "Running"), ('done', "Done")], required=True, default='waiting')
    first_id = fields.Integer()
    last_id = fields.Integer()
    top_id = fields.Integer()
    written_count = fields.Integer(string="Taken Over")
    progress = fields.Float(compute='_compute_progress', help="Percent of the ids processed.")

    # === COMPUTE ===

    @api.depends('model', 'key')
    def _compute_name(self):
        labels = {'invoice': self.env._("Invoices and Entries"), 'entry': self.env._("Entries of Payments and Stock")}
        for step in self:
            step.name = labels.get(step.key) or self.env['ir.model']._get(step.model).name or step.model

    @api.depends('state', 'first_id', 'last_id', 'top_id')
    def _compute_progress(self):
        for step in self:
            span = step.top_id - step.first_id
            share = (step.last_id - step.first_id) / span if span else 0.0
            step.progress = 100.0 if step.state == 'done' else 100.0 * share
