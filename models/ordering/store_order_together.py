# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.tools import clean_context, groupby

from . import together

NOTE = 'mail.message_origin_link'


class StoreOrderTogether(models.AbstractModel):
    """Confirms many orders with one create for all deliveries, one for all references, one for all notes.

    Core launches the rules of all lines together, but then searches, makes, notes and confirms delivery by delivery. What is
    made here is the same, column by column (`test_ordering_together`): the values come from core's own methods. Wherever core
    would do more than make a new delivery (a chain of orders, an existing delivery, a return), it does so.
    """

    _name = 'store.order.together'
    _description = 'Orders Confirmed Together'

    # === ORDERING ===

    @api.model
    def _confirm(self, sales):
        """Confirm these quotations of one company, as superuser.

        :raises UserError: where core refuses one of them
        """
        sales.with_context(**{together.KEY: together.Together()}).action_confirm()

    @api.model
    def _make_references(self, lines):
        """Make the references by which core ties the deliveries of these confirmed lines to their orders."""
        vals = {}
        for line in lines:
            order = line.order_id
            if (
                order not in vals
                and line.state == 'sale'
                and line.product_id.type == 'consu'
                and not (order.locked or order.stock_reference_ids or line.move_ids)
                and not line.product_uom_id.is_zero(line.product_uom_qty)
            ):
                vals[order] = line._prepare_reference_vals()
        together.of(self).references.update(self.env['stock.reference'].create(list(vals.values())).ids)

    @api.model
    def _make_deliveries(self, moves):
        """Make the deliveries of these new moves, where core would make one for each of their orders.

        Called before any moves are confirmed; does nothing for those of other work.
        """
        if not together.of(moves):
            return
        new = moves.filtered(lambda move: move.state == 'draft' and move._should_be_assigned())
        clean = self.env(context=clean_context(self.env.context))
        groups = new.with_env(clean).grouped(lambda move: move._key_assign_picking())
        if len(groups) < 2 or not self._makes_only_new(moves, new, groups):
            return
        pickings = clean['stock.picking']
        vals_list = [group._get_new_picking_values() for group in groups.values()]
        self._number(vals_list)
        pickings = pickings.create(vals_list)
        for picking, group in zip(pickings, groups.values(), strict=True):
            group.write({'picking_id': picking.id})
            group._assign_picking_post_process(new=True)

    def _number(self, vals_list):
        """Name these new deliveries as core does, by the next numbers of their type of operation."""
        for kind_id, own in groupby(vals_list, key=lambda vals: vals['picking_type_id']):
            sequence = self.env['stock.picking.type'].browse(kind_id).sequence_id
            for vals, number in zip(own, sequence._store_next(len(own)) if sequence else [], strict=False):
                vals.setdefault('name', number)

    def _makes_only_new(self, moves, new, groups):
        """Whether core would do nothing for these moves but make one new delivery for each group."""
        known = together.of(self).references
        places = {(move.reference_ids, move.location_id, move.location_dest_id, move.picking_type_id) for move in new}
        return len(places) == len(groups) and all(
            move.procure_method == 'make_to_stock'
            and move.rule_id.procure_method == 'make_to_stock'
            and not move.move_orig_ids
            and move.reference_ids
            and known.issuperset(move.reference_ids.ids)  # so no delivery has them yet
            and move.product_uom.compare(move.product_uom_qty, 0.0) >= 0
            for move in moves
        )

    @api.model
    def _puts_off(self, pickings):
        """Whether these deliveries are confirmed later, with all others of their batch."""
        left = together.of(pickings)
        if left:
            left.pickings.update(dict.fromkeys(pickings.ids))
        return bool(left)

    @api.model
    def _finish(self):
        """Confirm the deliveries and write the notes that were left to the end."""
        left = together.of(self)
        notes, pickings = left.notes, list(left.pickings)
        left.notes, left.pickings = [], {}
        own = self.with_context(**{together.KEY: None})
        own._write_notes(notes)
        own.env['stock.picking'].browse(pickings).action_confirm()

    def _write_notes(self, notes):
        """Note on each delivery which order it was made from, as core's `message_post_with_source` does.

        :param list notes: (stock.picking, sale.order)
        """
        pickings = self.env['stock.picking'].browse([picking.id for picking, _order in notes])._fallback_lang()
        if len(set(pickings)) < len(notes) or self._is_told(pickings):
            for picking, order in notes:
                picking.with_env(self.env).message_post_with_source(
                    NOTE, render_values={'self': picking, 'origin': order}, subtype_xmlid='mail.mt_note'
                )
            return
        author_id, email = pickings._message_compute_author()
        _template, view = pickings._get_source_from_ref(NOTE)
        domains = pickings.sudo()._mail_get_alias_domains(default_company=self.env.company)
        companies = pickings._mail_get_companies(default=self.env.company)
        answers = pickings._notify_get_reply_to(default=email, author_id=author_id)
        same = {
            'email_add_signature': True,
            'author_id': author_id,
            'author_guest_id': False,
            'email_from': email,
            'model': pickings._name,
            'message_type': 'notification',
            'parent_id': False,
            'subject': False,
            'subtype_id': self.env['ir.model.data']._xmlid_to_res_id('mail.mt_note'),
            'partner_ids': [],
            'incoming_email_to': False,
            'incoming_email_cc': False,
            'outgoing_email_to': False,
        }
        render = self.env['mail.render.mixin']._render_template_qweb_view
        pickings._message_create(
            [
                {
                    **same,
                    'res_id': picking.id,
                    'body': render(view, picking._name, picking.ids, add_context={'self': picking, 'origin': order})[picking.id],
                    'record_alias_domain_id': domains[picking.id].id,
                    'record_company_id': companies[picking.id].id,
                    'reply_to': answers[picking.id],
                }
                for picking, order in notes
            ]
        )

    def _is_told(self, pickings):
        """Whether a note on these deliveries has a reader or a message before it: then core writes it."""
        note = self.env['ir.model.data']._xmlid_to_res_id('mail.mt_note')
        on_them = [('res_model', '=', pickings._name), ('res_id', 'in', pickings.ids)]
        return bool(
            self.env['mail.followers'].sudo().search_count([*on_them, ('subtype_ids', 'in', note)], limit=1)
            or self.env['mail.message'].sudo().search_count([('model', '=', pickings._name), on_them[1]], limit=1)
        )
