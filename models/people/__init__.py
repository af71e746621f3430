# Part of store_group. License LGPL-3.
from . import store_traced  # changes of what decides about rights are logged
from . import store_mask  # who may see a field: asked by all below
from . import store_export  # what may leave as a file
from . import base  # every way to read and write asks here
from . import mail_message
from . import mail_template
from . import mail_thread
from . import mail_tracking_value
from . import store_aside  # followers, notifications, files beside a document
from . import mail_followers
from . import mail_followers_edit
from . import mail_notification
from . import ir_attachment
from . import calendar_attendee
from . import portal_mixin
from . import store_hidden  # fields behind a capability: costs, margins
from . import store_costed  # the first cost of goods
from . import store_role_profile  # what a role may do
from . import store_doors  # arguments of public methods are checked
from . import store_coverage  # which apps have store rules
from . import store_member  # who acts where, and since when
from . import store_staff_right  # who may give which membership
from . import store_staff  # managers and the people of their stores
from . import store_member_effect  # groups, companies and binding follow memberships
from . import store_withdrawal  # what is taken back when access ends
from . import stock_reference
from . import product_template
from . import product_product
from . import stock_quant
from . import stock_lot
from . import ir_http
from . import ir_ui_menu  # areas and screens that are left out
from . import ir_ui_view  # fields and buttons that are left out
from . import store_links  # which documents may be put into which
from . import store_naming  # which records may be named at all
from . import store_shares  # on whose analytic accounts documents book
from . import ir_rule  # the record rules by stores
from . import res_users  # the places, teams and journals of their stores
from . import res_users_managed  # the groups they manage
from . import res_users_home  # the screen they begin with
from . import res_users_store  # the one of several stores they work in now
from . import res_users_binding  # bound to stores, or free
from . import res_groups
from . import res_company
from . import res_users_capability  # what they may do at which store
from . import ir_model_access
from . import res_users_told
from . import store_insight  # explains who sees what, and why
