# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.exceptions import UserError

from ...engine.people import capability

ROLES = [
    ('staff', "Staff"),
    ('store_manager', "Store Manager"),
    ('group_manager', "Group Manager"),
    ('auditor', "Auditor (read only)"),
    ('integration', "Integration Account"),
]


class StoreRoleProfile(models.Model):
    """What a role may do: one sheet of capabilities, edited by the administrator.

    One standard profile per role is shipped filled; a membership may name another profile of its
    role (merchandiser, customer service, stock keeper, regional finance). A profile says what, never where:
    that is the membership's part.
    """

    _name = 'store.role.profile'
    _description = 'Store Role Profile'
    _inherit = ['store.traced']
    _order = 'role, sequence, id'

    name = fields.Char(required=True, translate=True, tracking=True)
    role = fields.Selection(ROLES, required=True, tracking=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True, tracking=True)
    is_standard = fields.Boolean(
        string="Standard Profile", tracking=True, help="Holds for every membership of the role that names no profile."
    )
    currency_id = fields.Many2one('res.currency', default=lambda self: self.env.company.currency_id, required=True)
    # the capability sheet
    see_cost = fields.Boolean(string="See Costs", tracking=True)
    see_margin = fields.Boolean(string="See Margins", tracking=True)
    see_customer_contacts = fields.Boolean(tracking=True)
    export = fields.Boolean(string="Export Lists", tracking=True)
    discount_limit = fields.Float(string="Discount Limit (%)", tracking=True, help="Highest discount on an order line.")
    request = fields.Boolean(string="Request Goods", tracking=True)
    approve_up_to = fields.Monetary(string="Approve Transfers up to", tracking=True, help="Value; 0: none.")
    ship = fields.Boolean(string="Ship Goods", tracking=True)
    receive = fields.Boolean(string="Receive Goods", tracking=True)
    decide_differences = fields.Boolean(tracking=True)
    correct_stock = fields.Boolean(tracking=True)
    count = fields.Boolean(string="Count Stock", tracking=True)
    release_orders = fields.Boolean(tracking=True, help="Orders of channels that a review rule keeps back.")
    manage_prices = fields.Boolean(tracking=True)
    manage_members = fields.Boolean(tracking=True)

    _standard_uniq = models.UniqueIndex(
        '(role) WHERE is_standard AND active', "A role has one standard profile. Take the mark from the other one first."
    )
    _discount_range = models.Constraint(
        'CHECK (discount_limit >= 0 AND discount_limit <= 100)', "A discount limit must be between 0 and 100 percent."
    )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        """Capabilities are cached; a changed profile takes effect at once, in every process."""
        profiles = super().create(vals_list)
        self.env.registry.clear_cache()
        return profiles

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        """Refuse deleting a used profile: its members would silently get the standard one."""
        for profile in self:
            count = self.env['store.member'].sudo().search_count([('profile_id', '=', profile.id)])
            if count or profile.is_standard:
                raise UserError(
                    self.env._(
                        "Profile %(profile)s says what members may do (%(count)s memberships name it). Archive it instead.",
                        profile=profile.name,
                        count=count,
                    )
                )

    # === STRUCTURE ===

    def _sheet(self):
        """Return the profile for the engine."""
        self.ensure_one()
        return capability.Sheet(
            capability.derived(self.role, {row for row in capability.ROWS if self[row]}),
            self.discount_limit,
            ((self.currency_id.id, self.approve_up_to),),
        )
