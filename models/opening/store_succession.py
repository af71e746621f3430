# Part of store_group. License LGPL-3.
from datetime import timedelta

from odoo import Command, api, models


class StoreSuccession(models.AbstractModel):
    """Close one store and let another continue it: after a change of company or of operation mode.

    The successor links to its predecessor and takes over groups, members, product range, channels and store details.
    Goods are never moved: inside a company the successor may take over the warehouse with its stock;
    in another company stock blocks closing until it is transferred.
    """

    _name = 'store.succession'
    _description = 'Succession of a Store'

    # === STRUCTURE ===

    @api.model
    def _succeed(self, store, values, last_day, first_day, takes_warehouse):
        """Return the store that continues `store`.

        :param values: name, code, company_id, operation_mode of the new store
        :param date last_day: of the old store
        :param date first_day: of the new store, the same or the next day
        :param bool takes_warehouse: warehouse, team and journals pass to the successor; same company only
        :raises StoreRefused: naming what must be finished first
        """
        same_company = values['company_id'] == store.company_id.id
        takes_warehouse = takes_warehouse and same_company
        members = self._members(store, first_day)
        handed_over = self._handed_over(store)
        for records in handed_over:
            records.store_id = False
        opener = self.env['store.opener']
        successor = opener._open(
            {**self._carried(store, same_company), **self._anchors(store, same_company, takes_warehouse), **values},
            opened_on=first_day,
        )
        if same_company:
            self._move_papers(store, successor)
        owned = self._owned(store)
        store._close(last_day, warehouse_goes_on=takes_warehouse)
        if takes_warehouse:
            for anchors in owned:
                anchors.write({'store_id': successor.id})
        for records in handed_over:
            records.store_id = successor
        self._follow(store, successor)
        opener._add_members(successor, members)
        self._copy_range(store, successor, first_day)
        return successor

    @api.model
    def _anchors(self, store, same_company, takes_warehouse):
        """Return warehouse, team and journals of the successor: taken over, shared or new."""
        warehouse, team = store.warehouse_id.sudo(), store.team_id.sudo()
        shared = warehouse.store_id != store
        keeps = same_company and (takes_warehouse or shared)
        result = {
            'share': keeps and shared,
            'warehouse_id': keeps and warehouse.id,
            'new_warehouse': bool(warehouse) and not keeps,
            'team_id': takes_warehouse and team.id,
            'new_team': bool(team) and not takes_warehouse,
            'new_account': bool(store.analytic_account_id) and not same_company,
            'analytic_account_id': same_company and store.analytic_account_id.id,
        }
        for field in ('pricelist_id', 'partner_id'):
            record = store[field].sudo()
            result[field] = (same_company or not record.company_id) and record.id
        return result

    @api.model
    def _carried(self, store, same_company):
        """Return the values of the successor taken from the old store."""
        fields = self._carried_fields(store)
        values = store.read(fields, load=None)[0]
        return {
            **{field: values[field] for field in fields},
            'group_ids': [Command.set(store.group_ids.ids)],
            'predecessor_id': store.id,
        }

    @api.model
    def _members(self, store, first_day):
        """Return the continuing memberships as values starting on `first_day`."""
        going_on = store.member_ids.filtered(lambda member: not member.date_to or member.date_to >= first_day - timedelta(days=1))
        return [
            {
                'user_id': member.user_id.id,
                'role': member.role,
                'profile_id': member.profile_id.id,
                'is_default': member.is_default,
                'date_from': max(first_day, member.date_from),
                'date_to': member.date_to and max(member.date_to, first_day),
            }
            for member in going_on
        ]

    @api.model
    def _move_papers(self, store, successor):
        """Move licences and leases of the same company to the successor; expired ones stay."""
        papers = store.paper_ids.filtered(lambda paper: paper.state != 'expired')
        papers._end_reminder()
        papers.write({'store_id': successor.id})

    @api.model
    def _copy_range(self, store, successor, first_day):
        """Copy the range of the old store, as far as the successor's company may sell it."""
        lines = (
            self.env['store.range']
            .search([('store_id', '=', store.id)])
            .filtered(
                lambda line: (not line.date_to or line.date_to >= first_day)
                and line.product_id.company_id in (successor.company_id, self.env['res.company'])
            )
        )
        self.env['store.range'].with_company(successor.company_id).with_context(
            allowed_company_ids=successor.company_id.ids
        ).create(
            [
                {
                    'store_id': successor.id,
                    'product_id': line.product_id.id,
                    'date_from': line.date_from and max(line.date_from, first_day),
                    'date_to': line.date_to,
                }
                for line in lines
            ]
        )

    # === HOOKS ===

    @api.model
    def _owned(self, store):
        """Hook: return the recordsets whose `store_id` passes to the successor together with the warehouse."""
        Journal = self.env['account.journal'].sudo().with_context(active_test=False)
        journals = Journal.search([('store_id', '=', store.id)])
        return [store._own_warehouses(), store._own_teams(), journals]

    @api.model
    def _handed_over(self, store):
        """Hook: return a list of recordsets whose `store_id` passes to the successor, whatever its company."""
        return []

    @api.model
    def _carried_fields(self, store):
        """Hook: return the names of the plain fields a successor takes over. Later stages and bridges add theirs."""
        wanted = (
            'kind',
            'tz',
            'day_ends_at',
            'area_m2',
            'phone',
            'opening_hours',
            'note',
            'color',
            'sequence',
            'image_1920',
            'range_policy',
        )
        return [field for field in wanted if field in store._fields]

    @api.model
    def _follow(self, store, successor):
        """Hook: called with the closed store and its successor, to make what names the old one name the new one."""
