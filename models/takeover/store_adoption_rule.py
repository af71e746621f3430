# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...engine.takeover.adoption import Rule


class StoreAdoptionRule(models.Model):
    """A rule that assigns existing documents to a store: by a record they use, or by the beginning of their reference.

    The rules of a takeover are one list; the first that matches a document applies.
    """

    _name = 'store.adoption.rule'
    _description = 'Rule of a Takeover'
    _order = 'sequence, id'

    line_id = fields.Many2one(
        'store.adoption.line',
        string="Store",
        required=True,
        index=True,
        ondelete='cascade',
        domain="[('adoption_id', '=', adoption_id)]",
    )
    adoption_id = fields.Many2one('store.adoption', related='line_id.adoption_id', store=True, index=True, readonly=False)
    sequence = fields.Integer(default=lambda self: 100)
    value_ref = fields.Reference(selection='_selection_models', string="Recognised By")
    prefix = fields.Char(
        string="Reference Begins With", help="Of the customer's reference on orders and invoices, capitals and all."
    )
    date_from = fields.Date(string="From Day", help="Only documents of this day or later. Empty: as the store says.")
    never_wins = fields.Boolean(compute='_compute_never_wins', help="An earlier rule always decides.")

    # === COMPUTE ===

    @api.model
    def _selection_models(self):
        names = self.env['ir.model']
        return [(model, names._get(model).name) for model in self.env['store.adoption.map']._kinds().values()]

    @api.depends('value_ref', 'prefix')
    def _compute_display_name(self):
        labels = dict(self._selection_models())
        for rule in self:
            if rule.value_ref:
                # Elevated: users who see the rule may see the name of its team or journal.
                rule.display_name = f'{labels[rule.value_ref._name]}: {rule.value_ref.sudo().display_name}'
            else:
                rule.display_name = f'{rule.prefix or ""}…'

    @api.depends(
        'adoption_id.rule_ids.sequence',
        'adoption_id.rule_ids.value_ref',
        'adoption_id.rule_ids.prefix',
        'adoption_id.rule_ids.date_from',
        'adoption_id.line_ids.date_from',
    )
    def _compute_never_wins(self):
        for adoption, rules in self.grouped('adoption_id').items():
            overruled = adoption._overruled()
            for rule in rules:
                rule.never_wins = rule._origin in overruled

    # === CONSTRAINTS ===

    @api.constrains('value_ref', 'prefix')
    def _check_one_value(self):
        for rule in self:
            if bool(rule.value_ref) == bool(rule.prefix):
                raise ValidationError(
                    self.env._(
                        "A rule of store %(store)s needs either a record or the beginning of a reference. Set exactly one "
                        "of them, or delete it.",
                        store=rule.line_id.name,
                    )
                )

    @api.constrains('line_id', 'value_ref')
    def _check_company(self):
        for rule in self.filtered('value_ref'):
            value, company = rule.value_ref.sudo(), rule.line_id.company_id
            if value._name == 'res.users' or 'company_id' not in value._fields:
                continue  # users may belong to several companies
            if value.company_id not in (company, company.browse()):
                raise ValidationError(
                    self.env._(
                        "%(value)s belongs to company %(company)s and recognises nothing of store %(store)s in %(other)s.",
                        value=value.display_name,
                        company=value.company_id.name,
                        store=rule.line_id.name,
                        other=company.name,
                    )
                )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        order = list(self.env['store.adoption.map']._kinds().values())
        complete = []
        for vals in vals_list:
            model = (vals.get('value_ref') or '').split(',')[0]
            place = order.index(model) + 1 if model in order else 0
            complete.append({'sequence': 10 * (place + 1), **vals})
        rules = super().create(complete)
        rules.adoption_id._changed()
        return rules

    def write(self, vals):
        self.adoption_id._changed()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_before(self):
        self.adoption_id._changed()

    # === STRUCTURE ===

    def _kind(self):
        """Return the kind of this rule, as in `store.adoption.map` and the engine."""
        if self.prefix:
            return 'prefix'
        kinds = {model: kind for kind, model in self.env['store.adoption.map']._kinds().items()}
        return kinds[self.value_ref._name]

    def _engine_rule(self, preview=False):
        """Return the engine's Rule.

        :param bool preview: for stores that may not exist yet; see `store.adoption.line._target`
        """
        line = self.line_id
        return Rule(
            self._kind(),
            self.prefix or self.value_ref.id,
            line._target() if preview else line.store_id.id,
            line.company_id.id,
            self.date_from or line.date_from or None,
            line.tz,
        )
