# Part of store_group. License LGPL-3.
from . import beside
from . import exceptions
from . import controllers
from . import models
from . import report
from . import wizards
from . import demo
from .hooks import post_init_hook, pre_init_hook, uninstall_hook

beside.join_path()
