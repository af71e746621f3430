# Part of store_group. License LGPL-3.
from . import answer
from . import teaching
from . import words
from . import undoing
