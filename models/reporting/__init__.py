# Part of store_group. License LGPL-3.
from . import sql
from . import store_sale_event  # days that come again: festivals, campaigns
from . import store_comparable  # which stores count for same-store growth
from . import store_comparable_line
from . import store_sale_comparison  # sales beside those of another period
from . import store_target  # what a store is to sell in a month
from . import store_competitor  # competitors
from . import store_competitor_price  # their prices
from . import product_template
from . import product_product
from . import product_pricelist_item
from . import res_config_settings
from . import store_store  # its sales of today
from . import store_links
from . import store_cockpit_scope  # stores, days and currency of a cockpit
from . import store_start  # first steps, tours, words
from . import web_tour_tour
from . import store_cockpit_todo  # tasks
from . import store_cockpit  # the figures on the first screen
from . import store_my_store  # the first screen of a shop
from . import store_report_book  # export as a workbook
from . import store_report_statement  # the statement of profit in it
from . import store_report_paper  # printed report
from . import store_report_mail  # scheduled reports
from . import digest_digest  # figures in Odoo's digest
from . import store_profit_statement  # what a store earned, row by row
from . import store_month_check  # checks before closing a month
from . import store_month_close  # a month that is closed
from . import store_month_close_check
from . import store_month_close_figure
from . import store_month_close_entry
