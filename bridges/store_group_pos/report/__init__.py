# Part of store_group. License LGPL-3.
from . import report_pos_order
from . import sale_report
from . import store_adoption_decision
from . import store_sale_fact
from . import store_sale_report
from . import store_sale_moment
from . import store_sale_difference
