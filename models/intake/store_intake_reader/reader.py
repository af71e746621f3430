# Part of store_group. License LGPL-3.
from dataclasses import replace
from time import monotonic

from psycopg2.errors import UniqueViolation

from odoo import api, models
from odoo.exceptions import ConcurrencyError
from odoo.tools.gc import disabling_gc

from ....engine.cleaning.text import fold
from ....engine.intake import date_order, submitted
from ....engine.intake.answering.causes import CONFLICT_CODES, NUMBER_CODES
from ....engine.intake.entries import TableEntries, chunks
from ....engine.intake.fingerprint import at, content_hash
from ....engine.intake.issue import Issue
from ....engine.intake.parts import goes_on, summary
from ....engine.intake.payload import changed_at, store_name_of
from ....engine.intake.returns import is_return
from ....engine.intake.table import read_orders
from ....engine.intake.two_tables import is_goods_alone
from ....engine.table.cell import letter
from ....engine.table.cells import Unreadable
from ..sql import landed

LAND_CHUNK = 2000
MANY = 2000  # orders of a file after which the tables are analyzed
LAND_SECONDS = 60
KEPT_DIGITS, MOST_ZEROS = 15, 6  # of a number that a sheet takes for an amount


class StoreIntakeReader(models.AbstractModel):
    """Reads a document into intake orders: raw bytes -> entries -> orders and arrivals.

    How to use: call `_land(document)` until it returns True; landed orders are not read twice, nor is the file: what a run leaves
    over is kept as it was parsed. Memory does not grow with the file.
    How it works: the reader of the channel gives entries; each is compared with the order of the same number, if
    there is one, and becomes a new order, a replacement, a conflict or nothing. All orders are checked on landing,
    so that the preview shows what is missing. It never creates sale orders.
    Cost: about twenty queries for 2,000 orders.

    Its parts are in this folder: `comparing`, `elsewhere`, `refunding`, `restoring`, `remembering`, `keeping`.
    """

    _name = 'store.intake.reader'
    _description = 'Intake Reader'

    # === INTAKE ===

    @api.model
    def _land(self, document, stop_at=None):
        """Land the entries that have not landed yet, in chunks, until `stop_at` (`monotonic`), if given. Return whether all have.
        :raises Unreadable: the content cannot be used at all
        """
        worker, is_timed, stop_at = self.env['store.intake.worker'], bool(stop_at), stop_at or monotonic() + LAND_SECONDS
        entries, (left, news) = None, self._kept(document)
        if left is None:
            entries, news = self._begin(document)
            if not document.landed_count and document._asks_for_columns():
                return True  # none of its orders is read before it is said what the columns mean
            left = entries[document.landed_count :]
        total = document.total_count
        for chunk in chunks(left, LAND_CHUNK):
            with disabling_gc():  # a chunk leaves no cycles, and looking for them is a tenth of its time
                self._land_chunk(document, chunk, news)
            document.write(
                {
                    'landed_count': document.landed_count + len(chunk),
                    'new_product_count': len(news[0]),
                    'new_customer_count': len(news[1]),
                }
            )
            if total > LAND_CHUNK:
                self._forget()
            if (not worker._checkpoint() or is_timed) and monotonic() > stop_at and document.landed_count < total:
                self._keep(document, entries, news)
                return False
        self._let_go(document)
        if total > MANY:
            landed.analyze(self.env)
        return True

    def _begin(self, document):
        """Read the content. Return (all its entries, the keys of products and of buyers that are new in those that landed)."""
        entries, loose, row_count = self._entries(document)
        if not document.landed_count:
            document.issue_ids.unlink()
            Question = self.env['store.intake.issue']
            Question.create([Question._vals(issue, document_id=document.id, from_reading=True) for issue in loose])
        document.write({'total_count': len(entries), 'row_count': row_count})
        news = (set(), set())
        self._meet_missing(document, document.order_ids, news)
        return entries, news

    def _entries(self, document):
        """Return (entries, issues without order, number of rows) of the raw content."""
        if document.redacted_on:
            raise Unreadable('raw_dropped')
        reader = 'canonical' if document.origin == 'orders' else document.channel_id.reader
        with self._opened(document) as raw:
            return getattr(self, f'_read_{reader}')(document, raw if reader == 'table' else raw.read())

    def _forget(self):
        """Flush landed records and clear the cache, so that memory does not grow with the file."""
        for name in ('store.intake.order', 'store.intake.arrival', 'store.intake.issue'):
            self.env[name].invalidate_model()

    # === HOOKS ===

    def _read_table(self, document, raw):
        """Reader 'table': a file of rows in the layout of the channel, or of its other table; `raw` is bytes or a binary file."""
        channel = document.channel_id
        layout, *others = channel.template_id._layouts()
        is_said = document.date_order in date_order.ORDERS
        if is_said:
            layout, *others = (date_order.written(one, document.date_order) for one in (layout, *others))
        result = read_orders(
            raw,
            document.filename,
            layout,
            channel.company_id.currency_id.name,
            others,
            today=document.create_date.date(),
            is_said=is_said,
            is_one_sheet=document.other_sheets == 'left',
            only=document.sheet or None,
        )
        if doubt := result.sheet_doubt:
            raise Unreadable(doubt.code, f'{doubt.found} ({doubt.proposed})')
        if doubt := result.date_doubt:
            raise Unreadable(doubt.code, f'{doubt.found}, {doubt.column}{doubt.row}')
        if doubt := result.currency_doubt:
            raise Unreadable(doubt.code, f'{doubt.found}: {doubt.proposed}')
        asked = [
            Issue(
                'unread_column',
                field=f'unread.{doubt.kind}',
                found=doubt.header,
                proposed=' | '.join(doubt.samples),
                sheet=result.sheet,
                column=letter(doubt.index),
            )
            for doubt in result.unread
        ]
        return TableEntries(result.orders), [*result.issues, *asked], result.row_count

    def _read_canonical(self, document, raw):
        """Reader 'canonical': a JSON list of canonical orders."""
        return submitted.read(raw)

    # === LANDING ===

    def _land_chunk(self, document, entries, news):
        """Turn `entries`, no two of one external id, into orders and arrivals.

        Returns of other orders become refunds of those, after all others, which may have created them. Several returns
        of one order land one after the other, each taking the earlier ones into account.
        """
        returns = [entry for entry in entries if is_return(entry.payload)]
        if returns and len(returns) < len(entries):
            self._land_chunk(document, [entry for entry in entries if not is_return(entry.payload)], news)
            entries = returns
        allowed = document._allowed_store_ids()
        later, taken, refunds = [], set(), set()
        for entry in returns:
            found = self._find_returned_order(document, entry, allowed)
            number = found[0].external_id if found else entry.external_id
            if number and number in taken:
                later.append(entry)
                continue
            taken.add(number)
            if found:
                self._make_refund(entry, *found)
                refunds.add(entry.position)
        waiting = {entry.position for entry in later}
        entries = [entry for entry in entries if entry.position not in waiting]
        known, others = self._known_orders(document.channel_id, entries, allowed)
        self._mark_left_behind(document, known, [entry for entry in entries if entry.position not in refunds])
        outcomes, fresh, changed, going_on = {}, [], [], []
        for entry in entries:
            order = known.get(entry.external_id)
            there = order or others.get(entry.external_id)
            if entry.external_id is None:
                outcomes[entry.position] = 'refused'
            elif there and not self._may_meet(document.channel_id, entry, order, others.get(entry.external_id)):
                outcomes[entry.position] = 'refused'
                known.pop(entry.external_id, None)
            elif order is None:
                fresh.append(entry)
            else:
                outcome = self._compare(document, order, entry)
                if outcome == 'progress':
                    going_on.append((order, entry.payload))
                    outcome = 'duplicate'
                if outcome in ('update', 'add'):
                    changed.append((order, entry, outcome))
                elif outcome:
                    outcomes[entry.position] = outcome
        self._ask_about_zeros(document.channel_id, fresh, allowed)
        self._ask_about_other_channels(document, fresh)
        created = self._create_orders(document, fresh, allowed, news)
        self._replace(document, changed)
        self.env['store.intake.sale']._follow(document.channel_id, going_on)
        self._create_arrivals(document, entries, {**{number: order.id for number, order in known.items()}, **created}, outcomes)
        for entry in later:
            self._land_chunk(document, [entry], news)

    def _known_orders(self, channel, entries, allowed):
        """Return ({number: matching order}, {number: other orders with this number, beside a matching one too}) of `entries`.

        Stores of one channel may each number their orders from 1, so an equal number alone is no match.
        Orders of stores the sender may not see count as others: the sender neither changes nor sees them.
        """
        numbers = [entry.external_id for entry in entries if entry.external_id]
        found = (
            self.env['store.intake.order']
            .search([('channel_id', '=', channel.id), ('external_id', 'in', numbers)])
            .grouped('external_id')
        )
        if not found:
            return {}, {}
        orders = self.env['store.intake.order'].concat(*found.values())
        payloads = [*(order.payload for order in orders), *(entry.payload for entry in entries)]
        stores = channel._stores_by_name({name for name in map(store_name_of, payloads) if name})
        known, others = {}, {}
        for entry in entries:
            candidates = found.get(entry.external_id)
            if not candidates:
                continue
            name = store_name_of(entry.payload)
            store = stores.get(name) if name else channel.store_id
            hidden = candidates.filtered(lambda order: is_hidden(order, allowed))
            for near in (candidates - hidden, hidden):
                by_name = [order for order in near if fold(store_name_of(order.payload)) == fold(name)]
                same = by_name or [order for order in near if self._is_same_store(order, stores, name, store)]
                if not same and len(near) == 1 and is_goods_alone(near.payload, entry.payload):
                    same = list(near)  # goods name no store: their number is all they have
                if same:
                    break
            key = '' if same else fold(name) or store.code or ''
            taken = candidates.filtered(lambda order, key=key: key and order.store_key == key)
            if not same and taken:  # called so once, whatever it is called now
                same, near = taken, candidates - hidden if taken <= candidates - hidden else hidden
                key = ''
            if same and near != hidden:
                known[entry.external_id] = same[0]
                if before := candidates.filtered(lambda order, own=same[0]: order.id < own.id):
                    others[entry.external_id] = before
            else:
                others[entry.external_id] = candidates
                entry.store_key = key
        return known, others

    def _is_same_store(self, order, stores, name, store):
        """Whether an order may belong to `store`, called `name`: it does, or one of the two has no store."""
        own_name = store_name_of(order.payload)
        own = order.sale_order_id.store_id or order.store_id or stores.get(own_name)
        return store == own if store and own else not (own or own_name) or not (store or name)

    def _may_meet(self, channel, entry, known, others):
        """Whether `entry` may be compared with the order `known`, or created beside `others`; else record the issue.

        For the answer to a sender who may not see the others, see `store.intake.issue:_as_result`.
        """
        name = store_name_of(entry.payload)
        if known and (not others or known.sale_order_id or 'same_number' in known.issue_ids.mapped('code')):
            return True
        if not known and not entry.store_key:  # the order may belong to a store the sender may not act for
            entry.issues.append(Issue('store_not_yours' if name else 'number_taken', field='store', found=name))
            return False
        if channel.number_scope != 'store':
            entry.issues.append(
                Issue(
                    'same_number',
                    field='store',
                    found='; '.join(order._summary() for order in others)[:500],
                    proposed=summary(entry.payload, name or channel.store_id.name),
                )
            )
        return True

    def _ask_about_zeros(self, channel, entries, allowed):
        """Ask about new numbers that the store has with other zeros in front, as spreadsheets drop zeros."""
        asked = self._with_other_zeros(channel, entries)
        if not asked:
            return
        known, _others = self._known_orders(channel, [replace(entry, external_id=number) for entry, number in asked], allowed)
        told = set()
        for entry, number in asked:
            order = known.get(number)
            if order and entry.position not in told:
                told.add(entry.position)
                entry.issues = [
                    *entry.issues,
                    Issue(
                        'zeros_in_front',
                        found=f'{order.external_id} · {order._summary()}'[:500],
                        proposed=f"{entry.external_id} · {summary(entry.payload, store_name_of(entry.payload))}",
                    ),
                ]

    def _with_other_zeros(self, channel, entries):
        """Return [(new entry, number of an order of the channel that differs in its zeros in front alone)], the fewest first."""
        spelled = {}
        for entry in entries:
            number = entry.external_id
            if not number.isdigit() or not (digits := number.lstrip('0')):
                continue
            for zeros in range(MOST_ZEROS + 1 if len(digits) <= KEPT_DIGITS else 1):
                if (other := '0' * zeros + digits) != number:
                    spelled.setdefault(other, []).append(entry)
        if not spelled:
            return []
        found = self.env['store.intake.order'].search([('channel_id', '=', channel.id), ('external_id', 'in', list(spelled))])
        numbers = sorted(set(found.mapped('external_id')), key=lambda number: (len(number), number))
        return [(entry, number) for number in numbers for entry in spelled[number]]

    @api.model
    def _moment_of(self, payload, order):
        """Return when a content of this order was changed, as naive UTC datetime, or False."""
        return self._changed_at(payload, order.channel_id, order.store_id)

    def _changed_at(self, payload, channel, store):
        moment = changed_at(payload, channel._zone_of(store)) if at(payload, 'updated_at') else None
        return moment.replace(tzinfo=None) if moment else False

    def _create_orders(self, document, entries, allowed, news):
        """Create the orders of `entries`, checked, and their questions. Return {external_id: id of the order}.

        :raises ConcurrencyError: another call just took one of them in; the call is repeated and finds it
        """
        if not entries:
            return {}
        channel = document.channel_id
        matches = self.env['store.intake.sale']._match(channel, [entry.payload for entry in entries], allowed)
        vals_list, origin, told_of = [], _from_document(document), self.env['store.intake.order']._telling(channel)
        for entry, match in zip(entries, matches, strict=True):
            broken = any(issue.severity == 'error' for issue in entry.issues) or match.has_error
            if not broken:
                news[0].update(match.unknown)
                news[1].update({match.buyer_key} if match.is_new_buyer else ())
            vals_list.append(
                {
                    **origin,
                    **self._order_vals(channel, entry, match.store, match.draft and match.draft.content_hash),
                    'store_key': entry.store_key,
                    'state': 'refused' if match.is_foreign else 'question' if broken else 'ready',
                    'store_id': match.store.id,
                    'ordered_at': match.ordered_at,
                    'customer_name': match.customer_name,
                    **told_of(entry.payload, match.store, match.draft),
                }
            )
        try:
            with self.env.cr.savepoint():
                ids = landed.insert_orders(self.env, vals_list)
        except UniqueViolation:
            raise ConcurrencyError("an order of this channel was taken in by another call")
        document.invalidate_recordset(['order_ids'], flush=False)
        Question = self.env['store.intake.issue']
        Question.create(
            [
                Question._vals(
                    issue,
                    document_id=document.id,
                    order_id=ids[entry.external_id],
                    sheet=issue.sheet or vals['sheet'],
                    row=issue.row or vals['row_from'],
                    from_reading=bool(entry.issues),
                )
                for entry, match, vals in zip(entries, matches, vals_list, strict=True)
                for issue in entry.issues or (match.issues and _each_once(match.issues))
            ]
        )
        return ids

    def _replace(self, document, changed):
        """Store new content on existing orders; the maker checks it and rewrites the quotation."""
        for order, entry, outcome in changed:
            values = {**_from_document(document), **self._order_vals(document.channel_id, entry, order.store_id)}
            values['keeps_lines'] = (
                bool(order.sale_order_id)
                and outcome == 'update'
                and (order.state == 'done' or order.keeps_lines)
                and goes_on(order.payload, entry.payload)
            )
            if outcome == 'add':
                whole, issues = order._joined(entry.payload, entry.issues)
                whole['updated_at'] = entry.payload.get('updated_at') or whole.get('updated_at')
                values.update(payload=whole, content_hash=content_hash(whole), line_count=len(whole['lines']))
            else:
                issues = [*entry.issues, *self._asked_again(order)]
                kept = (*NUMBER_CODES, *(('total_mismatch',) if values['keeps_lines'] else ()))  # only a person answers the first
                order.issue_ids.filtered(
                    lambda issue, kept=kept: issue.state == 'open' and not issue.stays and issue.code not in kept
                ).unlink()
            order.write(
                {
                    **values,
                    'state': 'new',
                    'refused_by_id': False,
                    'stops_delivery': False,
                    'kept_hashes': False,
                    'redacted_on': False,
                }
            )
            order._keep_reading_issues(issues)

    def _asked_again(self, order):
        """Return the questions whose answer was to refuse the order because of its number: other content does not answer them."""
        if order.state != 'refused':
            return []
        asked = order.issue_ids.filtered(lambda issue: issue.code in NUMBER_CODES and issue.state != 'open').sorted('id')
        last = {issue.code: issue for issue in asked}
        return [Issue(issue.code, field=issue.field or '', found=issue.found, proposed=issue.proposed) for issue in last.values()]

    def _order_vals(self, channel, entry, store, known_hash=None):
        """Return the values of an entry; `known_hash`: the hash of its content, where it is known."""
        payload, (sheet, row_from) = entry.payload, entry.rows[0] if entry.rows else (False, 0)
        return {
            'external_id': entry.external_id,
            'payload': payload,
            'content_hash': known_hash or content_hash(payload),
            'source_updated_at': self._changed_at(payload, channel, store),
            'line_count': len(payload['lines']) if isinstance(payload.get('lines'), list) else 0,
            'sheet': sheet,
            'row_from': row_from,
            'row_to': entry.rows[-1][1] if entry.rows else 0,
        }

    def _create_arrivals(self, document, entries, orders, outcomes):
        """Create the arrivals of `entries`, and the issues of those with their own outcome.

        :param dict orders: {external_id: id of the order}
        """
        Question = self.env['store.intake.issue']
        ids = landed.insert_arrivals(
            self.env,
            [
                {
                    'document_id': document.id,
                    'position': entry.position,
                    'external_id': entry.external_id,
                    'order_id': orders.get(entry.external_id),
                    'outcome': outcomes.get(entry.position),
                }
                for entry in entries
            ],
        )
        document.invalidate_recordset(['arrival_ids'], flush=False)
        Question.create(
            [
                Question._vals(
                    issue,
                    document_id=document.id,
                    arrival_id=ids[entry.position],
                    order_id=orders.get(entry.external_id) if issue.code in CONFLICT_CODES else False,
                )
                for entry in entries
                if outcomes.get(entry.position)
                for issue in entry.issues
            ]
        )

    def _meet_missing(self, document, orders, news):
        """Add missing records of earlier landed orders to `news`, when reading continues after a restart."""
        for start in range(0, len(orders), LAND_CHUNK):
            payloads = [order.payload for order in orders[start : start + LAND_CHUNK] if order.state == 'ready']
            for match in self.env['store.intake.sale']._match(document.channel_id, payloads, None):
                news[0].update(match.unknown)
                news[1].update({match.buyer_key} if match.is_new_buyer else ())
            self._forget()


def _from_document(document):
    return {'document_id': document.id, 'channel_id': document.channel_id.id}


def is_hidden(order, allowed):
    """Whether the sender may not see an order's store; `allowed` as in `_allowed_store_ids`."""
    return allowed is not None and bool(order.store_id) and order.store_id.id not in allowed


def _each_once(issues):
    """Return `issues` without duplicates."""
    return {(issue.code, issue.field, issue.found): issue for issue in issues}.values()
