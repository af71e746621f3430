# Part of store_group. License LGPL-3.
from odoo import Command, api, fields, models


class StoreMissingMaker(models.AbstractModel):
    """Creates the products and contacts a channel may create.

    Every product comes with its listing, every contact with its buyer, so that the next order finds them and a load
    of history can remove them. Only for channels with `create_missing`; the matcher has searched for them before.
    Cost: one batch of creates per kind.
    """

    _name = 'store.missing.maker'
    _description = 'Store Missing Maker'

    # === ORDERING ===

    @api.model
    def _make(self, document, matches):
        """Create the missing records of `matches`, and set them there.

        :param document: store.intake.document that needs it
        :param list matches: OrderMatch without errors
        """
        unknown = {key: line for match in matches for key, line in match.unknown.items()}
        if unknown:
            products = self._make_products(document, unknown)
            for match in matches:
                match.lines = [(line, key, product or products[key], factor) for line, key, product, factor in match.lines]
                match.unknown = {}
        parties = {match.buyer_key: match.draft.customer.contact for match in matches if match.is_new_buyer}
        if parties:
            partners = self._make_customers(document, parties)
            for match in matches:
                match.partner = match.partner or partners.get(match.buyer_key)
            taxes = {match.partner: match.draft.invoice_tax_no for match in matches if match.draft.invoice_tax_no}
            made = self.env['res.partner'].concat(*partners.values())
            self._met_customers(document.channel_id, made, {who: taxes[who] for who in made if who in taxes})
        for match in matches:
            match.partner = match.partner or document.channel_id._collective_partner()

    # products

    def _make_products(self, document, unknown):
        """Create products with their listings from LineDrafts; return {key: product}."""
        channel = document.channel_id
        parts = self._parts(channel, unknown)
        codes = self._free_codes(unknown, parts)
        barcodes = self._free_barcodes(unknown)
        names = {key: ' '.join(rest) for key, (_code, *rest) in parts.items()}
        categories = self._categories(unknown.values())
        products = (
            self.env['product.product']
            .with_context(tracking_disable=True)
            .create(
                [
                    {
                        'name': line.name or names.get(key) or key,
                        'default_code': codes[key],
                        'type': 'consu',
                        'is_storable': True,
                        'list_price': self._list_price(channel, line),
                        'company_id': False,
                        **({'barcode': barcodes[key]} if key in barcodes else {}),
                        **({'categ_id': category.id} if (category := categories[line.category, line.subcategory]) else {}),
                    }
                    for key, line in unknown.items()
                ]
            )
        )
        # core sets the default taxes of every company; amounts of the order are adjusted on its lines
        made = dict(zip(unknown, products, strict=True))
        self._list(document, {key: {'name': unknown[key].name, 'product_id': product.id} for key, product in made.items()})
        return made

    def _list(self, document, chosen):
        """List products under the numbers of a channel; a number whose listing was archived gets it back.

        :param dict chosen: {number: values of its listing}
        """
        Listing, channel = self.env['store.listing'].with_context(active_test=False), document.channel_id
        archived = Listing.search(
            [('channel_id', '=', channel.id), ('external_sku', 'in', list(chosen)), ('active', '=', False)]
        ).grouped('external_sku')
        for number, listing in archived.items():
            listing.write({**chosen[number], 'active': True, 'factor': 1.0, 'component_ids': [Command.clear()]})
        Listing.create(
            [
                {'channel_id': channel.id, 'external_sku': number, 'made_by_id': document.id, **values}
                for number, values in chosen.items()
                if number not in archived
            ]
        )

    def _list_price(self, channel, line):
        """Return the price of the line with or without tax, as required by the company's default tax.

        In the currency of a product of all companies, which is the main company's.
        """
        own, shared = channel.company_id.currency_id, self.env['res.company']._get_main_company().currency_id
        return own._convert(self._taxed_price(channel, line), shared, channel.company_id, fields.Date.context_today(self))

    def _taxed_price(self, channel, line):
        """Return the price of the line as the company's default tax wants it, in the company's currency."""
        tax, price = channel.company_id.account_sale_tax_id, float(line.unit_price)
        inside = channel.price_tax == 'inside' if line.tax_included is None else line.tax_included
        if not tax or tax.price_include == inside or (line.tax_included is None and channel.price_tax == 'product'):
            return price
        amounts = tax.with_context(force_price_include=inside).compute_all(price, rounding_method='round_globally')
        return channel.company_id.currency_id.round(amounts['total_excluded' if inside else 'total_included'])

    def _parts(self, channel, keys):
        """Return {key: parts} if the layout joins columns to make product numbers unique, else {}."""
        separator = channel.template_id.key_separator or '|'
        if not any(column.target == 'line.sku' and column.is_part for column in channel.template_id.column_ids):
            return {}
        return {key: [part.strip() for part in key.split(separator)] for key in keys}

    def _free_codes(self, unknown, parts):
        """Return {key: default_code}: of joined parts the first, with a number if it is taken."""
        wanted = {key: parts[key][0] if key in parts else line.sku or line.barcode or False for key, line in unknown.items()}
        Product = self.env['product.product'].with_context(active_test=False)
        taken = set(Product.search([('default_code', 'in', list(set(wanted.values())))]).mapped('default_code'))
        codes = {}
        for key, code in wanted.items():
            free, number = code, 2
            while free and free in taken:
                free, number = f'{code}-{number}', number + 1
            taken.add(free)
            codes[key] = free
        return codes

    def _free_barcodes(self, unknown):
        """Return {key: barcode} of those whose barcode no product and no packaging of any company has."""
        wanted = {key: line.barcode for key, line in unknown.items() if line.barcode and line.barcode != key}
        has_one = [('barcode', 'in', list(set(wanted.values())))]
        taken = set(self.env['product.product'].with_context(active_test=False).search(has_one).mapped('barcode'))
        taken |= set(self.env['product.uom'].search(has_one).mapped('barcode')) if wanted else set()
        free = {}
        for key, barcode in wanted.items():
            if barcode not in taken:
                free[key] = barcode
                taken.add(barcode)
        return free

    def _categories(self, lines):
        """Return {(category, subcategory): product.category}, empty if a line has none."""
        Category = self.env['product.category']
        pairs = {(line.category, line.subcategory) for line in lines}
        roots = self._children(Category, {category for category, _sub in pairs if category})
        found = {}
        for category, root in roots.items():
            subs = self._children(root, {sub for parent, sub in pairs if parent == category and sub})
            found.update({(category, sub): record for sub, record in subs.items()})
            found[category, ''] = root
        return {pair: found.get(pair, Category) for pair in pairs}

    def _children(self, parent, names):
        """Return {name: category} below `parent` (empty: at the top); missing ones are created."""
        existing = parent.search([('parent_id', '=', parent.id), ('name', 'in', list(names))], order='id desc')
        found = {category.name: category for category in existing}
        for name in sorted(names - found.keys()):
            found[name] = parent.create({'name': name, 'parent_id': parent.id})
        return found

    # customers

    def _make_customers(self, document, parties):
        """Create contacts with their buyers from PartyDrafts; return {buyer key: contact}."""
        places = {}
        partners = (
            self.env['res.partner']
            .with_context(tracking_disable=True, no_vat_validation=True)
            .create([self._customer_vals(party, places) for party in parties.values()])
        )
        self.env['store.channel.buyer'].create(
            [
                {'channel_id': document.channel_id.id, 'external_id': key, 'partner_id': partner.id, 'made_by_id': document.id}
                for key, partner in zip(parties, partners, strict=True)
            ]
        )
        return dict(zip(parties, partners, strict=True))

    def _customer_vals(self, party, places):
        country, state = self._place(party, places)
        spare = [part for part, record in ((party.country, country), (party.state, state)) if part and not record]
        return {
            'name': party.name or party.external_id or party.phone or party.email,
            'phone': party.phone or False,
            'email': party.email or False,
            'street': party.street or False,
            'street2': ' '.join([*spare, party.district]).strip() or False,
            'city': party.city or False,
            'zip': party.zip or False,
            'country_id': country.id,
            'state_id': state.id,
        }

    def _place(self, party, places):
        """Return (country, province) records, each may be empty; `places` caches them."""
        key = (party.country, party.state)
        if key not in places:
            country = self._country(party.country, places)
            state = self.env['res.country.state']
            if party.state and country:
                state = state.search([('country_id', '=', country.id), ('name', '=ilike', party.state)], limit=1)
            places[key] = (country, state)
        return places[key]

    def _country(self, name, places):
        """Return the res.country of this name or code, maybe empty."""
        if name not in places:
            Country = self.env['res.country']
            asked = ['|', ('code', '=', (name or '').upper()), ('name', '=ilike', name)]
            places[name] = Country.search(asked, limit=1) if name else Country
        return places[name]

    # === HOOKS ===

    def _met_customers(self, channel, partners, taxes):
        """Hook: called with new contacts of a channel. The customer stage looks whether they are customers we know.

        :param partners: res.partner
        :param dict taxes: {partner: tax number its order was invoiced to}
        """
