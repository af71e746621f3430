# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine import arguments
from ..engine.quantities import GRAIN, exact
from ..engine.transfer import grid_fill
from ..models.people.door import CELLS, MOST, door
from ..wording import number_text


class StoreTransferMatrix(models.TransientModel):
    """Shipping and receiving in the grid: products as rows, transfers as columns, or one transfer's sizes.

    Uses the screen of the transfer grid; quantities are booked by the transfer board.
    Damage and loss are entered on the board or in the form. Booking empties the draft, so it happens once.
    """

    _name = 'store.transfer.matrix'
    _description = 'Ship and Receive in a Grid'
    _inherit = ['store.transfer.grid.layout', 'store.transfer.grid.sheet']
    _print_report = 'store_group.store_transfer_count_report'

    side = fields.Selection([('ship', "Ship"), ('receive', "Receive")], required=True)
    transfer_ids = fields.Many2many('store.transfer', required=True)
    sizes_across = fields.Boolean()
    sheet = fields.Binary(readonly=True)
    sheet_name = fields.Char(readonly=True)
    quantities = fields.Json()
    versions = fields.Json(help="Versions of the transfers on the screen.")

    # === ACTIONS ===

    @api.model
    @door(transfers=arguments.items(arguments.ident(), MOST), side=arguments.text())
    def open_for(self, transfers, side):
        """Open these transfers in a grid; a single one with sizes is shown by sizes.

        :param list transfers: ids
        :param str side: 'ship' or 'receive'
        :raises UserError: when nothing is to be shipped or on the way
        """
        chosen = self.env['store.transfer'].browse(transfers).filtered('is_shippable' if side == 'ship' else 'is_receivable')
        if not chosen:
            raise UserError(self.env._("You have nothing to ship or receive of these transfers now."))
        sized = len(chosen) == 1 and len(chosen.line_ids.product_id.product_tmpl_id) < len(chosen.line_ids.product_id)
        grid = self.create({'side': side, 'transfer_ids': [(6, 0, chosen.ids)], 'sizes_across': sized})
        action = self.env['ir.actions.client']._for_xml_id('store_group.store_transfer_grid_screen')
        return dict(
            action,
            name=grid._title(),
            display_name=grid._title(),
            params={'grid_id': grid.id, 'model': self._name},
            context={'active_id': grid.id},
        )

    def action_apply(self):
        """Book the quantities, transfer by transfer, and show them.

        :raises UserError: when no cell has a quantity
        """
        self.ensure_one()
        typed = {self._parse(key): quantity for key, quantity in (self.quantities or {}).items() if quantity > 0}
        if not typed:
            raise UserError(self.env._("No cell has a quantity. Enter quantities, or fill in the expected ones."))
        booked = self.transfer_ids.filtered(lambda transfer: any(place[1] == transfer.id for place in typed))
        for transfer in booked:
            counted = {product: quantity for (product, of), quantity in typed.items() if of == transfer.id}
            self.env['store.transfer.board'].finish(
                transfer.id,
                self.side,
                self._by_line(transfer, counted),
                version=(self.versions or {}).get(str(transfer.id), False),
            )
        self.quantities = {}
        action = self.env['ir.actions.act_window']._for_xml_id('store_group.store_transfer_action')
        return dict(action, domain=[('id', 'in', booked.ids)], context={}, target='current')

    # === TRANSFER ===

    @door()
    def load(self):
        """Return the grid for the screen, in the format of `store.transfer.grid`; hints are expected quantities."""
        self.ensure_one()
        columns, rows = self._layout()
        expected = self._expected()
        self.versions = {str(transfer.id): transfer.begin(self.side)['version'] for transfer in self.transfer_ids}
        return {
            'title': self._title(),
            'version': 0,
            'nothing': self.env._("No product to lay out."),
            'limited': False,
            'apply_label': self.env._("Ship") if self.side == 'ship' else self.env._("Receive"),
            'columns': columns,
            'options': {},
            'option_labels': [],
            'fills': [['all', self.env._("All that is expected")], ['none', self.env._("Empty")]],
            'rows': [self._row(row, expected) for row in rows],
        }

    @door(
        quantities=arguments.mapping(arguments.maybe(arguments.number()), CELLS),
        options=arguments.anything(),
        version=arguments.maybe(arguments.whole()),
    )
    def save(self, quantities, options=False, version=False):
        """Save the quantities as the draft; `options` and `version` are only used by the other grid. Returns 0."""
        self.ensure_one()
        known = {self._key(*place) for place in self._expected()}
        self.quantities = {key: float(quantity) for key, quantity in quantities.items() if key in known and quantity}
        return 0

    @door(how=arguments.text(), quantities=arguments.mapping(arguments.anything(), CELLS))
    def fill(self, how, quantities, options=False):
        """Return `{cell key: quantity}`: 'all' as expected, 'none' empty."""
        self.ensure_one()
        expected = {self._key(*place): quantity for place, quantity in self._expected().items()}
        return {key: expected[key] if how == 'all' else 0 for key in quantities if key in expected}

    @api.model
    def paste(self, **block):
        """Paste a block copied from a spreadsheet, like `store.transfer.grid`."""
        return self.env['store.transfer.grid'].paste(**block)

    def _layout(self):
        """Return (columns, rows) of the grid."""
        products = self.transfer_ids.line_ids.product_id.sorted(
            lambda product: (product.name or '', product.default_code or '', product.id)
        )
        if self.sizes_across:
            return self._by_size(products, self.transfer_ids)
        transfers = self.transfer_ids.sorted()  # in the order of their list, also when just chosen
        columns = [{'name': self._other(transfer).name, 'code': transfer.name} for transfer in transfers]
        return columns, self._rows_of(products, transfers)

    def _expected(self):
        """Return {(product id, transfer id): quantity to ship or on the way, in the product's unit}."""
        expected = {}
        for line in self.transfer_ids.line_ids:
            quantity = line._in_product_unit(self._open(line))
            if quantity > 0:
                place = (line.product_id.id, line.transfer_id.id)
                expected[place] = expected.get(place, 0.0) + quantity
        return expected

    def _open(self, line):
        quantities = line._quantities()
        return float(quantities.to_ship if self.side == 'ship' else quantities.in_transit)

    def _by_line(self, transfer, counted):
        """Return the board's input: quantities of products divided over their lines; a surplus on the last."""
        lines = []
        for product, of_product in transfer.line_ids.grouped('product_id').items():
            wanted = {line: exact(line._in_product_unit(self._open(line))) for line in of_product}
            shares = grid_fill.in_turn(exact(counted.get(product.id)), wanted, step=GRAIN)
            shares[of_product[-1]] += exact(counted.get(product.id)) - sum(shares.values())
            lines += [
                {'line_id': line.id, 'counted': product.uom_id._compute_quantity(float(share), line.uom_id, round=False)}
                for line, share in shares.items()
            ]
        return lines

    def _row(self, row, expected):
        cells = []
        for place in row['cells']:
            due = expected.get(place, 0.0) if place else 0.0
            key = self._key(*place) if place else ''
            cells.append(
                {
                    'key': key,
                    'quantity': (self.quantities or {}).get(key, 0),
                    'hint': number_text(self.env, due) if due else '',
                    'closed': False if due else self.env._("Nothing of it is expected"),
                    'limit': due,
                }
            )
        return {'key': row['key'], 'name': row['name'], 'code': row['code'], 'free': False, 'cells': cells}

    def _matrix_head(self):
        names = ', '.join(self.transfer_ids.mapped('name'))
        return {'title': self._title(), 'name': names, 'label': '', 'source': {'name': ''}, 'dest': {'name': ''}}

    def _other(self, transfer):
        return transfer.dest_store_id if self.side == 'ship' else transfer.source_store_id

    def _title(self):
        label = self.env._("Ship") if self.side == 'ship' else self.env._("Receive")
        return f'{label}: {self.transfer_ids.name}' if len(self.transfer_ids) == 1 else label
