# Part of store_group. License LGPL-3.
from collections import Counter

from odoo import Command, api, fields, models
from odoo.addons.base.models.res_partner import _tz_get

from ...engine.takeover import adoption as engine
from ...exceptions import StoreRefused


class StoreAdoption(models.Model):
    """A takeover: assign stores to the existing documents of a running factory.

    Life: drafted (stores proposed, edited, pasted; rules), counted (a preview), running in background, done;
    and reverting, reverted. Documents that have a store already do not change; no amount and no `write_date`
    changes and nothing is sent. It can be reverted as long as its journal is kept.
    Stores it created stay when it is reverted.
    """

    _name = 'store.adoption'
    _description = 'Takeover of a Running Factory'
    _inherit = ['mail.thread']
    _order = 'id desc'
    _store_by_acts = frozenset(('state',))

    name = fields.Char(required=True, default=lambda self: self.env._("Takeover of %s", fields.Date.context_today(self)))
    state = fields.Selection(
        [
            ('draft', "Draft"),
            ('counting', "Counting"),
            ('counted', "Preview"),
            ('running', "Taking Over"),
            ('done', "Done"),
            ('reverting', "Taking Back"),
            ('reverted', "Taken Back"),
        ],
        required=True,
        default='draft',
        readonly=True,
        copy=False,
        tracking=True,
    )
    user_id = fields.Many2one('res.users', string="Responsible", required=True, default=lambda self: self.env.user)
    company_ids = fields.Many2many('res.company', string="Companies", required=True, default=lambda self: self.env.companies)
    tz = fields.Selection(
        _tz_get,
        string="Time Zone",
        required=True,
        default=lambda self: self.env.user.tz or 'UTC',
        help="Years of the preview begin at midnight in this zone. Days of a store use the store's own zone.",
    )
    line_ids = fields.One2many('store.adoption.line', 'adoption_id', string="Stores")
    rule_ids = fields.One2many('store.adoption.rule', 'adoption_id', string="Rules")
    count_ids = fields.One2many('store.adoption.count', 'adoption_id', string="Preview", readonly=True)
    step_ids = fields.One2many('store.adoption.step', 'adoption_id', string="Progress", readonly=True)
    setting_ids = fields.One2many('store.adoption.setting', 'adoption_id', string="Settings", readonly=True)
    settings_before = fields.Json(readonly=True, copy=False)
    error = fields.Text(readonly=True, copy=False)
    progress = fields.Float(string="Share Done", compute='_compute_progress')
    line_count = fields.Integer(compute='_compute_counts', string="Number of Stores")
    go_count = fields.Integer(compute='_compute_counts', string="Orders with a Store")
    stay_count = fields.Integer(compute='_compute_counts', string="Orders Without a Store")

    # === COMPUTE ===

    @api.depends('step_ids.progress', 'state')
    def _compute_progress(self):
        for adoption in self:
            steps = adoption.step_ids
            if adoption.state in ('reverting', 'reverted'):
                adoption.progress = adoption._share_taken_back()
            else:
                adoption.progress = sum(steps.mapped('progress')) / len(steps) if steps else 0.0

    @api.depends('count_ids', 'line_ids')
    def _compute_counts(self):
        for adoption in self:
            counts = Counter()
            for row in adoption.count_ids:
                counts[row.kind] += row.order_count
            adoption.line_count = len(adoption.line_ids)
            adoption.go_count, adoption.stay_count = counts['line'], counts['stay']

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        before = self.env['store.adoption.setting']._snapshot()
        return super().create([{**vals, 'settings_before': before} for vals in vals_list])

    @api.ondelete(at_uninstall=False)
    def _unlink_only_before(self):
        for adoption in self:
            if adoption.state not in ('draft', 'counting', 'counted', 'reverted'):
                raise StoreRefused(
                    self.env._(
                        "%(takeover)s has written stores; its journal is needed to take them back. Take it back first.",
                        takeover=adoption.name,
                    )
                )

    # === ACTIONS ===

    def action_propose_rules(self):
        """Add rules for the team, warehouse and journal of every store that have none yet."""
        for adoption in self:
            adoption.line_ids._propose_rules()
        return True

    def action_preview(self):
        """Compute the preview; immediately, or in background if there are many orders."""
        self.ensure_one()
        self._check_ready()
        if self.state == 'counted':
            self._set_state('draft')
        if self.env['store.adoption.counter']._is_large():
            self._set_state('counting')
            self.env['store.adoption.worker']._wake()
        else:
            self.env['store.adoption.counter']._count(self)
        return True

    def action_apply(self):
        """Create the stores, give them warehouses, teams and journals without owner, and start the background work."""
        self.ensure_one()
        self._check_ready()
        self._date_openings()
        self._set_state('running')
        self.line_ids._make_store()
        worker = self.env['store.adoption.worker']
        today = fields.Date.context_today(self)
        worker._claim(self, engine.owners([rule for rule in self._engine_rules() if not rule.since or rule.since <= today]))
        self.step_ids = [
            Command.clear(),
            *(
                Command.create({'key': document.key, 'model': document.model, 'sequence': number})
                for number, document in enumerate(self.env['store.adoption.map']._documents())
            ),
        ]
        self.message_post(
            body=self.env._(
                "Taking over began: %(stores)s stores, %(rules)s rules.", stores=len(self.line_ids), rules=len(self.rule_ids)
            )
        )
        worker._wake()
        return True

    def action_resume(self):
        """Continue after an error was fixed."""
        self.error = False
        self.env['store.adoption.worker']._wake()
        return True

    def action_revert(self):
        """Revert the store of every document this takeover wrote, in background."""
        self.ensure_one()
        self._set_state('reverting')
        self.error = False
        self.message_post(body=self.env._("Taking back began."))
        self.env['store.adoption.worker']._wake()
        return True

    def action_sheet(self):
        """Edit the stores of this takeover in a spreadsheet."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('store_group.store_sheet_action')
        return {
            **action,
            'name': self.env._("Stores of the Takeover by Spreadsheet"),
            'context': {
                'default_kind': 'adoption',
                'default_adoption_id': self.id,
                'store_sheet_kind_fixed': True,
                'dialog_size': 'extra-large',
            },
        }

    def action_view_sales(self):
        """Open the ordered sales by store."""
        action = self.env['ir.actions.act_window']._for_xml_id('store_group.store_sale_report_action')
        return {**action, 'context': {'search_default_ordered': 1}}  # of all years

    # === STRUCTURE ===

    def _set_state(self, new_state):
        """Change the state; the only place that does.

        :raises StoreRefused: if the transition is not allowed
        """
        for adoption in self:
            if not engine.may_become(adoption.state, new_state):
                labels = dict(self._fields['state']._description_selection(self.env))
                raise StoreRefused(
                    self.env._(
                        "%(takeover)s is %(state)s and cannot become %(new)s.",
                        takeover=adoption.name,
                        state=labels[adoption.state],
                        new=labels[new_state],
                    )
                )
            adoption._store_act().state = new_state

    def _changed(self):
        """Delete the preview after a change of stores or rules.

        :raises StoreRefused: when the takeover has begun
        """
        for adoption in self:
            if adoption.state not in ('draft', 'counting', 'counted'):
                raise StoreRefused(
                    self.env._(
                        "%(takeover)s has begun; its stores and rules stay as they were. Take it back and begin another one.",
                        takeover=adoption.name,
                    )
                )
            adoption.count_ids.unlink()
            if adoption.state != 'draft':
                adoption._set_state('draft')

    def _engine_rules(self, preview=False):
        """Return the rules in their order, for the engine."""
        return [rule._engine_rule(preview) for rule in self.rule_ids.sorted(lambda rule: (rule.sequence, rule.id))]

    def _overruled(self):
        """Return the rules that never apply because an earlier one always does."""
        rules = self.rule_ids._origin.filtered(lambda rule: rule.value_ref or rule.prefix).sorted(
            lambda rule: (rule.sequence, rule.id)
        )
        places = engine.never_win([rule._engine_rule(preview=True) for rule in rules])
        return rules.browse(rules[place].id for place, _winner in places)

    def _check_ready(self):
        """:raises StoreRefused: naming everything to fix before a takeover can be counted or applied"""
        self.ensure_one()
        problems = []
        if not self.rule_ids:
            problems.append(self.env._("There is no rule to recognise documents by. Add rules, or propose them."))
        taken = self.env['store.store']._by_code(self.line_ids.mapped('code'))
        for line in self.line_ids:
            if not line.store_id and line.code in taken:
                problems.append(
                    self.env._(
                        "Code %(code)s: a store has it already. Name that store in the line, or choose another code.",
                        code=line.code,
                    )
                )
            if line.company_id not in self.company_ids:
                problems.append(
                    self.env._(
                        "Store %(store)s is in company %(company)s, which is not taken over. Add the company or remove the "
                        "store.",
                        store=line.name,
                        company=line.company_id.name,
                    )
                )
            if line.store_id and line.store_id.company_id != line.company_id:
                problems.append(
                    self.env._(
                        "Line %(code)s is in company %(company)s, its store %(store)s in %(other)s.",
                        code=line.code,
                        company=line.company_id.name,
                        store=line.store_id.name,
                        other=line.store_id.company_id.name,
                    )
                )
        foreign = self.company_ids - self.env.user.company_ids
        if foreign:
            problems.append(self.env._("You do not belong to %(companies)s.", companies=', '.join(foreign.mapped('name'))))
        if problems:
            raise StoreRefused('\n'.join(problems))

    def _date_openings(self):
        """Open stores without a first day of sales on their takeover date, else on the day of their first counted order."""
        days = self.count_ids.filtered('first_day').sorted('first_day', reverse=True)
        first_day = {row.line_id: row.first_day for row in days}
        for line in self.line_ids.filtered(lambda line: not line.opened_on):
            line.opened_on = line.date_from or first_day.get(line) or fields.Date.context_today(self)

    def _share_taken_back(self):
        groups = dict(
            self.env['store.adoption.chunk'].sudo()._read_group([('adoption_id', '=', self.id)], ['taken_back'], ['__count'])
        )
        total = sum(groups.values())
        return 100.0 * groups.get(True, 0) / total if total else 100.0

    def _finish(self):
        """Finish: clear caches in every process, compare the settings, post a summary."""
        self._set_state('done')
        self.env.registry.clear_cache()
        self.env['store.adoption.setting']._compare(
            self, self.settings_before or {}, self.env['store.adoption.setting']._snapshot()
        )
        self.message_post(
            body=self.env._(
                "Taken over: %(documents)s.",
                documents=', '.join(f'{step.name} {step.written_count}' for step in self.step_ids if step.written_count),
            )
        )

    def _finish_reverting(self):
        self._set_state('reverted')
        self.env.registry.clear_cache()
        self.message_post(
            body=self.env._("Reverted: every document this takeover wrote is as before. The stores it created stay.")
        )
