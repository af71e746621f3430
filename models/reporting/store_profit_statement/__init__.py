# Part of store_group. License LGPL-3.
from . import statement
from . import words
