# Part of store_group. License LGPL-3.
from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .test_security_acts import ActsCommon


@tagged('post_install', '-at_install')
class TestSecurityMail(ActsCommon):
    """A mail is of documents the sender may change, with files the sender may read, and names no other document."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own, cls.other = (cls._order(store_id=store.id) for store in (cls.store_1, cls.store_2))
        cls.auditor = cls._bound('auditor', 'base.group_user', 'auditor')
        cls.file = cls.env['ir.attachment'].create(
            {'name': 'secret.txt', 'raw': b'secret', 'res_model': 'sale.order', 'res_id': cls.other.id}
        )
        cls.template = cls.env.ref('sale.email_template_edi_sale')

    def _send(self, user, **values):
        template = self.template.with_user(user).with_context(allowed_company_ids=self.company.ids)
        return self.env['mail.mail'].sudo().browse(template.send_mail(self.own.id, email_values=values))

    def test_a_mail_takes_no_file_of_another_store(self):
        for commands in ([Command.link(self.file.id)], [Command.set(self.file.ids)], self.file.ids):
            self.assert_refused(lambda commands=commands: self._send(self.clerk, attachment_ids=commands))
        own = self.env['ir.attachment'].create(
            {'name': 'own.txt', 'raw': b'own', 'res_model': 'sale.order', 'res_id': self.own.id}
        )
        self.assertIn(own, self._send(self.clerk, attachment_ids=[Command.link(own.id)]).attachment_ids)

    def test_a_mail_is_no_message_of_another_document(self):
        for name, value in {'model': 'sale.order', 'res_id': self.other.id, 'mail_message_id': 1, 'parent_id': 1}.items():
            self.assert_refused(lambda name=name, value=value: self._send(self.clerk, **{name: value}), text=name)

    def test_who_only_reads_mails_nobody(self):
        self.assert_refused(lambda: self._send(self.auditor, email_to='somebody@example.com'))
        self.assertEqual(self._send(self.clerk, email_to='somebody@example.com').email_to, 'somebody@example.com')

    def test_a_notification_names_no_document_of_another_store(self):
        for user, order in ((self.clerk, self.other), (self.auditor, self.other), (self.auditor, self.own)):
            threads = self._as(user, self.env['mail.thread'])
            self.assert_refused(
                lambda threads=threads, order=order, user=user: threads.message_notify(
                    partner_ids=user.partner_id.ids, body='x', model='sale.order', res_id=order.id
                )
            )
        note = self._as(self.clerk, self.env['mail.thread']).message_notify(
            partner_ids=self.manager.partner_id.ids, body='x', model='sale.order', res_id=self.own.id
        )
        self.assertEqual(note.sudo().res_id, self.own.id)

    def test_a_file_has_no_original_of_another_store(self):
        files = self._as(self.clerk, self.env['ir.attachment'])
        with self.assertRaises(AccessError), self.cr.savepoint():
            files.create({'name': 'x', 'original_id': self.file.id})
        own = files.create({'name': 'x'})
        self.assert_refused(own.write, {'original_id': self.file.id})

    def test_sending_an_invoice_takes_no_file_of_another_store(self):
        invoice = self._invoice(store_id=self.store_1.id)
        invoice.sudo().action_post()
        own = (
            self.env['ir.attachment']
            .sudo()
            .create({'name': 'own.txt', 'raw': b'own', 'res_model': 'account.move', 'res_id': invoice.id})
        )
        Wizard = self._as(self.keeper, self.env['account.move.send.wizard']).with_context(
            active_model='account.move', active_ids=invoice.ids
        )

        def send(file):
            named = {'id': file.id, 'name': file.name, 'mimetype': 'text/plain', 'placeholder': False, 'manual': True}
            wizard = Wizard.create(
                {
                    'move_id': invoice.id,
                    'sending_methods': ['email'],
                    'mail_partner_ids': [Command.set(self.keeper.partner_id.ids)],
                    'mail_attachments_widget': [named],
                }
            )
            wizard.action_send_and_print()
            return invoice.sudo().message_ids.attachment_ids.mapped('raw')

        self.assert_refused(send, self.file)
        self.assertNotIn(b'secret', invoice.sudo().message_ids.attachment_ids.mapped('raw'))
        self.assertIn(b'own', send(own))
        self.assert_refused(
            self._as(self.keeper, invoice).write,
            {'sending_data': {'mail_attachments_widget': [{'id': self.file.id, 'name': 'x'}]}},
        )
