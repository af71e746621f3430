# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.tools import format_date

from ..engine.people.role import IN_STORES
from ..wording import number_text


class StoreOpenCheck(models.AbstractModel):
    """Messages of the wizard that opens a store: what must be corrected, and what will be created."""

    _name = 'store.open.check'
    _description = 'Check before Opening a Store'

    # === PROBLEMS ===

    @api.model
    def _problems(self, wizard):
        """Return a message for everything in `wizard` that must be corrected; each names its field."""
        found = [*self._identity_problems(wizard), *self._anchor_problems(wizard), *self._member_problems(wizard)]
        if wizard.stock_file and wizard.warehouse_choice not in ('new', 'existing'):
            found.append(
                self.env._(
                    "Opening stock: it needs a warehouse of the store's own. "
                    "Choose a new or existing one, or remove the sheet."
                )
            )
        return found

    @api.model
    def _identity_problems(self, wizard):
        store = self.env['store.store'].sudo()._by_code([wizard.code or '']).get(wizard.code)
        if store and store != wizard.store_id:
            yield self.env._(
                "Store code: %(code)s is taken by %(store)s. Choose another code.", code=wizard.code, store=store.name
            )
        if wizard.company_id not in self.env.user.company_ids:
            yield self.env._("Company: you do not work in %(company)s. Choose another company.", company=wizard.company_id.name)
        for tree in wizard.group_ids.tree_id:
            groups = wizard.group_ids.filtered(lambda group, tree=tree: group.tree_id == tree)
            if len(groups) > 1:
                yield self.env._(
                    "Groups: %(groups)s are in one tree (%(tree)s). Keep one of them.",
                    groups=', '.join(groups.mapped('name')),
                    tree=tree.name,
                )

    @api.model
    def _anchor_problems(self, wizard):
        for choice, record, label in (
            (wizard.warehouse_choice == 'existing', wizard.warehouse_id, self.env._("Warehouse")),
            (wizard.warehouse_choice == 'shared', wizard.shared_warehouse_id, self.env._("Warehouse")),
            (wizard.team_choice == 'existing', wizard.team_id, self.env._("Sales team")),
            (wizard.pricelist_choice == 'existing', wizard.pricelist_id, self.env._("Pricelist")),
            (wizard.analytic_choice == 'existing', wizard.analytic_account_id, self.env._("Analytic account")),
        ):
            if choice and not record:
                yield self.env._("%(field)s: none is chosen. Choose one, or ask for a new one.", field=label)
            elif choice and record.company_id and record.company_id != wizard.company_id:
                yield self.env._(
                    "%(field)s: %(record)s belongs to %(company)s. Choose one of the store's company.",
                    field=label,
                    record=record.display_name,
                    company=record.company_id.name,
                )
        owner = wizard.warehouse_id.store_id
        if wizard.warehouse_choice == 'existing' and owner:
            yield self.env._(
                "Warehouse: %(warehouse)s belongs to store %(store)s. Choose \"Shared\" to use it as well.",
                warehouse=wizard.warehouse_id.name,
                store=owner.name,
            )
        code = wizard.warehouse_code
        if wizard.warehouse_choice == 'new':
            taken = code and self.env['stock.warehouse'].sudo().with_context(active_test=False).search_count(
                [('company_id', '=', wizard.company_id.id), ('code', '=', code)], limit=1
            )
            if not code or taken:
                yield self.env._(
                    "Short name: %(code)s is empty or taken by another warehouse. Choose up to five characters.", code=code or '-'
                )

    @api.model
    def _member_problems(self, wizard):
        seen = set()
        for line in wizard.member_ids:
            if wizard.company_id not in line.user_id.company_ids and not line.user_id._may_be_bound():
                yield self.env._(
                    "Members: %(user)s may not work in %(company)s. Allow the company on the user, or leave them out.",
                    user=line.user_id.name,
                    company=wizard.company_id.name,
                )
            if line.profile_id and line.profile_id.role != line.role:
                yield self.env._(
                    "Members: profile %(profile)s of %(user)s belongs to another role.",
                    profile=line.profile_id.name,
                    user=line.user_id.name,
                )
            if (line.user_id, line.role) in seen:
                yield self.env._("Members: %(user)s is listed twice with the same role. Remove one line.", user=line.user_id.name)
            seen.add((line.user_id, line.role))

    # === SUMMARY ===

    @api.model
    def _summary(self, wizard):
        """Return messages about what will be created."""
        kinds = dict(wizard._fields['kind']._description_selection(self.env))
        lines = [
            self.env._(
                "%(kind)s %(name)s (%(code)s) in %(company)s, first day %(day)s.",
                kind=kinds[wizard.kind],
                name=wizard.name,
                code=wizard.code,
                company=wizard.company_id.name,
                day=format_date(self.env, wizard.opened_on),
            )
        ]
        if wizard.opened_on > self._today(wizard):
            lines.append(self.env._("It stays a draft until that day; an activity reminds you to open it."))
        lines.append(self._groups_line(wizard))
        lines += [
            *self._warehouse_lines(wizard),
            *self._sales_lines(wizard),
            *self._member_lines(wizard),
            *self._stock_lines(wizard),
        ]
        return lines

    @api.model
    def _today(self, wizard):
        return self.env['store.store'].new({'tz': wizard.tz})._today()

    @api.model
    def _groups_line(self, wizard):
        names = ', '.join(wizard.group_ids.mapped('complete_name'))
        if names:
            return self.env._("Groups: %(groups)s.", groups=names)
        return self.env._("In no group: no group manager is in charge of it, and no other store sees its stock, or it theirs.")

    @api.model
    def _warehouse_lines(self, wizard):
        if wizard.warehouse_choice == 'none':
            yield self.env._("No warehouse: its orders are served by the company's.")
        elif wizard.warehouse_choice == 'new':
            yield self.env._("New warehouse with the short name %(code)s.", code=wizard.warehouse_code)
            if self.env['store.opener']._switches_groups_on(wizard.company_id):
                yield self.env._(
                    "It is the second warehouse of %(company)s: Odoo switches on warehouses and storage locations "
                    "for all internal users.",
                    company=wizard.company_id.name,
                )
        elif wizard.warehouse_choice == 'existing':
            yield self.env._("Warehouse %(warehouse)s becomes the store's own.", warehouse=wizard.warehouse_id.name)
        else:
            warehouse = wizard.shared_warehouse_id
            yield self.env._(
                "It shares warehouse %(warehouse)s; the goods stay those of %(owner)s.",
                warehouse=warehouse.name,
                owner=warehouse.store_id.name or self.env._("headquarters"),
            )

    @api.model
    def _sales_lines(self, wizard):
        team = wizard.team_id
        if wizard.team_choice == 'new':
            yield self.env._("New sales team %(name)s.", name=wizard.name)
        elif wizard.team_choice == 'existing' and team.store_id:
            yield self.env._(
                "Sales team %(team)s is used as well; it stays with %(owner)s.", team=team.name, owner=team.store_id.name
            )
        elif wizard.team_choice == 'existing':
            yield self.env._("Sales team %(team)s becomes the store's own.", team=team.name)
        if wizard.pricelist_choice == 'new':
            yield self.env._(
                "New pricelist %(name)s in %(currency)s.", name=wizard.name, currency=wizard.company_id.currency_id.name
            )
            if not self.env.user.has_group('product.group_product_pricelist'):
                yield self.env._("Pricelists are switched off in the settings of Sales: switch them on to edit it.")
        elif wizard.pricelist_choice == 'existing':
            yield self.env._("Sells at pricelist %(pricelist)s.", pricelist=wizard.pricelist_id.name)
        if wizard.analytic_choice == 'new':
            yield self.env._("New analytic account %(name)s in the plan of stores.", name=wizard.name)
        elif wizard.analytic_choice == 'existing':
            yield self.env._("Analytic account %(account)s.", account=wizard.analytic_account_id.name)

    @api.model
    def _member_lines(self, wizard):
        if not wizard.member_ids:
            yield self.env._("No members yet.")
            return
        yield self.env._(
            "%(count)s members: %(names)s.",
            count=len(wizard.member_ids),
            names=', '.join(wizard.member_ids.user_id.mapped('name')),
        )
        users = wizard.member_ids.user_id
        newcomers = users.filtered(lambda user: wizard.company_id not in user.company_ids)
        if newcomers:
            yield self.env._(
                "%(names)s may work in %(company)s from then on.",
                names=', '.join(newcomers.mapped('name')),
                company=wizard.company_id.name,
            )
        free = users.filtered(lambda user: user.store_access == 'all' and user._may_be_bound())
        if free:
            yield self.env._(
                "%(names)s saw all documents so far and will see those of their stores only.",
                names=', '.join(free.mapped('name')),
            )
        seated = self.env['store.opener']._seated_elsewhere(
            wizard.member_ids.filtered(lambda line: line.role in IN_STORES).user_id
        )
        if seated and wizard.team_choice != 'none':
            yield self.env._(
                "%(names)s keep their seat in another sales team (Odoo allows one each); "
                "their role in the store does not need it.",
                names=', '.join(seated.mapped('name')),
            )

    @api.model
    def _stock_lines(self, wizard):
        lines = wizard.stock_line_ids
        good = lines.filtered(lambda line: not line.is_bad)
        if lines:
            yield self.env._(
                "Opening stock: %(quantity)s units of %(products)s products from %(rows)s rows.",
                quantity=number_text(self.env, sum(good.mapped('quantity'))),
                products=len(good.product_id),
                rows=len(good),
            )
        if len(lines) > len(good):
            yield self.env._("%(count)s rows cannot be booked; they are listed first below.", count=len(lines) - len(good))
