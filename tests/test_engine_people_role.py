# Part of store_group. License LGPL-3.
import pathlib
import xml.etree.ElementTree as ET

from odoo.tests import BaseCase

from ..engine.people import role
from ..models.people.store_role_profile import ROLES

ROOT = pathlib.Path(__file__).parents[1]


class TestEnginePeopleRole(BaseCase):
    """A role is whole: what it is, its label, its group and its standard sheet."""

    def test_every_role_has_a_label_a_group_and_a_sheet(self):
        records = [
            {field.get('name'): field for field in record}
            for record in ET.parse(ROOT / 'data' / 'store_role_profile_data.xml').iter('record')
        ]
        sheets = {record['role'].text for record in records if 'is_standard' in record}
        self.assertEqual({*dict(ROLES)}, {*role.RANK})
        self.assertEqual(sheets, {*role.RANK})
        groups = {
            record.get('id')
            for file in (ROOT / 'security').glob('*.xml')
            for record in ET.parse(file).iter('record')
            if record.get('model') == 'res.groups'
        }
        self.assertFalse({item.group for item in role.ROLES} - groups)
