# Part of store_group. License LGPL-3.
"""Kits in transfers, and store rules of manufacturing orders."""

from . import mrp_bom
from . import mrp_production
from . import mrp_unbuild
from . import sale_order
from . import sale_order_line
from . import store_availability
from . import store_links
from . import store_transfer
from . import store_transfer_goods
