# Part of store_group. License LGPL-3.
from . import store_opening_stock
from . import store_opener
from . import store_succession
