# Part of store_group. License LGPL-3.
