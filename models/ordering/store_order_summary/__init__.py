# Part of store_group. License LGPL-3.
from . import summary
from . import parts
from . import following
