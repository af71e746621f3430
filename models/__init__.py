# Part of store_group. License LGPL-3.
"""The stages of the flow, in the order they happen.

A package here loads records, asks `engine/<same stage>` what to do, and writes the answer.
Importing a stage later puts its overrides in front of the earlier ones, so a method of a core
model is overridden in ONE stage only (tests/test_layout.py checks it).
"""

from . import people  # who may act for which store, and see what
from . import prices  # what a store sells, and at which prices
from . import stores  # stores and the groups they stand in
from . import opening  # how a store opens, closes and is succeeded
from . import takeover  # how the past of a running factory is given its stores
from . import intake  # a payload arrives and is read
from . import cleaning  # it is repaired, or becomes a question for a person
from . import ordering  # it becomes a sale order in the right store
from . import accounting  # the entries follow the store
from . import customer  # the people behind the orders, per store
from . import availability  # what each store has, sees and may promise
from . import transfer  # goods move between stores
from . import fulfilment  # what customers ordered leaves in parcels
from . import reporting  # what the figures are compared with, at a glance, and out of the house
