# Part of store_group. License LGPL-3.
"""From the bytes that arrived to canonical orders.

    cells        bytes -> sheets of typed cells, whatever the format
    layout       which column of a sheet means what
    table        sheet + layout -> orders in canonical form, and issues
    canonical    one canonical order -> a checked draft, and issues
    fingerprint  are two contents the same?
    lifecycle    what may follow a state, what a second arrival means

The closed lists (fields, states, codes) are in ``vocabulary``.
"""
