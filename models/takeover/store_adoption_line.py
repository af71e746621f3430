# Part of store_group. License LGPL-3.
from odoo import Command, api, fields, models
from odoo.addons.base.models.res_partner import _tz_get


class StoreAdoptionLine(models.Model):
    """A store in a takeover, proposed or entered, with the rules that recognise its documents.

    Applying the takeover creates the store; a line of an existing store only assigns documents to it.
    """

    _name = 'store.adoption.line'
    _description = 'Store of a Takeover'
    _rec_name = 'name'
    _rec_names_search = ['name', 'code']
    _order = 'sequence, id'

    adoption_id = fields.Many2one('store.adoption', required=True, index=True, ondelete='cascade')
    sequence = fields.Integer(default=10)
    store_id = fields.Many2one(
        'store.store',
        string="Existing Store",
        index='btree_not_null',
        ondelete='set null',
        copy=False,
        help="Empty: a new store is made. After taking over: the store that was made.",
    )
    code = fields.Char(required=True, help="Short and stable: sheets and integrations use it.")
    name = fields.Char(required=True)
    kind = fields.Selection(
        [('physical', "Physical Store"), ('online', "Online Store"), ('depot', "Depot")], required=True, default='physical'
    )
    company_id = fields.Many2one('res.company', required=True, default=lambda self: self.env.company)
    group_id = fields.Many2one('store.group', string="Group", domain="[('gives_rights', '=', True)]")
    warehouse_id = fields.Many2one('stock.warehouse', domain="[('company_id', '=', company_id)]")
    team_id = fields.Many2one('crm.team', string="Sales Team", domain="[('company_id', 'in', [False, company_id])]")
    journal_id = fields.Many2one('account.journal', domain="[('company_id', '=', company_id)]")
    tz = fields.Selection(_tz_get, string="Time Zone", required=True, default=lambda self: self.env.user.tz or 'UTC')
    opened_on = fields.Date(help="First day of sales. Empty: the day of the oldest order the preview finds, else today.")
    date_from = fields.Date(
        string="Take Over From", help="Documents of earlier days stay without a store. Empty: the whole past."
    )
    rule_ids = fields.One2many('store.adoption.rule', 'line_id', string="Recognised By")
    rule_text = fields.Char(string="Recognised By (Words)", compute='_compute_rule_text')

    _code_uniq = models.UniqueIndex('(adoption_id, code)', "Two stores of one takeover cannot share a code.")
    _store_uniq = models.UniqueIndex(
        '(adoption_id, store_id) WHERE store_id IS NOT NULL', "A takeover names a store once; give the rules to that line."
    )

    # === COMPUTE ===

    @api.depends('rule_ids.value_ref', 'rule_ids.prefix')
    def _compute_rule_text(self):
        for line in self:
            line.rule_text = ', '.join(line.rule_ids.mapped('display_name'))

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.adoption_id._changed()
        return lines

    def write(self, vals):
        """Delete the preview after a change."""
        if vals.keys() - {'store_id', 'opened_on'}:
            self.adoption_id._changed()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_before(self):
        self.adoption_id._changed()

    # === STRUCTURE ===

    def _target(self):
        """Return the id of this line in decisions: its store's id, or minus its own."""
        return self.store_id.id or -self.id

    def _propose_rules(self):
        """Add rules for the warehouse, team and journal of a store that have none yet."""
        Rule = self.env['store.adoption.rule']
        for line in self:
            known = set(line.rule_ids.mapped('value_ref'))
            for record in (line.team_id, line.warehouse_id, line.journal_id):
                if record and record not in known:
                    Rule.create({'line_id': line.id, 'value_ref': f'{record._name},{record.id}'})

    def _make_store(self):
        """Create the missing stores, open; ownership of their warehouses and teams does not change."""
        stores = self.env['store.store'].with_context(
            store_share_anchors='all', store_without_account=True, tracking_disable=True
        )
        for line in self.filtered(lambda line: not line.store_id):
            line.store_id = stores.create(
                {
                    'code': line.code,
                    'name': line.name,
                    'kind': line.kind,
                    'company_id': line.company_id.id,
                    'group_ids': [Command.set(line.group_id.ids)],
                    'warehouse_id': line.warehouse_id.id,
                    'team_id': line.team_id.id,
                    'tz': line.tz,
                }
            )
            line.store_id._set_state('open', line.opened_on or line.store_id._today())
