# Part of store_group. License LGPL-3.
import json
from itertools import count

from lxml import etree

from odoo import fields
from odoo.fields import Domain
from odoo.tests import HttpCase, tagged
from odoo.tools.safe_eval import safe_eval, time

from .intake_common import IntakeCommon
from .transfer_common import TransferCommon

NUMBER = count(1)
NO = ('0', 'false', 'False')
# Forms that are not made here: {model: reason}.
ELSEWHERE = {
    'store.statement': "two companies with a lane that bills have to be there",
    'store.intake.upload': "a file is chosen; test_intake_document reads some",
    'store.intake.template': "needs columns; the layouts of known exports ship with the add-on",
    'store.cost.key': "needs accounts of the company's chart; see test_profit_shares",
}


@tagged('post_install', '-at_install', '-standard', 'store_group_long')
class TestFormsNew(IntakeCommon, TransferCommon, HttpCase):
    """Every form of ours is made, saved, edited and copied in a browser, by the least role that may."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = {
            'staff': cls.taker,
            'store manager': cls.giver_boss,
            'group manager': cls.judge,
            'auditor': cls._member('looker', 'auditor', group_id=cls.head.id),
            'headquarters': cls.admin,
        }
        cls.rival = cls.env['store.competitor'].create({'name': 'Rival', 'code': 'T-RIVAL'})
        for user in cls.people.values():
            user.sudo().password = user.login

    def _known(self, model):
        """Return what a form needs and nobody could guess: {field: value}; lines are lists of such."""
        goods = self.product
        return {
            'store.transfer': {'source_store_id': self.store_1, 'line_ids': [{'product_id': goods, 'qty_requested': 1}]},
            'store.member': {'user_id': self.taker, 'store_id': self.store_1, 'role': 'staff'},
            'store.target': {'store_id': self.store_1},
            'store.store.paper': {'store_id': self.store_1},
            'store.range': {'store_id': self.store_1, 'product_id': goods},
            'store.comparable': {
                'compared_from': '2025-01-01',
                'compared_to': '2025-01-31',
                'date_from': '2026-01-01',
                'date_to': '2026-01-31',
            },
            'store.competitor.price': {'store_id': self.store_1, 'competitor_id': self.rival, 'product_id': goods, 'price': 9},
        }.get(model, {})

    def _env(self, user):
        return self.env(user=user, su=False, context={'allowed_company_ids': user.company_ids.ids, 'lang': 'en_US'})

    def _actions(self, env):
        """Return the windows with a form that the menus of our app open for this person."""
        menus = env['ir.ui.menu'].browse(env['ir.ui.menu']._visible_menu_ids())
        root = self.env.ref('store_group.store_group_menu_root')
        for menu in menus.filtered(lambda menu: menu.sudo().parent_path.startswith(root.parent_path)):
            action_sudo = menu.sudo().action
            if action_sudo and action_sudo._name == 'ir.actions.act_window' and 'form' in action_sudo.view_mode.split(','):
                yield action_sudo

    def _form(self, env, action_sudo):
        view = next((view_id for view_id, kind in action_sudo.views if kind == 'form'), False)
        return etree.fromstring(env[action_sudo.res_model].get_view(view, 'form')['arch'])

    def _own(self, arch):
        return [node for node in arch.iter('field') if next(node.iterancestors('field'), None) is None]

    def _new(self, env, action_sudo, arch):
        """Return what a person fills in: every required field that is empty on a new form."""
        context = safe_eval(action_sudo.context or '{}', {'uid': env.uid, 'context': {}, 'time': time})
        records = env[action_sudo.res_model].with_context(**context)
        described = records.fields_get(attributes=['type', 'required', 'relation', 'selection', 'domain', 'readonly'])
        nodes = {node.get('name'): node for node in self._own(arch) if node.get('name') in described}
        values = records.onchange({}, [], {name: {} for name in nodes})['value']
        said = self._known(records._name)
        for name, node in nodes.items():
            expression = node.get('required')
            told = {key: getattr(value, 'id', value) for key, value in {**values, **said}.items()}
            seen = {**dict.fromkeys(nodes, False), **told, 'id': False, 'context': context, 'uid': env.uid}
            required = safe_eval(expression, seen) if expression else described[name]['required']
            hidden = any(
                safe_eval(item.get('invisible'), dict(seen)) for item in (node, *node.iterancestors()) if item.get('invisible')
            )
            if name in said or values.get(name) or not required or hidden:
                continue
            said[name] = self._guess(env, described[name], name, seen)
        return {name: self._for_client(env, described, name, value) for name, value in said.items()}

    def _guess(self, env, described, name, seen):
        kind = described['type']
        if kind in ('char', 'text', 'html'):
            return f'N{next(NUMBER)}'
        if kind == 'selection':
            return described['selection'][0][0] if described['selection'] else False
        if kind == 'many2one':
            domain = described.get('domain') or []
            domain = safe_eval(domain, {**seen, 'uid': env.uid}) if isinstance(domain, str) else domain
            return env[described['relation']].search(Domain(list(domain)), limit=1)
        if kind == 'date':
            return str(fields.Date.today())
        if kind == 'binary':
            return 'QQ=='
        if kind == 'many2many':
            return env[described['relation']].search([], limit=1)
        return [] if kind == 'one2many' else 1

    def _for_client(self, env, described, name, value):
        """Return a value as the record of the client takes it."""
        kind = described[name]['type'] if name in described else ''
        if kind == 'many2one':
            value = value if hasattr(value, '_name') else env[described[name]['relation']].browse(value)
            return {'id': value.id, 'display_name': value.display_name}
        if kind in ('date', 'datetime'):
            return {'date': str(value)}
        if kind == 'many2many':
            return {'link': value.ids} if hasattr(value, 'ids') else {'link': []}
        if kind in ('one2many',):
            lines = env[described[name]['relation']].fields_get(attributes=['type', 'relation'])
            return [{key: self._for_client(env, lines, key, item) for key, item in line.items()} for line in value]
        return value

    def _work(self):
        """Return {role: [work]} of the least role of each form."""
        work, seen = {}, set()
        for role, user in self.people.items():
            env = self._env(user)
            for action_sudo in self._actions(env):
                model = action_sudo.res_model
                if model in seen or model in ELSEWHERE or not env[model].has_access('create'):
                    continue
                arch = self._form(env, action_sudo)
                if arch.get('create') in NO:
                    continue
                seen.add(model)
                edit = next(
                    (
                        node.get('name')
                        for node in self._own(arch)
                        if node.get('name') in ('name', 'note', 'reason')
                        and not node.get('readonly')
                        and not env[model]._fields[node.get('name')].readonly
                    ),
                    None,
                )
                work.setdefault(role, []).append(
                    {
                        'key': f'{model} ({role})',
                        'action': action_sudo.id,
                        'model': model,
                        'values': self._new(env, action_sudo, arch),
                        'edit': {edit: f'Edited {next(NUMBER)}'} if edit else None,
                        'duplicate': model.startswith('store.')
                        and arch.get('duplicate') not in NO
                        and action_sudo.target != 'new',
                    }
                )
        return work

    def test_every_form_by_the_least_role_that_may(self):
        work = self._work()
        self.assertGreater(sum(map(len, work.values())), 20)
        self.env.flush_all()
        for role, items in work.items():
            with self.subTest(role=role):
                code = f'odoo.walkStoreForms({json.dumps(items, default=str)})'
                self.browser_js(
                    '/odoo/stores',
                    code,
                    ready='odoo.isReady === true && !!odoo.walkStoreForms',
                    login=self.people[role].login,
                    timeout=300,
                )
