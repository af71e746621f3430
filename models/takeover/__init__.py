# Part of store_group. License LGPL-3.
from . import sql
from . import store_adoption_map
from . import store_adoption_line
from . import store_adoption_rule
from . import store_adoption_count
from . import store_adoption_step
from . import store_adoption_chunk
from . import store_adoption_setting
from . import store_adoption
