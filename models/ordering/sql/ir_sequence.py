# Part of store_group. License LGPL-3.
from odoo import models
from odoo.tools import SQL


class IrSequence(models.Model):
    """Numbers for many documents."""

    _inherit = 'ir.sequence'

    # === ORDERING ===

    def _store_next(self, count):
        """Return the next `count` numbers (text) of this sequence, as `next_by_id` gives them one by one.

        Those of a sequence without gaps, or with one for each period, are core's alone: then the list is empty.
        """
        self.ensure_one()
        if self.implementation != 'standard' or self.use_date_range:
            return []
        self.browse().check_access('read')
        name = f'ir_sequence_{self.id:03d}'
        numbers = self.env.execute_query(SQL('SELECT nextval(%s) FROM generate_series(1, %s)', name, count))
        prefix, suffix = self._get_prefix_suffix()
        return [f'{prefix}{number:0{self.padding}d}{suffix}' for (number,) in numbers]
