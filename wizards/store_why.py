# Part of store_group. License LGPL-3.
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..engine.people import capability, reason, scope
from ..models.people.store_role_profile import ROLES
from ..wording import number_text


class StoreWhy(models.TransientModel):
    """What a user sees and may do, what a role would change, and why a document is visible or not.

    Read-only. For headquarters administrators.
    """

    _name = 'store.why'
    _description = 'What a User Sees and May Do'

    user_id = fields.Many2one('res.users', required=True, domain="[('share', '=', False)]")
    status = fields.Char(compute='_compute_status')
    memberships = fields.Html(compute='_compute_memberships', sanitize=False)
    documents = fields.Html(compute='_compute_documents', sanitize=False)
    # what if
    role = fields.Selection(ROLES)
    store_id = fields.Many2one('store.store')
    group_id = fields.Many2one('store.group', domain="[('gives_rights', '=', True)]")
    # one document
    record_ref = fields.Reference('_selection_models', string="Document")
    reasons = fields.Html(compute='_compute_reasons', sanitize=False)

    @api.model
    def _selection_models(self):
        names = sorted(self.env['store.insight']._rules())
        return [(name, self.env['ir.model']._get(name).name) for name in names if not self.env[name]._transient]

    # === COMPUTE ===

    @api.depends('user_id')
    def _compute_status(self):
        for why in self:
            user = why.user_id
            if not user:
                why.status = False
            elif not user._may_be_bound():
                why.status = self.env._("Never bound: an administrator sees everything, a portal user what core gives them.")
            elif user._is_store_bound():
                why.status = self.env._("Bound: they see the documents of the stores below and nothing else.")
            else:
                why.status = self.env._("Not bound: they see everything Odoo shows them. A first membership binds them.")

    @api.depends('user_id')
    def _compute_memberships(self):
        for why in self:
            if not why.user_id:
                why.memberships = False
                continue
            rows = [
                (
                    member._place_name(),
                    member.group_id.complete_name or member.store_id.group_id.complete_name or '',
                    member._role_name(),
                    member.sudo()._profile().name or '',
                    str(member.date_from),
                    str(member.date_to or ''),
                    self.env._("Now") if member.is_current else self.env._("Not now"),
                    ', '.join(member._stores().mapped('name')[:20]),
                    self._sheet_text(member),
                )
                for member in why.user_id.sudo().store_member_ids
            ]
            why.memberships = self._as_table(
                (
                    self.env._("Place"),
                    self.env._("Group"),
                    self.env._("Role"),
                    self.env._("Profile"),
                    self.env._("From"),
                    self.env._("To"),
                    self.env._("Holds"),
                    self.env._("Stores"),
                    self.env._("May"),
                ),
                rows,
                self.env._("They have no membership."),
            )

    @api.depends('user_id', 'role', 'store_id', 'group_id')
    def _compute_documents(self):
        for why in self:
            if not why.user_id:
                why.documents = False
                continue
            why._check_caller()
            now = dict(self.env['store.insight']._counts(why.user_id))
            then = dict(self.env['store.insight']._counts(why.user_id, why._supposed())) if why._supposes() else {}
            rows = [
                (self.env['ir.model']._get(model).name, str(count), *([str(then[model])] if then else []))
                for model, count in now.items()
            ]
            heads = [self.env._("Documents"), self.env._("Sees now"), *([self.env._("With this role alone")] if then else [])]
            why.documents = self._as_table(heads, rows, '')

    @api.depends('user_id', 'record_ref')
    def _compute_reasons(self):
        for why in self:
            record = why.record_ref
            if not (why.user_id and record and record.exists()):
                why.reasons = False
                continue
            why._check_caller()
            rows = []
            for mode, label in (('read', self.env._("See")), ('write', self.env._("Edit"))):
                found = self.env['store.insight']._why(why.user_id, record, mode)
                rows.append(
                    (
                        label,
                        self.env._("yes") if found['allowed'] else self.env._("no"),
                        why._because(found, record),
                        '' if found['allowed'] else why._would_help(found, mode),
                    )
                )
            why.reasons = self._as_table(
                (self.env._("May they"), '', self.env._("Because"), self.env._("What would help")), rows, ''
            )

    # === STRUCTURE ===

    def _check_caller(self):
        """:raises AccessError: for users who are no headquarters administrators"""
        if not self.env.user.has_group('store_group.group_store_admin'):
            raise AccessError(self.env._("Only headquarters administrators see what other users may see. Ask one of them."))

    def _supposes(self):
        return bool(self.role and (self.store_id or self.group_id))

    def _supposed(self):
        return [scope.Membership(self.role, self.store_id.id or None, None if self.store_id else self.group_id.id)]

    def _sheet_text(self, member):
        """Return the capabilities of a membership as text."""
        sheet, fields_of = member.sudo()._sheet(), self.env['store.role.profile']._fields
        words = [fields_of[row]._description_string(self.env) for row in capability.ROWS if row in sheet.may]
        return ', '.join(
            [*words, f"{fields_of['discount_limit']._description_string(self.env)} {number_text(self.env, sheet.discount_limit)}"]
        )

    def _because(self, found, record):
        """Return why the user has access to the record or not."""
        if found['lacks_group']:
            return self.env._(
                "None of their groups gives access to %(model)s.", model=self.env['ir.model']._get(record._name).name
            )
        if not found['allowed']:
            rules = ', '.join(found['rules'].mapped('name'))
            place = ', '.join(found['stores'].mapped('name')) or self.env._("no store, so to headquarters")
            return self.env._("Rule %(rules)s refuses. The document belongs to %(place)s.", rules=rules, place=place)
        if not self.user_id._is_store_bound():
            return self.env._("They are not bound to stores; Odoo's own rules let them.")
        deciding = [member.display_name for member, effect in found['memberships'] if effect == reason.GRANTS]
        return self.env._(
            "Rule %(rule)s lets them at %(stores)s, by membership %(members)s.",
            rule=found['rule'].name or '-',
            stores=', '.join(found['stores'].mapped('name')) or '-',
            members=', '.join(deciding) or '-',
        )

    def _would_help(self, found, mode):
        """Return what would give the user access to the record."""
        if found['lacks_group']:
            return self.env._("A role that has this group, or the group itself, given by a system administrator.")
        ours = found['rule'] and found['rule'] in found['rules']
        if not ours:
            return self.env._(
                "Odoo's own rules refuse: look at their companies and at their groups in Sales, Inventory, Invoicing."
            )
        if not found['stores']:
            return self.env._("Nothing a membership gives: documents without a store are headquarters'.")
        texts = {
            reason.READ_ONLY: self.env._("%(member)s only reads."),
            reason.NOT_YET: self.env._("%(member)s begins later."),
            reason.OVER: self.env._("%(member)s is over."),
        }
        lacking = [texts[effect] % {'member': member.display_name} for member, effect in found['memberships'] if effect in texts]
        labels = dict(self._fields['role']._description_selection(self.env))
        places = ', '.join(
            filter(None, (found['stores'][0].name, found['stores'][0].group_id.complete_name, self.env._("all stores")))
        )
        lacking.append(
            self.env._(
                "A membership as %(role)s or higher at one of: %(places)s.",
                role=labels[reason.helping_roles(mode)[0]],
                places=places,
            )
        )
        return ' '.join(lacking)

    def _as_table(self, heads, rows, nothing):
        """Return rows of text as a table that scrolls on a phone."""
        if not rows:
            return Markup('<p class="text-muted">%s</p>') % nothing
        head = Markup().join(Markup('<th>%s</th>') % text for text in heads)
        body = Markup().join(Markup('<tr>%s</tr>') % Markup().join(Markup('<td>%s</td>') % text for text in row) for row in rows)
        return Markup(
            '<div class="table-responsive"><table class="table table-sm"><thead><tr>%s</tr></thead><tbody>%s</tbody>'
            '</table></div>'
        ) % (head, body)
