# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .sql import same_contacts


class ResPartnerSame(models.Model):
    """Several contacts may be one customer: each points to the one it stands for.

    Nothing else changes: orders, invoices and addresses keep their contact, and emptying the pointer takes it back. Only
    headquarters sets it, as contacts are shared by all stores; whoever sees a contact finds the orders of the customer that they
    may read.
    """

    _inherit = 'res.partner'

    canonical_id = fields.Many2one(
        'res.partner',
        string="Same Customer as",
        index='btree_not_null',
        ondelete='set null',
        copy=False,
        groups='store_group.group_store_admin',
        help="This contact is another one of that customer. Orders keep their contact; empty it to take it back.",
    )

    _same_phone_idx = models.Index(f'(({same_contacts.PHONE})) WHERE active')
    _same_mail_idx = models.Index(f'(({same_contacts.MAIL})) WHERE active')
    _same_tax_idx = models.Index(f'(({same_contacts.TAX})) WHERE active')

    # === CONSTRAINTS ===

    @api.constrains('canonical_id')
    def _check_canonical(self):
        for partner in self.filtered('canonical_id'):
            if partner in partner._same_root() or partner in partner.canonical_id._same_chain():
                raise ValidationError(
                    self.env._("%(contact)s cannot stand for itself. Choose another contact.", contact=partner.display_name)
                )

    # === ACTIONS ===

    def action_view_same_orders(self):
        """Open the orders of this customer, of whatever contact of theirs the reader may see."""
        self.ensure_one()
        self.check_access('read')
        action = self.env['ir.actions.act_window']._for_xml_id('sale.action_orders')
        return dict(action, domain=[('partner_id', 'in', self._same_contacts()._filtered_access('read').ids)], context={})

    # === CUSTOMER ===

    def _same_root(self):
        """Return the contacts these stand for: each itself, where it points to none."""
        return self.browse(dict.fromkeys(root for _asked, root in same_contacts.family(self.env, self.ids)))

    def _same_chain(self):
        """Return this contact and those it points to, one after the other."""
        chain, current = self, self.sudo()
        while current.canonical_id and current.canonical_id not in chain.sudo():
            current = current.canonical_id
            chain |= current.sudo(False).with_env(self.env)
        return chain

    def _same_contacts(self):
        """Return all contacts of the customers these are, archived ones too."""
        return self.with_context(active_test=False).browse(same_contacts.members(self.env, self._same_root().ids))
