# Part of store_group. License LGPL-3.
from . import models
from .hooks import uninstall_hook
