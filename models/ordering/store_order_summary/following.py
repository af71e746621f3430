# Part of store_group. License LGPL-3.
import logging
from dataclasses import replace
from decimal import Decimal

from psycopg2 import OperationalError

from odoo import api, models
from odoo.exceptions import ConcurrencyError

from ....engine.intake.fingerprint import content_hash
from ....engine.intake.issue import Issue
from ....engine.intake.refunds import borne_of, is_all_money, refunds_of
from ..store_order_progress.progress import SHIPPED
from .summary import Batch

_logger = logging.getLogger(__name__)


class StoreOrderSummary(models.AbstractModel):
    """What the channel says later of orders whose summary is delivered or invoiced: refunds count as returned on their day.

    A refund stands on the summary under the number of its order, with the share of its line.
    """

    _inherit = 'store.order.summary'

    # === ORDERING ===

    @api.model
    def _follow(self, channel, pairs):
        """Apply contents with progress only to orders that stay in their summary. Return whether all of them were applied.

        :param list pairs: (store.intake.order, its new content)
        """
        progress = self.env['store.order.progress']
        orders, payloads = [order for order, _payload in pairs], [payload for _order, payload in pairs]
        matches = self.env['store.order.matcher']._match(channel, payloads, orders=orders)
        errors = {}
        for (order, payload), match in zip(pairs, matches, strict=True):
            errors[order] = [] if match.draft else [issue for issue in match.issues if issue.severity == 'error']
            if match.draft:
                match.had_left = progress._had_left(order)
                failed = self._try_to_follow_one(order, payload, match)
                errors[order] = [Issue('not_followed', field='status', found=failed[:500])] if failed else []
        progress._note_unread(errors)
        return not any(errors.values())

    def _try_to_follow_one(self, order, payload, match):
        """Store and apply one content in a savepoint. Return the error, '' for none."""
        try:
            with self.env.cr.savepoint():
                order.write(
                    {
                        'payload': payload,
                        'content_hash': content_hash(payload),
                        'kept_hashes': False,
                        'source_updated_at': self.env['store.intake.reader']._moment_of(payload, order),
                    }
                )
                sale = self.env['store.order.progress']._sale(order)
                self._keep_refunds(Batch(order.document_id), order, match)
                if match.draft.status in SHIPPED and sale.store_details_ids.source_status != 'shipped':
                    self.env['store.order.progress']._ship(order, sale)
                self.env.flush_all()
        except (OperationalError, ConcurrencyError):
            raise
        except Exception as error:
            _logger.info("Order %s could not follow its channel", order.external_id, exc_info=True)
            self.env.invalidate_all()
            return str(error) or type(error).__name__
        return ''

    def _keep_refunds(self, batch, order, match):
        """Write down the refunds of an order that stays in its summary, and ask for the return of new ones."""
        sale, Refund = self.env['store.order.progress']._sale(order), self.env['store.order.refund']
        prefix = f'{order.external_id} · '
        known = {refund.key: refund for refund in Refund.search([('order_id', '=', sale.id)]) if refund.key.startswith(prefix)}
        if not known and not match.draft.refunds and match.draft.status != 'refunded':
            return
        made = []
        for vals in self._refunds(batch, sale, match, prefix):
            is_dated, refund = vals.pop('is_dated'), known.pop(vals['key'], None)
            if refund is None:
                made.append(vals)
                continue
            if not is_dated:
                vals = {name: value for name, value in vals.items() if name not in ('at', 'store_day')}  # keep the first day
            refund.write(vals)
        for refund in known.values():
            refund.unlink()  # the channel does not say so any more
        new = Refund.create(made)
        Refund._settle(sale.order_line)
        if not sale.is_history:
            self.env['store.order.progress']._ask_for_return(order, new)

    def _refunds(self, batch, sale, match, prefix):
        """Return the values of all refunds of one order in a summary."""
        draft = match.draft
        parts, lines = self._parts(batch, match), self._lines(sale)
        everything, taken, vals_list = is_all_money(draft), {}, []
        for refund in refunds_of(draft):
            position = refund.position
            if everything and (position is None or refund.draft not in draft.refunds or not refund.draft.line):
                continue
            part = parts[position] if position is not None else None
            factor = match.lines[position][3] if position is not None else 1.0
            vals = self._refund_vals(
                sale, match, refund.draft, part or _whole(parts), float(refund.quantity) * factor, refund.amount
            )
            if part:
                vals['line_id'] = lines.get(part.key, sale.order_line.browse()).id
                vals['kept_amount'] = self._kept(sale, part, vals, float(borne_of(draft, refund)))
                quantity, amount, untaxed = taken.get(position, (0.0, 0.0, 0.0))
                taken[position] = (quantity + vals['quantity'], amount + vals['amount'], untaxed + vals['amount_untaxed'])
            vals_list.append({**vals, 'key': f'{prefix}{refund.key}'})
        if everything:
            whole = next((refund for refund in draft.refunds if not refund.line), None)
            for position, part in enumerate(parts):
                quantity, amount, untaxed = taken.get(position, (0.0, 0.0, 0.0))
                vals = self._refund_vals(sale, match, whole, part, max(float(part.quantity) - quantity, 0.0), None)
                vals.update(
                    amount=float(part.own_untaxed + part.own_tax) - amount, amount_untaxed=float(part.own_untaxed) - untaxed
                )
                vals['line_id'] = lines.get(part.key, sale.order_line.browse()).id
                vals['kept_amount'] = self._kept(sale, part, vals)
                if vals['quantity'] or not sale.currency_id.is_zero(vals['amount_untaxed']):
                    vals_list.append({**vals, 'key': f'{prefix}all/{position + 1}'})
        return vals_list

    def _refund_vals(self, sale, match, draft, part, quantity, amount):
        """Return the values of one refund of a Part: of its quantity, or of an amount."""
        vals = self.env['store.order.refund']._refund_vals(sale, match, draft, sale.order_line.browse(), quantity, Decimal(0))
        total, untaxed, sold = float(part.own_untaxed + part.own_tax), float(part.own_untaxed), float(part.quantity)
        if amount is None:
            share = quantity / sold if sold else 0.0
            amount = total * share
        else:
            amount = float(amount)
            share = amount / total if total else 0.0
        vals.update(amount=sale.currency_id.round(amount), amount_untaxed=sale.currency_id.round(untaxed * share))
        return vals

    def _kept(self, sale, part, vals, borne=0.0):
        """Return the price of a refund's goods without tax minus the refunded amount; see `store.order.refund`."""
        if not part.quantity or not vals['quantity']:
            return 0.0
        currency = sale.currency_id
        kept = currency.round(float(part.own_untaxed) * vals['quantity'] / float(part.quantity) - vals['amount_untaxed'])
        return 0.0 if borne and 0 < kept <= currency.round(borne) + currency.rounding else kept


def _whole(parts):
    """Return one Part with the amounts of all, as the whole document has them."""
    first, *others = parts
    for part in others:
        first = first + part
    return replace(first, own_untaxed=first.untaxed, own_tax=first.total - first.untaxed)
