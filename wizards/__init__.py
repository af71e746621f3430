# Part of store_group. License LGPL-3.
from . import store_open_member
from . import store_open_stock
from . import store_open_check
from . import store_open
from . import store_intake_upload
from . import store_close_obstacle
from . import store_close
from . import store_pause
from . import store_succeed
