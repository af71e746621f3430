# Part of store_group. License LGPL-3.
import base64
import json
from dataclasses import dataclass, field
from datetime import datetime, time, timezone
from math import isfinite
from time import monotonic

from psycopg2.errors import UniqueViolation

from odoo import api, models
from odoo.exceptions import ConcurrencyError

from ...engine.cleaning.text import storable
from ...engine.cleaning.uncleanable import Uncleanable
from ...engine.cleaning.values import clean
from ...engine.intake.cells import Unreadable
from ...engine.intake.fingerprint import content_hash
from ...engine.intake.issue import Issue
from ...engine.intake.lifecycle import decide_replay
from ...engine.intake.table import read_orders

LAND_CHUNK = 500
LAND_SECONDS = 60  # a run that stopped sooner would read a large file again and again
# What a channel may add to an order that is promised, without anybody having to decide.
PROGRESS_KEYS = frozenset(
    'status paid_at updated_at ship_by shipments refunds fees tags seller_note buyer_note'.split())


@dataclass
class Entry:
    """One order at its place in a document, before it is compared with what is there."""

    position: int
    external_id: str | None
    payload: dict
    rows: tuple = ()
    issues: list = field(default_factory=list)


class StoreIntakeReader(models.AbstractModel):
    """Reads a document into intake orders: raw bytes -> entries -> orders and arrivals.

    How to use: `_land(document)`, again and again until it returns True; what landed is not read twice.
    How it works: the reader of the channel gives entries; each is compared with the order of the same number, if
    there is one, and becomes a new order, a replacement, a conflict or nothing. All orders are checked as they land,
    so that a preview knows what is missing. It never makes sale orders.
    Cost: about ten queries for 500 orders.
    """

    _name = 'store.intake.reader'
    _description = 'Intake Reader'

    # === INTAKE ===

    @api.model
    def _land(self, document):
        """Land the entries that have not landed yet, in chunks. Return whether all have.

        :raises Unreadable: the content cannot be used at all
        """
        worker, stop_at = self.env['store.intake.worker'], monotonic() + LAND_SECONDS
        entries, loose, row_count = self._entries(document)
        if not document.landed_count:
            document.issue_ids.unlink()
            Question = self.env['store.intake.issue']
            Question.create([Question._vals(issue, document_id=document.id, from_reading=True) for issue in loose])
        document.write({'total_count': len(entries), 'row_count': row_count})
        news = (set(), set())
        self._meet_missing(document, document.order_ids, news)
        for chunk in _chunks(entries[document.landed_count:], LAND_CHUNK):
            self._land_chunk(document, chunk, news)
            document.write({
                'landed_count': document.landed_count + len(chunk),
                'new_product_count': len(news[0]), 'new_customer_count': len(news[1]),
            })
            if not worker._checkpoint() and monotonic() > stop_at and document.landed_count < len(entries):
                return False
        return True

    def _entries(self, document):
        """Return (entries, issues of no order, number of rows) of the raw content."""
        raw = base64.b64decode(document.with_context(bin_size=False).content)
        reader = 'canonical' if document.origin == 'orders' else document.channel_id.reader
        return getattr(self, f'_read_{reader}')(document, raw)

    # === HOOKS ===

    def _read_table(self, document, raw):
        """Reader 'table': a spreadsheet in the layout of the channel."""
        result = read_orders(raw, document.filename, document.channel_id.template_id._layout())
        entries = [
            Entry(position, order.external_id, _storable(order.payload), order.rows, order.issues)
            for position, order in enumerate(result.orders)
        ]
        return entries, result.issues, result.row_count

    def _read_canonical(self, document, raw):
        """Reader 'canonical': a JSON list of canonical orders."""
        try:
            orders = _storable(json.loads(raw.decode('utf-8-sig')))
        except (ValueError, RecursionError) as error:
            raise Unreadable('not_json', str(error))
        if not isinstance(orders, list):
            raise Unreadable('not_json')
        entries = []
        for position, payload in enumerate(orders):
            if not isinstance(payload, dict):
                issue = Issue('not_an_order', found=str(payload)[:100])
                entries.append(Entry(position, None, {}, issues=[issue]))
                continue
            issues = []
            try:
                external_id = clean('code', payload.get('external_id'))
            except Uncleanable as problem:
                external_id, found = None, str(payload['external_id'])[:100]
                issues.append(Issue(problem.code, field='external_id', found=found))
            if external_id is None and not issues:
                issues.append(Issue('missing_value', field='external_id'))
            entries.append(Entry(position, external_id, payload, issues=issues))
        return entries, [], len(orders)

    # === LANDING ===

    def _land_chunk(self, document, entries, news):
        """Turn `entries`, no two of one external id, into orders and arrivals."""
        Order = self.env['store.intake.order']
        known = Order.search([
            ('channel_id', '=', document.channel_id.id),
            ('external_id', 'in', [entry.external_id for entry in entries if entry.external_id]),
        ])
        known = {order.external_id: order for order in known}
        allowed = document._allowed_store_ids()
        outcomes, fresh, changed = {}, [], []
        for entry in entries:
            order = known.get(entry.external_id)
            if entry.external_id is None:
                outcomes[entry.position] = 'refused'
            elif order is None:
                fresh.append(entry)
            elif allowed is not None and order.store_id and order.store_id.id not in allowed:
                outcomes[entry.position] = 'refused'
                entry.issues.append(Issue('store_not_yours', field='store', found=order.store_id.name))
                del known[entry.external_id]
            else:
                outcome = self._compare(document, order, entry)
                if outcome == 'update':
                    changed.append((order, entry))
                elif outcome:
                    outcomes[entry.position] = outcome
        created = self._create_orders(document, fresh, allowed, news)
        self._replace(document, changed)
        self._create_arrivals(document, entries, {**known, **created}, outcomes)

    def _compare(self, document, order, entry):
        """Decide what a content means for an order that exists: an outcome, 'update', or False for "see the order"."""
        new_hash, updated_at = content_hash(entry.payload), _updated_at(entry.payload)
        state = order.sale_order_id.state or order.state
        if order.state == 'conflict':
            state = 'conflict'
            if new_hash == order.conflict_hash:
                return 'conflict'
        decision = decide_replay(
            order.content_hash, order.source_updated_at or None, new_hash, updated_at, state)
        if decision == 'duplicate':
            if order.state in ('new', 'question', 'ready', 'refused') and not order.refused_by_id:
                # nothing was made of it yet: what was missing may be here now
                order.write({'document_id': document.id, 'state': 'new'})
                return False
            return 'duplicate'
        if decision == 'stale':
            entry.issues = [Issue('stale', 'info', 'updated_at')]
            return 'duplicate'
        if decision == 'conflict' and state != 'conflict' and _only_progress(order.payload, entry.payload):
            order.write({'payload': entry.payload, 'content_hash': new_hash, 'source_updated_at': updated_at})
            return 'duplicate'
        if decision == 'conflict':
            order.write({
                'conflict_payload': entry.payload, 'conflict_hash': new_hash, 'conflict_document_id': document.id,
                'state': 'conflict',
            })
            entry.issues = [Issue('conflict')]
        return decision

    def _create_orders(self, document, entries, allowed, news):
        """Create the orders of `entries`, checked. Return {external_id: order}.

        :raises ConcurrencyError: another call just took one of them in; the call is repeated and finds it
        """
        if not entries:
            return {}
        matches = self.env['store.order.matcher']._match(
            document.channel_id, [entry.payload for entry in entries], allowed)
        vals_list = []
        for entry, match in zip(entries, matches, strict=True):
            broken = any(issue.severity == 'error' for issue in entry.issues) or match.has_error
            if not broken:
                news[0].update(match.unknown)
                news[1].update({match.buyer_key} if match.is_new_buyer else ())
            vals_list.append({
                **self._order_vals(document, entry),
                'state': 'refused' if match.is_foreign else 'question' if broken else 'ready', 'store_id': match.store.id,
                'ordered_at': match.ordered_at, 'customer_name': match.customer_name,
            })
        try:
            with self.env.cr.savepoint():
                orders = self.env['store.intake.order'].create(vals_list)
        except UniqueViolation:
            raise ConcurrencyError("an order of this channel was taken in by another call")
        for order, entry in zip(orders, entries, strict=True):
            order._keep_reading_issues(entry.issues)
        orders._note_issues({
            order.id: match.issues for order, entry, match in zip(orders, entries, matches, strict=True) if not entry.issues})
        return {order.external_id: order for order in orders}

    def _replace(self, document, changed):
        """Give existing orders their new content; the maker checks it and writes the quotation again."""
        for order, entry in changed:
            order.issue_ids.filtered(lambda issue: issue.state == 'open').unlink()
            order.write({**self._order_vals(document, entry), 'state': 'new', 'refused_by_id': False})
            order._keep_reading_issues(entry.issues)

    def _order_vals(self, document, entry):
        return {
            'document_id': document.id, 'channel_id': document.channel_id.id, 'external_id': entry.external_id,
            'payload': entry.payload, 'content_hash': content_hash(entry.payload),
            'source_updated_at': _updated_at(entry.payload),
            'line_count': len(entry.payload['lines']) if isinstance(entry.payload.get('lines'), list) else 0,
            'sheet': entry.rows[0][0] if entry.rows else False,
            'row_from': entry.rows[0][1] if entry.rows else 0, 'row_to': entry.rows[-1][1] if entry.rows else 0,
        }

    def _create_arrivals(self, document, entries, orders, outcomes):
        Question = self.env['store.intake.issue']
        arrivals = self.env['store.intake.arrival'].create([{
            'document_id': document.id, 'position': entry.position, 'external_id': entry.external_id,
            'order_id': orders[entry.external_id].id if entry.external_id in orders else False,
            'outcome': outcomes.get(entry.position, False),
        } for entry in entries])
        Question.create([
            Question._vals(issue, document_id=document.id, arrival_id=arrival.id,
                        order_id=arrival.order_id.id if issue.code == 'conflict' else False)
            for arrival, entry in zip(arrivals, entries, strict=True) if arrival.outcome for issue in entry.issues
        ])

    def _meet_missing(self, document, orders, news):
        """Add what earlier landed orders lack to `news`, when reading goes on after a restart."""
        for start in range(0, len(orders), LAND_CHUNK):
            payloads = [order.payload for order in orders[start:start + LAND_CHUNK] if order.state == 'ready']
            for match in self.env['store.order.matcher']._match(document.channel_id, payloads, None):
                news[0].update(match.unknown)
                news[1].update({match.buyer_key} if match.is_new_buyer else ())


