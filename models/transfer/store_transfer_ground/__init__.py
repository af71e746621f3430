# Part of store_group. License LGPL-3.
from . import ground
from . import differences
from . import costs
