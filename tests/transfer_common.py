# Part of store_group. License LGPL-3.
from odoo import fields
from odoo.tests import new_test_user

from .test_security_stock_work import NUMBER, StockWorkCommon


class TransferCommon(StockWorkCommon):
    """Goods go from store 1 to store 3. Each person is a member of one store only, with one company only.

    `giver` and `taker` are staff of the two, `giver_boss` manages store 1, `judge` manages the group above both.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.giver = cls._member('giver', 'staff', store_id=cls.store_1.id)
        cls.giver_boss = cls._member('giver_boss', 'store_manager', store_id=cls.store_1.id)
        cls.taker = cls._member('taker', 'staff', store_id=cls.store_3.id)
        cls.judge = cls._member('judge', 'group_manager', group_id=cls.head.id)
        for store in (cls.store_1, cls.store_3):
            store.sudo().analytic_account_id = (
                cls.env['account.analytic.account']
                .sudo()
                .create(
                    {
                        'name': store.name,
                        'plan_id': cls.env['account.analytic.plan']._store_plan().id,
                        'company_id': cls.company.id,
                    }
                )
            )

    @classmethod
    def _member(cls, name, role, company=None, **where):
        company = company or cls.company
        user = new_test_user(
            cls.env(su=True),
            f'transfer_{name}',
            'base.group_user',
            tz='Asia/Shanghai',
            name=name,
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        cls.env['store.member'].create(
            {'user_id': user.id, 'role': role, 'date_from': fields.Date.subtract(cls.store_1._today(), days=1), **where}
        )
        return user

    def _ask(self, *quantities, products=None, user=None, source=None, dest=None, **more):
        """Return (transfer, products): requested by the taker, one line for each quantity."""
        products = products or [self._product() for _quantity in quantities]
        answer = self._as(user or self.taker, self.env['store.transfer']).request(
            (source or self.store_1).code,
            (dest or self.store_3).code,
            [
                {'product': product.default_code, 'quantity': quantity}
                for product, quantity in zip(products, quantities, strict=True)
            ],
            **more,
        )
        return self.env['store.transfer'].browse(answer['id']), products

    def _approved(self, *quantities, **more):
        transfer, products = self._ask(*quantities, **more)
        self._as(self.giver_boss, transfer).action_approve()
        return transfer, products

    def _set(self, user, transfer, step, *quantities):
        """Set the totals of a step, line by line; None leaves a line alone."""
        lines = transfer.sudo().line_ids
        return self._as(user, transfer).set_quantities(
            step,
            [
                {'line_id': line.id, 'quantity': quantity}
                for line, quantity in zip(lines, quantities, strict=False)
                if quantity is not None
            ],
        )

    def _shipped(self, *quantities, **more):
        transfer, products = self._approved(*quantities, **more)
        self._as(self.giver, transfer).action_ship()
        return transfer, products

    def _on_hand(self, product, warehouse):
        quants = (
            self.env['stock.quant']
            .sudo()
            .search([('product_id', '=', product.id), ('location_id', 'child_of', warehouse.view_location_id.ids)])
        )
        return sum(quants.mapped('quantity'))

    def _in_transit(self, product):
        quants = self.env['stock.quant'].sudo().search([('product_id', '=', product.id), ('location_id.usage', '=', 'transit')])
        return sum(quants.mapped('quantity'))

    def _booked(self, transfer):
        """[(shipped, received, damaged, refused, lost, in transit)] of the lines."""
        self.env.flush_all()
        self.env.invalidate_all()
        return [
            (line.qty_shipped, line.qty_received, line.qty_damaged, line.qty_refused, line.qty_lost, line.qty_in_transit)
            for line in transfer.sudo().line_ids
        ]

    def _tracked(self, tracking='lot', quantity=10, warehouse=None, **vals):
        """Return (product, lots): a tracked product with `quantity` in each of two lots at the warehouse."""
        product = (
            self.env['product.product']
            .sudo()
            .with_company(self.company)
            .create(
                {
                    'name': f'Tracked {next(NUMBER)}',
                    'default_code': f'TRACK-{next(NUMBER)}',
                    'is_storable': True,
                    'tracking': tracking,
                    'standard_price': 10,
                    **vals,
                }
            )
        )
        shelf = (warehouse or self.warehouse_1).lot_stock_id
        lots = (
            self.env['stock.lot']
            .sudo()
            .create([{'name': f'{product.default_code}-{number}', 'product_id': product.id} for number in range(1, 3)])
        )
        for lot in lots:
            self.env['stock.quant'].sudo().with_company(self.company)._update_available_quantity(
                product, shelf, 1 if tracking == 'serial' else quantity, lot_id=lot
            )
        return product, lots

    def _pickings(self, transfer):
        moves = self.env['stock.move'].sudo().search([('transfer_line_id', 'in', transfer.sudo().line_ids.ids)])
        return moves.picking_id
