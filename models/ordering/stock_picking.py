# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from . import together
from .sale_order import READERS
from .store_order_together import NOTE


class StockPicking(models.Model):
    """Channel details on pickings: recipient, notes, who prints the label."""

    _inherit = 'stock.picking'

    store_order_note = fields.Text(
        string="From the Channel",
        compute='_compute_store_order_note',
        compute_sudo=False,
        groups=READERS,
        help="Recipient, notes, invoice and parcels of its order from the channel.",
    )

    # === COMPUTE ===

    @api.depends('sale_id')
    @api.depends_context('uid', 'lang')
    def _compute_store_order_note(self):
        for picking in self:
            details = picking.sudo().sale_id.store_details_ids[:1]
            picking.store_order_note = details.with_env(self.env)._text()

    # === ORDERING ===

    def message_post_with_source(self, source_ref, *, render_values=None, **kwargs):
        """Override of `mail`: the notes on deliveries of orders that are confirmed together are written together."""
        left = together.of(self)
        if left is None or source_ref != NOTE or len(self) != 1 or kwargs != {'subtype_xmlid': 'mail.mt_note'}:
            return super().message_post_with_source(source_ref, render_values=render_values, **kwargs)
        left.notes.append((self, render_values['origin']))
        return self.env['mail.message']

    @api.constrains('scheduled_date', 'date_done')
    def _check_backdate_allowed(self):
        """Override of `stock_account`: name the company, the day of its lock, and who can help; core names none.

        :raises ValidationError: as core
        """
        for picking in self:
            try:
                super(StockPicking, picking)._check_backdate_allowed()
            except ValidationError as error:
                company = picking.company_id.sudo()
                locks = [
                    lock
                    for moment in (picking.scheduled_date, picking.date_done)
                    if moment
                    for lock in company._get_lock_date_violations(
                        moment.date(), fiscalyear=True, sale=False, purchase=False, tax=False, hard=True
                    )
                ]
                raise ValidationError(
                    self.env._(
                        "The books of %(company)s are locked up to %(day)s, so no goods are booked on a day up to then. Ask its "
                        "accountant to set the lock date back, then try again.",
                        company=company.name,
                        day=max(day for day, _name in locks),
                    )
                ) from error

    def _is_date_in_lock_period(self):
        """Override of `stock_account`: allow planned dates of channel orders in a locked period; planning books nothing.

        A file of last month arrives after its books are locked. The date of the actual move is checked.
        """
        self.ensure_one()
        if not self.sudo().sale_id.store_channel_id:
            return super()._is_date_in_lock_period()
        return bool(
            self.date_done
            and self.company_id._get_lock_date_violations(
                self.date_done.date(), fiscalyear=True, sale=False, purchase=False, tax=False, hard=True
            )
        )

    def _store_printed_lines(self):
        """Return [(label, text)] for the delivery slip, with the recipient for every user."""
        self.ensure_one()
        details = self.sudo().sale_id.store_details_ids[:1]
        return details._lines(printed=True) if details and self.picking_type_code == 'outgoing' else []
