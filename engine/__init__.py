# Part of store_group. License LGPL-3.
"""Plain Python that DECIDES.

The law of this package: no import of odoo, no clock, no files, no network, no translated text.
Money and quantities are Decimal or integers; the day of today and every rounding come in as
arguments. Modules return data or raise their own exceptions; issues are codes, the sentences a
person reads are written by the models. Everything here is tested without a database.
"""
