# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.exceptions import UserError


class StoreGroupTree(models.Model):
    """A way of grouping stores: by management, brand, platform, grade, price zone.

    A store is in at most one group of each tree. Exactly one tree gives rights: its groups are
    what a group manager manages. The others only sort reports and prices. A tree is never deleted
    while it has groups.
    """

    _name = 'store.group.tree'
    _description = 'Store Group Tree'
    _inherit = ['store.traced']
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True, tracking=True)
    code = fields.Char(required=True, help="Short and stable: sheets and integrations use it.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True, tracking=True)
    gives_rights = fields.Boolean(
        tracking=True, help="Managers of a group of this tree act for all stores below it. One tree only."
    )
    group_ids = fields.One2many('store.group', 'tree_id', string="Groups")
    group_count = fields.Integer(compute='_compute_group_count')

    _code_uniq = models.UniqueIndex('(code)', "Two trees cannot share a code.")
    _gives_rights_uniq = models.UniqueIndex(
        '(gives_rights) WHERE gives_rights', "Only one tree can give rights. Take the right from the other tree first."
    )

    # === COMPUTE ===

    @api.depends('group_ids')
    def _compute_group_count(self):
        counts = dict(self.env['store.group']._read_group([('tree_id', 'in', self.ids)], ['tree_id'], ['__count']))
        for tree in self:
            tree.group_count = counts.get(tree, 0)

    # === CRUD ===

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_use(self):
        for tree in self:
            if tree.group_ids:
                raise UserError(
                    self.env._(
                        "Tree %(tree)s still has %(count)s groups. Delete or move them first, or archive the tree.",
                        tree=tree.name,
                        count=len(tree.group_ids),
                    )
                )
            if tree.gives_rights:
                raise UserError(
                    self.env._(
                        "Tree %(tree)s gives the rights of the group managers and cannot be deleted. "
                        "Let another tree give rights first.",
                        tree=tree.name,
                    )
                )

    # === ACTIONS ===

    @api.model
    def _management(self):
        """Return the tree that gives rights (one record, or none if somebody removed it)."""
        return self.search([('gives_rights', '=', True)], limit=1)
