# Part of store_group. License LGPL-3.
from . import crm_lead
from . import utm_campaign
from . import res_partner
from . import res_partner_pricelist
from . import res_partner_kept
from . import res_partner_mention
from . import res_partner_same
from . import store_same_customer
from . import store_missing_maker  # the hooks of ordering
from . import ir_qweb_field_contact
