# Part of store_group. License LGPL-3.
"""Files that call an order off, and leave quantity and price of it empty, as exports do."""

from odoo.tests import tagged

from .test_intake_replacing import CASE_COLUMNS, CaseFiles

RULES = ('ask', 'add', 'replace')


@tagged('post_install', '-at_install')
class TestIntakeCalledOff(CaseFiles):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.layout.column_ids.filtered(lambda column: column.target in ('line.quantity', 'line.unit_price')).required = False
        cls._add_column(cls, '状态', 'status')

    def _rows(self, *rows):
        header = ','.join([*(column[0] for column in CASE_COLUMNS), '状态'])
        document = self._file('\n'.join([header, *rows]).encode())
        self.env.flush_all()
        self.env.invalidate_all()
        return document

    def _asked(self, number):
        return self._order_of(number).issue_ids.filtered(lambda issue: issue.state == 'open').mapped('code')

    def test_a_quotation_that_is_called_off_without_quantities_is_cancelled(self):
        for rule in RULES:
            with self.subTest(rule=rule):
                self.layout.later_file = rule
                number = f'N-{rule}'
                self._rows('X,2026-11-11,T-SHIRT,a,1,10,unpaid', f'{number},2026-11-11,T-SHIRT,a,2,10,unpaid')
                sale = self._order_of(number).sale_order_id
                self.assertEqual(sale.state, 'draft')
                for _turn in range(2):
                    document = self._rows(f'{number},2026-11-11,T-SHIRT,a,,,cancelled')
                    self.assertEqual((sale.state, self._order_of(number).state), ('cancel', 'done'))
                    self.assertEqual((self._asked(number), document.conflict_count), ([], 0))

    def test_so_is_one_that_was_put_together_from_two_parts(self):
        for rule in ('ask', 'add'):
            with self.subTest(rule=rule):
                self.layout.later_file = rule
                number = f'P-{rule}'
                self._rows('X,2026-11-11,T-SHIRT,a,1,10,unpaid', f'{number},2026-11-11,T-SHIRT,a,1,10,unpaid')
                self._rows(f'{number},2026-11-11,T-SHIRT,a,3,11,unpaid', 'Y,2026-11-11,T-SHIRT,a,1,10,unpaid')
                order = self._order_of(number)
                if rule == 'ask':
                    order.action_add_other()
                    self._go_on()
                self.assertEqual((order.sale_order_id.state, order.sale_order_id.amount_total), ('draft', 43))
                self._rows(f'{number},2026-11-11,T-SHIRT,a,,,cancelled', 'Z,2026-11-11,T-SHIRT,a,1,10,unpaid')
                self.assertEqual((order.sale_order_id.state, self._asked(number)), ('cancel', []))
                self._rows('Z,2026-11-11,T-SHIRT,a,1,10,unpaid', f'{number},2026-11-11,T-SHIRT,b,,,cancelled')
                self.assertEqual((order.sale_order_id.state, order.state, self._asked(number)), ('cancel', 'done', []))

    def test_lines_of_their_own_are_asked_about(self):
        """One line of an order called off is not the order."""
        self._rows('X,2026-11-11,T-SHIRT,a,1,10,unpaid', 'N1,2026-11-11,T-SHIRT,a,2,10,unpaid')
        self._rows('X,2026-11-11,T-SHIRT,a,1,10,unpaid', 'N1,2026-11-11,T-SHIRT,a,1,10,cancelled')
        self.assertEqual((self._order_of('N1').sale_order_id.state, self._asked('N1')), ('draft', ['second_part']))

    def test_a_promised_order_called_off_without_quantities_is_cancelled_when_a_person_says_so(self):
        self._rows('N2,2026-11-11,T-SHIRT,a,2,10,paid')
        order = self._order_of('N2')
        order.sale_order_id.action_confirm()
        self._rows('N2,2026-11-11,T-SHIRT,a,,,cancelled')
        self.assertEqual((order.state, order.stops_delivery, self._asked('N2')), ('conflict', True, ['called_off']))
        order.action_take_other()
        self.assertEqual((order.state, order.sale_order_id.state, self._asked('N2')), ('done', 'cancel', []))
        self.assertEqual(self._rows('N2,2026-11-11,T-SHIRT,a,,,cancelled').duplicate_count, 1)

    def test_what_was_cancelled_here_before_needs_no_answer(self):
        self._rows('N3,2026-11-11,T-SHIRT,a,2,10,paid')
        order = self._order_of('N3')
        order.sale_order_id._action_cancel()
        self._rows('N3,2026-11-11,T-SHIRT,a,,,cancelled')
        self.assertEqual((order.state, order.sale_order_id.state, self._asked('N3')), ('done', 'cancel', []))
