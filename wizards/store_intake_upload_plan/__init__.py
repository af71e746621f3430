# Part of store_group. License LGPL-3.
from . import plan
from . import doubt
