# Part of store_group. License LGPL-3.
from . import document
from . import calls
from . import of_file
