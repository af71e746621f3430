# Part of store_group. License LGPL-3.
"""The proof of a day tells a store nothing of another one: neither its numbers nor its sums."""

import base64

from odoo.fields import Command
from odoo.tests import tagged

from ..exceptions import IntakeRefused
from .intake_common import HEADER
from .test_intake_proof import DAY, ProofCommon


@tagged('post_install', '-at_install')
class TestProofWalls(ProofCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.files.store_map_ids = [Command.create({'name': 'two', 'store_id': cls.store_2.id})]

    def _row(self, number, shop='one', amount=25):
        return f'{shop},{number},{DAY},B1,Buyer,T-SHIRT,Shirt,2,{amount},'

    def _send(self, user, *rows):
        """Let somebody send a file, as programs do; return its document once it is read."""
        content = base64.b64encode('\n'.join([HEADER, *rows]).encode()).decode()
        Document = self.Document.with_user(user).with_context(allowed_company_ids=self.company.ids)
        answer = Document.submit_file('T-FILES', 'rows.csv', content)
        self._background()
        self.env.invalidate_all()
        return self.Document.browse(answer['document_id'])

    def test_a_number_of_another_store_is_answered_as_one_that_is_nowhere(self):
        self._take_over(self._upload(self._row('X9', 'two')))
        answers = []
        for number in ('X9', 'Q9'):
            declared = self._declare(1, 25, who='store_manager', channel='T-FILES', store='T1', orders=[number])
            proof = self._as('store_manager').browse(declared['id'])
            self.env.invalidate_all()
            with self.assertRaises(IntakeRefused) as refused:
                proof.action_read_again()
            told = (declared, proof.finding, proof.is_rereadable, str(refused.exception))
            answers.append(str(told).replace(number, 'NUMBER'))
        self.assertEqual(*answers)
        proof = self._proof(channel=self.files)
        proof.sudo().told_orders = {'X9': None}
        self.assertTrue(proof._kept_documents()[0], 'headquarters finds it')

    def test_an_order_for_another_store_is_refused_alike_whether_it_is_there_or_not(self):
        self.Document.submit_orders('T-SHOP', [self._payload('X9', store='T2')])
        for _turn in range(2):
            there, nowhere = self._submit(self._payload('X9', store='T2'), self._payload('Q9', store='T2'))
            self.assertEqual({**there, 'external_id': ''}, {**nowhere, 'external_id': ''})

    def test_the_total_of_a_file_tells_a_store_nothing_of_the_rows_of_another(self):
        document = self._send(self.bot, self._row('F1'), self._row('G1', 'two', 700), '合计,,,,,,,,725,')
        self.assertIn('store_not_yours', document.issue_ids.mapped('code'))
        self.assertIn('file_total_differs', document.issue_ids.mapped('code'))
        self.assertFalse(self._proof(channel=self.files).filtered('source'))
        self._send(self.bot, self._row('F1'), self._row('F2'), '合计,,,,,,,,50,')
        proof = self._proof(channel=self.files)
        self.assertEqual((proof.source, proof.told_total, proof.told_count), ('file', 50, 2))

    def test_the_total_of_a_file_declares_for_whoever_may_declare(self):
        for who in ('staff', 'store_manager'):
            with self.assertRaises(IntakeRefused):
                self._send(self.people[who], self._row('F1'), '合计,,,,,,,,25,')
        self._send(self.bot, self._row('F2'), '合计,,,,,,,,25,')
        proof = self._proof(channel=self.files)
        self.assertEqual((proof.source, proof.told_by_id), ('file', self.bot))
