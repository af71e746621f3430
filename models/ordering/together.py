# Part of store_group. License LGPL-3.
KEY = 'store_together'


class Together:
    """What the confirmation of many orders leaves to do for all of them at once; see `store.order.together`.

    It is in the context under `KEY`. RPC cannot send an object, so no caller from outside brings one.
    """

    def __init__(self):
        self.references = set()  # ids of the stock references made for it
        self.pickings = {}  # {id of a delivery to confirm: None}, in their order
        self.notes = []  # [(delivery, order it was made from)]
        self.rules = {}  # {what was asked: rules found}


def of(records):
    """Return the Together of the environment of these records, or None."""
    together = records.env.context.get(KEY)
    return together if records.env.su and isinstance(together, Together) else None
