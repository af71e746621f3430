# Part of store_group. License LGPL-3.
from . import question
from . import proposing
from . import showing
from . import acting
from . import deciding