def _chunks(entries, size):
    """Yield lists of at most `size` entries, none with two of one external id: the second meets the first as an order."""
    chunk, seen = [], set()
    for entry in entries:
        if len(chunk) == size or entry.external_id in seen:
            yield chunk
            chunk, seen = [], set()
        chunk.append(entry)
        if entry.external_id is not None:
            seen.add(entry.external_id)
    if chunk:
        yield chunk


def _updated_at(payload):
    """Return the naive UTC moment of the last change, or False."""
    try:
        moment = clean('date', payload.get('updated_at'))
    except Uncleanable:
        return False
    if moment and not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(12))
    if moment and moment.tzinfo:
        moment = moment.astimezone(timezone.utc).replace(tzinfo=None)
    return moment.replace(microsecond=0) if moment else False


def _only_progress(old, new):
    """Whether the two contents sell the same, and the new one only tells how the order went on."""
    if str(new.get('status') or '').lower() in ('cancelled', 'refunded'):
        return False
    old, new = ({key: value for key, value in (payload or {}).items() if key not in PROGRESS_KEYS} for payload in (old, new))
    return content_hash(old) == content_hash(new)


def _storable(value):
    """Return a copy of a JSON value without the characters a database refuses."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {storable(str(key)): _storable(item) for key, item in value.items()}
    if isinstance(value, float) and not isfinite(value):
        return str(value)
    return [_storable(item) for item in value] if isinstance(value, (list, tuple)) else value
