# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.exceptions import UserError

from ...engine import arguments
from ...engine.transfer import grid_block, grid_fill
from ...models.people.door import CELLS, MOST, door
from ...wording import number_text

LARGEST = 20000  # cells; more make the browser slow


class StoreTransferGrid(models.TransientModel):
    """Many transfers in one grid: products as rows, stores as columns, one transfer per pair of stores.

    A store requests from several stores, or headquarters distributes goods of one store or recalls goods. The
    quantities are a draft of this wizard; "Make Transfers" creates transfers and empties it, so pressing it again
    creates nothing twice. It never ships, and each transfer checks its own rights.

    Its parts are in this folder: `fill`.
    """

    _name = 'store.transfer.grid'
    _description = 'Transfer Grid'
    _inherit = ['store.transfer.grid.layout', 'store.transfer.grid.sheet']

    _waves_range = models.Constraint('CHECK (waves BETWEEN 1 AND 9 AND wave_days >= 0)', "One to nine waves.")

    purpose = fields.Selection(
        [
            ('request', "Ask other stores for goods"),
            ('push', "Give out goods of one store"),
            ('recall', "Call goods back to one store"),
        ],
        required=True,
        default='request',
    )
    store_id = fields.Many2one(
        'store.store',
        string="Store",
        required=True,
        default=lambda self: self._default_store(),
        domain="[('state', '=', 'open')]",
        help="The store that requests, distributes, or gets the goods back.",
    )
    store_ids = fields.Many2many(
        'store.store', string="Other Stores", required=True, domain="[('state', '=', 'open'), ('id', '!=', store_id)]"
    )
    product_ids = fields.Many2many('product.product', string="Products", domain="[('is_storable', '=', True)]")
    style_ids = fields.Many2many(
        'product.template', string="Styles", domain="[('is_storable', '=', True)]", help="All their variants."
    )
    category_id = fields.Many2one('product.category', help="All storable products of the category and below.")
    sizes_across = fields.Boolean(help="A style and colour per row, its sizes as columns. For one other store.")
    size_attribute_id = fields.Many2one('product.attribute', help="Empty: the last attribute of each style.")
    need_by = fields.Date()
    reason = fields.Char()
    waves = fields.Integer(default=1, help="Number of transfers per pair of stores, one after the other.")
    wave_ratio = fields.Char(string="Parts of the Waves", help="As many parts as waves, such as 50-30-20. Empty: equal parts.")
    wave_days = fields.Integer(string="Days between Waves", default=7)
    # the draft
    sheet = fields.Binary(readonly=True)
    sheet_name = fields.Char(readonly=True)
    quantities = fields.Json()
    rounds = fields.Integer(default=0)
    version = fields.Integer(default=0, help="Version, so that two windows do not overwrite each other.")
    options = fields.Json(default=lambda self: {'cover_days': 14, 'step': 1, 'ratio': '1-2-2-1', 'packs': 1})

    # === COMPUTE ===

    @api.model
    def _default_store(self):
        return self.env.user._default_store(self.env.company)

    # === ACTIONS ===

    def action_open(self):
        """Open the grid.

        :raises UserError: when there is nothing to show, or too much for a screen
        """
        self.ensure_one()
        products = self._products()
        if not products:
            raise UserError(self.env._("There is nothing to show. Choose products, styles or a category."))
        if len(products) * len(self.store_ids) > LARGEST:
            raise UserError(
                self.env._(
                    "%(products)s products and %(stores)s stores make more cells than a grid holds (%(most)s). "
                    "Take fewer stores or products.",
                    products=len(products),
                    stores=len(self.store_ids),
                    most=LARGEST,
                )
            )
        if self.sizes_across and len(self.store_ids) != 1:
            raise UserError(
                self.env._("With sizes as columns only one other store is possible. Choose one, or untick the option.")
            )
        action = self.env['ir.actions.client']._for_xml_id('store_group.store_transfer_grid_screen')
        return dict(
            action, name=self._title(), display_name=self._title(), params={'grid_id': self.id}, context={'active_id': self.id}
        )

    def action_apply(self):
        """Create one transfer per pair of stores from the draft and show them.

        :raises UserError: when no cell has a quantity
        """
        self.ensure_one()
        lines_of = {}
        for key, quantity in sorted((self.quantities or {}).items()):
            product, store = self._parse(key)
            if quantity > 0:
                lines_of.setdefault(store, []).append({'product': product, 'quantity': quantity})
        if not lines_of:
            raise UserError(self.env._("No cell has a quantity. Enter quantities, then make the transfers."))
        Transfer = self.env['store.transfer']
        made = Transfer
        for store in self.store_ids.filtered(lambda store: store.id in lines_of):
            ends = (store, self.store_id) if self.purpose != 'push' else (self.store_id, store)
            for wave, lines in enumerate(self._waves(lines_of[store.id])):
                need_by = self.need_by and fields.Date.add(self.need_by, days=wave * self.wave_days)
                made |= Transfer.browse(
                    Transfer.request(
                        ends[0].code,
                        ends[1].code,
                        lines,
                        need_by=str(need_by or '') or False,
                        reason=self.reason or False,
                        external_id=f'grid-{self.id}-{self.rounds}-{store.id}-{wave}',
                    )['id']
                )
        self.write({'quantities': {}, 'rounds': self.rounds + 1, 'version': self.version + 1})
        action = self.env['ir.actions.act_window']._for_xml_id('store_group.store_transfer_action')
        return dict(action, domain=[('id', 'in', made.ids)], context={}, target='current')

    # === TRANSFER ===

    @door()
    def load(self):
        """Return the grid for the screen.

        :returns: `{"title", "version", "apply_label", "nothing", "limited", "columns": [{"name", "code"}],
            "fills": [[how, label]],
            "options", "option_labels", "rows": [{"key", "name", "code", "free", "cells": [{"key", "quantity", "hint",
            "closed", "limit"}]}]}`; quantities in the product's unit, `free` and `limit` False if unknown
        """
        self.ensure_one()
        products, stores = self._products(), self.store_ids
        numbers = self._numbers(products, stores | self.store_id)
        columns, rows = self._layout()
        closed = {store.id: self._closed(store) for store in stores}
        return {
            'title': self._title(),
            'version': self.version,
            'apply_label': self.env._("Make Transfers"),
            'nothing': self.env._("No product to lay out."),
            'limited': self.purpose == 'push',
            'columns': columns,
            'fills': self._ways(self.purpose),
            'options': self.options,
            'option_labels': [
                ['cover_days', self.env._("Cover (days)")],
                ['step', self.env._("Step")],
                ['ratio', self.env._("Ratio")],
                ['packs', self.env._("Packs")],
            ],
            'rows': [self._row(row, numbers, closed) for row in rows],
        }

    @door(
        quantities=arguments.mapping(arguments.maybe(arguments.number()), CELLS),
        options=arguments.maybe(arguments.mapping(arguments.anything(), MOST)),
        version=arguments.maybe(arguments.whole()),
    )
    def save(self, quantities, options=False, version=False):
        """Save the quantities as the draft.

        :param dict quantities: `{cell key: quantity}`
        :param int version: the one the screen has loaded or saved last; False: overwrite any
        :returns: the new version
        :raises UserError: when another window has saved or applied the grid since
        """
        self.ensure_one()
        if version is not False and version != self.version:
            raise UserError(
                self.env._(
                    "This grid was changed in another window by %(user)s. Reload the page and go on from there.",
                    user=self.write_uid.name,
                )
            )
        known = self._keys()
        self.quantities = {key: float(quantity) for key, quantity in quantities.items() if key in known and quantity}
        if options:
            self.options = options
        self.version += 1
        return self.version

    @door(
        how=arguments.text(),
        quantities=arguments.mapping(arguments.maybe(arguments.number()), CELLS),
        options=arguments.maybe(arguments.mapping(arguments.anything(), MOST)),
    )
    def fill(self, how, quantities, options=False):
        """Return `{cell key: quantity}` of the cells filled one way.

        :param str how: cover, sales, equal, cut (as typed, at most the stock), whole, all, ratio or none
        :param dict quantities: `{cell key: quantity typed}` of the rows to fill
        :raises UserError: for an invalid option or ratio
        """
        self.ensure_one()
        options = self._read_options(options or self.options)
        numbers = self._numbers(self._products(), self.store_ids | self.store_id)
        filled = {}
        for row in self._layout()[1]:
            places = [place for place in row['cells'] if place and self._key(*place) in quantities]
            if how == 'ratio' and places:
                filled.update(self._pack([self._key(*place) for place in places], options))
                continue
            for product in dict.fromkeys(product for product, _store in places):
                stores = self.store_ids.filtered(lambda store: not self._closed(store)).ids
                typed = {
                    store: self._decimal(quantities[self._key(product, store)])
                    for of, store in places
                    if of == product and store in stores
                }
                shares = self._share(
                    how,
                    product,
                    typed,
                    numbers,
                    options,
                    giver=self.store_id.id if self.purpose == 'push' else None,
                    asker=self.store_id.id,
                )
                filled.update({self._key(product, store): float(share) for store, share in shares.items()})
        return filled

    @api.model
    @door(
        text=arguments.maybe(arguments.text(10_000_000)),
        top=arguments.whole(),
        left=arguments.whole(),
        rows=arguments.whole(),
        columns=arguments.whole(),
        closed=arguments.items(arguments.items(arguments.whole(), 2), CELLS),
        fill=arguments.items(arguments.whole(), 2),
    )
    def paste(self, text, top, left, rows, columns, closed, fill):
        """Paste a block copied from a spreadsheet into the grid; its numbers are written as in the caller's language.

        :returns: `{"values": [[row, column, quantity]], "message": str or False}`
        """
        mark = self.env['res.lang']._get_data(code=self.env.lang).decimal_point
        pasted = grid_block.paste(
            text,
            top,
            left,
            rows,
            columns,
            closed={tuple(place) for place in closed},
            fill=tuple(fill),
            decimal_mark=',' if mark == ',' else '.',
        )
        reasons = {
            'not_a_number': self.env._("no number"),
            'negative': self.env._("below zero"),
            'outside': self.env._("beyond the edge"),
            'closed': self.env._("closed cell"),
        }
        message = self.env._(
            "%(count)s cells were left out: %(cells)s",
            count=len(pasted.refused),
            cells=', '.join(f'{item.found} ({reasons[item.code]})' for item in pasted.refused[:5]),
        )
        return {
            'values': [[row, column, float(quantity)] for (row, column), quantity in pasted.values.items()],
            'message': message if pasted.refused else False,
        }

    def _waves(self, lines):
        """Return the lines of each wave; the first waves get indivisible rests."""
        count = max(1, self.waves)
        weights = dict(enumerate(self._wave_parts(count)))
        shares = [grid_fill.by_weight(self._decimal(line['quantity']), weights) for line in lines]
        waves = (
            [
                [{**line, 'quantity': float(share[wave])} for line, share in zip(lines, shares, strict=True) if share[wave]]
                for wave in range(count)
            ]
            if count > 1
            else [lines]
        )
        return [wave for wave in waves if wave]

    def _wave_parts(self, count):
        """:raises UserError: for invalid parts, or another number than waves"""
        try:
            parts = grid_fill.ratio_pack(self.wave_ratio or '-'.join('1' * count), 1)
        except ValueError:
            parts = []
        if len(parts) != count:
            raise UserError(
                self.env._(
                    "%(ratio)s does not divide %(count)s waves. Write a part for each wave, such as 50-30-20.",
                    ratio=self.wave_ratio,
                    count=count,
                )
            )
        return parts

    def _products(self):
        self.ensure_one()
        products = self.product_ids | self.style_ids.product_variant_ids
        if self.category_id:
            products |= products.search([('categ_id', 'child_of', self.category_id.id), ('is_storable', '=', True)])
        return products.filtered(lambda product: product.is_storable and product.active).sorted(
            lambda product: (product.name or '', product.product_tmpl_id.id, product.default_code or '', product.id)
        )

    def _layout(self):
        """Return (columns, rows) of the grid."""
        if self.sizes_across:
            return self._by_size(self._products(), self.store_ids, self.size_attribute_id)
        return self._by_store(self._products(), self.store_ids)

    def _keys(self):
        return {self._key(product, store) for product in self._products().ids for store in self.store_ids.ids}

    def _title(self):
        return self.env._(
            "%(purpose)s: %(store)s",
            store=self.store_id.name,
            purpose={'request': self.env._("Request"), 'push': self.env._("Allocation"), 'recall': self.env._("Recall")}[
                self.purpose
            ],
        )

    def _matrix_head(self):
        """Return the heading of the printed grid."""
        return {
            'title': self._title(),
            'name': '',
            'label': '',
            'source': self.store_id._printed(),
            'dest': self.store_ids._printed() if len(self.store_ids) == 1 else {'name': ''},
        }

    def _closed(self, store):
        """Return why this store takes no quantity, or False."""
        if store.state != 'open':
            return self.env._("%(store)s is not open.", store=store.name)
        if store.warehouse_id == self.store_id.warehouse_id:
            return self.env._("%(store)s uses the same warehouse, so nothing has to be moved.", store=store.name)
        return False

    def _row(self, row, numbers, closed):
        """Return one row for the screen."""
        own = self.store_id.id
        cells = []
        for place in row['cells']:
            if place is None:
                cells.append({'key': '', 'quantity': 0, 'hint': '', 'closed': self.env._("No such size"), 'limit': False})
                continue
            product, store = place
            free = numbers['free'].get(place, False)
            cells.append(
                {
                    'key': self._key(product, store),
                    'quantity': (self.quantities or {}).get(self._key(product, store), 0),
                    'hint': self._hint(free, numbers['coming'].get(place, 0)),
                    'closed': closed[store],
                    'limit': free if self.purpose != 'push' else False,
                }
            )
        free = [numbers['free'].get((product, own), False) for product in row['products']]
        return {
            'key': row['key'],
            'name': row['name'],
            'code': row['code'],
            'free': sum(free) if False not in free else False,
            'cells': cells,
        }

    def _hint(self, free, coming):
        """Return the hint below a quantity: on hand and coming."""
        if free is False:
            return ''
        return number_text(self.env, free) + (f' +{number_text(self.env, coming)}' if coming else '')
