# Part of store_group. License LGPL-3.
from . import price
from . import recording
