# Part of store_group. License LGPL-3.
from . import candidates
from . import landed
from . import questions
