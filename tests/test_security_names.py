# Part of store_group. License LGPL-3.
"""What everybody reads of stores, teams and places: the name, and nothing that is written, filed or planned about them."""

from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .test_security_aside import AsideCommon

PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='


@tagged('post_install', '-at_install')
class TestSecurityNames(AsideCommon):
    """What everybody knows by name is no open book, and no customer's card."""

    def test_the_chatter_of_stores_and_teams_is_for_their_people(self):
        teams = [
            self.env['crm.team'].sudo().create({'name': store.name, 'company_id': self.company.id, 'store_id': store.id})
            for store in (self.store_1, self.store_2)
        ]
        notes = {
            record: record.sudo().message_post(body='Said', message_type='comment', subtype_xmlid='mail.mt_note')
            for record in (self.store_1, self.store_2, *teams)
        }
        every = self.env['mail.message'].sudo().union(*notes.values())
        for user, mine in (
            (self.one, (self.store_1, teams[0])),
            (self.auditor, (self.store_1, teams[0])),
            (self.two, (self.store_2, teams[1])),
            (self.clerk, tuple(notes)),
        ):
            with self.subTest(user=user.login):
                found = self._as(user, self.env['mail.message']).search([('id', 'in', every.ids)])
                self.assertEqual(set(found.ids), {notes[record].id for record in mine})
        self.assertEqual(self._as(self.one, self.store_2).name, self.store_2.name)

    def test_files_beside_names_are_for_the_people_of_their_store(self):
        names = [
            (
                store,
                store.team_id
                or self.env['crm.team'].sudo().create({'name': store.name, 'company_id': self.company.id, 'store_id': store.id}),
                warehouse,
                warehouse.in_type_id,
                warehouse.lot_stock_id,
            )
            for store, warehouse in ((self.store_1, self.warehouse_1), (self.store_2, self.warehouse_2))
        ]
        files = {
            record: self.env['ir.attachment']
            .sudo()
            .create({'name': 'Contract', 'raw': b'secret', 'res_model': record._name, 'res_id': record.id})
            for own in names
            for record in own
        }
        every = self.env['ir.attachment'].sudo().union(*files.values())
        for user, mine in ((self.one, names[0]), (self.auditor, names[0]), (self.two, names[1]), (self.clerk, sum(names, ()))):
            told = {files[record].id for record in mine if self._as(user, record).has_access('read')}
            attachments = self._as(user, self.env['ir.attachment'])
            with self.subTest(user=user.login):
                self.assertEqual(set(attachments.search([('id', 'in', every.ids)]).ids), told)
                found = attachments.browse()
                for model in {record._name for record in files}:
                    if self._as(user, self.env[model]).has_access('read'):
                        found |= attachments.search([('res_model', '=', model), ('id', 'in', every.ids)])
                        found |= attachments.search([('res_model', 'in', [model, 'sale.order']), ('type', '=', 'binary')])
                self.assertEqual(set(found.ids) & set(every.ids), told)
                self.assertEqual(set(self._as(user, every)._filtered_access('read').ids), told)
        with self.assertRaises(AccessError):
            self._as(self.one, files[self.store_2]).read(['raw'])
        self.store_2.sudo().image_1920 = PIXEL
        self.assertTrue(self._as(self.one, self.store_2).image_128, "a picture is no secret")
        files[self.store_2].public = True
        self.assertEqual(self._as(self.one, files[self.store_2]).raw, b'secret')

    def test_no_field_of_a_name_tells_what_stands_beside_it(self):
        pairs = [
            (self.store_1, self.store_2),
            tuple(
                self.env['crm.team'].sudo().create({'name': store.name, 'company_id': self.company.id, 'store_id': store.id})
                for store in (self.store_1, self.store_2)
            ),
        ]
        self.one.sudo().group_ids += self.env.ref('base.group_allow_export')
        self.env.ref('store_group.profile_staff').sudo().export = True
        for own, theirs in pairs:
            for record in (own, theirs):
                record.sudo().message_post(body='Said so', message_type='comment', subtype_xmlid='mail.mt_note')
                if 'activity_ids' in record._fields:
                    record.sudo().activity_schedule('mail.mail_activity_data_todo', summary='Said so', user_id=self.admin.id)
            both = own | theirs
            mine = self._as(self.one, both)
            rows = {row['id']: row['message_ids'] for row in mine.read(['message_ids'])}
            self.assertTrue(rows[own.id])
            self.assertEqual(rows[theirs.id], [])
            among = ('id', 'in', both.ids)
            for domain, found in (
                ([('message_ids.body', 'ilike', 'said')], own),
                ([('message_ids', '!=', False)], own),
                ([('message_ids', '=', False)], theirs),
                ([('message_ids', 'not any', [('body', 'ilike', 'said')])], theirs),
            ):
                with self.subTest(domain=domain):
                    self.assertEqual(mine.search([among, *domain]).ids, found.ids)
            self.assertEqual(len(self._as(self.clerk, both).search([among, ('message_ids.body', 'ilike', 'said')])), 2)
            with self.assertRaises(AccessError):
                self._as(self.one, theirs).export_data(['message_ids/body'])
            self.assertIn('Said so', str(self._as(self.one, own).export_data(['message_ids/body'])))
            if 'activity_ids' in both._fields:
                rows = {row['id']: row for row in mine.read(['activity_summary', 'activity_user_id', 'activity_state'])}
                self.assertEqual(set(rows[theirs.id].values()), {theirs.id, False})
                self.assertEqual(rows[own.id]['activity_summary'], 'Said so')
                self.assertNotIn(theirs, mine.search([among, ('activity_ids.summary', 'ilike', 'said')]))

    def test_the_sheet_of_a_store_is_for_its_people(self):
        """Everybody knows a store by its name; what else stands on its sheet is for those who see its documents."""
        for store in (self.store_1, self.store_2):
            store.sudo().write({'note': 'The key is under the mat', 'phone': '555-0123', 'area_m2': 77})
        both = self.store_1 | self.store_2
        names = ['name', 'note', 'phone', 'area_m2']
        for user, seen in ((self.one, self.store_1), (self.auditor, self.store_1), (self.two, self.store_2), (self.clerk, both)):
            mine = self._as(user, both)
            for rows in (
                mine.read(names),
                mine.search_read([('id', 'in', both.ids)], names),
                mine.web_read({name: {} for name in names}),
            ):
                for row in rows:
                    self.assertTrue(row['name'])
                    self.assertEqual({bool(row[name]) for name in names[1:]}, {row['id'] in seen.ids})
        for ask in (
            lambda stores: stores.search([('phone', 'ilike', '555')]),
            lambda stores: stores.search([], order='area_m2'),
            lambda stores: stores._read_group([], ['area_m2']),
            lambda stores: stores.export_data(['note']),
        ):
            with self.assertRaises(AccessError):
                ask(self._as(self.one, both))

    def test_a_sequence_tells_nobody_how_busy_a_place_is(self):
        sequence = self.warehouse_2.in_type_id.sudo().sequence_id
        for name in ('number_next', 'number_next_actual'):
            with self.assertRaises(AccessError):
                self._as(self.one, sequence).read([name])
            self.assertTrue(self._as(self.clerk, sequence).read([name])[0][name])
        self.assertTrue(self._as(self.one, sequence).next_by_id())

    def test_scores_of_leads_are_of_own_teams(self):
        teams = (
            self.env['crm.team']
            .sudo()
            .create(
                [
                    {'name': store.name, 'company_id': self.company.id, 'store_id': store.id}
                    for store in (self.store_1, self.store_2)
                ]
            )
        )
        counts = (
            self.env['crm.lead.scoring.frequency']
            .sudo()
            .create(
                [
                    {'variable': 'stage_id', 'value': '1', 'won_count': 7.1, 'lost_count': 3.1, 'team_id': team.id}
                    for team in teams
                ]
            )
        )
        for user, seen in ((self.one, counts[0]), (self.two, counts[1]), (self.clerk, counts)):
            self.assertEqual(self._as(user, counts).search([('id', 'in', counts.ids)]).ids, seen.ids)

    def test_nobody_follows_the_talk_of_another_store(self):
        team = self.env['crm.team'].sudo().create({'name': 'Two', 'company_id': self.company.id, 'store_id': self.store_2.id})
        for record in (self.store_2.sudo(), team):
            for user, follows in ((self.one, False), (self.two, True), (self.clerk, True)):
                with self.subTest(record=record, user=user.login):
                    self._as(user, record).message_subscribe(user.partner_id.ids)
                    self.assertEqual(user.partner_id in record.message_partner_ids, follows)
            self.assertFalse(
                self._as(self.one, self.env['mail.followers']).search(
                    [('res_model', '=', record._name), ('res_id', '=', record.id)]
                )
            )

    def test_who_loses_a_store_follows_its_team_no_more(self):
        team = self.env['crm.team'].sudo().create({'name': 'Two', 'company_id': self.company.id, 'store_id': self.store_2.id})
        (team | team).message_subscribe(self.two.partner_id.ids)
        self.assertIn(self.two.partner_id, team.message_partner_ids)
        day = self.store_2._today()
        self.two.sudo().store_member_ids.write({'date_from': day - timedelta(days=9), 'date_to': day - timedelta(days=1)})
        self.env['store.withdrawal']._withdraw(self.two)
        self.assertNotIn(self.two.partner_id, team.message_partner_ids)

    def test_meetings_about_names_are_for_the_people_of_their_store(self):
        events = self.env['calendar.event'].sudo()
        for store in (self.store_1, self.store_2):
            events |= events.create(
                {
                    'name': store.code,
                    'start': '2026-01-01 08:00:00',
                    'stop': '2026-01-01 09:00:00',
                    'user_id': self.admin.id,
                    'partner_ids': [Command.set(self.admin.partner_id.ids)],
                    'res_id': store.id,
                    'res_model_id': self.env['ir.model']._get_id('store.store'),
                }
            )
        for user, seen in ((self.one, events[:1]), (self.two, events[1:]), (self.clerk, events)):
            self.assertEqual(self._as(user, events).search([('id', 'in', events.ids)]).ids, seen.ids)

    def test_the_contact_of_a_company_or_store_is_headquarters(self):
        place = self.env['res.partner'].sudo().create({'name': 'Street Two'})
        self.store_2.sudo().partner_id = place
        for partner in (self.company.partner_id, self.other_company.sudo().partner_id, place):
            for vals in ({'name': 'X'}, {'street': 'X'}, {'vat': 'X'}, {'active': False}):
                with self.subTest(vals=vals), self.assertRaises(AccessError), self.env.cr.savepoint():
                    self._as(self.one, partner).write(vals)
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                self._as(self.one, self.env['res.partner.bank']).create({'acc_number': 'X1', 'partner_id': partner.id})
        own = self._as(self.one, self.company.partner_id)
        own.write({'name': own.name, 'comment': 'A word'})
        self._as(self.one, self.customer).write({'name': 'B Customer', 'street': 'Short Lane'})
        self._as(self.clerk, place).write({'street': 'as Odoo has it'})

    def test_the_board_of_journals_shows_what_is_to_do_at_own_ones(self):
        journals = (
            self.env['account.journal']
            .sudo()
            .create(
                [
                    {
                        'name': store.name,
                        'code': f'J{store.code}',
                        'type': 'general',
                        'company_id': self.company.id,
                        'store_id': store.id,
                    }
                    for store in (self.store_1, self.store_2)
                ]
            )
        )
        for journal in journals:
            journal.activity_schedule('mail.mail_activity_data_todo', summary='Count the cash', user_id=self.admin.id)
        told = {row['id']: row['json_activity_data'] for row in self._as(self.one, journals).read(['json_activity_data'])}
        self.assertIn('Count the cash', told[journals[0].id])
        self.assertEqual(told[journals[1].id], '{"activities": []}')
        self.assertIn('Count the cash', self._as(self.clerk, journals[1]).sudo().json_activity_data)
