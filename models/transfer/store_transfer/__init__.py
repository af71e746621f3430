# Part of store_group. License LGPL-3.
from . import transfer
from . import rights
from . import checks
from . import requesting
from . import actions
from . import packing
from . import printing
from . import customer
from . import editing
from . import charges
from . import credit
from . import returns
