# Part of store_group. License LGPL-3.
from . import proof
from . import documents
from . import declaring
from . import board
from . import rereading
