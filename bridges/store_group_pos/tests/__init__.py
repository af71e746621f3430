# Part of store_group. License LGPL-3.
from . import test_till_rights
from . import test_till_sales
from . import test_till_tour
from . import test_till_context
from . import test_till_work
from . import test_till_tax
from . import test_till_adoption
from . import test_till_links
from . import test_till_menus
