# Part of store_group. License LGPL-3.
import contextlib
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from .intake_common import IntakeCommon

CHUNK = 'odoo.addons.store_group.models.intake.store_intake_worker.CONFIRM_CHUNK'


class Killed(BaseException):
    """A worker that ends without a word, as the system ends it."""


@tagged('post_install', '-at_install')
class TestOrderingConfirm(IntakeCommon):
    """Orders are confirmed in batches: one that is refused undoes no other, and none is confirmed twice."""

    def _rows(self, *numbers):
        return [f'T1,{number},2024-03-05,B1,Li,S1,Cap,1,10,' for number in numbers]

    def _sales(self):
        return {
            order.external_id: order.sale_order_id
            for order in self.env['store.intake.order'].search([('channel_id', '=', self.files.id)])
        }

    def _refusing(self, *numbers):
        """Patch the confirmation so that these orders refuse, and count how many orders each call has."""
        Sale = type(self.env['sale.order'])
        original, sizes = Sale._action_confirm, []

        def confirm(this):
            sizes.append(len(this))
            if bad := this.filtered(lambda sale: sale.client_order_ref in numbers):
                raise UserError(f'not {bad[0].client_order_ref}')  # pylint: disable=translation-required
            return original(this)

        return patch.object(Sale, '_action_confirm', confirm), sizes

    def _issues(self, code='confirm_failed'):
        return self.env['store.intake.issue'].search([('code', '=', code), ('state', '=', 'open')])

    def test_a_batch_is_confirmed_at_once(self):
        refusing, sizes = self._refusing()
        with refusing:
            self._take_over(self._upload(*self._rows(*'ABCDEFGH'), confirm=True))
        self.assertEqual(sizes, [8])
        sales = self._sales()
        self.assertEqual({sale.state for sale in sales.values()}, {'sale'})
        self.assertEqual({len(sale.picking_ids) for sale in sales.values()}, {1})
        self.assertEqual(len({sale.picking_ids.id for sale in sales.values()}), 8, "each order has a delivery of its own")
        for sale in sales.values():
            self.assertEqual(str(sale.date_order.date()), '2024-03-05')

    def test_refused_orders_are_found_and_undo_no_other(self):
        refusing, sizes = self._refusing('C', 'H')
        with refusing:
            document = self._upload(*self._rows(*'ABCDEFGH'), confirm=True)
            self._take_over(document)
        sales = self._sales()
        self.assertEqual({number for number, sale in sales.items() if sale.state == 'draft'}, {'C', 'H'})
        self.assertEqual(document.state, 'done')
        found = {issue.order_id.external_id: issue.message for issue in self._issues()}
        self.assertEqual(set(found), {'C', 'H'})
        self.assertIn('not C', found['C'])
        self.assertFalse(sales['C'].picking_ids)
        self.assertEqual({len(sales[number].picking_ids) for number in 'ABDEFG'}, {1})
        self.assertLessEqual(len(sizes), 1 + 2 * 2 * 3)

    def test_a_question_goes_once_the_order_is_confirmed(self):
        refusing, _sizes = self._refusing('1')
        with refusing:
            self._submit(self._payload('1'), self._payload('2'), confirm=True)
        self.assertEqual(self._issues().order_id.external_id, '1')
        self.assertEqual((self._sale('1').state, self._sale('2').state), ('draft', 'sale'))
        self._submit(self._payload('1'), self._payload('2'), confirm=True)
        self.assertEqual(self._sale('1').state, 'sale')
        self.assertFalse(self._issues())
        self.assertEqual(len(self._sale('2').picking_ids), 1)

    def test_unpaid_orders_of_a_batch_stay_quotations(self):
        self._submit(
            self._payload('1', status='paid'),
            self._payload('2', status='unpaid'),
            self._payload('3', status='paid'),
            confirm=True,
        )
        self.assertEqual((self._sale('1').state, self._sale('3').state), ('sale', 'sale'))
        self.assertNotEqual(self._sale('2').state, 'sale')

    def test_two_companies_are_two_batches(self):
        self.Document.submit_orders('T-SHOP', [self._payload('1', store='T2'), self._payload('2', store='T1')], confirm=True)
        self.assertEqual((self._sale('1').state, self._sale('2').state), ('sale', 'sale'))
        self.assertEqual(self._sale('1').picking_ids.picking_type_id.warehouse_id, self.warehouse_2)

    def test_a_killed_worker_confirms_nothing_twice(self):
        document = self._upload(*self._rows(*'ABCDE'), confirm=True)
        document.action_take_over()
        worker = self.env['store.intake.worker'].sudo()
        Sale, rounds = type(self.env['store.intake.sale']), []
        confirm = Sale._confirm

        def killed(this, orders):
            rounds.append(len(orders))
            if len(rounds) == 2:
                with self.env.cr.savepoint():  # what is not committed is gone with the process
                    confirm(this, orders)
                    raise Killed
            return confirm(this, orders)

        with patch(CHUNK, 2), patch.object(Sale, '_confirm', killed), contextlib.suppress(Killed):
            worker._work(document.sudo())
        self.assertEqual(rounds, [2, 2])
        done = {number for number, sale in self._sales().items() if sale.state == 'sale'}
        self.assertEqual(len(done), 2)
        refusing, sizes = self._refusing()
        with refusing:
            self.assertTrue(worker._work(document.sudo()))
        self.assertEqual(sizes, [3], "only what was left")
        self.assertEqual({sale.state for sale in self._sales().values()}, {'sale'})
        self.assertEqual({len(sale.picking_ids) for sale in self._sales().values()}, {1})
        self.assertEqual(document.state, 'done')
