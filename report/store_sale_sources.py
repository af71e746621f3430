# Part of store_group. License LGPL-3.
"""The documents of sales, with what the facts need to know about them."""

from typing import NamedTuple

from odoo.tools import SQL

from .store_sale_rows import PARTS, booked, moved, ordered, refunded
from .store_sale_watch import WATCHED


class Sources(NamedTuple):
    """The documents of sales: core's here; a bridge adds those of its app by `StoreSaleFact._sources`."""

    ordered: tuple  # functions of (pairs, parts, needed) that return SELECTs, see `store_sale_rows`: basis ordered
    others: tuple  # those of the other bases
    watched: dict  # what invalidates which store and day, see `store_sale_watch`
    indexes: dict  # {name: place}: indexes the SELECTs need and no model defines
    older: tuple  # SQL texts that find documents without a day of their own, by a condition that an index has

    def rows(self, pairs=None, parts=PARTS, needed=None):
        """The rows of every document, or only those of `pairs`, see `store_sale_rows`."""
        return self._union((*self.ordered, *self.others), pairs, parts, needed)

    def moments(self, needed):
        """The rows of the basis ordered, which have the time of the order."""
        return self._union(self.ordered, None, PARTS, needed)

    def _union(self, functions, *how):
        return SQL(' UNION ALL ').join([select for function in functions for select in function(*how)])

    def has_older(self):
        """SQL text of a function: whether stores, or headquarters where asked for, have documents without a day of theirs.

        A PL/pgSQL function plans its queries once for each connection.
        """
        every, of_stores = (
            ' OR '.join(f'EXISTS ({older} {more})' for older in self.older) for more in ('', 'AND store_id IS NOT NULL')
        )
        return f"""
        CREATE OR REPLACE FUNCTION store_sale_has_older(of_headquarters boolean) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
            BEGIN RETURN (of_headquarters AND ({every})) OR {of_stores}; END $$
        """

    def and_of(self, ordered, others, watched, indexes, older):
        """Return these documents and those of another app."""
        both = {key: [*self.watched.get(key, ()), *watched.get(key, ())] for key in (*self.watched, *watched)}
        return Sources(
            (*self.ordered, *ordered), (*self.others, *others), both, {**self.indexes, **indexes}, (*self.older, *older)
        )


CORE = Sources(
    (ordered,),
    (moved, booked, refunded),
    WATCHED,
    {
        'store_sale_older_idx': 'sale_order_line (order_id) WHERE store_day IS NULL',
        'store_sale_moved_idx': "stock_move (store_day, store_id) WHERE state = 'done' AND sale_line_id IS NOT NULL",
        'store_sale_moved_older_idx': "stock_move (date) WHERE store_day IS NULL AND state = 'done' AND sale_line_id IS NOT NULL",
        'store_sale_older_store_idx': 'sale_order_line (store_id) WHERE store_day IS NULL AND store_id IS NOT NULL',
        'store_sale_moved_older_store_idx': "stock_move (store_id) WHERE store_day IS NULL AND store_id IS NOT NULL "
        "AND state = 'done' AND sale_line_id IS NOT NULL",
    },
    (
        'SELECT FROM sale_order_line WHERE store_day IS NULL',
        "SELECT FROM stock_move WHERE store_day IS NULL AND state = 'done' AND sale_line_id IS NOT NULL",
    ),
)
