# Part of store_group. License LGPL-3.
from odoo.addons.store_group.tests import test_security_links
from odoo.tests import tagged


@tagged('post_install', '-at_install')
class TestMrpLinksDeclared(test_security_links.TestSecurityLinksDeclared):
    """Every link of this bridge's models says what it means to name it."""

    allow_inherited_tests_method = True
