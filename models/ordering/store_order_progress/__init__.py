# Part of store_group. License LGPL-3.
from . import progress
from . import calling_off
from . import taking_off
from . import shipping
