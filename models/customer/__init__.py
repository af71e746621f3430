# Part of store_group. License LGPL-3.
from . import crm_lead
from . import res_partner
from . import ir_qweb_field_contact
