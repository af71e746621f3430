# Part of store_group. License LGPL-3.
from odoo import Command, api, fields, models

from ..wording import number_text


class StoreFetch(models.TransientModel):
    """Find goods an order lacks in other stores, and request them or have them sent to the customer."""

    _name = 'store.fetch'
    _description = 'Find Goods of an Order in Other Stores'

    order_id = fields.Many2one('sale.order', required=True, readonly=True, ondelete='cascade')
    lacking = fields.Text(readonly=True)
    line_ids = fields.One2many('store.fetch.line', 'fetch_id', readonly=True)

    # === TRANSFER ===

    @api.model
    def _open(self, order):
        """Return the action for one order.

        :raises UserError: for an order other stores cannot supply
        """
        found = order.find_in_stores()
        codes = {item['line_id']: item for item in found['lacking']}
        names = {line.id: line.product_id.display_name for line in order.order_line}
        stores = self.env['store.store'].sudo()._by_code([item['store'] for item in found['stores']])
        fetch = self.create(
            {
                'order_id': order.id,
                'lacking': '\n'.join(
                    f'{number_text(self.env, item["quantity"])} × {names[item["line_id"]]}' for item in found['lacking']
                ),
                'line_ids': [
                    Command.create(
                        {
                            'store_id': stores[item['store']].id,
                            'is_complete': item['complete'],
                            'can_get': item['can_get'],
                            'can_send': item['can_send'],
                            'why': item['why'],
                            'has': '\n'.join(
                                self.env._(
                                    "%(part)s of %(whole)s × %(product)s",
                                    part=number_text(self.env, line["quantity"]),
                                    whole=number_text(self.env, codes[line["line_id"]]["quantity"]),
                                    product=names[line['line_id']],
                                )
                                for line in item['lines']
                            ),
                        }
                    )
                    for item in found['stores']
                ],
            }
        )
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Find in Other Stores"),
            'res_model': self._name,
            'res_id': fetch.id,
            'view_mode': 'form',
            'views': [(False, 'form')],
            'target': 'new',
        }
