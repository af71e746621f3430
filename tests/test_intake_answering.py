# Part of store_group. License LGPL-3.
from odoo.tests import tagged

from ..engine.intake.answering.causes import cause_of, kind_of
from ..exceptions import IntakeRefused
from .intake_common import IntakeCommon


@tagged('post_install', '-at_install')
class TestIntakeAnswering(IntakeCommon):
    """Questions of one cause are one question, answered once, learned, undone. As the administrator of the app alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Question = cls.env['store.intake.question']

    def _line(self, sku, **values):
        return {'sku': sku, 'quantity': 1, 'unit_price': '10', **values}

    def _ask(self, *skus, first=1, **values):
        """Send an order for each of the numbers. Return their questions."""
        self._submit(
            *(self._payload(str(first + at), lines=[self._line(sku, **values)], total='10') for at, sku in enumerate(skus))
        )
        return self.Question.search([('channel_id', '=', self.shop.id)])

    def _product(self, code, name='Shirt', **values):
        values = {'name': name, 'default_code': code, 'taxes_id': [(5,)], **values}
        return self.env['product.product'].sudo().create(values).with_env(self.env)

    def _answers(self):
        return self.env['store.intake.answer'].search([('channel_id', '=', self.shop.id)])

    # === GROUPS ===

    def test_one_cause_is_one_question_with_its_orders_and_their_worth(self):
        self._submit(
            self._payload('1', lines=[self._line('AB-12'), self._line('AB-12')], total='20'),
            self._payload('2', lines=[self._line('AB-12', quantity=2)]),
            self._payload('3', lines=[self._line('OTHER')]),
        )
        questions = self.Question.search([('channel_id', '=', self.shop.id)])
        self.assertEqual(questions.mapped('found'), ['AB-12', 'OTHER'])
        first = questions[0]
        self.assertEqual((first.kind, first.order_count, first.row_count), ('product', 2, 3))
        self.assertEqual((first.worth, first.currency_id), (40.0, self.company.currency_id))
        self.assertIn('AB-12', first.message)
        self.assertEqual(first.order_ids.mapped('external_id'), ['1', '2'])
        self.assertEqual(questions.filtered_domain([('kind', '=', 'product')]), questions)
        ((kind, count, orders),) = self.Question._read_group(
            [('channel_id', '=', self.shop.id)], ['kind'], ['__count', 'order_count:sum']
        )
        self.assertEqual((kind, count, orders), ('product', 2, 3))

    def test_orders_in_several_currencies_are_not_added_up(self):
        self._submit(
            self._payload('1', lines=[self._line('AB-12')], total='10', currency='EUR'),
            self._payload('2', lines=[self._line('AB-12')], total='10'),
        )
        question = self.Question.search([('channel_id', '=', self.shop.id), ('kind', '=', 'product')])
        self.assertEqual((question.order_count, question.worth, bool(question.currency_id)), (2, 0.0, False))

    def test_the_database_groups_as_the_engine_says(self):
        self._upload('one,A1,2024-03-05,B1,One,T-NOTHING,Shirt,many,10,0', 'one,A1,2024-03-06,B1,One,T-NO,Shirt,1,x,0')
        self._upload('here,A2,2024-13-05,B1,One,T-NOTHING,Shirt,many,10,0', 'one,A3,2024-03-05,B2,One,T-NOTHING,Shirt,1,10,0')
        self._ask('AB-12', 'AB-12', 'CD')
        issues = self.env['store.intake.issue'].search([('state', '=', 'open'), ('severity', '!=', 'info')])
        expected = {}
        for issue in issues:
            kind = kind_of(
                issue.code,
                has_order=bool(issue.order_id),
                has_place=bool(issue.field),
                stops=issue.severity == 'error',
                stays=issue.stays,
            )
            key = issue.channel_id.id, kind, cause_of(issue.code, issue.document_id.id, issue.field, issue.found)
            expected.setdefault(key, []).append(issue.id)
        self.assertGreater(len(expected), 5)
        questions = self.Question.search([])
        self.assertEqual(sorted(questions.ids), sorted(min(ids) for ids in expected.values()))
        for question in questions:
            self.assertIn(sorted(question._issues().ids), [sorted(ids) for ids in expected.values()])

    def test_questions_are_found_by_file_and_order(self):
        document = self._upload('one,A1,2024-03-05,B1,One,T-SHIRT,Shirt,many,10,0')
        self._upload('one,A2,2024-03-05,B1,One,T-SHIRT,Shirt,many,10,0')
        asked = self.Question.search([('channel_id', '=', self.files.id)])
        self.assertEqual(len(asked), 2, "an unreadable value is a cause of its file")
        mine = self.Question.search([('document_ids', 'in', document.ids)])
        self.assertEqual(mine.document_id, document)
        self.assertEqual(self.Question.search([('order_ids', 'in', document.order_ids.ids)]), mine)
        self.assertEqual(self.Question.search([('order_ids', 'ilike', 'A1')]), mine)
        action = document.action_view_issues()
        self.assertEqual(self.Question.search(action['domain']), mine)

    def test_a_row_of_a_file_opens_where_it_is_answered(self):
        document = self._upload(
            'one,A1,2024-03-05,B1,One,T-SHIRT,Shirt,many,10,0', 'one,A2,2024-03-05,B1,One,T-SHIRT,Shirt,lots,10,0'
        )
        first, second = document.issue_ids.filtered(lambda issue: issue.code == 'not_a_number').sorted('id')
        action = first.action_open()
        question = self.Question.browse(action['res_id'])
        self.assertEqual((action['res_model'], question.found, question.may_answer), ('store.intake.question', 'many', True))
        self.assertEqual(len(action['params']['ids']), 2, "the others of the file come next")
        self.Question.answer(question.ids, value='2')
        self.assertEqual(first.action_open()['res_model'], 'store.intake.issue', "answered: only to read")
        self.assertNotEqual(second.action_open()['res_id'], question.id)

    def test_the_cockpit_counts_questions_not_rows(self):
        self._ask('AB-12', 'AB-12', 'CD')
        Todo, cockpit = self.env['store.cockpit.todo'], self.env['store.cockpit']
        for chosen in (False, self.store_1.id):
            tasks = {task['key']: task for task in Todo._todos(cockpit._scope(store=chosen), is_chosen=bool(chosen))}
            opens = tasks['question']['opens']
            self.assertEqual((opens['model'], tasks['question']['count']), ('store.intake.question', 2))
            self.assertEqual(len(self.Question.search(opens['domain'])), 2)

    # === ANSWERS ===

    def test_one_answer_serves_all_and_is_learned(self):
        question = self._ask('AB-12', 'AB-12', 'AB-12')
        self.Question.answer(question.ids, product=self.product.id, factor=2)
        self.assertFalse(question.exists())
        self._background()
        self.assertEqual([self._sale(number).order_line.product_uom_qty for number in '123'], [2.0, 2.0, 2.0])
        self.assertFalse(self._ask('AB-12', first=9), "the channel has learned it")
        answer = self._answers()
        self.assertEqual((answer.answered_by_id, answer.order_count, answer.outcome), (self.admin, 3, 'answered'))
        self.assertIn('AB-12', answer.question)
        self.assertIn('Shirt', answer.said)
        self.assertTrue(answer.answered_on)

    def test_a_proposal_is_looked_up_and_accepted(self):
        known = self._product('AB-12', 'White Shirt')
        question = self._ask('ab 12', name='White Shirt')
        self.assertEqual((question.proposed_product_id, question.is_certain), (known, False), "a blank is no hyphen")
        question = self._ask('ab-12', first=5, name='White Shirt').filtered(lambda item: item.found == 'ab-12')
        self.assertEqual((question.proposed_product_id, question.is_certain), (known, True))
        self.assertTrue(question.why)
        question.action_accept()
        self._background()
        self.assertEqual(self._sale('5').order_line.product_id, known)

    def test_all_certain_ones_of_a_kind_at_once(self):
        known = [self._product(f'AB-{number}', f'Shirt {number}') for number in (1, 2)]
        self._product('XY', 'Trousers')
        questions = self._ask('ab-1', 'ab-2', 'x-y', 'nothing')
        self.assertEqual(self.Question.search([('is_certain', '=', True)]).mapped('found'), ['ab-1', 'ab-2'])
        questions[0].action_accept_kind()
        self.assertEqual(sorted(questions.exists().mapped('found')), ['nothing', 'x-y'])
        self._background()
        self.assertEqual([self._sale(number).order_line.product_id for number in '12'], known)
        with self.assertRaises(IntakeRefused):
            questions.exists()[0].action_accept_kind()
        with self.assertRaises(IntakeRefused):
            questions.exists().filtered(lambda item: item.found == 'nothing').action_accept()

    def test_all_certain_ones_of_a_file_at_once(self):
        self.files.create_missing = False
        self.files.customer_policy = 'collective'
        known = self._product('F-1', 'Cap')
        first = self._upload('one,A1,2024-03-05,B1,One,f-1,Cap,1,10,0')
        other = self._upload('one,A2,2024-03-05,B1,One,F-0 2,Cap,1,10,0')
        self.Question.search([('document_ids', 'in', first.ids)]).action_accept_file()
        self.assertFalse(self.Question.search([('document_ids', 'in', first.ids)]))
        self.assertTrue(self.Question.search([('document_ids', 'in', other.ids)]))
        self._take_over(first)
        self.assertEqual(first.order_ids.sale_order_id.order_line.product_id, known)

    def test_a_store_is_proposed_by_its_name(self):
        self._submit_as_admin(self._payload('1', store='Street Two 门店'), self._payload('2', store='Nowhere'))
        questions = self.Question.search([('channel_id', '=', self.shop.id), ('kind', '=', 'store')]).sorted('found')
        self.assertEqual(questions.mapped('proposed_store_id'), self.store_2)
        questions.filtered('proposal').action_accept()
        self._background()
        self.assertEqual(self._sale('1').store_id, self.store_2)
        self.assertEqual(questions.exists().found, 'Nowhere')

    def _submit_as_admin(self, *orders):
        return self.Document.submit_orders('T-SHOP', list(orders))['results']

    def test_a_customer_is_proposed_by_a_key_never_by_the_name(self):
        self.shop.customer_policy = 'per_buyer'
        ann = self.env['res.partner'].create({'name': 'Ann Li', 'phone': '+86 138 0013 8000'})
        self.env['res.partner'].create({'name': 'Bob Wu'})
        self._submit(
            self._payload('1', customer={'name': 'Ann Li', 'phone': '13800138000'}),
            self._payload('2', customer={'name': 'Bob Wu', 'external_id': 'B2'}),
        )
        questions = self.Question.search([('channel_id', '=', self.shop.id), ('kind', '=', 'customer')]).sorted('id')
        self.assertEqual(questions.mapped('proposed_partner_id'), ann)
        self.assertFalse(questions[1].proposal)
        questions[0].action_accept()
        self._background()
        self.assertEqual(self._sale('1').partner_id, ann)

    def test_a_word_of_the_status_is_learned_by_the_layout(self):
        self.template.column_ids.create(
            {'template_id': self.template.id, 'header': 'Status', 'target': 'status', 'value_map': 'ok=paid'}
        )
        header = 'Shop,Order,Date,Buyer,Name,Sku,Title,Qty,Amount,Discount,Status'
        rows = [f'one,A{number},2024-03-05,B1,One,T-SHIRT,Shirt,1,10,0,待发货' for number in (1, 2)]
        document = self._upload(*rows, header=header)
        question = self.Question.search([('document_ids', 'in', document.ids)])
        self.assertEqual((question.order_count, question.proposed_value, question.is_certain), (2, 'paid', True))
        question.action_accept()
        self._take_over(document)
        self.assertEqual(document.done_count, 2)
        again = self._upload('one,A3,2024-03-05,B1,One,T-SHIRT,Shirt,1,10,0,待发货', header=header)
        self.assertFalse(self.Question.search([('document_ids', 'in', again.ids)]))

    def test_a_word_answered_wrongly_is_undone_whatever_was_answered_since(self):
        status = self.template.column_ids.create({'template_id': self.template.id, 'target': 'status', 'header': 'Status'})
        header = 'Shop,Order,Date,Buyer,Name,Sku,Title,Qty,Amount,Discount,Status'
        row = 'one,{},2024-03-05,B1,One,T-SHIRT,Shirt,1,10,0,{}'.format
        document = self._upload(row('W1', 'Blorp'), row('W2', 'Zonk'), header=header)
        for word, meant in (('blorp', 'cancelled'), ('zonk', 'paid')):
            question = self.Question.search([('document_ids', 'in', document.ids), ('found', '=', word)])
            self.Question.answer(question.ids, value=meant)
        order = document.order_ids.filtered(lambda item: item.external_id == 'W1')
        self._take_over(document)
        self.assertEqual(order.state, 'refused')
        self.env['store.intake.answer'].search([('channel_id', '=', self.files.id), ('found', '=', 'blorp')]).action_undo()
        self.assertNotIn('blorp', status.value_map)
        self.assertIn('zonk=paid', status.value_map)
        self._background()
        self.assertEqual(order.state, 'question')
        self.Question.answer(self.Question.search([('order_ids', 'in', order.ids)]).ids, value='paid')
        self._take_over(document)
        self.assertEqual((order.state, order.sale_order_id.amount_total), ('done', 10))

    def test_one_right_value_for_all_rows_of_the_file(self):
        rows = [f'one,A{number},2024-03-05,B1,One,T-SHIRT,Shirt,many,20,0' for number in (1, 1, 2)]
        rows[1] = rows[1].replace('Shirt,', 'Shirt again,')
        document = self._upload(*rows)
        question = self.Question.search([('document_ids', 'in', document.ids), ('code', '=', 'not_a_number')])
        self.assertEqual((question.order_count, question.row_count), (2, 3))
        self.Question.answer(question.ids, value='2')
        self._take_over(document)
        self.assertEqual(document.order_ids.sale_order_id.order_line.mapped('product_uom_qty'), [2.0, 2.0, 2.0])

    def test_one_answer_goes_into_one_place_only(self):
        line = {'sku': 'T-SHIRT', 'quantity': 1, 'unit_price': -10}
        self._submit(
            self._payload('N1', lines=[line]),
            self._payload('N2', lines=[{**line, 'unit_price': -700}]),
            self._payload('N3', lines=[{**line, 'unit_price': 9}], shipping_amount=-5),
            self._payload('N4', lines=[{'sku': 'T-SHIRT', 'quantity': 1}]),
            self._payload('N5', lines=[{'sku': 'T-CAP', 'quantity': 1}]),
        )
        orders = self.env['store.intake.order'].search([('channel_id', '=', self.shop.id)])
        questions = self.Question.search([('order_ids', 'in', orders.ids)])
        self.assertEqual(sorted(questions.mapped('order_count')), [1] * len(questions))
        prices = questions.filtered(lambda question: question.code == 'missing_price')
        self.assertEqual(sorted(prices.mapped('found')), ['T-CAP', 'T-SHIRT'])

    def test_what_has_no_answer_is_left_out_with_a_reason(self):
        question = self._ask('AB-12', 'AB-12')
        with self.assertRaises(IntakeRefused, msg="each check would ask again"):
            question._ignore("Not ours")
        wizard = self.env['store.intake.answering'].create({'asked': question.ids, 'act': 'leave_out'})
        self.assertEqual((wizard.kind, wizard.order_count), ('product', 2))
        with self.assertRaises(IntakeRefused):
            wizard.action_apply()
        wizard.reason = "Not ours"
        wizard.action_apply()
        orders = self.env['store.intake.order'].search([('channel_id', '=', self.shop.id)])
        self.assertEqual(set(orders.mapped('state')), {'refused'})
        self.assertEqual(self._answers().reason, "Not ours")
        self._answers().action_undo()
        self._background()
        self.assertEqual(set(orders.mapped('state')), {'question'})
        self.assertEqual(self._ask().order_count, 2)

    def test_a_warning_is_ignored_and_its_orders_are_made(self):
        document = self._upload('T1,A1,2024-03-05,B1,Li,S1,Cap,1,1,', 'T1,A1,2024-03-06,B1,Li,S2,Hat,1,1,')
        question = self.Question.search([('document_ids', 'in', document.ids), ('code', '=', 'inconsistent')])
        wizard = self.env['store.intake.answering'].create({'asked': question.ids, 'act': 'ignore', 'reason': "First row"})
        wizard.action_apply()
        self.assertEqual(question.exists(), question.browse())
        issue = document.issue_ids.filtered(lambda issue: issue.code == 'inconsistent')
        self.assertEqual((issue.state, issue.answer_id.reason), ('ignored', "First row"))

    def test_somebody_else_answered_meanwhile(self):
        question = self._ask('AB-12')
        stale = self.Question.browse(question.id)
        self.Question.answer(question.ids, product=self.product.id)
        with self.assertRaisesRegex(IntakeRefused, 'store_admin'):
            stale._answer({'product': self.product})
        self.assertEqual(self.Question.following(question.id, [question.id]), False)

    def test_the_screen_goes_on_with_the_next_question(self):
        questions = self._ask('A', 'B', 'C')
        ids = questions.ids
        self.assertEqual(self.Question.following(ids[1], ids), ids[1])
        self.Question.answer([ids[1]], product=self.product.id)
        self.assertEqual(self.Question.following(ids[1], ids), ids[2])
        self.Question.answer([ids[2]], product=self.product.id)
        self.assertEqual(self.Question.following(ids[2], ids), ids[0])

    # === BESIDE A QUESTION ===

    def test_the_row_and_the_candidates_stand_beside_it(self):
        self._product('AB-12', 'White Shirt')
        question = self._ask('ab12', name='White Shirt')
        (candidate,) = question.details['candidates']
        self.assertIn('/web/image/product.product/', candidate['image'])
        (sample,) = question.details['samples']
        self.assertEqual(sample['order'], '1')
        self.assertIn({'name': 'Product number', 'value': 'ab12'}, sample['cells'])

    def test_a_conflict_shows_both_sides_and_its_ways_out(self):
        self._submit(*(self._payload(str(number)) for number in (1, 2)), confirm=True)
        self._submit(*(self._payload(str(number), lines=[self._line('T-SHIRT', quantity=3)]) for number in (1, 2)))
        question = self.Question.search([('channel_id', '=', self.shop.id), ('kind', '=', 'conflict')])
        self.assertTrue(question)
        self.assertEqual(sum(question.mapped('order_count')), 2)
        sides = question[0].details['samples'][0]['sides']
        self.assertIn({'name': '1. Quantity', 'ours': '2', 'theirs': '3'}, sides)
        self.assertIn(self._sale('1').name, question[0].details['samples'][0]['way'], "confirmed: ours, or back to a quotation")
        with self.assertRaises(IntakeRefused):
            question.action_take_new()
        with self.assertRaises(IntakeRefused):
            question._ignore("x")
        question.action_keep_ours()
        self.assertFalse(question.exists())
        orders = self.env['store.intake.order'].search([('channel_id', '=', self.shop.id)])
        self.assertEqual(set(orders.mapped('state')), {'done'})
        self.assertEqual(set(self._answers().mapped('outcome')), {'kept'})
        self.assertFalse(any(self._answers().mapped('may_undo')))

    # === UNDO ===

    def test_an_answer_is_undone_while_nothing_is_confirmed(self):
        question = self._ask('AB-12', 'AB-12')
        self.Question.answer(question.ids, product=self.product.id)
        self._background()
        self._ask('AB-12', first=7)
        sales = self.env['sale.order'].search([('store_channel_id', '=', self.shop.id)])
        self.assertEqual(len(sales), 3)
        self._answers().action_undo()
        self._background()
        self.assertFalse(sales.exists(), "quotations made with it are gone, that of a later order too")
        self.assertFalse(self.env['store.listing'].search([('channel_id', '=', self.shop.id)]))
        question = self.Question.search([('channel_id', '=', self.shop.id)])
        self.assertEqual((question.found, question.order_count), ('AB-12', 3))
        self.assertEqual(self._answers().undone_by_id, self.admin)
        with self.assertRaises(IntakeRefused):
            self._answers().action_undo()
        right = self._product('RIGHT')
        self.Question.answer(question.ids, product=right.id)
        self._background()
        self.assertEqual([self._sale(number).order_line.product_id for number in '127'], [right] * 3)

    def test_an_answer_stays_once_an_order_is_confirmed_on_it(self):
        self.Question.answer(self._ask('AB-12', 'AB-12').ids, product=self.product.id)
        self._background()
        self._submit(self._payload('8', lines=[self._line('AB-12')]), confirm=True)
        self.assertEqual(self._sale('8').state, 'sale')
        with self.assertRaisesRegex(IntakeRefused, self._sale('8').name):
            self._answers().action_undo()
        self.assertEqual(self._sale('1').state, 'draft')

    def test_a_value_is_put_back(self):
        document = self._upload('one,A1,2024-03-05,B1,One,T-SHIRT,Shirt,many,20,0')
        question = self.Question.search([('document_ids', 'in', document.ids)])
        self.Question.answer(question.ids, value='2')
        self.assertEqual(document.order_ids.payload['lines'][0]['quantity'], '2')
        document.issue_ids.answer_id.action_undo()
        self.assertEqual(document.order_ids.payload['lines'][0]['quantity'], 'many')
        self.assertEqual(self.Question.search([('document_ids', 'in', document.ids)]).found, 'many')

    def test_content_that_came_later_stays_when_an_answer_is_undone(self):
        line = {'sku': 'T-SHIRT', 'unit_price': '10'}
        self._submit(self._payload('1', lines=[{**line, 'quantity': 'many'}], updated_at='2024-03-06T10:00:00'))
        order = self.env['store.intake.order'].search([('channel_id', '=', self.shop.id), ('external_id', '=', '1')])
        asked = order.issue_ids
        self.Question.answer(self.Question.search([('order_ids', 'in', order.ids)]).ids, value='2')
        self._background()
        self._submit(self._payload('1', lines=[{**line, 'quantity': 5}], updated_at='2024-03-07T10:00:00'))
        self._background()
        self.assertEqual(order.sale_order_id.order_line.product_uom_qty, 5)
        (asked.exists().answer_id or self._answers()).action_undo()
        self._background()
        self.assertEqual((order.state, order.payload['lines'][0]['quantity']), ('done', 5))
        self.assertEqual(order.sale_order_id.order_line.product_uom_qty, 5)

    def test_a_row_answered_by_itself_is_told_too(self):
        self._ask('AB-12', 'AB-12')
        issues = self.env['store.intake.issue'].search([('channel_id', '=', self.shop.id), ('state', '=', 'open')])
        issues[0].answer_product_id = self.product
        issues.action_answer()
        self.assertEqual((self._answers().order_count, issues.answer_id), (2, self._answers()))
