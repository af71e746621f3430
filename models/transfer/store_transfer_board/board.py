# Part of store_group. License LGPL-3.
from odoo import api, models

from ....engine import arguments
from ....exceptions import TransferRefused
from ...people.door import MOST_LINES, door

FINDINGS = ('damaged', 'refused', 'lost')
APPROVED_BY = {'store.transfer': 'action_approve', 'store.serving': 'action_agree', 'store.stock.correction': 'action_approve'}
NUMBER = arguments.maybe(arguments.number())


class StoreTransferBoard(models.AbstractModel):
    """Server side of a shop's transfer board: lists, counting, searching other stores, requesting. Plain data both ways.

    Every action calls the transfer's public methods as the user; none is implemented here.

    Its parts are in this folder: `lists`, `deliveries`, `looking`.
    """

    _name = 'store.transfer.board'
    _description = 'Transfer Board'

    # === TRANSFER ===

    @api.readonly
    @api.model
    @door(store=arguments.maybe(arguments.ident()))
    def overview(self, store=False):
        """Return the tasks at one store.

        :param int store: id of the store; False: the store the user has switched to, else
            their default store, else their first
        :returns: `{"stores": [{"id", "name"}], "store_id": id or False, "lists": {"approve", "ship", "receive",
            "differences", "asked": [card]}}`; a card is `{"model", "id", "title", "subtitle", "pieces", "when", "late"}`,
            with "goods" in words where it has several, and in "note" who requests it and why; to ship are also
            deliveries to customers: late, due today, or short ("standing") of a quantity ("missing"), with the id of the
            "order" whose goods the caller may find in other stores, or False; asked are the
            store's own requests until they end, with their "state"
        """
        stores = self._stores()
        chosen = (
            stores.filtered(lambda item: item.id == store)
            or (stores & self.env.user._chosen_store())
            or (stores & self.env.user._default_store(self.env.company))
            or stores[:1]
        )
        return {
            'stores': [{'id': item.id, 'name': item.name} for item in stores],
            'store_id': chosen.id or False,
            'lists': {
                name: method(chosen) if chosen else []
                for name, method in (
                    ('approve', self._to_approve),
                    ('ship', self._to_ship),
                    ('receive', self._to_receive),
                    ('differences', self._differences),
                    ('asked', self._asked),
                )
            },
        }

    @api.model
    @door(store=arguments.maybe(arguments.ident()))
    def overview_now(self, store=False):
        """Return `overview` from the primary, never from a standby, so that the user's last action is included.

        :param int store: as there
        """
        return self.overview(store)

    @api.model
    @door(transfer=arguments.ident(), side=arguments.text())
    def sheet(self, transfer, side):
        """Return one transfer for counting.

        :param int transfer: id
        :param str side: 'ship' or 'receive'
        :returns: `{"id", "title", "subtitle", "side", "can", "why", "version", "others", "finish_label", "all_label",
            "steps", "boxes": [{"box", "lines": {line id as text: quantity}}], "lines": [{"line_id", "name", "code",
            "product", "has_image", "codes", "unit", "expected", "counted", "damaged", "refused", "lost"}]}`; expected
            is what is still to ship or still on the way, in the line's unit; boxes have its packed quantities; others names who
            else has it open, or is ''
        """
        record = self._transfer(transfer)
        ships = side == 'ship'
        can = record.is_shippable if ships else record.is_receivable
        other = record.dest_store_id if ships else record.source_store_id
        lines = [data for line in record.line_ids if (data := self._line(line, ships))['expected'] > 0]
        noted = record.begin(side if can else 'look')
        return {
            'id': record.id,
            'title': record.name,
            'side': side,
            'can': can,
            'version': noted['version'],
            'others': noted['text'],
            'subtitle': self.env._("To %(store)s", store=other.name) if ships else self.env._("From %(store)s", store=other.name),
            'why': ''
            if can
            else self.env._(
                "Nothing to count here: the transfer is %(state)s, or you are on the other side.", state=record._state_label()
            ),
            'finish_label': self.env._("Ship") if ships else self.env._("Receive"),
            'all_label': self.env._("Ship everything") if ships else self.env._("Everything arrived"),
            'steps': []
            if ships
            else [['damaged', self.env._("Damaged")], ['refused', self.env._("Refused")], ['lost', self.env._("Missing")]],
            'lines': lines,
            'boxes': self._boxes(record, ships),
        }

    @api.model
    @door(transfer=arguments.ident(), version=arguments.maybe(arguments.whole()), model=arguments.text())
    def approve(self, transfer, version=False, model='store.transfer'):
        """Approve the requested quantities, as shown on the card of this version.

        :param int transfer: id of the card
        :param str model: of the card: a transfer, a delivery for another store, or a stock correction
        :returns: `{"message"}`
        """
        if model not in APPROVED_BY:
            raise TransferRefused(
                self.env._(
                    "%(model)s cannot be approved here. It must be one of: %(models)s.",
                    model=model,
                    models=', '.join(APPROVED_BY),
                )
            )
        if model == 'store.transfer':
            record = self._transfer(transfer, version)
        else:
            record = self.env[model].browse(transfer)
        getattr(record, APPROVED_BY[record._name])()
        return {'message': self.env._("%(transfer)s is approved.", transfer=record.display_name)}

    @api.model
    @door(
        transfer=arguments.ident(),
        line_id=arguments.ident(),
        code=arguments.key(),
        quantity=arguments.number(),
        version=arguments.maybe(arguments.whole()),
    )
    def wrong_product(self, transfer, line_id, code, quantity=1, version=False):
        """Record a wrong product received instead of a line.

        :param str code: code or barcode of the received product
        :param float quantity: added to what is recorded already
        :returns: `{"message", "warning"}`
        """
        record = self._transfer(transfer, version)
        product = self.env['store.availability']._products([code])[code]
        former = record.sudo().discrepancy_ids.filtered(
            lambda item: item.kind == 'wrong_product' and item.transfer_line_id.id == line_id and item.product_id == product
        )
        record.report_wrong_product(line_id, code, quantity + sum(former.mapped('quantity')))
        return {
            'warning': True,
            'message': self.env._(
                "%(product)s is recorded as a wrong product of %(transfer)s.", product=product.display_name, transfer=record.name
            ),
        }

    @api.model
    @door(
        transfer=arguments.ident(),
        side=arguments.text(),
        boxes=arguments.items(arguments.text(), MOST_LINES),
        version=arguments.maybe(arguments.whole()),
        lines=arguments.rows(
            MOST_LINES,
            line_id=arguments.ident(),
            counted_=NUMBER,
            damaged_=NUMBER,
            refused_=NUMBER,
            lost_=NUMBER,
            boxes_=arguments.mapping(arguments.number(), MOST_LINES),
        ),
    )
    def finish(self, transfer, side, lines, boxes=(), version=False):
        """Ship or receive the counted quantities.

        :param list lines: `[{"line_id", "counted", "damaged", "refused", "lost", "boxes"}]`, added to what is booked, in
            the line's unit; empty: everything as expected; boxes: `{number on the label: quantity put into it now}`
        :param list boxes: numbers of the boxes counted as a whole
        :param int version: of the sheet counted; refused if somebody else has changed it since
        :returns: `{"message", "warning"}`; warning: there are differences to be decided
        """
        record = self._transfer(transfer, version)
        ships = side == 'ship'
        if boxes:
            record = record.with_context(transfer_boxes=record._rows_of(boxes).package_id.ids)
        counts = {item['line_id']: item for item in lines}
        if lines and not any(item.get(step) for item in lines for step in ('counted', *FINDINGS)):
            raise TransferRefused(self.env._("Nothing was counted. Count, or choose that everything is there."))
        found = []
        for line in record.line_ids:
            data = self._line(line, ships)
            found.append((line, counts.get(line.id) or {'counted': 0 if lines else data['expected']}))
        if ships:
            self._pack(record, lines)
            self._set_counted(record, 'shipped', 'qty_shipped', 'counted', found)
            before = self._booked(record)
            record.action_ship()
            record.leave()
            if self._booked(record) == before:
                return {'warning': True, 'message': self.env._("Nothing of %(transfer)s is left to ship.", transfer=record.name)}
            return {'message': self.env._("%(transfer)s has left.", transfer=record.name), 'warning': False}
        for step in FINDINGS:
            if any(item.get(step) for _line, item in found):
                self._set_counted(record, step, f'qty_{step}', step, found)
        self._set_counted(record, 'received', 'qty_received', 'counted', found)
        before = self._booked(record)
        record.action_receive()
        record.leave()
        if self._booked(record) == before:
            return {'warning': True, 'message': self.env._("Nothing of %(transfer)s is left to receive.", transfer=record.name)}
        if record.open_discrepancies:
            return {
                'warning': True,
                'message': self.env._(
                    "%(transfer)s is booked. Differences to decide: %(count)s.",
                    transfer=record.name,
                    count=record.open_discrepancies,
                ),
            }
        return {'warning': False, 'message': self.env._("%(transfer)s is booked.", transfer=record.name)}

    def _booked(self, transfer):
        """Return the booked quantities of a transfer, to see whether an action changed anything."""
        transfer_sudo = transfer.sudo()
        return [(line.qty_shipped, line._quantities()) for line in transfer_sudo.line_ids], transfer_sudo.discrepancy_count

    @api.model
    @door(transfer=arguments.ident(), box=arguments.maybe(arguments.text()))
    def new_box(self, transfer, box=False):
        """Return `{"box"}`: the number of the box to pack into, the next free one if none is given.

        :param str box: number on a label
        """
        return {'box': self._transfer(transfer).pack(box)['box']}

    # === LISTS ===

    def _stores(self):
        """Return the user's stores; for users not bound the open ones of all their companies."""
        user = self.env.user
        if user._is_store_bound():
            return user.store_ids.filtered(lambda item: item.state != 'draft')
        return self.env['store.store'].search(
            [('state', '=', 'open'), ('company_id', 'in', user._get_company_ids()), ('warehouse_id', '!=', False)]
        )

    def _transfer(self, transfer, version=False):
        record = self.env['store.transfer'].with_context(store_version=version).browse(transfer).exists()
        record.check_access('read')
        if not record:
            raise TransferRefused(self.env._("This transfer does not exist any more. Go back to the lists."))
        return record

    # === COUNTING ===

    def _line(self, line, ships):
        quantities = line._quantities()
        product = line.product_id
        return {
            'line_id': line.id,
            **self._named(product),
            'product': product.id,
            'has_image': bool(product.with_context(bin_size=True).image_128),
            'codes': [code for code in (product.barcode, product.default_code) if code],
            'unit': line.uom_id.name,
            'expected': float(quantities.to_ship if ships else quantities.in_transit),
            'counted': 0,
            'damaged': 0,
            'refused': 0,
            'lost': 0,
        }

    def _boxes(self, record, ships):
        """Return packed goods not shipped, or packed and on the way, by box."""
        if ships:
            found = {}
            for row in record.sudo().box_ids.filtered(lambda row: row.quantity > row.qty_shipped):
                found.setdefault(row.package_id, {})[row.transfer_line_id] = row.quantity - row.qty_shipped
        else:
            found = record._on_the_way_by_box()
        return [
            {'box': box.name, 'lines': {str(line.id): quantity for line, quantity in content.items()}}
            for box, content in found.items()
        ]

    def _pack(self, record, lines):
        """Add the counted quantities to boxes."""
        inside = {(row.package_id.name, row.transfer_line_id.id): row.quantity for row in record.sudo().box_ids}
        packed = {}
        for item in lines:
            for box, quantity in (item.get('boxes') or {}).items():
                if quantity:
                    packed.setdefault(box, []).append(
                        {'line_id': item['line_id'], 'quantity': inside.get((box, item['line_id']), 0.0) + quantity}
                    )
        for box, quantities in packed.items():
            record.pack(box, quantities)

    def _named(self, product):
        """Return (name, code) of the product."""
        return {
            'name': product.with_context(display_default_code=False).display_name,
            'code': product.default_code or product.barcode or '',
        }

    def _set_counted(self, record, step, booked, counted, found):
        """Set the totals of one step: booked quantities, including an undecided surplus, plus the counted ones."""
        record.set_quantities(
            step,
            [{'line_id': line.id, 'quantity': line._counted_so_far(booked) + (item.get(counted) or 0)} for line, item in found],
        )
