# Part of store_group. License LGPL-3.
from collections import defaultdict
from dataclasses import asdict, replace
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...engine.cleaning.places import learned, written
from ...engine.intake.canonical import check_order
from ...engine.intake.digits import complaint
from ...engine.intake.issue import Issue
from ...engine.intake.payload import store_name_of
from ...engine.intake.recipient import unclear_place
from ...engine.intake.refunds import paid_of
from .order_match import OrderMatch

AHEAD = timedelta(days=1)  # as far as the clock of a channel may be before ours
GONE = ('shipped', 'done', 'cancelled', 'refunded')  # nothing is sent to its address any more
NEAR = timedelta(days=2)  # as far as a business day may be from the day of its moments in UTC


class StoreOrderMatcher(models.AbstractModel):
    """Finds the records of a canonical order: store, products, customer, warehouse, pricelist.

    How it works: checks the payload (engine), then looks up everything for the whole batch.
    (a) The store: the channel's own names, store codes, else the channel's store.
    (b) A product: listing, else code, else barcode; exactly one active product, else a question. A listing may be a bundle.
    (c) A customer: the collective one, else the contact this buyer of the channel already is.
    Missing records become questions, or are left to the maker if the channel creates them. It writes nothing.
    Cost: six queries per batch, plus one per company or currency in it.
    """

    _name = 'store.order.matcher'
    _description = 'Store Order Matcher'

    # === ORDERING ===

    @api.model
    def _match(self, channel, payloads, allowed=None, orders=()):
        """Return one OrderMatch per payload, in order.

        :param channel: store.channel
        :param list payloads: canonical orders; not modified
        :param allowed: set of store ids the sender may sell for; None: all
        :param orders: the existing store.intake.order of each payload; products already sold are kept
        """
        names = {name for name in map(store_name_of, payloads) if name}
        stores, terms = channel._stores_by_name(names), _Terms(channel)
        known = list(orders) or [self.env['store.intake.order']] * len(payloads)
        matches = [
            self._check(channel, payload, stores, allowed, terms, order) for payload, order in zip(payloads, known, strict=True)
        ]
        usable = [match for match in matches if match.draft]
        self._match_products(channel, usable)
        self._match_customers(channel, usable)
        self._match_terms(usable, allowed)
        Bundles = self.env['store.order.bundles']
        Bundles._level(channel, [match for match in usable if match.places and match.store])
        self._match_taxes(channel, [match for match in usable if match.draft.refunds and match.store and not match.is_history])
        Bundles._spread(usable)
        return matches

    def _check(self, channel, payload, stores, allowed, terms, order):
        name, sale = store_name_of(payload), order.sale_order_id
        store = stores.get(name) if name else channel.store_id
        store = store or self.env['store.store']
        draft, issues = check_order(payload, **terms.of(store))
        match = OrderMatch(draft, store, list(issues), channel=channel)
        if draft and draft.ordered_at.replace(tzinfo=None) > terms.now + AHEAD:
            days = (str(moment.date()) for moment in (draft.ordered_at, terms.now))
            match.issues.append(Issue('in_the_future', 'error', 'ordered_at', *days))
        if not store:
            match.issues.append(Issue('unknown_store' if name else 'missing_store', field='store', found=name))
        elif allowed is not None and not (store.id in allowed and channel._takes(store)) and store != order._accepted_for():
            match.issues.append(Issue('store_not_yours', field='store', found=name or store.code))
        match.sale = sale or None
        if sale and (order.keeps_lines or sale.sudo().state not in ('draft', 'sent')):
            match.kept_bundles = order.bundles or {}
        if sale:
            match.is_history = sale.sudo().is_history  # even if the history date has changed since
        elif draft and store and terms.history_until:
            match.is_history = terms.is_past(store, match.ordered_at)
        if draft and not (sale or match.is_history or draft.status in GONE) and channel.shipped_by == 'we':
            name, pairs = unclear_place(asdict(draft.customer))
            if name and name not in terms.places:
                options = ' | '.join(map(written, pairs))
                match.issues.append(Issue('ambiguous_place', 'error', 'place', name, options))
        return match

    # products

    def _match_products(self, channel, matches):
        named = [[(line_key(line), line) for line in match.draft.lines] for match in matches]
        keys = {key: line for lines in named for key, line in lines}
        known, listed = self._products_by_key(channel, keys)
        companies, sold = [], {}
        for match, lines in zip(matches, named, strict=True):
            company = match.store.company_id
            companies.append(company.id)
            of_company = sold.setdefault(company.id, {})
            for key, _line in lines:
                if key not in of_company:
                    of_company[key] = self._sold_by(known[key], company)
        similar = self._similar(channel, keys, sold)
        digits, compositions = self.env['decimal.precision'].precision_get('Product Unit'), {}
        for match, company_id, lines in zip(matches, companies, named, strict=True):
            of_company, bundles = sold[company_id], {}
            for position, (key, line) in enumerate(lines):
                found = of_company[key]
                product, factor = found[0] if len(found) == 1 else (None, 1.0)
                bundle, product = self._bundle(match, key, product, compositions)
                match.lines.append((line, key, product, factor))
                if bundle:
                    bundles[position] = bundle
                    continue
                rounded = complaint(line, position, factor, digits)
                match.issues += [rounded] if rounded else []
                if len(found) > 1:
                    names = ', '.join(item[0].display_name for item in found[:5])
                    match.issues.append(
                        Issue('ambiguous_product', field=f'lines[{position}].sku', found=key, proposed=names, row=line.row)
                    )
                elif product is None and key in listed:  # of another company: its listing stays
                    owners = ', '.join((_products(known[key][0][0]).company_id - match.store.company_id).mapped('name'))
                    match.issues.append(
                        Issue('listed_elsewhere', field=f'lines[{position}].sku', found=key, proposed=owners, row=line.row)
                    )
                elif product is None and key in similar:
                    match.issues.append(
                        Issue(
                            'similar_product',
                            field=f'lines[{position}].sku',
                            found=key,
                            proposed=', '.join(similar[key]),
                            row=line.row,
                        )
                    )
                elif product is None and channel.create_missing:
                    match.unknown[key] = line
                elif product is None:
                    match.issues.append(
                        Issue('unknown_product', field=f'lines[{position}].sku', found=key, proposed=line.name, row=line.row)
                    )

            if bundles:
                self.env['store.order.bundles']._explode(match, bundles)

    def _bundle(self, match, key, found, known):
        """Return (the composition of a line that is a bundle, else None; its product, the first one of a bundle).

        :param found: product.product, or a store.listing with components, or None
        """
        rows = None
        if match.kept_bundles is not None:
            rows = match.kept_bundles.get(key)
        elif found is not None and found._name == 'store.listing':
            rows = self.env['store.order.bundles']._composition(found, match.store.company_id, known)
        if rows:
            products = self.env['product.product'].browse([row[0] for row in rows])
            if products.exists() == products:
                return rows, products[:1]
        return None, found.component_ids.product_id[:1] if found is not None and found._name == 'store.listing' else found

    def _sold_by(self, found, company):
        """Return those of the (product or bundle, factor) pairs that the company may sell."""
        return [item for item in found if not _products(item[0]).company_id - company]

    def _similar(self, channel, keys, sold):
        """Return {key: names} of unknown products with similar existing ones, to ask before creating duplicates.

        :param dict keys: {key: LineDraft}
        :param dict sold: {id of a company: {key: matching products the company may sell}}
        """
        if not channel.create_missing:
            return {}
        similar = {}
        for company_id, found in sold.items():
            missing = {key: keys[key] for key, products in found.items() if not products}
            if missing:
                company = self.env['res.company'].browse(company_id)
                similar.update(self.env['store.similar.products']._find(channel, missing, company))
        return similar

    def _products_by_key(self, channel, keys):
        """Return ({key: [(product, factor)]}: one is a match, several are ambiguous; the keys that have a listing).

        A bundle is its listing.
        """
        found = defaultdict(list)
        listings = self.env['store.listing'].search([('channel_id', '=', channel.id), ('external_sku', 'in', list(keys))])
        for listing in listings.filtered(lambda listing: listing.component_ids or listing.product_id):
            found[listing.external_sku] = [(listing if listing.component_ids else listing.product_id, listing.factor)]
        listed = set(found)
        open_keys = {key: line for key, line in keys.items() if key not in listed}
        if not open_keys:
            return found, listed
        barcodes = {line.barcode for line in open_keys.values() if line.barcode}
        products = self.env['product.product'].search(
            Domain.OR([[('default_code', 'in', list(open_keys))], [('barcode', 'in', list(barcodes | set(open_keys)))]])
        )
        Product = self.env['product.product']
        by_code, by_barcode = products.grouped('default_code'), products.grouped('barcode')
        for key, line in open_keys.items():
            candidates = by_code.get(key) or by_barcode.get(line.barcode or key) or by_barcode.get(key) or Product
            other = by_barcode.get(line.barcode, Product) if line.barcode else Product
            candidates |= other if other and not other & candidates else Product  # code and barcode belong to different products
            found[key] = [(product, 1.0) for product in candidates]
        return found, listed

    def _match_taxes(self, channel, matches):
        """Set the tax added to prices on drafts with refunds: refund amounts include it."""
        known = {}
        for match in matches:
            taxes = self.env['store.order.lines']._taxes_on_top(channel, match, known)
            if any(taxes):
                match.draft = replace(
                    match.draft,
                    lines=tuple(replace(line, tax_on_top=tax) for line, tax in zip(match.draft.lines, taxes, strict=True)),
                )
                given = sum(refund.amount or 0 for refund in match.draft.refunds)
                if given <= max(paid_of(match.draft), match.draft.total or 0):
                    match.issues = [issue for issue in match.issues if issue.code != 'refund_too_large']

    # customers

    def _match_customers(self, channel, matches):
        if channel.customer_policy == 'collective':
            for match in matches:
                match.partner = channel.collective_partner_id
            return
        for match in matches:
            match.buyer_key = buyer_key(match.draft.customer.contact)
        buyers = self.env['store.channel.buyer'].search(
            [('channel_id', '=', channel.id), ('external_id', 'in', [match.buyer_key for match in matches if match.buyer_key])]
        )
        partners = {buyer.external_id: buyer.partner_id for buyer in buyers}
        for match in matches:
            match.partner = partners.get(match.buyer_key) or self.env['res.partner']
            if not match.buyer_key:
                match.partner = channel.collective_partner_id  # an anonymous sale
            elif not match.partner and not channel.create_missing:
                match.issues.append(
                    Issue('unknown_customer', field='customer', found=match.buyer_key, proposed=match.draft.customer.name)
                )

    # warehouse and pricelist

    def _match_terms(self, matches, allowed=None):
        lists, houses = {}, {}
        for match in matches:
            if not match.store:
                continue
            code, currency, store_id = match.draft.warehouse, match.draft.currency, match.store.id
            if (store_id, code) not in houses:
                houses[store_id, code] = self._warehouse(match.store, code)
            match.warehouse = houses[store_id, code]
            if code and not match.warehouse:
                match.issues.append(Issue('unknown_warehouse', field='warehouse', found=code))
            elif not match.warehouse and not match.is_history and self._has_goods(match):
                match.issues.append(Issue('no_warehouse', field='warehouse', found=match.store.name))
            elif (
                code and allowed is not None and not match.is_history and self._is_foreign(match.warehouse, match.store, allowed)
            ):
                match.issues.append(Issue('warehouse_not_yours', field='warehouse', found=code))
            if (store_id, currency) not in lists:
                lists[store_id, currency] = self._pricelist(match.store, currency)
            match.pricelist = lists[store_id, currency]
            if match.pricelist is None:
                match.issues.append(Issue('no_pricelist', field='currency', found=currency))

    def _warehouse(self, store, code):
        Warehouse = self.env['stock.warehouse']
        if code:
            return Warehouse.search([('code', '=', code), ('company_id', '=', store.company_id.id)], limit=1)
        return store.warehouse_id

    def _has_goods(self, match):
        return any(product is None or product.type != 'service' for _line, _key, product, _factor in match.lines)

    def _is_foreign(self, warehouse, store, allowed):
        """Whether a warehouse belongs to another store and is used by neither the order's store nor the sender's stores."""
        stores = self.env['store.store'].browse(allowed)  # cached after the first order
        return bool(warehouse.store_id) and warehouse.store_id not in stores and warehouse not in (stores | store).warehouse_id

    def _pricelist(self, store, currency):
        """Return the pricelist for an order in `currency`, empty for the company's currency; None: there is none."""
        own = store._effective_pricelist()
        if own.currency_id.name == currency:
            return own
        if store.company_id.currency_id.name == currency:
            return self.env['product.pricelist']
        return (
            self.env['product.pricelist'].search(
                [('currency_id.name', '=', currency), ('company_id', 'in', (False, store.company_id.id))], limit=1
            )
            or None
        )


