# Part of store_group. License LGPL-3.
from odoo import api, fields, models

from ..exceptions import IntakeRefused


class StoreIntakeAnswering(models.TransientModel):
    """Choose an answer to questions of one kind, ignore them, or leave their orders out."""

    _name = 'store.intake.answering'
    _description = 'Answer Questions'

    asked = fields.Json(required=True, help="Ids of the questions; a question is no record of its own.")
    act = fields.Selection(
        [
            ('answer', "Answer"),
            ('ignore', "Ignore: make the orders as they are"),
            ('leave_out', "Leave out: make no orders of these"),
        ],
        required=True,
        default='answer',
    )
    kind = fields.Char(compute='_compute_asked')
    code = fields.Char(compute='_compute_asked')
    message = fields.Text(compute='_compute_asked')
    count = fields.Integer(string="Questions", compute='_compute_asked')
    order_count = fields.Integer(string="Orders", compute='_compute_asked')
    # the answer
    product_id = fields.Many2one('product.product', string="It Is This Product")
    factor = fields.Float(string="Units per Unit", default=1.0, digits=(16, 4), help="6 for a box of six.")
    is_bundle = fields.Boolean(string="It Is Several Products", help="A bundle: each becomes a line of the sale order.")
    component_ids = fields.One2many('store.intake.answering.component', 'answering_id', string="Bundle of")
    new_product = fields.Boolean(string="It Is a New Product")
    store_id = fields.Many2one('store.store', string="It Is This Store")
    partner_id = fields.Many2one('res.partner', string="It Is This Customer")
    rows = fields.Selection(
        [('keep', "Sold that often: keep all"), ('once', "Written twice: keep one")], string="The Equal Rows Are"
    )
    meaning = fields.Selection('_selection_meaning', string="The Column Means")
    value = fields.Char(string="Right Value")
    reason = fields.Char()

    @api.model
    def _selection_meaning(self):
        return list(self.env['store.intake.template.column']._meanings().items())

    # === COMPUTE ===

    @api.depends('asked')
    def _compute_asked(self):
        for wizard in self:
            questions = wizard._questions()
            kinds = set(questions.mapped('kind'))
            wizard.kind = kinds.pop() if len(kinds) == 1 else False
            wizard.code = questions[:1].code
            wizard.message = questions.message if len(questions) == 1 else False
            wizard.count = len(questions)
            wizard.order_count = sum(questions.mapped('order_count'))

    # === ACTIONS ===

    def action_apply(self):
        """Do what was chosen with the questions.

        :raises IntakeRefused: nothing was chosen, a reason is missing, or they were answered meanwhile
        """
        self.ensure_one()
        questions = self._questions()
        if not questions:
            raise IntakeRefused(self.env._("These questions were answered meanwhile. Reload the page to see the answers."))
        if self.act == 'answer':
            questions._answer(
                {
                    'product': not self.is_bundle and self.product_id,
                    'factor': self.factor,
                    'components': self.is_bundle
                    and [(part.product_id, part.quantity, part.share) for part in self.component_ids],
                    'new_product': self.new_product,
                    'store': self.store_id,
                    'partner': self.partner_id,
                    'rows': self.rows,
                    'meaning': self.meaning,
                    'value': self.value,
                }
            )
        elif not (self.reason or '').strip():
            raise IntakeRefused(self.env._("Enter the reason; whoever looks later finds it beside the orders."))
        elif self.act == 'ignore':
            questions._ignore(self.reason.strip())
        else:
            questions._leave_out(self.reason.strip())
        return {'type': 'ir.actions.act_window_close'}

    # === INTAKE ===

    def _questions(self):
        """Return the questions that are still open."""
        ids = [number for number in self.asked or () if isinstance(number, int)]
        return self.env['store.intake.question'].search([('id', 'in', ids)])
