# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.exceptions import UserError

from ...engine.customer.same import Contact, keys_of, matches, of_each, one_of
from .sql import same_contacts

AT_MOST = 5  # proposals for one contact


class StoreSameCustomer(models.Model):
    """That two contacts may be one customer: found by a phone, mail or tax number they share, decided by a person.

    Life: made with a contact a channel brought. Merged at once where exactly one customer has the key and the names do not speak
    against it; else proposed, and merged or declined by headquarters. A merge is the pointer of the contact (`canonical_id`), and
    is undone by emptying it. Never by a name alone, never by a hidden or lent phone.
    """

    _name = 'store.same.customer'
    _description = 'Contacts of One Customer'
    _rec_name = 'partner_id'
    _order = 'state, score desc, id desc'

    partner_id = fields.Many2one('res.partner', string="Contact", required=True, index=True, ondelete='cascade', readonly=True)
    other_id = fields.Many2one('res.partner', string="May Be", required=True, index=True, ondelete='cascade', readonly=True)
    channel_id = fields.Many2one('store.channel', index='btree_not_null', ondelete='set null', readonly=True)
    by_phone = fields.Boolean(string="Same Phone", readonly=True)
    by_email = fields.Boolean(string="Same Mail", readonly=True)
    by_tax = fields.Boolean(string="Same Tax Number", readonly=True)
    is_other_name = fields.Boolean(string="Another Name", readonly=True)
    score = fields.Integer(string="Sure, %", readonly=True, aggregator=None, help="Name and address only sort the proposals.")
    state = fields.Selection(
        [('open', "Proposed"), ('merged', "One Customer"), ('declined', "Two Customers")],
        required=True,
        default='open',
        readonly=True,
        index=True,
    )
    decided_by_id = fields.Many2one(
        'res.users', string="Decided by", readonly=True, ondelete='set null', help="Empty: by a key that only one customer has."
    )
    decided_on = fields.Datetime(readonly=True)

    _pair_uniq = models.UniqueIndex('(partner_id, other_id)', "These two contacts are proposed already.")

    # === ACTIONS ===

    def action_merge(self):
        """Let each contact point to the customer it may be; other proposals for it are closed.

        :raises UserError: it was decided meanwhile
        """
        self._check_open(('open', 'declined'))
        for pair in self:
            pair.partner_id.canonical_id = pair.other_id
            pair._decide('merged')
            self.search([('partner_id', '=', pair.partner_id.id), ('state', '=', 'open')])._decide('declined')
        return True

    def action_decline(self):
        """Keep them two customers; a merge is taken back."""
        self._check_open(('open', 'merged'))
        for pair in self.filtered(lambda pair: pair.state == 'merged'):
            if pair.partner_id.canonical_id:
                pair.partner_id.canonical_id = False
        self._decide('declined')
        return True

    # === CUSTOMER ===

    def _check_open(self, states):
        self.check_access('write')
        if any(pair.state not in states for pair in self):
            raise UserError(self.env._("One of these was decided meanwhile. Reload the page."))

    def _decide(self, state):
        self.write({'state': state, 'decided_by_id': self.env.uid, 'decided_on': fields.Datetime.now()})

    @api.model
    def _meet(self, channel, partners, taxes):
        """Look for the customers that new contacts of a channel are; merge what is sure, propose the rest.

        Cost: three queries for all of them, none where nobody has a key.

        :param partners: res.partner, just made
        :param dict taxes: {partner: tax number its order was invoiced to}
        """
        new = {partner.id: self._contact(partner, partner.id, taxes.get(partner)) for partner in partners.sorted('id')}
        wanted = {kind: {keys[kind] for keys in map(keys_of, new.values()) if kind in keys} for kind in ('phone', 'email', 'tax')}
        ids = same_contacts.sharing(self.env, wanted['phone'], wanted['email'], wanted['tax'])
        others = self._of_company(channel, self.env['res.partner'].sudo().browse(ids))
        if not others:
            return
        roots = dict(same_contacts.family(self.env, others.ids))
        near = set(self._of_company(channel, others.browse({*roots.values()})).ids)
        others = others.filtered(lambda other: roots[other.id] in near)
        users = others.filtered('user_ids')  # our own people are nobody's customer by their phone
        known = [self._contact(other, roots[other.id], taxes.get(other)) for other in others - users]
        vals_list = []
        for number, contact in new.items():
            found = matches(contact, [other for other in known if other.key < number])
            root, shown = one_of(found, roots), of_each(found, roots)[:AT_MOST]
            if root:
                self.env['res.partner'].sudo().browse(number).canonical_id = root
                roots[number] = root
            vals_list += [self._vals(channel, number, match, bool(root)) for match in shown]
        self.sudo().create(vals_list)

    @api.model
    def _of_company(self, channel, partners):
        """Return the contacts of all companies, or of the channel's: one of another company is not met by sending its phone."""
        return partners.filtered(lambda partner: partner.company_id <= channel.company_id)

    def _vals(self, channel, number, match, is_merged):
        return {
            'partner_id': number,
            'other_id': match.key,
            'channel_id': channel.id,
            'by_phone': 'phone' in match.keys,
            'by_email': 'email' in match.keys,
            'by_tax': 'tax' in match.keys,
            'is_other_name': match.is_other,
            'score': match.score,
            'state': 'merged' if is_merged else 'open',
            'decided_on': fields.Datetime.now() if is_merged else False,
        }

    def _contact(self, partner, root, tax=''):
        partner = partner.sudo()
        place = ' '.join(part for part in (partner.city, partner.street, partner.street2) if part)
        return Contact(
            partner.id, root, partner.name or '', partner.phone or '', partner.email or '', partner.vat or tax or '', place
        )
