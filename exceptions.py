# Part of store_group. License LGPL-3.
"""Errors of this add-on that a caller may want to tell apart. All are shown to the user as they are."""

from odoo.exceptions import UserError


class IntakeRefused(UserError):
    """The whole call cannot be taken: unknown channel, too many orders, caller without a store."""


class StoreRefused(UserError):
    """A store cannot change its state or its company; the message names what stands in the way."""


class SheetRefused(UserError):
    """An uploaded sheet cannot be read at all; single bad rows never raise this."""


class TransferRefused(UserError):
    """An act on a transfer cannot be done; the message names the transfer, what stands in the way and the next step."""
