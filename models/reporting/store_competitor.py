# Part of store_group. License LGPL-3.
from odoo import api, fields, models


class StoreCompetitor(models.Model):
    """A competitor: a shop on a street or a marketplace, or the brand's own shop, whose prices are recorded.

    Life: created, archived when it closes; recorded prices stay, but those of an archived one are not compared any
    more. Users of stores read it. Users who manage prices at every store it competes with write it, headquarters
    those of all stores.
    """

    _name = 'store.competitor'
    _description = 'Competitor'
    _inherit = ['store.traced']
    _order = 'name, id'
    _rec_names_search = ['name', 'code']
    _store_changed_with = 'manage_prices'

    name = fields.Char(required=True, tracking=True)
    code = fields.Char(required=True, tracking=True, copy=False, help="Short and stable: sheets and integrations use it.")
    kind = fields.Selection(
        [('physical', "Physical Store"), ('online', "Online Store")], required=True, default='physical', tracking=True
    )
    website = fields.Char(help="Web address of its shop or prices.")
    store_ids = fields.Many2many(
        'store.store',
        'store_competitor_store_rel',
        'competitor_id',
        'store_id',
        string="Rival Of",
        tracking=True,
        context={'active_test': False},
        help="The stores it competes with. Empty: all.",
    )
    active = fields.Boolean(default=True, tracking=True)
    note = fields.Text()
    is_changeable = fields.Boolean(compute='_compute_is_changeable', help="The user may change it.")
    is_of_stores = fields.Boolean(compute='_compute_is_changeable', help="The user has to name stores.")
    price_count = fields.Integer(string="Recorded Prices", compute='_compute_price_count')

    _code_uniq = models.UniqueIndex('(code)', "Two competitors cannot share a code, archived ones included.")

    # === COMPUTE ===

    @api.depends('store_ids')
    @api.depends_context('uid')
    def _compute_is_changeable(self):
        for competitor in self:
            stores = competitor._origin.store_ids
            competitor.is_changeable = not competitor._origin or self.env.user._store_can('manage_prices', stores)
            competitor.is_of_stores = not self.env.user._store_can('manage_prices', stores.browse())

    def _compute_price_count(self):
        counts = dict(
            self.env['store.competitor.price']._read_group([('competitor_id', 'in', self.ids)], ['competitor_id'], ['__count'])
        )
        for competitor in self:
            competitor.price_count = counts.get(competitor, 0)

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        competitors = super().create(vals_list)
        competitors._check_may_change()
        return competitors

    def write(self, vals):
        """Recompute price positions after changes that affect them."""
        self._check_may_change()
        result = super().write(vals)
        self._check_may_change()
        if {'active', 'store_ids'} & vals.keys():
            self.env['store.price.position']._refresh_later()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_check(self):
        self._check_may_change()

    # === ACTIONS ===

    def action_open_prices(self):
        """Open its recorded prices."""
        self.ensure_one()
        action = self.env['ir.actions.actions']._for_xml_id('store_group.store_competitor_price_action')
        return {**action, 'domain': [('competitor_id', '=', self.id)], 'context': {'default_competitor_id': self.id}}

    # === STRUCTURE ===

    def _check_may_change(self):
        """:raises AccessError: unless the caller manages prices at every store the competitor competes with"""
        if self.env.su:
            return
        for competitor in self:
            self.env.user._check_store_can('manage_prices', competitor.store_ids)
