# Part of store_group. License LGPL-3.
from . import store_lane
from . import store_transfer_rights
from . import store_transfer_checks
from . import store_transfer_asking
from . import store_transfer_acts
from . import store_transfer
from . import store_transfer_line
from . import store_transfer_goods
from . import store_transfer_ground
from . import store_transfer_discrepancy
from . import store_transfer_board
from . import stock_move
from . import stock_picking
