# Part of store_group. License LGPL-3.
from . import correction
from . import sources
