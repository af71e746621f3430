# Part of store_group. License LGPL-3.
from . import store_adoption_decision
from . import store_adoption_counter
from . import store_adoption_worker
