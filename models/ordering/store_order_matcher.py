# Part of store_group. License LGPL-3.
from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain

from ...engine.intake.canonical import check_order
from ...engine.intake.fingerprint import at
from ...engine.intake.issue import Issue
from .order_match import OrderMatch


class StoreOrderMatcher(models.AbstractModel):
    """Finds the records a canonical order means: its store, products, customer, warehouse, pricelist.

    How it works: checks the payload (engine), then looks everything up for the whole batch at once.
    (a) The store: the channel's own names, store codes, else the channel's store.
    (b) A product: listing, else code, else barcode; exactly one active product, else a question.
    (c) A customer: the collective one, else the contact this buyer of the channel already is.
    What is missing is a question, or, where the channel creates what is missing, left to the maker. It writes nothing.
    Cost: six queries per batch, plus one per company or currency in it.
    """

    _name = 'store.order.matcher'
    _description = 'Store Order Matcher'

    # === ORDERING ===

    @api.model
    def _match(self, channel, payloads, allowed=None):
        """Return one OrderMatch per payload, in order.

        :param channel: store.channel
        :param list payloads: canonical orders; never changed
        :param allowed: set of store ids the sender may sell for; None: all
        """
        names = {str(at(payload, 'store')).strip() for payload in payloads if at(payload, 'store') not in (None, '')}
        stores = channel._stores_by_name(names)
        matches = [self._check(channel, payload, stores, allowed) for payload in payloads]
        usable = [match for match in matches if match.draft]
        self._match_products(channel, usable)
        self._match_customers(channel, usable)
        self._match_terms(usable)
        return matches

    def _check(self, channel, payload, stores, allowed):
        name = at(payload, 'store')
        name = str(name).strip() if name not in (None, '') else ''
        store = stores.get(name) if name else channel.store_id
        store = store or self.env['store.store']
        draft, issues = check_order(
            payload, tz=store.tz or channel.tz, default_currency=(store or channel).company_id.currency_id.name)
        match = OrderMatch(draft, store, list(issues))
        if not store:
            match.issues.append(Issue('unknown_store' if name else 'missing_store', field='store', found=name))
        elif allowed is not None and store.id not in allowed:
            match.issues.append(Issue('store_not_yours', field='store', found=name or store.code))
        if draft and store and channel.history_until:
            match.is_history = store._business_day(match.ordered_at) <= channel.history_until
        return match

    # products

    def _match_products(self, channel, matches):
        keys = {line_key(line): line for match in matches for line in match.draft.lines}
        known = self._products_by_key(channel, keys)
        for match in matches:
            for position, line in enumerate(match.draft.lines):
                key = line_key(line)
                found = [item for item in known[key]
                         if not item[0].company_id or item[0].company_id == match.store.company_id]
                product, factor = found[0] if len(found) == 1 else (None, 1.0)
                match.lines.append((line, key, product, factor))
                if len(found) > 1:
                    names = ', '.join(item[0].display_name for item in found[:5])
                    match.issues.append(Issue(
                        'ambiguous_product', field=f'lines[{position}].sku', found=key, proposed=names, row=line.row))
                elif product is None and channel.create_missing:
                    match.unknown[key] = line
                elif product is None:
                    match.issues.append(Issue(
                        'unknown_product', field=f'lines[{position}].sku', found=key, proposed=line.name, row=line.row))

    def _products_by_key(self, channel, keys):
        """Return {key: [(product, factor)]}: one is an answer, several are ambiguous."""
        found = defaultdict(list)
        listings = self.env['store.listing'].search(
            [('channel_id', '=', channel.id), ('external_sku', 'in', list(keys))])
        for listing in listings:
            found[listing.external_sku] = [(listing.product_id, listing.factor)]
        open_keys = {key: line for key, line in keys.items() if key not in found}
        if not open_keys:
            return found
        barcodes = {line.barcode for line in open_keys.values() if line.barcode}
        products = self.env['product.product'].search(Domain.OR([
            [('default_code', 'in', list(open_keys))], [('barcode', 'in', list(barcodes | set(open_keys)))],
        ]))
        by_code, by_barcode = products.grouped('default_code'), products.grouped('barcode')
        for key, line in open_keys.items():
            candidates = by_code.get(key) or by_barcode.get(line.barcode or key) or by_barcode.get(key) or ()
            found[key] = [(product, 1.0) for product in candidates]
        return found

    # customers

    def _match_customers(self, channel, matches):
        if channel.customer_policy == 'collective':
            for match in matches:
                match.partner = channel.collective_partner_id
            return
        for match in matches:
            match.buyer_key = buyer_key(match.draft.customer)
        buyers = self.env['store.channel.buyer'].search([
            ('channel_id', '=', channel.id),
            ('external_id', 'in', [match.buyer_key for match in matches if match.buyer_key]),
        ])
        partners = {buyer.external_id: buyer.partner_id for buyer in buyers}
        for match in matches:
            match.partner = partners.get(match.buyer_key) or self.env['res.partner']
            if not match.buyer_key:
                match.partner = channel.collective_partner_id  # an anonymous sale
            elif not match.partner and not channel.create_missing:
                match.issues.append(Issue(
                    'unknown_customer', field='customer', found=match.buyer_key, proposed=match.draft.customer.name))

    # warehouse and pricelist

    def _match_terms(self, matches):
        lists, houses = {}, {}
        for match in matches:
            if not match.store:
                continue
            company, code = match.store.company_id, match.draft.warehouse
            if (company, code, match.store.warehouse_id) not in houses:
                houses[company, code, match.store.warehouse_id] = self._warehouse(match.store, code)
            match.warehouse = houses[company, code, match.store.warehouse_id]
            if code and not match.warehouse:
                match.issues.append(Issue('unknown_warehouse', field='warehouse', found=code))
            if (match.store, match.draft.currency) not in lists:
                lists[match.store, match.draft.currency] = self._pricelist(match.store, match.draft.currency)
            match.pricelist = lists[match.store, match.draft.currency]
            if match.pricelist is None:
                match.issues.append(Issue('no_pricelist', field='currency', found=match.draft.currency))

    def _warehouse(self, store, code):
        Warehouse = self.env['stock.warehouse']
        if code:
            return Warehouse.search([('code', '=', code), ('company_id', '=', store.company_id.id)], limit=1)
        return store.warehouse_id or Warehouse.search([('company_id', '=', store.company_id.id)], limit=1)

    def _pricelist(self, store, currency):
        """Return the pricelist an order in `currency` is kept in, empty for the company's currency; None: there is none."""
        own = store._effective_pricelist()
        if own.currency_id.name == currency:
            return own
        if store.company_id.currency_id.name == currency:
            return self.env['product.pricelist']
        return self.env['product.pricelist'].search([
            ('currency_id.name', '=', currency), ('company_id', 'in', (False, store.company_id.id))], limit=1) or None


def line_key(line):
    """Return what the channel calls the product of a LineDraft: its number, else its barcode, else its name."""
    return line.sku or line.barcode or line.name


def buyer_key(party):
    """Return what tells one buyer of a channel from another, or False when nothing does."""
    if party.external_id:
        return party.external_id
    for name in ('phone', 'email', 'name'):
        if getattr(party, name):
            return f'{name}:{getattr(party, name)}'
    return False
