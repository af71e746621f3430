# Part of store_group. License LGPL-3.
from decimal import Decimal

from odoo import api, models
from odoo.exceptions import UserError

from ...engine.cleaning import numbers as reading
from ...engine.cleaning.uncleanable import Uncleanable
from ...engine.transfer import grid_fill
from ..store_transfer_grid_layout import SOLD_DAYS

NOTHING = Decimal(0)


class StoreTransferGrid(models.TransientModel):
    """Ways to fill the transfer grid: reads the options, calls the engine. Writes nothing.

    Distribution divides one store's stock; requests and recalls take each other store's stock.
    """

    _inherit = 'store.transfer.grid'

    # === TRANSFER ===

    @api.model
    def _ways(self, purpose):
        """Return [[way, label]] available for a purpose."""
        labels = {
            'cover': self.env._("Up to the cover"),
            'sales': self.env._("By sales share"),
            'equal': self.env._("Equal shares"),
            'cut': self.env._("Cut to what there is"),
            'whole': self.env._("In full from one store"),
            'all': self.env._("All that is free"),
            'ratio': self.env._("Ratio packs"),
            'none': self.env._("Empty"),
        }
        ways = {
            'push': ('cover', 'sales', 'equal', 'cut', 'ratio', 'none'),
            'request': ('cover', 'whole', 'cut', 'ratio', 'none'),
            'recall': ('all', 'cut', 'none'),
        }[purpose]
        return [[way, labels[way]] for way in ways]

    @api.model
    def _read_options(self, options):
        """Return the options as numbers.

        :raises UserError: naming an option that is no number
        """
        labels = {'cover_days': self.env._("Cover (days)"), 'step': self.env._("Step"), 'packs': self.env._("Packs")}
        read = {'ratio': options.get('ratio') or ''}
        for name, label in labels.items():
            try:
                read[name] = reading.parse_decimal(options.get(name) or '0')
            except Uncleanable:
                read[name] = Decimal(-1)
            if read[name] < 0 or name == 'step' and not read[name]:
                raise UserError(
                    self.env._(
                        "%(option)s: %(value)s is not a quantity above zero. Correct it in the Fill menu.",
                        option=label,
                        value=options.get(name),
                    )
                )
        return read

    @api.model
    def _share(self, way, product, typed, numbers, options, giver=None, asker=None):
        """Return {store id: Decimal} for one product.

        :param dict typed: {store id: Decimal} of the open cells, in the order of columns
        :param giver: id of the distributing store, or None if each of the others gives
        :param asker: id of the requesting store
        """
        step, stores = options['step'], list(typed)
        free = {store: self._decimal(numbers['free'].get((product, store))) for store in stores}
        if way == 'none':
            return dict.fromkeys(stores, NOTHING)
        if giver is None:
            if way == 'cut':
                return {store: min(typed[store], max(NOTHING, free[store])) for store in stores}
            if way == 'all':
                return {store: max(NOTHING, free[store]) for store in stores}
            need = sum(typed.values()) or self._lacking(product, [asker], numbers, options)[asker]
            return grid_fill.from_sources(need, free, step, whole=way == 'whole')
        available = self._decimal(numbers['free'].get((product, giver)))
        if way == 'sales':
            sold = {store: self._decimal(numbers['sold'].get((product, store))) for store in stores}
            return grid_fill.by_weight(available, sold, step)
        if way == 'equal':
            return grid_fill.equal_share(available, stores, step)
        wanted = typed if way == 'cut' else self._lacking(product, stores, numbers, options)
        return grid_fill.up_to(available, wanted, step)

    def _lacking(self, product, stores, numbers, options):
        """Return {store id: quantity missing for the days of cover}."""

        def of(kind):
            return {store: self._decimal(numbers[kind].get((product, store))) for store in stores}

        pace = {store: sold / SOLD_DAYS for store, sold in of('sold').items()}
        return grid_fill.target_cover(options['cover_days'], pace, of('free'), of('coming'))

    @api.model
    def _pack(self, keys, options):
        """Return {cell key: quantity} for the open cells of one row, sizes in order.

        :raises UserError: for an invalid ratio, or one with another number of sizes than the row
        """
        try:
            pack = grid_fill.ratio_pack(options['ratio'], int(options['packs']))
        except ValueError:
            raise UserError(
                self.env._("%(ratio)s is not a ratio. Write how many of each size, as 1-2-2-1.", ratio=options['ratio'])
            ) from None
        if len(pack) != len(keys):
            raise UserError(
                self.env._(
                    "The ratio %(ratio)s names %(count)s sizes, the row has %(cells)s. Write one number per size.",
                    ratio=options['ratio'],
                    count=len(pack),
                    cells=len(keys),
                )
            )
        return {key: float(quantity) for key, quantity in zip(keys, pack, strict=True)}
