# Part of store_group. License LGPL-3.
from odoo.tools import mute_logger

from .elevated import keys_core_reads

# What bears a store, so that a foreign record of it can be told from an own one.
WATCHED = (
    'sale.order',
    'sale.order.line',
    'stock.picking',
    'stock.move',
    'stock.move.line',
    'stock.quant',
    'account.move',
    'account.move.line',
    'purchase.order',
    'purchase.order.line',
    'pos.order',
    'pos.session',
)
DEFAULTS = {
    'default_picking_id',
    'default_location_id',
    'default_location_dest_id',
    'default_move_id',
    'default_order_id',
    'default_state',
    'default_store_id',
    'default_warehouse_id',
    'default_picking_type_id',
    'default_owner_id',
}


class ContextStorm:
    """Calls what elevates with every key core reads, each naming what belongs to others. Goes before a test class."""

    def _foreign_now(self, stores):
        """Return {(model, id): stored values} of all that belongs to these stores, in words that survive a rollback."""
        self.env.flush_all()
        self.env.invalidate_all()
        found = {}
        for model in WATCHED:
            if model not in self.env:
                continue
            Model = self.env[model].sudo().with_context(active_test=False, allowed_company_ids=[])
            column = 'location_id.store_id' if model == 'stock.quant' else 'store_id'
            names = [name for name, field in Model._fields.items() if field.store and field.column_type]
            for row in Model.search([(column, 'in', stores.ids)]).read(names, load=None):
                found[model, row['id']] = {name: row[name] for name in names}
        return found

    def _storm(self, stores, act, ids):
        """Call `act(context)` with the keys naming `ids` in every shape; all is taken back each time.

        All keys at once, and where that is refused (some are nonsense to what runs before anything is elevated) the halves of
        them, down to single ones: every key is part of a call that was done, or is refused alone.

        :param stores: whose records may not change
        :param act: what a bound user does with a context
        :returns: how many calls were done
        """
        keys = sorted((keys_core_reads() | DEFAULTS) - {'allowed_company_ids', 'lang', 'tz'})
        before, done = self._foreign_now(stores), 0
        for value in (ids, ids[0], True):
            parts = [keys]
            while parts:
                part = parts.pop()
                with self.subTest(act=act.__name__, value=value, keys=part):
                    if self._once(stores, act, {'skip_backorder': True, **dict.fromkeys(part, value)}, before):
                        done += 1
                        continue
                if len(part) > 1:
                    parts += [part[: len(part) // 2], part[len(part) // 2 :]]
        return done

    def _once(self, stores, act, context, before):
        """Do it once and take it back. Return whether it was done."""
        savepoint = self.env.cr.savepoint()
        try:
            try:
                with mute_logger('odoo.sql_db'):
                    act(context)
            except Exception:  # pylint: disable=broad-except  # a refusal, or nonsense: a call that fails leaves nothing
                return False
            after = self._foreign_now(stores)
            changed = {
                place: {
                    name: (values[name], after.get(place, {}).get(name))
                    for name in values
                    if values[name] != after.get(place, {}).get(name)
                }
                for place, values in before.items()
                if after.get(place) != values
            }
            self.assertFalse(changed, f'{act.__name__} changed what belongs to others')
            self.assertFalse(after.keys() - before.keys(), f'{act.__name__} made records of others')
            return True
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()
