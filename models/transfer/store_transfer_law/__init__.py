# Part of store_group. License LGPL-3.
from . import law
from . import own_moves
from . import other_moves
