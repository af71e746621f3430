# Part of store_group. License LGPL-3.
import hashlib
import json

from odoo import api, fields, models

PLACE = ('name', 'phone', 'street', 'street2', 'city', 'zip', 'country_id', 'state_id')
RECIPIENT = {  # of the draft's customer
    'recipient': 'name',
    'phone': 'phone',
    'email': 'email',
    'street': 'street',
    'district': 'district',
    'city': 'city',
    'province': 'state',
    'zip': 'zip',
    'country': 'country',
    'buyer': 'external_id',
    'recipient_key': 'recipient_key',
}
OF_PEOPLE = frozenset(
    (*RECIPIENT, 'is_masked', 'address_id', 'address_key', 'buyer_note', 'seller_note', 'invoice_title', 'invoice_tax_no')
)


class StoreOrderDetails(models.Model):
    """Channel details of one order besides goods and prices: recipient, notes, invoice, parcels, fees.

    They belong to the order: the buyer's next order changes nothing here. The parcel goes to
    `address_id`, an archived contact of this address only, so that it is not matched, mailed or
    found as a customer's address; the same address again is the same contact. A masked recipient has none: the text
    and the platform's key are stored here, and the platform prints the label. Only the intake writes it.
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
    # recipient
    recipient = fields.Char(readonly=True, help="As received with this order.")
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
        string="Printed by the Platform",
        readonly=True,
        help="The channel hides the recipient: their label is printed by the platform.",
    )
    recipient_key = fields.Text(readonly=True, help="With this key the platform prints the label of a hidden recipient.")
    address_id = fields.Many2one(
        'res.partner', string="Delivery Address", readonly=True, index='btree_not_null', ondelete='set null'
    )
    address_key = fields.Char(readonly=True, index='btree_not_null')
    # notes of buyer and shop
    buyer_note = fields.Text(string="Buyer's Note", readonly=True)
    seller_note = fields.Text(string="Seller's Note", readonly=True)
    tags = fields.Char(readonly=True)
    salesperson = fields.Char(readonly=True)
    invoice_title = fields.Char(readonly=True)
    invoice_tax_no = fields.Char(string="Invoice Tax Number", readonly=True)
    parcels = fields.Text(readonly=True, help="Carrier and parcel number in the channel.")
    # progress
    source_status = fields.Selection(
        [
            ('unpaid', "Unpaid"),
            ('paid', "Paid"),
            ('shipped', "Shipped"),
            ('done', "Done"),
            ('cancelled', "Cancelled"),
            ('refunded', "Refunded"),
        ],
        string="Status in the Channel",
        readonly=True,
    )
    paid_at = fields.Datetime(string="Paid On", readonly=True)
    ship_by = fields.Datetime(string="Ship Before", readonly=True)
    # amounts the channel keeps or pays
    fees = fields.Monetary(string="Platform Fees", readonly=True)
    platform_discount = fields.Monetary(readonly=True, help="Paid by the platform, for the order and its lines.")
    # who ships
    shipped_by = fields.Selection([('we', "We"), ('elsewhere', "Somebody else")], readonly=True)

    _order_uniq = models.UniqueIndex('(order_id)', "This order has channel details already.")

    # === ORDERING ===

    @api.model
    def _add_addresses(self, matches):
        """Set the delivery contact of each match; create it for new addresses.

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
        found.update(zip(new, self._make_addresses([wanted[key] for key in new]), strict=True))
        for match in matches:
            match.address = found.get(match.address_key)

    def _make_addresses(self, vals_list):
        """Create archived contacts, and return them. What they all have is looked up once, not for each as core does.

        They have no parent and no children: nothing is passed on to others, no salesperson is taken from a parent.

        :param list vals_list: values of `_address_vals`
        """
        Partner = self.env['res.partner'].with_context(
            tracking_disable=True, no_vat_validation=True, _partners_skip_fields_sync=True
        )
        shared = Partner._add_missing_default_values({'type': 'other', 'active': False, 'company_id': False})
        shared.setdefault('user_id', False)
        return Partner.create([{**shared, **vals} for vals in vals_list]).with_env(self.env)

    def _address_vals(self, party, places):
        vals = self.env['store.missing.maker']._customer_vals(party, places)
        return {name: vals[name] for name in PLACE}

    def _is_unchanged(self, address, vals):
        values = {name: address[name].id if name.endswith('_id') else address[name] for name in PLACE}
        return values == vals

    @api.model
    def _keep(self, pairs):
        """Store the details of sale orders from their current content.

        :param list pairs: (sale.order, OrderMatch); four queries for all of them
        """
        orders = self.env['sale.order'].browse([order.id for order, _match in pairs])
        known = {details.order_id.id: details for details in self.search([('order_id', 'in', orders.ids)])}
        Source = self.env['store.intake.order']
        nameless = Source.search([('sale_order_id', 'in', orders.ids), ('redacted_on', '!=', False)]).sale_order_id
        vals_list = []
        for order, match in pairs:
            vals = self._vals(match)
            if order in nameless:  # its content names nobody any more; what was promised to whom stays
                vals = {name: value for name, value in vals.items() if name not in OF_PEOPLE}
            if order.id in known:
                if order.state not in ('draft', 'sent'):
                    vals['shipped_by'] = known[order.id].shipped_by  # the channel's setting applies to new orders only
                    if not match.address:  # progress updates have no address
                        vals = {name: value for name, value in vals.items() if name not in ('address_id', 'address_key')}
                changed = {
                    name: value
                    for name, value in vals.items()
                    if self._fields[name].convert_to_cache(value, known[order.id])
                    != self._fields[name].convert_to_cache(known[order.id][name], known[order.id])
                }
                if changed:
                    known[order.id].write(changed)
            elif any(vals.values()):
                own = {'order_id': order.id, 'store_id': order.store_id.id, 'company_id': order.company_id.id}  # written at once
                vals_list.append({**own, **vals})
        self.create(vals_list)

    @api.model
    def _vals(self, match):
        draft, party = match.draft, match.draft.customer
        moment = {name: getattr(draft, name) for name in ('paid_at', 'ship_by')}
        return {
            **{name: getattr(party, source) or False for name, source in RECIPIENT.items()},
            **{name: value.replace(tzinfo=None, microsecond=0) if value else False for name, value in moment.items()},
            **{
                name: getattr(draft, name) or False
                for name in ('buyer_note', 'seller_note', 'salesperson', 'invoice_title', 'invoice_tax_no')
            },
            'is_masked': party.is_masked,
            'address_key': match.address_key or False,
            'address_id': match.address.id if match.address else False,
            'tags': ', '.join(draft.tags) or False,
            'source_status': draft.status or False,
            'parcels': '\n'.join(_parcel(shipment) for shipment in draft.shipments) or False,
            'fees': float(draft.fees),
            'platform_discount': float(draft.platform_discount + sum(line.platform_discount for line in draft.lines)),
            'shipped_by': 'elsewhere' if match.shipped_elsewhere else False,
        }

    def _lines(self, printed=False):
        """Return [(label, text)] for packing and for answering the buyer.

        :param bool printed: for prints, always with the recipient; else only what the reader may see
        """
        self.ensure_one()
        details = self.sudo()
        described = details.fields_get(attributes=['string'])
        unseen = {} if printed else self.env['store.mask']._unseen(self, elevated=True)
        seen = [
            name
            for name in ('buyer_note', 'seller_note', 'tags', 'salesperson', 'invoice_title', 'invoice_tax_no', 'parcels')
            if details[name] and name not in unseen
        ]
        lines = [(described[name]['string'], details[name]) for name in seen]
        who = self._who(printed=True) if 'street' not in unseen else ''
        if who:
            lines.insert(0, (self.env._("Recipient"), who))
        if details.is_masked:
            lines.insert(0, (self.env._("Label"), self.env._("Printed by the platform")))
        return lines

    def _who(self, printed=False):
        """Return recipient, phone and address in one line; '' for a reader who may not see them.

        :param bool printed: for prints, for every reader
        """
        self.ensure_one()
        if not printed and 'street' in self.env['store.mask']._unseen(self, elevated=True):
            return ''
        details = self.sudo()
        place = ' '.join(
            part
            for part in (details.country, details.province, details.city, details.district, details.street, details.zip)
            if part
        )
        return ', '.join(part for part in (details.recipient, details.phone, place) if part)

    def _text(self):
        """Return `_lines` as text; '' without details."""
        return '\n'.join(f'{label}: {text}' for label, text in self._lines()) if self else ''


def _parcel(shipment):
    lines = f" ({', '.join(shipment.lines)})" if shipment.lines else ''
    return f"{' '.join(part for part in (shipment.carrier, shipment.tracking) if part)}{lines}"
