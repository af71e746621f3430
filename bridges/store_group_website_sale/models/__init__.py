# Part of store_group. License LGPL-3.
"""A website belongs to a store, and so do its orders."""

from . import store_mask
from . import website
from . import sale_order
from . import store_coverage
from . import store_links
from . import store_closing_check
from . import store_store
from . import store_adoption_map
