# Part of store_group. License LGPL-3.
from odoo import Command, api, fields, models
from odoo.addons.base.models.res_partner import _tz_get
from odoo.fields import Domain

from ..engine.takeover.proposal import Source, propose
from ..exceptions import StoreRefused

NOT_LEADING = {'journal'}  # named like a shop, but is none


class StoreAdoptWizard(models.TransientModel):
    """First step of a takeover: propose stores from existing records, with rules that recognise their documents.

    It only creates the draft of a takeover, which is then edited, counted and applied.
    """

    _name = 'store.adopt.wizard'
    _description = 'Begin a Takeover'

    company_ids = fields.Many2many('res.company', string="Companies", required=True, default=lambda self: self.env.companies)
    tz = fields.Selection(_tz_get, string="Time Zone", required=True, default=lambda self: self.env.company._store_zone())
    group_id = fields.Many2one(
        'store.group', string="Group", domain="[('gives_rights', '=', True)]", help="Initial group of all proposed stores."
    )
    read_warehouses = fields.Boolean(string="Warehouses", default=True)
    read_others = fields.Boolean(
        string="Sales Teams and Other Shops",
        default=True,
        help="Sales teams, and shops of installed apps. Those named like a warehouse are merged with it.",
    )
    source_text = fields.Text(compute='_compute_source_text', string="What Exists")

    # === COMPUTE ===

    @api.depends('company_ids')
    def _compute_source_text(self):
        Map = self.env['store.adoption.map']
        labels = {kind: self.env['ir.model']._get(model).name for kind, model in Map._kinds().items()}
        for wizard in self:
            counts = {kind: len(records) for kind, records in Map._sources(wizard.company_ids._origin).items()}
            orders = (
                self.env['sale.order']
                .sudo()
                .search_count(Domain('company_id', 'in', wizard.company_ids._origin.ids) & Domain('store_id', '=', False))
            )
            wizard.source_text = '\n'.join(
                [
                    self.env._("Companies: %(count)s", count=len(wizard.company_ids)),
                    *(self.env._("%(what)s: %(count)s", what=labels[kind], count=count) for kind, count in counts.items()),
                    self.env._("Orders without a store: %(count)s", count=orders),
                ]
            )

    # === ACTIONS ===

    def action_propose(self):
        """Create the draft of a takeover with all proposed stores, and open it."""
        self.ensure_one()
        foreign = self.company_ids - self.env.user.company_ids
        if foreign:
            raise StoreRefused(self.env._("You do not belong to %(companies)s.", companies=', '.join(foreign.mapped('name'))))
        adoption = self.env['store.adoption'].create({'company_ids': [Command.set(self.company_ids.ids)], 'tz': self.tz})
        records = self._records()
        taken = self.env['store.store'].with_context(active_test=False).search([]).mapped('code')
        for number, proposal in enumerate(propose(self._as_sources(records), taken)):
            of_kind = {kind: records[kind].browse(record_id) for kind, record_id in proposal.sources.items()}
            line = self.env['store.adoption.line'].create(
                {
                    'adoption_id': adoption.id,
                    'sequence': number,
                    'code': proposal.code,
                    'name': proposal.name,
                    'company_id': proposal.company,
                    'group_id': self.group_id.id,
                    'tz': self.tz,
                    'kind': 'physical' if 'warehouse' in of_kind else 'online',
                    'warehouse_id': of_kind['warehouse'].id if 'warehouse' in of_kind else False,
                    'team_id': of_kind['team'].id if 'team' in of_kind else False,
                    'journal_id': of_kind['journal'].id if 'journal' in of_kind else False,
                }
            )
            self.env['store.adoption.rule'].create(
                [{'line_id': line.id, 'value_ref': f'{record._name},{record.id}'} for record in of_kind.values()]
            )
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'store.adoption',
            'res_id': adoption.id,
            'views': [(False, 'form')],
            'name': adoption.name,
        }

    # === STRUCTURE ===

    def _records(self):
        """Return {kind: records} without owner, of the ticked kinds."""
        found = {}
        for kind, records in self.env['store.adoption.map']._sources(self.company_ids).items():
            wanted = self.read_warehouses if kind == 'warehouse' else self.read_others
            if wanted:
                found[kind] = records.filtered(lambda record: 'store_id' not in record._fields or not record.store_id)
        return found

    def _as_sources(self, records):
        """Return the engine's Sources; records without company use the first one."""
        companies = self.company_ids
        return [
            Source(
                kind,
                record.id,
                record.display_name if kind != 'warehouse' else record.name,
                (record.company_id or companies[:1]).id,
                record.code if kind == 'warehouse' else '',
                kind not in NOT_LEADING,
            )
            for kind, of_kind in records.items()
            for record in of_kind
        ]
