# Part of store_group. License LGPL-3.
"""Takes an answer back: what was learned, and the quotations made with it."""

from odoo import fields, models

from ....engine.intake.answering.contents import replaced
from ....exceptions import IntakeRefused
from ...people import elevation
from ..sql import questions


class StoreIntakeAnswer(models.Model):
    _inherit = 'store.intake.answer'

    # === ACTIONS ===

    def action_undo(self):
        """Take answers back: the channel forgets them, their questions are asked again.

        Quotations made with them are deleted; they are made again after the next answer.

        :raises IntakeRefused: it was undone already, cannot be undone, or an order is confirmed on it
        """
        Issue = self.env['store.intake.issue']
        Issue.check_access('write')
        for answer in self._store_act():
            if not answer.may_undo:
                raise IntakeRefused(
                    self.env._(
                        "The answer %(answer)s cannot be undone: it was undone already, or it changed orders or products at "
                        "once. Change those by hand.",
                        answer=answer.said or answer.outcome,
                    )
                )
            orders = answer._orders_on_it()
            answer._check_none_confirmed(orders)
            answer._forget()
            summed = orders.filtered(lambda order: order._is_added_up())
            self.env['store.intake.sale'].sudo()._take_out(summed.sudo())
            sales = (orders - summed).sale_order_id.filtered(lambda sale: sale.state in ('draft', 'sent'))
            elevation.lift(sales).unlink()
            moved_on = answer._moved_on()
            answer.issue_ids.filtered(lambda issue, moved_on=moved_on: issue.order_id in moved_on).answer_id = False
            questions.ask_again(self.env, answer.id)
            answer.sudo().write({'undone_by_id': self.env.uid, 'undone_on': fields.Datetime.now(), 'learned': False})
            # what a person refused stays refused, unless it was this answer
            again = orders.filtered(lambda order, answer=answer: answer.outcome == 'left_out' or not order.refused_by_id)
            answer._go_on(questions.check_again(self.env, again.ids, ('question', 'ready', 'done', 'new', 'refused')))
        return True

    def action_view_issues(self):
        """Open the rows these answers closed."""
        action = self.env['ir.actions.act_window']._for_xml_id('store_group.store_intake_issue_action')
        return dict(action, domain=[('answer_id', 'in', self.ids)], context={})

    # === ANSWERING ===

    def _orders_on_it(self):
        """Return the orders it let through, and those that came later and used what was learned."""
        self.ensure_one()
        orders = self.issue_ids.order_id
        if self.kind in ('product', 'store', 'customer') and self.found:
            later = questions.orders_naming(self.env, self.channel_id.id, self.kind, self.found, self.answered_on)
            orders |= orders.browse(later)
        orders -= self._moved_on()
        return orders.filtered(lambda order: order.sale_order_id.state != 'cancel')

    def _moved_on(self):
        """Return the orders whose content the channel has replaced since a value was written into it: they no longer use it."""
        put = {number: rest[0] for number, _path, _was, *rest in (self.learned or {}).get('values') or [] if rest}
        orders = self.env['store.intake.order'].browse(put).exists()
        return orders.filtered(lambda order: order.content_hash != put[order.id])

    def _check_none_confirmed(self, orders):
        confirmed = orders.sale_order_id.sudo().filtered(lambda sale: sale.state == 'sale')
        if confirmed:
            raise IntakeRefused(
                self.env._(
                    "%(count)s orders are confirmed on the answer %(answer)s, such as %(orders)s. Cancel them and set them "
                    "back to quotations first, or change the channel's products, stores and buyers for orders from now on.",
                    count=len(confirmed),
                    answer=self.said or '',
                    orders=', '.join(confirmed[:3].mapped('name')),
                )
            )

    def _forget(self):
        """Take back what the channel learned."""
        learned = self.learned or {}
        for name, model, field in (('listing', 'store.listing', ''), ('store_name', 'store.channel.store', 'store_id')):
            number, was = learned.get(name) or (False, False)
            record = self.env[model].with_context(active_test=False).browse(number or []).exists()
            if record and was:
                record.write({field: was} if field else was)
            elif record:
                record.unlink()
        if learned.get('buyer'):
            self.env['store.channel.buyer'].browse(learned['buyer']).exists().unlink()
        if learned.get('place'):
            kept = (self.channel_id.place_words or '').splitlines()
            self.channel_id.place_words = '\n'.join(line for line in kept if line != learned['place'])
        if 'store' in learned:
            self.channel_id.store_id = learned['store']
        words = learned.get('words') or []
        for number, was, now in [words] if words[:1] and not isinstance(words[0], list) else words:
            column = self.env['store.intake.template.column'].browse(number).exists()
            known, word = (column.value_map or '').split(';'), now.rpartition(';')[2]
            if column.value_map == now:
                column.value_map = was
            elif word in known:  # other words were added since
                column.value_map = ';'.join(item for item in known if item != word)
        moved_on = self._moved_on()
        for number, path, was, *_rest in reversed(learned.get('values') or []):
            order = self.env['store.intake.order'].browse(number).exists() - moved_on
            if order and not order.redacted_on:  # whom it named is taken out for good
                payload = replaced(order.payload, path, was)
                order.write({'payload': payload, 'line_count': len(payload.get('lines') or ())})
