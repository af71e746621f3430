# Part of store_group. License LGPL-3.
"""Errors of this add-on that a caller may want to tell apart. All are shown to the user as they are."""

from odoo.exceptions import UserError


class Refused(UserError):
    """What cannot be done; the message says what, which record, and what to do next. The base of all of them.

    The web client knows errors by their exact class and shows a stranger as "Oops": `exception_class` in the context,
    which every answer of the server carries along, tells it to show this one as core shows its own.
    """

    context = {'exception_class': 'odoo.exceptions.UserError'}


class ArgumentRefused(Refused):
    """A public method was called with something it cannot read; the message names the argument and what it must be."""


class IntakeRefused(Refused):
    """The whole call cannot be taken: unknown channel, too many orders, caller without a store."""


class StoreRefused(Refused):
    """A store cannot change its state or its company; the message names what stands in the way."""


class SheetRefused(Refused):
    """An uploaded sheet cannot be read at all; single bad rows never raise this."""


class TransferRefused(Refused):
    """An act on a transfer cannot be done; the message names the transfer, what stands in the way and the next step."""
