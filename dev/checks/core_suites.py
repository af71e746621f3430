# Part of store_group. License LGPL-3.
# ruff: noqa: F821  (`env` is given by the shell)
"""Fed to `odoo shell`: run Odoo's own tests of one app, or some of them, with every installed add-on loaded.

Odoo itself runs most of them while their add-on is being loaded, that is before ours exists. Tests that need a
web server are left out.
"""

import logging
import os

from odoo.tests import HttpCase, loader
from odoo.tools import config

app = os.environ['STORE_GROUP_CORE_SUITES']
config['test_enable'] = True
config['test_tags'] = os.environ.get('STORE_GROUP_CORE_TESTS') or f'/{app}'
env.cr.rollback()
for position in ('at_install', 'post_install'):
    suite = loader.make_suite([app], position)
    suite._tests = [test for test in suite if not isinstance(test, HttpCase)]
    outcome = loader.run_suite(suite)
    logging.getLogger(__name__).info('%s: %s', position, outcome)
os._exit(0)  # skip the clean-up of test data in memory
