# Part of store_group. License LGPL-3.
from . import test_website_adoption
from . import test_website_checkout
from . import test_website_order
from . import test_website_rights
