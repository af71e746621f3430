# Part of store_group. License LGPL-3.
from . import test_layout
from . import test_engine_cleaning
from . import test_engine_doctests
from . import test_engine_intake_samples
from . import test_engine_structure_closure
from . import test_engine_structure_ownership
from . import test_engine_structure_sheet
from . import test_structure_history
from . import test_structure_range
from . import test_structure_open
from . import test_structure_paper
from . import test_structure_store
from . import test_reporting_money
from . import test_reporting_sale
from . import test_security_sale
from . import test_security_members
from . import test_reporting_figures
