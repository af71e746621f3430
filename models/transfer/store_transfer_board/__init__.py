# Part of store_group. License LGPL-3.
from . import board
from . import lists
from . import deliveries
from . import looking
