# Part of store_group. License LGPL-3.
from contextlib import closing
from unittest.mock import patch

from odoo.sql_db import Cursor
from odoo.tools import SQL


class ReadOnlyCommon:
    """A transaction that may not write, as those of a standby: no row is written or locked in it, nothing counted up."""

    def _read_only(self, question):
        """Return the answer to a question, a function; nothing of it is kept."""
        self.env.flush_all()
        self.env.invalidate_all()
        with closing(self.env.cr.savepoint()), patch.object(Cursor, 'readonly', True):
            self.env.cr.execute(SQL('SET TRANSACTION READ ONLY'))
            return question()

    def _ask_everything(self, report):
        """Group a report by all it can be grouped by, sum all it can sum, and read some rows; return the groups found."""
        known = report.fields_get(attributes=['type', 'groupable', 'aggregator'])
        sums = [
            '__count',
            *(f'{name}:{field["aggregator"]}' for name, field in known.items() if field.get('aggregator') and name != 'id'),
        ]
        found = {}
        for name, field in known.items():
            if field.get('groupable'):
                for part in ('day', 'month') if field['type'] == 'date' else ('hour',) if field['type'] == 'datetime' else ('',):
                    spec = f'{name}:{part}' if part else name
                    found[spec] = len(self._read_only(lambda spec=spec: report.formatted_read_group([], [spec], sums)))
        self.assertIn('store_id', found)
        places = [name for name in ('store_id', 'group_id', 'company_id') if name in found]
        self._read_only(lambda: report.web_read_group([], places[:1], sums))
        self._read_only(lambda: report.formatted_read_grouping_sets([], [places, []], sums))
        self._read_only(lambda: report.web_search_read([], {name: {} for name in known}, limit=5))
        return found
