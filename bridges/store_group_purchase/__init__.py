# Part of store_group. License LGPL-3.
from . import models
from . import report
from .hooks import pre_init_hook, uninstall_hook