class _Terms:
    """Terms shared by the orders of a batch, computed once for each store and moment."""

    def __init__(self, channel):
        self._channel, self._terms = channel, {}
        self.history_until, self.places = channel.history_until, learned(channel.place_words)
        self.now = fields.Datetime.now()

    def of(self, store):
        """Return zone, currency and tax-inclusion for checking the orders of a store, which may be empty."""
        if store.id not in self._terms:
            self._terms[store.id] = {
                'tz': self._channel._zone_of(store),
                'default_currency': (store or self._channel).company_id.currency_id.name,
                'is_taxed_later': self._channel.price_tax == 'outside',
                'places': self.places,
            }
        return self._terms[store.id]

    def is_past(self, store, moment):
        """Whether the business day of a naive UTC moment lies before the end of the past; a zone matters only near that."""
        away = moment.date() - self.history_until
        return store._business_day(moment) <= self.history_until if abs(away) <= NEAR else away.days < 0


def _products(found):
    """Return the products of a listing that is a bundle, or the product itself."""
    return found.component_ids.product_id if found._name == 'store.listing' else found


def line_key(line):
    """Return the channel's key of a LineDraft's product: its number, else its barcode, else its name."""
    return line.sku or line.barcode or line.name


def buyer_key(party):
    """Return the key that identifies a buyer of a channel, or False if there is none."""
    if party.external_id:
        return party.external_id
    for name in ('phone', 'email', 'name'):
        if getattr(party, name):
            return f'{name}:{getattr(party, name)}'
    return False
