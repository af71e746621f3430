# Part of store_group. License LGPL-3.
import logging

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError

from .store_order_maker import SILENT

_logger = logging.getLogger(__name__)

REMOVE_CHUNK = 200


class StoreHistoryRemover(models.AbstractModel):
    """Removes a load of history: its orders, then unused products and contacts it created.

    How it works: in chunks, each committed inside the cron, so it resumes after an interruption. The raw
    file stays, so the load can be read again. Orders that are no history stay, with their products and contacts.
    """

    _name = 'store.history.remover'
    _description = 'Store History Remover'

    # === ORDERING ===

    @api.model
    def _remove(self, document):
        """Remove the rest of the load of `document`. Return whether nothing is left.

        :param document: store.intake.document with `removing` set
        """
        worker = self.env['store.intake.worker']
        Order = self.env['store.intake.order']
        domain = [('document_id', '=', document.id), ('sale_order_id.is_history', '=', True)]
        while orders := Order.search(domain, limit=REMOVE_CHUNK):
            self._remove_orders(orders)
            document._update_counters()
            if not worker._checkpoint():
                return False
        for model, field in (('store.listing', 'product_id'), ('store.channel.buyer', 'partner_id')):
            if not self._remove_made(document, model, field):
                return False
        document._update_counters()
        document.write({'removing': False, 'removed_on': fields.Datetime.now()})
        worker._checkpoint()
        return True

    def _remove_orders(self, orders):
        summed = orders.filtered(lambda order: order._is_added_up())
        self.env['store.order.summary']._take_out(summed)  # those of other documents stay
        sales = (orders - summed).sale_order_id.sudo().with_context(store_group_remove_history=True, **SILENT)
        orders.unlink()
        sales.order_line.unlink()
        sales.unlink()

    def _remove_made(self, document, model, field):
        """Remove unused products or contacts created by `document`. Return whether all were tried."""
        Link = self.env[model].with_context(active_test=False)
        last_id = 0
        while links := Link.search([('made_by_id', '=', document.id), ('id', '>', last_id)], limit=REMOVE_CHUNK, order='id'):
            last_id = links[-1].id
            if not self._try_unlink(links, field):
                for link in links:
                    self._try_unlink(link, field)
            if not self.env['store.intake.worker']._checkpoint():
                return False
        return True

    def _try_unlink(self, links, field):
        """Remove `links` and their records, or nothing. Return whether they were removed."""
        records = links[field].with_context(**SILENT)
        if not self._is_unused(records):
            return False
        try:
            with self.env.cr.savepoint():
                links.unlink()
                records.unlink()
        except (OperationalError, ConcurrencyError):
            raise
        except Exception:
            _logger.info("%s is in use and stays", links, exc_info=True)
            return False
        # core archives records it cannot delete
        return True

    # === HOOKS ===

    def _is_unused(self, records):
        """Hook: whether no document uses these products or contacts. Bridges add their documents."""
        if records._name == 'product.product':
            return not any(
                self.env[model].sudo().search_count([('product_id', 'in', records.ids)], limit=1)
                for model in ('sale.order.line', 'stock.move', 'stock.quant', 'account.move.line')
            )
        return not any(
            self.env[model].sudo().search_count([('partner_id', 'in', records.ids)], limit=1)
            for model in ('sale.order', 'stock.picking', 'account.move', 'crm.lead', 'res.users')
        )
