# Part of store_group. License LGPL-3.
from odoo import fields, models


class StoreIntakeArrival(models.Model):
    """One order at its position in one document, with the answer for its sender.

    An order arrives as often as it is sent, but exists once (`store.intake.order`). The result of this arrival is
    its `outcome`, or, if that is empty, the state of the order. The document holds its date and sender.
    """

    _name = 'store.intake.arrival'
    _description = 'Arrival of an Order in a Document'
    _rec_name = 'external_id'
    _order = 'document_id, position, id'
    _log_access = False

    document_id = fields.Many2one('store.intake.document', string="File", required=True, ondelete='cascade')
    position = fields.Integer(required=True)
    external_id = fields.Char()
    order_id = fields.Many2one('store.intake.order', index='btree_not_null', ondelete='cascade')
    outcome = fields.Selection([('duplicate', "Already There"), ('conflict', "Conflict"), ('refused', "Refused")])
    issue_ids = fields.One2many('store.intake.issue', 'arrival_id', string="Questions")

    _position_uniq = models.UniqueIndex('(document_id, position)')

    # === INTAKE ===

    def _as_result(self):
        """Return the answer for the sender, without None values."""
        self.ensure_one()
        asked = self.order_id.issue_ids.filtered(lambda issue: issue.state == 'open')
        if self.outcome:  # only the order's questions that do not depend on this arrival
            asked = asked.filtered('stays') if self.outcome == 'duplicate' else asked.browse()
        issues = self.issue_ids | asked
        allowed = self.document_id._allowed_store_ids()
        return {
            'external_id': self.external_id or '',
            'state': self.outcome or self.order_id.state or 'refused',
            'order_id': self.order_id.sale_order_id.id or False,
            'issues': [issue._as_result(allowed) for issue in issues],
        }
