# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.availability import correction
from ..models.availability.store_stock_correction.correction import REASONS
from ..models.people import elevation
from ..wording import number_text

METHODS = {'stock.quant': 'action_apply_inventory', 'stock.scrap': 'action_validate', 'stock.picking': 'button_validate'}


class StoreCorrect(models.TransientModel):
    """Asks for the reason before a count, a scrap or a manual operation changes stock.

    Users within their limit apply it directly; for others it waits until somebody else of the store approves.
    """

    _name = 'store.correct'
    _description = 'Reason of a Correction'

    source_model = fields.Char(required=True, readonly=True)
    source_ids = fields.Json(required=True, readonly=True)
    summary = fields.Text(readonly=True)
    asks = fields.Boolean(readonly=True)
    reason = fields.Selection(REASONS, required=True)
    note = fields.Char()

    # === ACTIONS ===

    def action_apply(self):
        """Apply the correction, or request it. Already done: nothing to do.

        :raises UserError: for "other" without a note
        """
        self.ensure_one()
        if self.reason == 'other' and not self.note:
            raise UserError(self.env._("Enter a note for the reason \"other\"."))
        sources = self.env[self.source_model].browse(self.source_ids).exists()
        sources.check_access('write')
        return self._apply(sources)

    # === AVAILABILITY ===

    @api.model
    def _instead_of(self, sources):
        """Return the action that asks for the reason if a bound caller corrects stock with these; else False.

        A program sends the reason with the call (context `store_reason`) and gets the result directly.
        """
        if self.env.su or not self.env.user._is_store_bound() or not sources:
            return False
        rows = self.env['store.stock.correction'].sudo()._rows_of(sources)
        if not rows:
            return False
        verdict = self.env['store.stock.correction'].sudo()._verdict(rows)
        if self.env.context.get('store_reason'):
            reason, note = self.env['store.stock.correction']._reason()
            if verdict == correction.ALONE:
                return False
            return self._wait(sources, reason, note)
        wizard = self.create(
            {
                'source_model': sources._name,
                'source_ids': sources.ids,
                'asks': verdict == correction.ASKS,
                'reason': 'count_error' if sources._name == 'stock.quant' else 'damaged',
                'summary': '\n'.join(
                    f'{"+" * (row["quantity"] > 0)}{number_text(self.env, row["quantity"])} × {row["product"].display_name}'
                    for row in rows[:20]
                ),
            }
        )
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Why Does Stock Change?"),
            'res_model': self._name,
            'res_id': wizard.id,
            'views': [(False, 'form')],
            'target': 'new',
        }

    def _apply(self, sources):
        given = sources.with_context(store_reason={'reason': self.reason, 'note': self.note or False})
        answer = getattr(given, METHODS[self.source_model])()
        return answer if isinstance(answer, dict) else {'type': 'ir.actions.act_window_close'}

    @api.model
    def _wait(self, sources, reason, note):
        """Create waiting corrections for the sources, and notify the user."""
        corrections_sudo = elevation.lift(self.env['store.stock.correction'])
        items = corrections_sudo
        for source in sources:
            rows = corrections_sudo._rows_of(source)
            if rows:
                items |= corrections_sudo._ask(rows, reason, note, source)
        helpers = self.env['res.users'].union(*(item._deciders() for item in items)) if items else self.env['res.users']
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'type': 'warning',
                'sticky': True,
                'message': self.env._(
                    "This waits for a decision of %(helpers)s.", helpers=self.env['store.store']._helper_names(helpers)
                ),
                'next': {'type': 'ir.actions.act_window_close'},
            },
        }
