# Part of store_group. License LGPL-3.
from . import line
from . import figures
