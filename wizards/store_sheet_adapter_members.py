# Part of store_group. License LGPL-3.
from odoo import models
from odoo.tools import LazyTranslate

from ..engine.table.sheet import Problem

_lt = LazyTranslate(__name__)


class StoreSheetAdapterMembers(models.AbstractModel):
    """The list of memberships. A membership ends by its last day; removing its row does not end it."""

    _name = 'store.sheet.adapter.members'
    _description = 'Members as a Sheet'
    _inherit = ['store.sheet.adapter']

    _sheet_model = 'store.member'
    _sheet_company_field = ''  # memberships of groups or of all stores have no company

    def _columns(self):
        column = self._column
        return (
            column(
                'user_id',
                _lt("User"),
                'code',
                is_key=True,
                required=True,
                vocabulary='user',
                hint=self.env._("Login of the user."),
            ),
            column('user_name', _lt("Full Name"), read_only=True),
            column('role', _lt("Role"), 'choice', is_key=True, required=True, choices=self._choices('role')),
            self._store_key(self.env._("Code of the store; or name a group, or all stores.")),
            self._group_key(
                'group_id', self.env._("Code of a group of the management tree: the role holds at every store below it.")
            ),
            column('all_stores', _lt("All Stores"), 'bool'),
            column('date_from', _lt("First Day"), 'date', is_key=True, required=True),
            column('date_to', _lt("Last Day"), 'date', hint=self.env._("Last day. This is how a membership ends.")),
            column(
                'profile_id',
                _lt("Profile"),
                'code',
                vocabulary='profile',
                hint=self.env._("Name of a variant of the role; empty: the standard one."),
            ),
            column('is_default', _lt("Default Store"), 'bool'),
        )

    # === HOOKS ===

    def _value(self, record, column, codes=None):
        return record.user_id.sudo().name if column.name == 'user_name' else super()._value(record, column, codes)

    def _check_row(self, row):
        places = [row.values.get('store_id'), row.values.get('group_id'), row.values.get('all_stores')]
        if sum(map(bool, places)) > 1 or not any(places) and 'all_stores' in row.values:
            row.problems.append(Problem('one_place', 'store_id'))
