# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.addons.store_group.sockets import elevation
from odoo.exceptions import UserError
from odoo.fields import Domain


class PosSession(models.Model):
    """A session belongs permanently to the store its till had on opening.

    Everything it books has that store: the closing entry, cash and bank payments, goods.
    """

    _inherit = 'pos.session'

    store_id = fields.Many2one(
        'store.store',
        ondelete='restrict',
        readonly=True,
        copy=False,
        help="The store of the till when this session was opened. Empty: headquarters.",
    )

    _store_order_idx = models.Index('(store_id, id DESC) WHERE store_id IS NOT NULL')

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        """Take the store from the till; core opens sessions elevated, so the right on the till is checked here."""
        complete = []
        for vals in vals_list:
            till = self.env['pos.config'].browse(vals.get('config_id') or self.env.context.get('default_config_id') or [])
            if elevation.is_needed(self):
                till.check_access('write')
            complete.append({**vals, 'store_id': till.sudo().store_id.id})
        return super().create(complete)

    def write(self, vals):
        if 'store_id' in vals and any(session.store_id.id != (vals['store_id'] or False) for session in self):
            raise UserError(
                self.env._(
                    "Session %(session)s keeps the store its till had on opening. Open a new session for another store.",
                    session=self[:1].name,
                )
            )
        return super().write(vals)

    # === STRUCTURE ===

    def _store_unmasked(self):
        """The token of a session's channel is only for users who act for its store."""
        return self.filtered_domain(Domain(self.env.user._store_scope('write', 'store_id')))

    def _validate_session(self, balancing_account=False, amount_to_balance=0, bank_payment_method_diffs=None):
        """Override of `point_of_sale`: moves and costs are processed elevated, beyond the rights of the cashier."""
        if elevation.is_needed(self):
            return elevation.run(
                self, 'write', '_validate_session', balancing_account, amount_to_balance, bank_payment_method_diffs
            )
        return super()._validate_session(balancing_account, amount_to_balance, bank_payment_method_diffs)

    def _create_account_move(self, balancing_account=False, amount_to_balance=0, bank_payment_method_diffs=None):
        """Override of `point_of_sale` to book the session on its store."""
        session = self.with_context(default_store_id=self.store_id.id) if self.store_id else self
        return super(PosSession, session)._create_account_move(balancing_account, amount_to_balance, bank_payment_method_diffs)

    def get_cash_in_out_list(self):
        """Override of `point_of_sale`, which reads the cash of any session without rules."""
        self.check_access('read')
        return super().get_cash_in_out_list()
