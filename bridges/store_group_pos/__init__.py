# Part of store_group. License LGPL-3.
from . import controllers
from . import demo
from . import models
from . import report
from .hooks import post_init_hook, pre_init_hook, uninstall_hook
