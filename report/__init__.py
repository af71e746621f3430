# Part of store_group. License LGPL-3.
from . import store_all_companies  # reports on every company of the reader
from . import store_fact_reader  # a report on facts
from . import store_materialised_facts  # who counts them
from . import store_fast_reports  # whether they are kept at all
from . import store_standby  # age of the answers of a standby
from . import store_product_traits  # size, colour, season, brand
from . import store_sale_fact  # the facts about sales
from . import store_sale_report  # sales by store, on every basis
from . import store_sale_moment  # sales by a moment of the day
from . import store_report_paper_values  # the figures of a printed page
from . import crm_activity_report
from . import sale_report
from . import account_invoice_report
from . import store_sale_difference  # differences between two bases
from . import store_stock_fact  # the facts about stock
from . import store_stock_place  # what reports on stock have in common
from . import store_stock_ledger  # stock and its movements in a period
from . import store_stock_report  # stock by store, now
from . import store_transfer_report  # what moved between stores
from . import store_profit_fact  # the facts about profit
from . import store_profit_report  # what each store earned
from . import store_price_position  # our prices among those of competitors
