# Part of store_group. License LGPL-3.
"""No model of its own yet: `engine/cleaning/` repairs values, and `store.intake.issue` is the question a person answers."""
