# Part of store_group. License LGPL-3.
from . import first_passwords
from . import mail_thread
from . import own_sheet
from . import portal
