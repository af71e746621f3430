# Part of store_group. License LGPL-3.
import base64
import pathlib

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase, new_test_user, tagged

from .intake_common import HEADER, IntakeCommon
from .test_intake_upload import SHOP

KNOWN_SAMPLES = pathlib.Path(__file__).parent / 'samples' / 'known'
OLD = (HEADER + '\none,A1,2024-03-05,B1,Li,S1,Cap,2,20,\none,A2,2024-03-05,B2,Wu,S1,Cap,1,10,').encode()
ROWS = OLD.replace(b'2024-03-05', str(fields.Date.add(fields.Date.today(), days=-2)).encode())


class DropCommon(IntakeCommon):
    """Files are dropped by the headquarters administrator: nobody below may upload."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dropper = new_test_user(
            cls.env(user=1),
            'drop_admin',
            'store_group.group_store_admin',
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        yuan = cls.env.ref('base.CNY').sudo()
        yuan.active = True
        cls.env['product.pricelist'].sudo().create({'name': 'Yuan', 'currency_id': yuan.id})

    def _env(self, user=None):
        return self.env(user=user or self.dropper, su=False, context={'allowed_company_ids': self.company.ids})

    def _dropped(self, *files):
        """Return the drop of (name, bytes), sent one by one as the browser does."""
        env = self._env()
        drop = env['store.intake.drop'].create({})
        for name, content in files:
            env['store.intake.upload'].create({'drop_id': drop.id, 'filename': name, 'content': base64.b64encode(content)})
        return drop

    def _sample(self, code):
        return next(path for path in KNOWN_SAMPLES.iterdir() if path.stem == code).read_bytes()

    def _standing(self, drop):
        drop.invalidate_recordset()
        return {upload.filename: upload.standing for upload in drop.upload_ids}


@tagged('post_install', '-at_install')
class TestIntakeDrop(DropCommon):
    """Several files at once: each is recognised by itself, becomes its own document, and none is read twice."""

    def test_known_files_go_on_in_one_press(self):
        later = ROWS.replace(b'A1', b'A3').replace(b'A2', b'A4')
        drop = self._dropped(('one.csv', ROWS), ('two.csv', later))
        self.assertEqual(self._standing(drop), {'one.csv': 'known', 'two.csv': 'known'})
        self.assertEqual(drop.upload_ids.channel_id, self.files)
        self.assertEqual((drop.known_count, drop.asking_count), (2, 0))
        action = drop.action_read()
        self.assertEqual((action['res_model'], action['res_id']), ('store.intake.drop', drop.id))
        documents = drop.upload_ids.document_id
        self.assertEqual(len(documents), 2)
        self.assertEqual(documents.mapped('state'), ['review', 'review'])
        self.assertEqual(sorted(documents.order_ids.mapped('external_id')), ['A1', 'A2', 'A3', 'A4'])
        self.assertEqual((drop.review_count, drop.upload_ids.mapped('total_count')), (2, [2, 2]))
        action = drop.action_make_orders()
        self.assertEqual(action['domain'], [('id', 'in', documents.ids)])
        self._background()
        self.assertEqual(set(documents.mapped('state')), {'done'})
        self.assertEqual(self.env['sale.order'].search_count([('store_channel_id', '=', self.files.id)]), 4)

    def test_orders_of_long_ago_are_not_made_in_one_press(self):
        drop = self._dropped(('one.csv', ROWS), ('old.csv', OLD.replace(b'A1', b'A3').replace(b'A2', b'A4')))
        drop.action_read()
        old = drop.upload_ids[1]
        self.assertEqual(drop.review_count, 1)
        self.assertIn('the past', old.missing)
        drop.action_make_orders()
        self.assertEqual(drop.upload_ids.document_id.mapped('state'), ['ordering', 'review'])

    def test_pressed_twice_reads_once(self):
        drop = self._dropped(('one.csv', ROWS), ('two.csv', ROWS.replace(b'A1', b'A3')))
        drop.action_read()
        documents = drop.upload_ids.document_id
        drop.action_read()
        self.assertEqual(drop.upload_ids.document_id, documents)
        self.assertEqual(self.Document.search_count([('channel_id', '=', self.files.id)]), 2)

    def test_the_same_file_twice_is_said_and_read_once(self):
        drop = self._dropped(('one.csv', ROWS), ('copy of one.csv', ROWS))
        copy = drop.upload_ids[1]
        self.assertEqual(self._standing(drop), {'one.csv': 'known', 'copy of one.csv': 'same'})
        self.assertIn('one.csv', copy.missing)
        drop.action_read()
        self.assertFalse(copy.document_id)
        self.assertEqual(len(drop.upload_ids.document_id), 1)

    def test_what_asks_opens_one_by_one(self):
        drop = self._dropped(('sold.csv', SHOP.encode()), ('one.csv', ROWS), ('jd.csv', self._sample('jd_orders')))
        self.assertEqual(self._standing(drop), {'sold.csv': 'asks', 'one.csv': 'known', 'jd.csv': 'asks'})
        self.assertTrue(all(upload.missing for upload in drop.upload_ids if upload.standing == 'asks'))
        drop.action_read()
        self.assertEqual(self._standing(drop), {'sold.csv': 'asks', 'one.csv': 'read', 'jd.csv': 'asks'})
        for name in ('sold.csv', 'jd.csv'):
            action = drop.action_answer()
            upload = self._env()['store.intake.upload'].browse(action['res_id'])
            self.assertEqual((action['res_model'], upload.filename), ('store.intake.upload', name))
            form = Form(upload)
            form.store_id = self.store_1
            action = form.save().action_read()
        self.assertEqual((action['res_model'], action['res_id']), ('store.intake.drop', drop.id), "none is left that asks")
        self.assertEqual(set(self._standing(drop).values()), {'read'})
        self.assertEqual(len(drop.upload_ids.document_id.channel_id), 3)

    def test_a_file_finds_the_channel_that_another_one_made(self):
        jd = self._sample('jd_orders')
        drop = self._dropped(('jd 1.csv', jd), ('jd 2.csv', jd.replace(b'200102007683', b'200102007684')))
        self.assertEqual(set(self._standing(drop).values()), {'asks'})
        first = drop.upload_ids[0]
        first.store_id = self.store_1
        first.action_read()
        self.assertEqual(self._standing(drop), {'jd 1.csv': 'read', 'jd 2.csv': 'known'})
        self.assertEqual(drop.upload_ids[1].channel_id, first.channel_id)

    def test_of_several_channels_one_is_chosen(self):
        self.files.copy({'name': 'Other Files', 'code': 'T-FILES-2'})
        drop = self._dropped(('one.csv', ROWS), ('two.csv', ROWS.replace(b'A1', b'A3')))
        self.assertEqual(set(self._standing(drop).values()), {'asks'})
        drop.action_read()
        self.assertFalse(drop.upload_ids.document_id)
        drop.upload_ids[0].channel_id = self.files
        self.assertEqual(self._standing(drop), {'one.csv': 'known', 'two.csv': 'asks'})

    def test_what_holds_no_orders_stops_no_other(self):
        drop = self._dropped(('picture.png', b'\x89PNG\r\n\x1a\n' + bytes(99)), ('one.csv', ROWS))
        self.assertEqual(self._standing(drop), {'picture.png': 'refused', 'one.csv': 'known'})
        drop.action_read()
        self.assertEqual(self._standing(drop), {'picture.png': 'refused', 'one.csv': 'read'})

    def test_a_refusal_stays_with_its_file(self):
        drop = self._dropped(('one.csv', ROWS), ('sold.csv', SHOP.encode()))
        self.assertEqual(self._standing(drop)['one.csv'], 'known')
        self.files.sudo().armed = False
        drop.action_read()
        one = drop.upload_ids[0]
        self.assertFalse(one.document_id)
        self.assertEqual(one.standing, 'asks')
        self.assertTrue(one.problem)
        self.files.sudo().armed = True
        one.action_read()
        self.assertEqual((one.standing, one.problem), ('read', False))

    def test_eight_are_taken_at_once(self):
        files = [(f'{number}.csv', ROWS.replace(b'A1', b'N%d' % number)) for number in range(8)]
        drop = self._dropped(*files)
        self.assertEqual(drop.known_count, 8)
        with self.assertRaisesRegex(UserError, '8 files are taken at once'):
            self._env()['store.intake.upload'].create(
                {'drop_id': drop.id, 'filename': '9.csv', 'content': base64.b64encode(b'a,b')}
            )

    def test_a_single_file_opens_at_once(self):
        drop = self._dropped(('one.csv', ROWS))
        action = drop.action_open()
        self.assertEqual((action['res_model'], action['res_id']), ('store.intake.upload', drop.upload_ids.id))
        self.assertEqual(drop.upload_ids.action_read()['res_model'], 'store.intake.document')

    def test_confirming_is_said_once_for_all(self):
        drop = self._dropped(('one.csv', ROWS), ('two.csv', ROWS.replace(b'A1', b'A3')))
        drop.confirm = True
        drop.action_read()
        self.assertEqual(drop.upload_ids.document_id.mapped('confirm'), [True, True])

    def test_nobody_below_headquarters_may(self):
        drop = self._dropped(('one.csv', ROWS), ('two.csv', ROWS.replace(b'A1', b'A3')))
        for role in ('staff', 'store_manager', 'auditor'):
            user = new_test_user(
                self.env(su=True), f'drop_{role}', 'base.group_user', company_id=self.company.id, company_ids=self.company.ids
            )
            self.env['store.member'].create(
                {'user_id': user.id, 'role': role, 'store_id': self.store_1.id, 'date_from': '2020-01-01'}
            )
            with self.assertRaises(AccessError):
                self._env(user)['store.intake.drop'].create({})
            with self.assertRaises(AccessError):
                drop.with_env(self._env(user)).action_read()


@tagged('post_install', '-at_install')
class TestIntakeDropTour(DropCommon, HttpCase):
    def test_files_are_dropped_on_the_board_and_on_the_dialog(self):
        self.start_tour('/odoo/daily-proof', 'store_drop_board', login='drop_admin', timeout=180)
        documents = self.Document.search([('user_id', '=', self.dropper.id)], order='id')
        self.assertEqual(sorted(documents.mapped('filename')), ['one.csv', 'sold.csv'])
        self.assertEqual(set(documents.mapped('state')), {'ordering'})
        self.assertEqual(sorted(documents.mapped('total_count')), [2, 4])
        self.start_tour(
            '/odoo/action-store_group.store_intake_document_action', 'store_drop_dialog', login='drop_admin', timeout=180
        )
        self.assertEqual(
            self.Document.search([('user_id', '=', self.dropper.id)], order='id')[2:].mapped('state'), ['review'] * 2
        )
