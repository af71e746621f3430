# Part of store_group. License LGPL-3.
from . import ir_sequence
