# Part of store_group. License LGPL-3.
"""From the bytes that arrived to canonical orders.

    cells        bytes -> sheets of typed cells, whatever the format
    layout       the meaning of the columns of a sheet
    table        sheet + layout -> orders in canonical form, and issues
    canonical    one canonical order -> a checked draft, and issues
    fingerprint  comparing two contents
    lifecycle    allowed state changes, and the effect of a second arrival

The closed lists (fields, states, codes) are in ``vocabulary``.
"""
