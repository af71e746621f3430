# Part of store_group. License LGPL-3.
from . import goods
from . import shipping
from . import receiving
from . import cancelling
