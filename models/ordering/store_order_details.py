# Part of store_group. License LGPL-3.
import hashlib
import json

from odoo import api, fields, models

PLACE = ('name', 'phone', 'street', 'street2', 'city', 'zip', 'country_id', 'state_id')
RECIPIENT = {  # of the draft's customer
    'recipient': 'name', 'phone': 'phone', 'email': 'email', 'street': 'street', 'district': 'district', 'city': 'city',
    'province': 'state', 'zip': 'zip', 'country': 'country', 'buyer': 'external_id', 'recipient_key': 'recipient_key',
}


class StoreOrderDetails(models.Model):
    """What a channel says of one order beside its goods and prices: who gets it, notes, invoice, parcels, fees.

    It belongs to the order: what the same buyer says with their next order changes nothing here. The parcel goes to
    `address_id`, a contact of this address alone that is archived, so that nobody is recognised by it, writes to it or
    finds it as a customer's address; the same address again is the same contact. A masked recipient has none: their text
    and the platform's key stand here, and the platform prints the label. Only the intake writes it.
    """

    _name = 'store.order.details'
    _inherit = ['store.one.currency']
    _description = 'Details of a Channel Order'
    _rec_name = 'order_id'
    _order = 'order_id desc'

    order_id = fields.Many2one('sale.order', string="Order", required=True, ondelete='cascade', readonly=True)
    store_id = fields.Many2one(related='order_id.store_id', store=True, index=True)
    company_id = fields.Many2one(related='order_id.company_id', store=True)
    currency_id = fields.Many2one(related='order_id.currency_id')
    # who gets it
    recipient = fields.Char(readonly=True, help="As the channel wrote it with this order.")
    phone = fields.Char(readonly=True)
    email = fields.Char(readonly=True)
    street = fields.Char(readonly=True)
    district = fields.Char(readonly=True)
    city = fields.Char(readonly=True)
    province = fields.Char(readonly=True)
    zip = fields.Char(string="Postcode", readonly=True)
    country = fields.Char(readonly=True)
    buyer = fields.Char(string="Buyer in the Channel", readonly=True)
    is_masked = fields.Boolean(
        string="Printed by the Platform", readonly=True,
        help="The channel hides the recipient: their label is printed by the platform.",
    )
    recipient_key = fields.Text(
        readonly=True, help="By which the platform prints the label of a recipient it hides.")
    address_id = fields.Many2one(
        'res.partner', string="Delivery Address", readonly=True, index='btree_not_null', ondelete='set null')
    address_key = fields.Char(readonly=True, index='btree_not_null')
    # what they and the shop wrote
    buyer_note = fields.Text(string="Buyer's Note", readonly=True)
    seller_note = fields.Text(string="Seller's Note", readonly=True)
    tags = fields.Char(readonly=True)
    salesperson = fields.Char(readonly=True)
    invoice_title = fields.Char(readonly=True)
    invoice_tax_no = fields.Char(string="Invoice Tax Number", readonly=True)
    parcels = fields.Text(readonly=True, help="Carrier and parcel number as the channel knows them.")
    # how far it is
    source_status = fields.Selection(
        [('unpaid', "Unpaid"), ('paid', "Paid"), ('shipped', "Shipped"), ('done', "Done"), ('cancelled', "Cancelled"),
         ('refunded', "Refunded")], string="Status in the Channel", readonly=True)
    paid_at = fields.Datetime(string="Paid On", readonly=True)
    ship_by = fields.Datetime(string="Ship Before", readonly=True)
    # money the channel keeps or gives
    fees = fields.Monetary(string="Platform Fees", readonly=True)
    platform_discount = fields.Monetary(readonly=True, help="Borne by the platform, for the order and its lines.")
    # who ships
    shipped_by = fields.Selection([('we', "We"), ('elsewhere', "Somebody else")], readonly=True)

    _order_uniq = models.UniqueIndex('(order_id)', "An order has its details once.")

    # === ORDERING ===

    @api.model
    def _add_addresses(self, matches):
        """Give each match the contact its parcel goes to, made where this address is new.

        :param list matches: OrderMatch with their partner; two queries for all of them
        """
        wanted, places = {}, {}
        for match in matches:
            if match.is_history or not match.draft.customer.has_address:
                continue
            vals = self._address_vals(match.draft.customer, places)
            match.address_key = hashlib.sha256(json.dumps(vals, sort_keys=True).encode()).hexdigest()
            wanted.setdefault(match.address_key, vals)
        if not wanted:
            return
        found = {}
        for details in self.search([('address_key', 'in', list(wanted)), ('address_id', '!=', False)]):
            address = details.address_id
            if not address.active and self._is_unchanged(address, wanted[details.address_key]):
                found[details.address_key] = address
        new = [key for key in wanted if key not in found]
        Partner = self.env['res.partner'].with_context(tracking_disable=True, no_vat_validation=True)
        found.update(zip(new, Partner.create([
            {**wanted[key], 'type': 'other', 'active': False, 'company_id': False} for key in new]), strict=True))
        for match in matches:
            match.address = found.get(match.address_key)

    def _address_vals(self, party, places):
        vals = self.env['store.missing.maker']._customer_vals(party, places)
        return {name: vals[name] for name in PLACE}

    def _is_unchanged(self, address, vals):
        values = {name: address[name].id if name.endswith('_id') else address[name] for name in PLACE}
        return values == vals

    @api.model
    def _keep(self, pairs):
        """Write down the details of sale orders, as their content says now.

        :param list pairs: (sale.order, OrderMatch); three queries for all of them
        """
        orders = self.env['sale.order'].browse([order.id for order, _match in pairs])
        known = {details.order_id.id: details for details in self.search([('order_id', 'in', orders.ids)])}
        vals_list = []
        for order, match in pairs:
            vals = self._vals(match)
            if order.id in known:
                if order.state not in ('draft', 'sent'):
                    vals['shipped_by'] = known[order.id].shipped_by  # the setting of the channel is for orders from now on
                    if not match.address:
                        del vals['address_id'], vals['address_key']  # following looks up no address
                changed = {name: value for name, value in vals.items()
                           if self._fields[name].convert_to_cache(value, known[order.id])
                           != self._fields[name].convert_to_cache(known[order.id][name], known[order.id])}
                if changed:
                    known[order.id].write(changed)
            elif any(vals.values()):
                vals_list.append({'order_id': order.id, **vals})
        self.create(vals_list)

    @api.model
    def _vals(self, match):
        draft, party = match.draft, match.draft.customer
        moment = {name: getattr(draft, name) for name in ('paid_at', 'ship_by')}
        return {
            **{name: getattr(party, source) or False for name, source in RECIPIENT.items()},
            **{name: value.replace(tzinfo=None, microsecond=0) if value else False for name, value in moment.items()},
            **{name: getattr(draft, name) or False for name in (
                'buyer_note', 'seller_note', 'salesperson', 'invoice_title', 'invoice_tax_no')},
            'is_masked': party.is_masked, 'address_key': match.address_key or False,
            'address_id': match.address.id if match.address else False,
            'tags': ', '.join(draft.tags) or False, 'source_status': draft.status or False,
            'parcels': '\n'.join(_parcel(shipment) for shipment in draft.shipments) or False,
            'fees': float(draft.fees),
            'platform_discount': float(draft.platform_discount + sum(line.platform_discount for line in draft.lines)),
            'shipped_by': 'elsewhere' if match.shipped_elsewhere else False,
        }

    def _lines(self, printed=False):
        """Return [(label, text)] of what whoever packs or answers the buyer needs to know.

        :param bool printed: for paper, which carries the recipient whoever prints it; else as the reader may see
        """
        self.ensure_one()
        details = self.sudo()
        described = details.fields_get(attributes=['string'])
        unseen = {} if printed else self.env['store.mask']._unseen(self, elevated=True)
        seen = [name for name in (
            'buyer_note', 'seller_note', 'tags', 'salesperson', 'invoice_title', 'invoice_tax_no', 'parcels',
        ) if details[name] and name not in unseen]
        lines = [(described[name]['string'], details[name]) for name in seen]
        if 'street' not in unseen:
            place = ' '.join(part for part in (
                details.country, details.province, details.city, details.district, details.street, details.zip) if part)
            who = ', '.join(part for part in (details.recipient, details.phone, place) if part)
            if who:
                lines.insert(0, (self.env._("Recipient"), who))
        if details.is_masked:
            lines.insert(0, (self.env._("Label"), self.env._("Printed by the platform")))
        return lines

    def _text(self):
        """Return what `_lines` says, as text; '' for no details."""
        return '\n'.join(f'{label}: {text}' for label, text in self._lines()) if self else ''


def _parcel(shipment):
    lines = f" ({', '.join(shipment.lines)})" if shipment.lines else ''
    return f"{' '.join(part for part in (shipment.carrier, shipment.tracking) if part)}{lines}"
