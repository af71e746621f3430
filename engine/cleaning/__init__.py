# Part of store_group. License LGPL-3.
"""Repair what can be repaired without guessing; say with a code what cannot.

``text``, ``numbers``, ``dates`` each know one kind of value; ``values.clean`` picks among them by name.
"""
