# Part of store_group. License LGPL-3.
from odoo import models

from ....engine.transfer.lifecycle import UNDER_WAY

MOST = 80  # cards per list; more than one person can do in a shift


class StoreTransferBoard(models.AbstractModel):
    """Tasks at one store as cards: to approve, to ship, to receive, differences; and its own requests until they end."""

    _inherit = 'store.transfer.board'

    # === TRANSFER ===

    def _search(self, domain):
        return self.env['store.transfer'].search(domain, limit=MOST)

    def _to_approve(self, store):
        found = self._search([('source_store_id', '=', store.id), ('state', '=', 'submitted')])
        cards = [
            {
                **self._card(item, item.dest_store_id, item.need_by, 'qty_approved'),
                'note': ': '.join(filter(None, (item.requester_id.sudo().name, item.reason))),
            }
            for item in found
            if item.is_approvable
        ]
        asked = self.env['store.serving'].search([('serving_store_id', '=', store.id), ('state', '=', 'asked')], limit=MOST)
        wrong = self.env['store.stock.correction'].search([('store_id', '=', store.id), ('state', '=', 'waiting')], limit=MOST)
        return [
            *cards,
            *(self._serving_card(item) for item in asked if item.is_answerable),
            *(self._correction_card(item) for item in wrong if item.is_decidable),
        ]

    def _to_ship(self, store):
        found = self._search([('source_store_id', '=', store.id), ('state', 'in', ['approved', *UNDER_WAY])])
        cards = [self._card(item, item.dest_store_id, item.need_by, None) for item in found if item.is_shippable]
        agreed = self.env['store.serving'].search([('serving_store_id', '=', store.id), ('state', '=', 'agreed')], limit=MOST)
        return [
            *cards,
            *(self._serving_card(item) for item in agreed),
            *self._deliveries(store, agreed.sudo().sale_order_id.sudo(False)),
        ]

    def _asked(self, store):
        """Return what this store has requested, or the reader has for it, until it ends."""
        found = self._search(
            [
                ('state', 'in', ['submitted', 'approved', 'rejected', *UNDER_WAY]),
                '|',
                ('dest_store_id', '=', store.id),
                '&',
                ('source_store_id', '=', store.id),
                ('requester_id', '=', self.env.uid),
            ]
        )
        cards = []
        for item in found:
            if item.state == 'received' and all(line.qty_received >= line.qty_approved for line in item.line_ids):
                continue  # all of it came
            other = item.source_store_id if item.dest_store_id == store else item.dest_store_id
            cards.append(
                {
                    **self._card(item, other, item.need_by, 'qty_requested'),
                    'state': item._state_label(),
                    'late': bool(item.need_by and item.need_by < store._today() and item.state in {'submitted', 'approved'}),
                }
            )
        return cards

    def _to_receive(self, store):
        found = self._search([('dest_store_id', '=', store.id), ('state', 'in', list(UNDER_WAY))])
        return [self._card(item, item.source_store_id, item.due_on, 'qty_in_transit') for item in found if item.is_receivable]

    def _differences(self, store):
        found = self.env['store.transfer.discrepancy'].search(
            [('state', '!=', 'decided'), '|', ('source_store_id', '=', store.id), ('dest_store_id', '=', store.id)], limit=MOST
        )
        today = store._today()
        labels = dict(found._fields['kind']._description_selection(self.env))
        return [
            {
                'model': item._name,
                'id': item.id,
                'title': item.product_id.display_name,
                'subtitle': f'{item.transfer_id.name} · {labels[item.kind]}',
                'pieces': item.quantity,
                'when': str(item.deadline or ''),
                'late': bool(item.deadline and item.deadline < today),
            }
            for item in found
        ]

    def _card(self, transfer, other, day, quantity):
        lines = transfer.line_ids
        pieces = sum(lines.mapped(quantity)) if quantity else sum(float(line._quantities().to_ship) for line in lines)
        today = (transfer.source_store_id or other)._today()
        return {
            'model': transfer._name,
            'id': transfer.id,
            'title': other.name,
            'pieces': pieces,
            'subtitle': self.env._("%(name)s · products: %(count)s", name=transfer.name, count=len(lines.product_id)),
            'goods': transfer.goods,
            'when': str(day or ''),
            'late': bool(day and day < today),
            'version': transfer.version,
        }

    def _serving_card(self, serving):
        return {
            'model': serving._name,
            'id': serving.id,
            'title': serving.store_id.name,
            'late': False,
            'when': '',
            'version': 0,
            'pieces': sum(serving.line_ids.mapped('quantity')),
            'subtitle': self.env._("%(name)s · to the customer", name=serving.sale_order_id.sudo().name),
            'goods': serving.goods,
        }

    def _correction_card(self, item):
        labels = dict(item._fields['reason']._description_selection(self.env))
        return {
            'model': item._name,
            'id': item.id,
            'title': item.product_id.display_name,
            'pieces': item.quantity,
            'late': False,
            'subtitle': f'{item.user_id.sudo().name} · {labels[item.reason]}',
            'when': '',
            'version': 0,
        }
