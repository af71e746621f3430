# Part of store_group. License LGPL-3.
import time
from datetime import datetime, timezone

from odoo import api, models
from odoo.fields import Domain
from odoo.tools.safe_eval import safe_eval

from ...engine.people import reason, scope
from .ir_rule import QUARTER

# A model with one of these fields could belong to a store.
DRIVERS = ('res.company', 'stock.warehouse', 'stock.location', 'crm.team', 'account.journal', 'sale.order')


class StoreInsight(models.AbstractModel):
    """Explains access: what a user sees, why a document is visible or not, and which models have no store rule.

    It evaluates the record rules themselves and keeps no list of its own. For headquarters administrators.
    """

    _name = 'store.insight'
    _description = 'Explanation of Store Rights'

    # === THE RULES ===

    @api.model
    def _rules(self, mode='read'):
        """Return {model name: the rule that limits it to stores} for a mode of access.

        Rules with further terms stand beside a plain one and are not returned.
        """
        found = (
            self.env['ir.rule']
            .sudo()
            .search([('domain_force', '=like', 'store_scope(%'), (f'perm_{mode}', '=', True), ('groups', '=', False)])
        )
        return {rule.model_id.model: rule for rule in found if rule.model_id.model in self.env}

    @api.model
    def _scope_domain(self, rule, reach, mode):
        """Return the domain of a rule for a user with this Reach, real or supposed."""
        users = self.env['res.users']
        anchors = users._anchors_of(reach, mode)

        def store_scope(asked, *columns, **anchored):
            terms = users._scope_terms(reach, anchors, asked, columns, anchored)
            return ['|'] * (len(terms) - 1) + terms or [(0, '=', 1)]

        return Domain(safe_eval(rule.domain_force, {**rule._eval_context(), 'store_scope': store_scope}))

    @api.model
    def _stores_of(self, rule, record):
        """Return the stores a rule looks at on a record: its own, those of its locations and of its journal."""
        found = self.env['store.store'].sudo().with_context(active_test=False)
        asked = []
        safe_eval(
            rule.domain_force,
            {**rule._eval_context(), 'store_scope': lambda _mode, *columns, **anchored: asked.append((columns, anchored)) or []},
        )
        record_sudo = record.sudo()
        for columns, anchored in asked:
            for column in columns:
                found |= record_sudo if column == 'id' else record_sudo[column]
            for kind, names in anchored.items():
                for name in names if kind != 'everywhere' else ():
                    anchor = record_sudo if name == 'id' else record_sudo[name]
                    if kind == 'managed':
                        found |= anchor
                    elif kind == 'groups':
                        found |= anchor._stores_below()
                    else:
                        found |= anchor.warehouse_id.store_id if kind == 'types' else anchor.store_id
        return found

    # === WHAT A USER SEES ===

    @api.model
    def _counts(self, user, supposed=None):
        """Return [(model name, count)] of the documents a user sees now, or would see with the supposed memberships.

        :param supposed: engine Memberships instead of the real ones; None: today's
        """
        rows = []
        context = self._supposed_context(supposed) if supposed is not None else None
        for model in sorted(self._rules()):
            if self.env[model]._transient or model.startswith('store.'):
                continue
            mine = self.env[model].with_user(user).with_context(allowed_company_ids=user.sudo().company_ids.ids)
            if supposed is None:
                rows.append((model, mine.search_count([]) if mine.has_access('read') else 0))
            else:
                reach = scope.reach(supposed, *context)
                rows.append((model, self.env[model].sudo().search_count(self._scope_domain(self._rules()[model], reach, 'read'))))
        return rows

    @api.model
    def _supposed_context(self, supposed):
        """Return stores below each group and today in every zone, like `res.users` for real memberships."""
        groups = self.env['store.group'].sudo().browse([member.group_id for member in supposed if member.group_id])
        return self.env.user._membership_context(self.env['store.member'].new({}), int(time.time()) // QUARTER, groups)

    # === WHY ===

    @api.model
    def _why(self, user, record, mode):
        """Return whether and why a user may read or change one record.

        :returns: dict of `allowed` (bool), `lacks_group` (bool), `rules` (the `ir.rule` that refuse), `rule` (ours,
            or an empty record), `stores` of the record, `memberships` [(store.member, effect of the engine)]
        """
        mine = record.with_user(user).with_context(allowed_company_ids=user.sudo().company_ids.ids)
        mine.invalidate_recordset(flush=True)
        lacks = not mine.browse().has_access(mode)
        rule = self._rules(mode).get(record._name, self.env['ir.rule'].sudo())
        stores = self._stores_of(rule, record) if rule else self.env['store.store'].sudo()
        members = user.sudo().store_member_ids
        weighed = reason.weigh(
            {member.id: member._membership() for member in members},
            stores.ids,
            *user._membership_context(members, int(datetime.now(timezone.utc).timestamp()) // QUARTER),
            mode,
        )
        return {
            'allowed': mine.has_access(mode),
            'lacks_group': lacks,
            'rule': rule,
            'stores': stores,
            'rules': self.env['ir.rule'].sudo() if lacks else mine.env['ir.rule']._get_failing(mine, mode).sudo(),
            'memberships': [(members.browse(item.key), item.effect) for item in weighed],
        }

    # === WHAT NO WALL COVERS ===

    @api.model
    def _uncovered(self):
        """Return [(model name, names of its fields that point at what stores own, names of groups that read it)]."""
        covered = set(self._rules()) | set(self._rules('write'))
        access = self.env['ir.model.access'].sudo().search([('perm_read', '=', True)])
        readers = access.grouped(lambda line: line.model_id.model)
        rows = []
        for name in sorted(self.env.registry):
            model = self.env[name]
            if model._abstract or model._transient or name in covered or name in ('res.users', 'res.company'):
                continue
            pointing = sorted(
                field.name
                for field in model._fields.values()
                if field.type == 'many2one' and field.store and field.comodel_name in DRIVERS
            )
            if pointing and name in readers:
                groups = readers[name].group_id.mapped('full_name')
                rows.append((name, pointing, [*groups, *([self.env._("Everybody")] if len(groups) == 0 else [])]))
        return rows
