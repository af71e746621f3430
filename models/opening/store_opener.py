# Part of store_group. License LGPL-3.
from odoo import Command, api, models

from ...engine.people.role import IN_STORES
from ...engine.stores.short_code import short_code
from ..people import elevation


class StoreOpener(models.AbstractModel):
    """Create a store with warehouse, team, pricelist, analytic account, members and stock in one transaction.

    Called by the wizards that open and succeed a store. Works elevated in the store's company, because an administrator
    of stores may lack rights on warehouses, teams and accounts; the caller is checked by the wizards'
    access lines. It never puts a partner on a warehouse (sales to them would go to transit) and never ends
    another team's membership.
    """

    _name = 'store.opener'
    _description = 'Opening of a Store'

    # === STRUCTURE ===

    @api.model
    def _open(self, values, members=(), opened_on=None, stock_rows=()):
        """Return the new store, open if its first day has come, else a draft with its opening day.

        :param dict values: of `store.store`; `company_id` is required. The keys `new_warehouse` and
            `new_team` (bool or {'name', 'code'}), `new_pricelist` and `new_account` (bool) ask for new ones;
            `share` (bool) uses the warehouse without becoming its owner.
        :param members: dicts of `store.member` without the store
        :param date opened_on: first day of sales; default today in the store's zone
        :param stock_rows: see `store.opening.stock`
        """
        values = dict(values)
        company = self.env['res.company'].browse(values['company_id'])
        opener = self.with_company(company).with_context(allowed_company_ids=company.ids)
        share = values.pop('share', False)
        new_warehouse = values.pop('new_warehouse', False)
        new_team = values.pop('new_team', False)
        if new_warehouse:
            values['warehouse_id'] = opener._new_warehouse(
                company, values, new_warehouse if isinstance(new_warehouse, dict) else {}
            ).id
        if new_team:
            values['team_id'] = opener._new_team(company, values['name']).id
        if values.pop('new_pricelist', False):
            values['pricelist_id'] = opener._new_pricelist(company, values['name']).id
        has_account = values.pop('new_account', False)
        stores = opener.env['store.store'].with_context(store_share_anchors=share, store_without_account=not has_account)
        store = stores.create(values).with_context(store_share_anchors=False, store_without_account=False)
        opener._add_members(store, members)
        first_day = opened_on or store._today()
        if first_day <= store._today():
            store._set_state('open', first_day)
        else:
            store.opened_on = first_day
            store.activity_schedule(
                'mail.mail_activity_data_todo',
                date_deadline=first_day,
                user_id=self.env.user.id,
                summary=self.env._("Open %(store)s", store=store.name),
            )
        if stock_rows:
            opener.env['store.opening.stock']._book(
                store.warehouse_id, stock_rows, self.env._("Opening stock of %(store)s", store=store.name)
            )
        return store.with_env(self.env)

    @api.model
    def _warehouse_code(self, company, store_code):
        """Return a free short name for the warehouse of a store."""
        taken = (
            self.env['stock.warehouse']
            .sudo()
            .with_context(active_test=False)
            .search([('company_id', '=', company.id)])
            .mapped('code')
        )
        return short_code(store_code or '', taken)

    @api.model
    def _warehouse_name(self, company, values):
        """Return a free name for the warehouse of a store: the store's, with its code if that is taken."""
        Warehouse = self.env['stock.warehouse'].sudo().with_context(active_test=False)
        taken = Warehouse.search_count([('company_id', '=', company.id), ('name', '=', values['name'])], limit=1)
        return f'{values["name"]} ({values["code"]})' if taken else values['name']

    @api.model
    def _new_warehouse(self, company, values, wanted):
        return elevation.lift(self.env['stock.warehouse'], company).create(
            {
                'name': wanted.get('name') or self._warehouse_name(company, values),
                'code': wanted.get('code') or self._warehouse_code(company, values['code']),
                'company_id': company.id,
                'partner_id': False,  # with a partner here sales to it would go to transit
            }
        )

    @api.model
    def _new_team(self, company, name):
        return elevation.lift(self.env['crm.team'], company).create({'name': name, 'company_id': company.id})

    @api.model
    def _new_pricelist(self, company, name):
        return elevation.lift(self.env['product.pricelist'], company).create(
            {'name': name, 'company_id': company.id, 'currency_id': company.currency_id.id}
        )

    @api.model
    def _add_members(self, store, members):
        """Give the users their roles, and add them to the store's own team if that does not remove them from another."""
        self.env['store.member'].create([{**member, 'store_id': store.id} for member in members])
        team = store.team_id.sudo()
        if team.store_id != store:
            return
        users = self.env['res.users'].browse({member['user_id'] for member in members if member['role'] in IN_STORES})
        free = (users - self._seated_elsewhere(users, team) - team.member_ids).filtered(
            lambda user: not team.company_id or team.company_id in user.company_ids
        )
        team.write({'crm_team_member_ids': [Command.create({'user_id': user.id}) for user in free]})

    @api.model
    def _seated_elsewhere(self, users, team=None):
        """Return the users who would leave another team: Odoo allows one team unless the setting allows more."""
        if self.env['ir.config_parameter'].sudo().get_param('sales_team.membership_multi'):
            return self.env['res.users']
        seats = self.env['crm.team.member'].sudo().search([('user_id', 'in', users.ids)])
        return seats.filtered(lambda seat: seat.crm_team_id != team).user_id & users

    @api.model
    def _switches_groups_on(self, company):
        """Whether one more warehouse makes Odoo enable multiple warehouses for every internal user."""
        group_user = self.env.ref('base.group_user').sudo()
        if self.env.ref('stock.group_stock_multi_warehouses') in group_user.implied_ids:
            return False
        return bool(self.env['stock.warehouse'].sudo().search_count([('company_id', '=', company.id)], limit=1))
