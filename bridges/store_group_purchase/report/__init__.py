# Part of store_group. License LGPL-3.
from . import purchase_report
from . import purchase_bill_union
from . import purchase_bill_line_match
from . import vendor_delay_report
