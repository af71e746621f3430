# Part of store_group. License LGPL-3.
"""Repairs values where no guess is needed; otherwise returns a code.

``text``, ``numbers``, ``dates`` each handle one kind of value; ``values.clean`` selects by name.
"""
