# Part of store_group. License LGPL-3.
from . import test_mrp_kits
from . import test_mrp_links
from . import test_mrp_walls
