# Part of store_group. License LGPL-3.
from . import charge
from . import billing
from . import crediting
