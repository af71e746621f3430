# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import file_open

from ...engine.people.role import GROUPS
from ...engine.reporting import glossary
from ..people.door import door
from ..people.res_users_home import STEPS_HIDDEN

GLOSSARY = 'store_group/docs/glossary.md'
# The tours of static/src/start/tours.js; of several roles the first one counts.
HEADQUARTERS_TOUR = 'store_group_headquarters'
TOUR_OF = {'store_manager': 'store_group_manager', 'staff': 'store_group_staff', 'auditor': 'store_group_auditor'}

UNNAMED = 'My Company'  # Odoo's own before anybody has named it


class StoreStart(models.AbstractModel):
    """The page that helps people begin: first steps of an administrator, a tour of each role, the words of the app.

    A step is done when the data say so: nothing is stored but whether the steps are hidden.
    """

    _name = 'store.start'
    _description = 'Getting Started'

    # === REPORTING ===

    @api.readonly
    @api.model
    @door()
    def overview(self):
        """Return what the page shows the caller.

        :returns: dict of plain data. `steps`: `[{"key", "label", "text", "done", "found", "button", "action"}]`, empty for
            whoever is no administrator of the app; `action` is what the button opens, False where the caller may not;
            `hidden`: whether the steps are hidden; `tours`: `[{"name", "label", "text"}]` of the caller's role; `words`:
            `[{"term", "other", "meaning"}]` in the caller's language first
        """
        return {'steps': self._steps(), 'hidden': self._is_hidden(), 'tours': self._tours(), 'words': self._words()}

    @api.model
    @door()
    def hide(self):
        """Hide the first steps, for every administrator."""
        self._set_hidden(True)
        return True

    @api.model
    @door()
    def show(self):
        """Show the first steps again."""
        self._set_hidden(False)
        return True

    def _set_hidden(self, hidden):
        """:raises AccessError: for anybody but an administrator"""
        if not self._is_administrator():
            raise AccessError(self.env._("Only headquarters hides or shows the first steps. Ask an administrator."))
        self.env['ir.config_parameter'].sudo().set_param(STEPS_HIDDEN, hidden)

    def _is_hidden(self):
        return bool(self.env['ir.config_parameter'].sudo().get_param(STEPS_HIDDEN))

    def _is_administrator(self):
        return self.env.user.has_group('store_group.group_store_admin')

    def _left(self):
        """Return {'done', 'of'}: how far the first steps are, or False for whoever has nothing to do with them any more."""
        if not self._is_administrator() or self._is_hidden():
            return False
        done = [step['done'] for step in self._steps()]
        return False if all(done) else {'done': sum(done), 'of': len(done)}

    # === FIRST STEPS ===

    def _steps(self):
        """Return the first steps of an administrator, each with what the data say about it."""
        if not self._is_administrator():
            return []
        return [
            {'key': key, 'label': label, 'text': text, 'done': bool(found), 'found': found, 'button': button, 'action': action}
            for key, label, text, found, button, action in (
                self._step_company(),
                self._step_stores(),
                self._step_people(),
                self._step_goods(),
                self._step_stock(),
                self._step_channel(),
                self._step_file(),
                self._step_transfer(),
                self._step_report(),
            )
        ]

    def _form(self, model, name, res_id=False):
        return {'type': 'ir.actions.act_window', 'name': name, 'res_model': model, 'res_id': res_id, 'views': [[False, 'form']]}

    def _step_company(self):
        company, env = self.env.company, self.env
        return (
            'company',
            env._("Your company"),
            env._("Name, country and currency are on every order and report. Set the currency before the first order."),
            company.country_id
            and company.name != UNNAMED
            and f'{company.name} · {company.country_id.name} · {company.currency_id.name}'
            or '',
            env._("Open the Company"),
            company.has_access('write') and self._form('res.company', company.name, company.id),
        )

    def _step_stores(self):
        env, many = self.env, self.env['store.store'].search_count([('state', '=', 'open')])
        return (
            'stores',
            env._("Stores"),
            env._("The assistant makes all a store needs: warehouse, sales team, prices. Many at once: by spreadsheet."),
            many and env._("Open stores: %(count)s", count=many) or '',
            env._("Open a Store"),
            'store_group.store_open_wizard_action',
        )

    def _step_people(self):
        env, many = self.env, self.env['store.member'].search_count([])
        return (
            'people',
            env._("People"),
            env._("Who works where: each person gets a login and sees the documents of these stores only."),
            many and env._("Memberships: %(count)s", count=many) or '',
            env._("Add a Person"),
            'store_group.store_staff_wizard_action_add',
        )

    def _step_goods(self):
        env, many = self.env, self.env['product.product'].search_count([('is_storable', '=', True)])
        return (
            'goods',
            env._("Goods"),
            env._("Products with code, barcode and price: one by one, or from a spreadsheet (the gear, Import Records)."),
            many and env._("Products: %(count)s", count=many) or '',
            env._("Products"),
            'store_group.product_template_action',
        )

    def _step_stock(self):
        env = self.env
        lying = (
            env['stock.quant']
            .sudo()
            ._read_group([('location_id.usage', '=', 'internal'), ('quantity', '>', 0)], [], ['product_id:count_distinct'])[0][0]
        )
        return (
            'stock',
            env._("What lies in the stores"),
            env._("Count what is there: type the quantity of each product, apply. Or give a sheet when a store is opened."),
            lying and env._("Products in stock: %(count)s", count=lying) or '',
            env._("Count the Stock"),
            'store_group.stock_count_action',
        )

    def _step_channel(self):
        env, many = self.env, self.env['store.channel'].search_count([])
        return (
            'channel',
            env._("A channel"),
            env._("Where orders come from: a marketplace, a web shop, a file. Its layout says what each column means."),
            many and env._("Channels: %(count)s", count=many) or '',
            env._("Channels"),
            'store_group.store_channel_action',
        )

    def _step_file(self):
        env, many = self.env, self.env['store.intake.document'].search_count([('done_count', '>', 0)])
        return (
            'file',
            env._("The first order file"),
            env._("Upload a file, look at the preview, answer the questions, make the orders."),
            many and env._("Files with orders: %(count)s", count=many) or '',
            env._("Upload Orders"),
            'store_group.store_intake_upload_action',
        )

    def _step_transfer(self):
        env, many = self.env, self.env['store.transfer'].search_count([('state', 'in', ['received', 'closed'])])
        return (
            'transfer',
            env._("The first transfer"),
            env._("One store asks, the other approves and ships, the first receives: every unit is accounted for."),
            many and env._("Transfers received: %(count)s", count=many) or '',
            env._("Ask for Goods"),
            self._form('store.transfer', env._("Ask for Goods")),
        )

    def _step_report(self):
        env, many = self.env, self.env['store.report.mail'].search_count([])
        return (
            'report',
            env._("The first report"),
            env._("Figures by mail every day, week or month, as a PDF or a workbook: each gets those of their own stores."),
            many and env._("Scheduled reports: %(count)s", count=many) or '',
            env._("Schedule a Report"),
            self._form('store.report.mail', env._("Schedule a Report")),
        )

    # === TOURS ===

    def _tour_names(self):
        """Return the names of the tours for the caller's role: one for whoever works in stores, one for administrators."""
        user = self.env.user
        if self._is_administrator():
            return [HEADQUARTERS_TOUR]
        return next(([tour] for role, tour in TOUR_OF.items() if user.has_group(GROUPS[role])), [])

    def _tours(self):
        reading = (
            self.env._("From the day's figures to a report by mail"),
            self.env._("Follow the pointer: read the cockpit, look behind a number, get it by mail every morning."),
        )
        known = {
            'store_group_headquarters': (
                self.env._("Open a store"),
                self.env._("Follow the pointer: at the end the store is there, with its warehouse."),
            ),
            'store_group_manager': reading,
            'store_group_staff': (
                self.env._("Ask another store for goods"),
                self.env._("Follow the pointer: fill in a request, and send it."),
            ),
            'store_group_auditor': reading,
        }
        return [{'name': name, 'label': known[name][0], 'text': known[name][1]} for name in self._tour_names()]

    # === WORDS ===

    def _words(self):
        """Return the terms of the glossary: in the language of the reader, beside the other one."""
        is_chinese = (self.env.lang or '').startswith('zh')
        with file_open(GLOSSARY) as file:
            words = [word for word in glossary.words(file.read()) if word.meaning]
        return [
            {'term': word.chinese, 'other': word.english, 'meaning': word.meaning_chinese}
            if is_chinese
            else {'term': word.english, 'other': word.chinese, 'meaning': word.meaning}
            for word in words
        ]
