# Part of store_group. License LGPL-3.


class TransferHistory:
    """One step of a transfer's random history, and what must hold after each. Goes before a class of `TwoCompanies`.

    A history says: `products`, whether it is `far` (to the other company), the `rate` of that company's currency, and
    `start`, the totals before its first step.
    """

    rate = 1.0

    # === PLAYING ===

    def _step(self, transfer, step, quantities):
        """Do one step of the transfer, or of the return of it where there is one that goes on."""
        back = transfer.sudo().return_ids.filtered(lambda item: item.state in {'approved', 'shipped', 'received'})[:1]
        taker_here = self.far_taker if self.far else self.taker
        giver, taker = (self.giver, taker_here) if not back else (taker_here, self.giver)
        transfer = back.with_env(transfer.env) or transfer
        if step == 'ship':
            self._set(giver, transfer, 'shipped', *quantities)
            self._as(giver, transfer).action_ship()
        elif step == 'ship all':
            transfer.sudo().line_ids.is_ship_counted = False
            self._as(giver, transfer).action_ship()
        elif step.startswith('pack '):
            self._as(giver, transfer).pack(
                step[5:],
                [
                    {'line_id': line.id, 'quantity': quantity}
                    for line, quantity in zip(transfer.sudo().line_ids, quantities, strict=False)
                ],
            )
        elif step == 'ship boxes':
            self._as(giver, transfer).ship_boxes(transfer.sudo().box_ids.package_id.mapped('name'))
        elif step.startswith('box '):
            self._as(taker, transfer).receive_boxes([step[4:]])
        elif step in {'received', 'damaged', 'refused', 'lost'}:
            self._set(taker, transfer, step, *quantities)
            self._as(taker, transfer).action_receive()
        elif step == 'receive all':
            transfer.sudo().line_ids.is_receipt_counted = False
            self._as(taker, transfer).action_receive()
        elif step == 'wrong':
            self._as(taker, transfer).report_wrong_product(transfer.sudo().line_ids[0].id, self.other.default_code, quantities[0])
        elif step == 'missing':
            self._as(taker, transfer).action_count_final()
        elif step == 'validate':
            moves = (
                self.env['stock.move']
                .sudo()
                .search(
                    [
                        ('transfer_line_id.transfer_id', '=', transfer.id),
                        ('transfer_step', '=', 'receive'),
                        ('state', '=', 'assigned'),
                    ]
                )
            )
            self._deliver(self._as(taker, moves[:1].picking_id))
        elif step in {'cancel', 'close'}:
            getattr(self._as(self.judge if back else self.giver_boss, transfer), f'action_{step}')()
        elif step == 'return':
            returned = self.env['store.transfer'].browse(self._as(taker, transfer).action_return()['res_id'])
            self._as(taker, returned).action_submit()
            self._as(self.judge, returned).action_approve()
        else:
            item = transfer.sudo().discrepancy_ids.filtered(lambda item: item.state != 'decided')[:1]
            if item:
                self._as(giver, item).action_agree()
                self._as(self.judge, item).decide(*step.split())

    # === JUDGING ===

    def _lost(self):
        return (
            self.env['stock.move']
            .sudo()
            .search(
                [('product_id', 'in', self.products.ids), ('state', '=', 'done'), ('location_dest_id.usage', '=', 'inventory')]
            )
        )

    def _value(self, moves):
        """What moves are worth, in the currency of the first company."""
        return sum(move.value / (self.rate if move.company_id == self.other_company else 1.0) for move in moves)

    def _totals(self):
        """(units anywhere, written off too; worth in both companies, on the way between them and written off)."""
        self.env.flush_all()
        self.env.invalidate_all()
        own = [('product_id', 'in', self.products.ids), ('state', '=', 'done')]
        Move = self.env['stock.move'].sudo()
        out = Move.search([*own, ('is_out', '=', True), ('location_dest_id.usage', '=', 'transit')])
        into = Move.search([*own, ('is_in', '=', True), ('location_id.usage', '=', 'transit')])
        quants = (
            self.env['stock.quant']
            .sudo()
            .search([('product_id', 'in', self.products.ids), ('location_id.usage', 'in', ['internal', 'transit'])])
        )
        self.assertFalse(quants.filtered(lambda quant: quant.quantity < 0), 'negative stock')
        lost = self._lost()
        worth = sum(
            self._worth(goods, company) / rate
            for goods in self.products
            for company, rate in ((self.company, 1.0), (self.other_company, self.rate))
        )
        return (
            sum(quants.mapped('quantity')) + sum(lost.mapped('product_qty')),
            worth + self._value(out) - self._value(into) + self._value(lost),
        )

    def _check(self, told, delta=0.05):
        """Nothing appeared and nothing vanished, in goods and in money.

        :param told: the steps so far, for who reads a failure
        :param delta: by how much the worth may be off: rounding
        """
        units, worth = self._totals()
        self.assertAlmostEqual(units, self.start[0], 6, told)
        self.assertAlmostEqual(worth, self.start[1], delta=delta, msg=told)
        lines = self.env['store.transfer.line'].sudo().search([('product_id', 'in', self.products.ids)])
        for line in lines:
            self.assertTrue(line._quantities().is_lawful(), (told, line._data()))
        items = lines.discrepancy_ids
        waiting = items.filtered(lambda item: item.state != 'decided' and item.bucket != 'over')
        on_the_way = sum(line._in_product_unit(line.qty_in_transit) for line in lines) + sum(
            item.transfer_line_id._in_product_unit(item.quantity) for item in waiting
        )
        self.assertAlmostEqual(sum(map(self._in_transit, self.products)), on_the_way, 6, told)
        ours = self.company.sudo().currency_id
        costs = sum(item.cost / (1.0 if item.cost_currency_id == ours else self.rate) for item in items)
        self.assertAlmostEqual(self._value(self._lost()), costs, 2, told)
