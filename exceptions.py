# Part of store_group. License LGPL-3.
"""Errors of this add-on that a caller may want to distinguish. All are shown to the user as they are."""

from odoo.exceptions import UserError


class Refused(UserError):
    """Base of all refusals; the message says what is refused, for which record, and what to do next.

    The web client identifies errors by their exact class and shows unknown ones as "Oops": `exception_class` in the context,
    which every answer of the server carries along, tells it to show this one as core shows its own.
    """

    context = {'exception_class': 'odoo.exceptions.UserError'}


class ArgumentRefused(Refused):
    """A public method was called with an invalid argument; the message names it and the required form."""


class IntakeRefused(Refused):
    """The whole call is refused: unknown channel, too many orders, caller without a store."""


class StoreRefused(Refused):
    """A store cannot change its state or its company; the message names the obstacles."""


class SheetRefused(Refused):
    """An uploaded sheet cannot be read at all; single bad rows never raise this."""


class TransferRefused(Refused):
    """An action on a transfer is refused; the message names the transfer, the obstacle and the next step."""
