# Part of store_group. License LGPL-3.
from . import cockpit
from . import rhythm
from . import products
