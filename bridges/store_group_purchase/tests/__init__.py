# Part of store_group. License LGPL-3.
from . import test_purchase_layout
from . import test_purchase_store
from . import test_purchase_security
from . import test_purchase_context
from . import test_purchase_work
from . import test_purchase_work_elsewhere
from . import test_purchase_adoption
from . import test_purchase_masks
from . import test_purchase_links
from . import test_purchase_places
