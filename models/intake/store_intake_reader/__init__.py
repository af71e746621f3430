# Part of store_group. License LGPL-3.
from . import reader
from . import comparing
from . import elsewhere
from . import refunding
from . import restoring
from . import remembering
from . import keeping
