# Part of store_group. License LGPL-3.
"""Who works in one store never chooses it; who works in several switches between them."""

from odoo.exceptions import ValidationError
from odoo.tests import Form, new_test_user, tagged

from .common import StoreGroupCommon

PICKED = ('sale.order', 'crm.lead', 'account.move', 'account.payment')  # their forms offer one's own stores


@tagged('post_install', '-at_install')
class TestPeopleCurrentStore(StoreGroupCommon):
    """One with a store, one with a group of a single store, one with stores of two companies."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.one = cls._person('one_store', role='store_manager', store_id=cls.store_1.id)
        cls.by_group = cls._person('one_of_group', role='group_manager', group_id=cls.east.id)
        cls.several = cls._person('several', role='store_manager', store_id=cls.store_1.id)
        for store in (cls.store_2, cls.foreign):
            cls._member(cls.several, role='store_manager', store_id=store.id)

    @classmethod
    def _person(cls, login, **membership):
        user = new_test_user(
            cls.env(su=True), login, 'base.group_user', company_id=cls.company.id, company_ids=[(6, 0, cls.company.ids)]
        ).with_env(cls.env)
        cls._member(user, **membership)
        return user

    @classmethod
    def _member(cls, user, **membership):
        return cls.env['store.member'].create({'user_id': user.id, 'date_from': '2020-01-01', **membership})

    def _as(self, user, *companies):
        ids = [company.id for company in companies or (self.company,)]
        return self.env(user=user, su=False, context={'allowed_company_ids': ids, 'lang': 'en_US'})

    def _proposed(self, env):
        return [
            env[model].default_get([field]).get(field)
            for model, field in (('sale.order', 'store_id'), ('crm.lead', 'store_id'), ('store.transfer', 'dest_store_id'))
        ]

    def test_the_only_store_is_proposed_and_nothing_is_to_choose(self):
        for user in (self.one, self.by_group):
            env = self._as(user)
            self.assertEqual(self._proposed(env), [self.store_1.id] * 3, user.login)
            answer = env['store.my.store'].choices()
            self.assertEqual((answer['stores'], answer['store_id']), ([], self.store_1.id))
            self.assertEqual(env['store.my.store'].overview()['store_id'], self.store_1.id)
            for model in PICKED:
                self.assertIn('is_mine', env[model].fields_get(['store_id'], ['domain'])['store_id']['domain'], model)
            self.assertEqual(env['store.store'].search([('is_mine', '=', True)]), self.store_1.with_env(env))
        with Form(self._as(self.one)['store.transfer']) as form:
            self.assertEqual(form.dest_store_id, self.store_1)
            form.source_store_id = self.store_2.with_env(form.source_store_id.env)
            with form.line_ids.new() as line:
                line.product_id = self.product.with_env(line.product_id.env)
                line.qty_requested = 1

    def test_with_several_one_is_switched_to_and_proposed(self):
        env = self._as(self.several)
        self.assertEqual(self._proposed(env), [False] * 3)
        self.assertEqual(
            [item['name'] for item in env['store.my.store'].choices()['stores']], ["Street One", "Street Two", "Foreign"]
        )
        me = env['res.users'].browse(self.several.id)
        me.write({'current_store_id': self.store_2.id})
        self.assertEqual(self._proposed(env), [self.store_2.id] * 3)
        self.assertEqual(env['store.my.store'].choices()['store_id'], self.store_2.id)
        self.assertEqual(env['store.my.store'].overview()['store_id'], self.store_2.id)
        self.assertEqual(env['store.my.store'].overview(self.store_1.id)['store_id'], self.store_1.id)
        me.write({'current_store_id': self.foreign.id})  # of another company: there it is proposed, and shown everywhere
        self.assertEqual(env['store.my.store'].overview()['store_id'], self.foreign.id)
        self.assertEqual(self._proposed(env)[0], False)
        self.assertEqual(self._proposed(self._as(self.several, self.other_company, self.company)), [self.foreign.id] * 3)

    def test_only_an_own_store_can_be_switched_to(self):
        with self.assertRaisesRegex(ValidationError, "Street Two is not one of the stores of one_store"):
            self._as(self.one)['res.users'].browse(self.one.id).write({'current_store_id': self.store_2.id})

    def test_a_store_one_has_left_is_no_longer_proposed(self):
        me = self._as(self.several)['res.users'].browse(self.several.id)
        me.write({'current_store_id': self.store_2.id})
        self.several.sudo().store_member_ids.filtered(lambda member: member.store_id == self.store_2)._revoke()
        self.assertEqual(self._proposed(self._as(self.several)), [self.store_1.id] * 3)
        self.assertEqual(self._as(self.several)['store.my.store'].choices()['store_id'], self.store_1.id)

    def test_every_store_of_the_user_is_listed_whichever_company_is_ticked(self):
        for companies in ((self.company,), (self.other_company,), (self.company, self.other_company)):
            Store = self._as(self.several, *companies)['store.store']
            mine = Store.search([('is_mine', '=', True)])
            self.assertEqual(mine.ids, (self.store_1 | self.store_2 | self.foreign).ids)
            self.assertEqual(mine.mapped('name'), ["Street One", "Street Two", "Foreign"])
