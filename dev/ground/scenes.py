# Part of store_group. License LGPL-3.
"""Concurrent actions of two users over XML-RPC: each scene returns ([calls], judge); judge(answers) lists problems."""

import itertools
import xmlrpc.client

NUMBER = itertools.count(1)
GOODS = 'RV-average-none'


class Scene:
    """The people of dev/rivals/world.py over RPC: those with number 2 call the second server."""

    def __init__(self, urls, database):
        self.urls, self.database, self.uids = urls, database, {}

    def call(self, login, model, method, *arguments, **named):
        """Call as this person, in a session of its own."""
        password, url = f'password of {login}', self.urls[login.endswith('_2')]
        if login not in self.uids:
            self.uids[login] = xmlrpc.client.ServerProxy(f'{url}/xmlrpc/2/common').authenticate(
                self.database, login, password, {}
            )
        return xmlrpc.client.ServerProxy(f'{url}/xmlrpc/2/object').execute_kw(
            self.database, self.uids[login], password, model, method, list(arguments), named
        )

    def act(self, login, transfer, act, model='store.transfer', **named):
        """Return the call, to be made later; the user is logged in before."""
        self.call(login, 'res.users', 'search_count', [])
        return lambda: self.call(login, model, act, [transfer], **named)

    def requested(self, quantity=3, dest='RV2', product=GOODS, **named):
        return self.call(
            self.taker(dest), 'store.transfer', 'request', 'RV1', dest, [{'product': product, 'quantity': quantity}], **named
        )['id']

    def approved(self, quantity=3, dest='RV2'):
        transfer = self.requested(quantity, dest)
        self.call('boss_1', 'store.transfer', 'action_approve', [transfer])
        return transfer

    def shipped(self, quantity=3, dest='RV2'):
        transfer = self.approved(quantity, dest)
        self.call('giver_1', 'store.transfer', 'action_ship', [transfer])
        return transfer

    def sold(self, quantity, login='giver_2', product=GOODS):
        """The delivery of a confirmed sale order of the first store."""
        [goods] = self.call('giver_1', 'product.product', 'search', [('default_code', '=', product)])
        [customer] = self.call('giver_1', 'res.partner', 'search', [('name', '=', 'giver_1')], limit=1)
        line = (0, 0, {'product_id': goods, 'product_uom_qty': quantity, 'price_unit': 20})
        order = self.call(login, 'sale.order', 'create', {'partner_id': customer, 'order_line': [line]})
        self.call(login, 'sale.order', 'action_confirm', [order])
        return self.call(login, 'sale.order', 'read', [order], ['picking_ids'])[0]['picking_ids'][0]

    def there(self, product=GOODS):
        """(quantity, reserved quantity, smallest quantity) of the first store's goods."""
        quants = self.call(
            'giver_1',
            'stock.quant',
            'search_read',
            [('product_id.default_code', '=', product), ('location_id.usage', '=', 'internal')],
            ['quantity', 'reserved_quantity'],
        )
        return (
            sum(quant['quantity'] for quant in quants),
            sum(quant['reserved_quantity'] for quant in quants),
            min(quant['quantity'] for quant in quants),
        )

    def unlike(self, before, gone):
        """The problems of what is there after so many units have left, all of which had been reserved."""
        now = self.there()
        right = now[0] == before[0] - gone and now[1] == before[1] - gone and now[2] >= 0
        return [] if right else [f'there, reserved, smallest: {now}, before {before}, {gone} have left']

    def taker(self, dest, number=1):
        return f'{"taker" if dest == "RV2" else "far"}_{number}'

    def line(self, transfer, login='giver_1'):
        return self.call(
            login,
            'store.transfer.line',
            'search_read',
            [('transfer_id', '=', transfer)],
            ['qty_shipped', 'qty_received', 'qty_in_transit', 'state'],
        )[0]

    def wrong(self, transfer, shipped, received, states):
        """The problems found."""
        line = self.line(transfer)
        found = (line['qty_shipped'], line['qty_received'], line['state'])
        right = found[:2] == (shipped, received) and line['state'] in states
        return [] if right else [f'shipped, received, state: {found}, not {(shipped, received, states)}']


def ship_twice(scene, dest='RV2'):
    transfer = scene.approved(dest=dest)
    return (
        [scene.act(f'giver_{number}', transfer, 'action_ship') for number in (1, 2)],
        lambda _answers: scene.wrong(transfer, 3, 0, ('shipped',)),
    )


def ship_and_cancel(scene):
    transfer = scene.approved()

    def judge(_answers):
        gone = scene.line(transfer)['state'] == 'shipped'
        return scene.wrong(transfer, 3 if gone else 0, 0, ('shipped' if gone else 'cancelled',))

    return [scene.act('giver_1', transfer, 'action_ship'), scene.act('boss_2', transfer, 'action_cancel')], judge


def last_unit(scene):
    """Two transfers, to two stores, for all there is and one of it."""
    free = scene.call('giver_1', 'store.store', 'available', ['RV1'], [GOODS])['RV1'][GOODS]
    transfers = [scene.requested(free, dest) for dest in ('RV2', 'RV3')]

    def judge(_answers):
        states = sorted(scene.line(transfer)['state'] for transfer in transfers)
        for transfer in transfers:
            scene.call('boss_1', 'store.transfer', 'action_cancel', [transfer])
        return [] if states == ['approved', 'submitted'] else [f'states: {states}']

    return [scene.act(f'boss_{number}', transfer, 'action_approve') for number, transfer in enumerate(transfers, 1)], judge


def receive_twice(scene, dest='RV2'):
    transfer = scene.shipped(dest=dest)
    return (
        [scene.act(scene.taker(dest, number), transfer, 'action_receive') for number in (1, 2)],
        lambda _answers: scene.wrong(transfer, 3, 3, ('received',)),
    )


def approve_twice(scene):
    transfer = scene.requested()

    def judge(_answers):
        moves = scene.call('giver_1', 'stock.move', 'search_count', [('transfer_line_id.transfer_id', '=', transfer)])
        return scene.wrong(transfer, 0, 0, ('approved',)) + ([] if moves == 1 else [f'{moves} moves'])

    return [scene.act(f'boss_{number}', transfer, 'action_approve') for number in (1, 2)], judge


def approve_and_reject(scene):
    transfer = scene.requested()
    return (
        [scene.act('boss_1', transfer, 'action_approve'), scene.act('boss_2', transfer, 'action_reject')],
        lambda _answers: scene.wrong(transfer, 0, 0, ('approved', 'rejected')),
    )


def picking_and_transfer(scene):
    """One works in the picking, the other in the transfer."""
    transfer = scene.approved()
    picking = scene.call(
        'giver_1', 'stock.move', 'search_read', [('transfer_line_id.transfer_id', '=', transfer)], ['picking_id']
    )[0]['picking_id'][0]
    return (
        [scene.act('giver_1', picking, 'button_validate', model='stock.picking'), scene.act('giver_2', transfer, 'action_ship')],
        lambda _answers: scene.wrong(transfer, 3, 0, ('shipped',)),
    )


def same_number(scene):
    number = f'RIVAL-{next(NUMBER)}'
    scene.call('taker_2', 'res.users', 'search_count', [])

    def judge(answers):
        made = scene.call('giver_1', 'store.transfer', 'search_count', [('external_id', '=', number)])
        ids = {answer['id'] for answer in answers if isinstance(answer, dict)}
        return [] if made == 1 and len(ids) == 1 else [f'{made} transfers, {answers}']

    return [
        lambda person=person: scene.call(
            person, 'store.transfer', 'request', 'RV1', 'RV2', [{'product': GOODS, 'quantity': 1}], external_id=number
        )
        for person in ('taker_1', 'taker_2')
    ], judge


def decide_twice(scene):
    transfer = scene.shipped()
    line = scene.line(transfer)['id']
    scene.call('taker_1', 'store.transfer', 'set_quantities', [transfer], 'lost', [{'line_id': line, 'quantity': 3}])
    scene.call('taker_1', 'store.transfer', 'action_receive', [transfer])
    item = scene.call('giver_1', 'store.transfer.discrepancy', 'search', [('transfer_line_id', '=', line)])
    scene.call('giver_1', 'store.transfer.discrepancy', 'action_agree', item)

    def judge(_answers):
        """A second move would be missing in transit, which the judgement after the scenes finds."""
        found = scene.call('judge_1', 'store.transfer.discrepancy', 'read', item, ['state', 'outcome'])[0]
        return [] if (found['state'], found['outcome']) == ('decided', 'write_off') else [f'{found}']

    return [
        scene.act(f'judge_{number}', item[0], 'decide', model='store.transfer.discrepancy', outcome='write_off')
        for number in (1, 2)
    ], judge


def return_twice(scene):
    transfer = scene.shipped()
    scene.call('taker_1', 'store.transfer', 'action_receive', [transfer])

    def judge(_answers):
        made = scene.call('taker_1', 'store.transfer', 'search_count', [('origin_id', '=', transfer)])
        return [] if made == 1 else [f'{made} returns']

    return [scene.act(f'taker_{number}', transfer, 'action_return') for number in (1, 2)], judge


def ship_and_deliver(scene):
    """A transfer leaves while a customer's delivery takes from the same shelf."""
    transfer, picking = scene.approved(), scene.sold(2)
    before = scene.there()

    def judge(_answers):
        return [*scene.wrong(transfer, 3, 0, ('shipped',)), *scene.unlike(before, 5)]

    return [
        scene.act('giver_1', transfer, 'action_ship'),
        scene.act('giver_2', picking, 'button_validate', 'stock.picking'),
    ], judge


def deliver_two(scene):
    pickings = [scene.sold(2), scene.sold(3)]
    before = scene.there()
    return [
        scene.act(f'giver_{number}', picking, 'button_validate', 'stock.picking') for number, picking in enumerate(pickings, 1)
    ], lambda _answers: scene.unlike(before, 5)


def ship_two(scene):
    """Two transfers of the same goods leave."""
    transfers = [scene.approved(3, dest) for dest in ('RV2', 'RV3')]
    before = scene.there()

    def judge(_answers):
        return [problem for transfer in transfers for problem in scene.wrong(transfer, 3, 0, ('shipped',))] + scene.unlike(
            before, 6
        )

    return [scene.act(f'giver_{number}', transfer, 'action_ship') for number, transfer in enumerate(transfers, 1)], judge


def sell_and_ship(scene):
    """A sale over the counter and a transfer."""
    transfer = scene.approved()
    before = scene.there()
    [goods] = scene.call('giver_1', 'product.product', 'search', [('default_code', '=', GOODS)])
    [store] = scene.call('giver_2', 'store.store', 'search', [('code', '=', 'RV1')])

    def judge(answers):
        now = scene.there()
        sold = [answer for answer in answers if isinstance(answer, dict)]
        gone = 3 + sum(2 for answer in sold if answer['delivered'])
        right = now[0] == before[0] - gone and now[2] >= 0 and sold and sold[0]['delivered']
        return [*scene.wrong(transfer, 3, 0, ('shipped',)), *([] if right else [f'{now}, before {before}: {answers}'])]

    return [
        scene.act('giver_1', transfer, 'action_ship'),
        lambda: scene.call('giver_2', 'store.quick.sale', 'sell', store, [{'product': goods, 'quantity': 2}]),
    ], judge


def scrap_and_ship(scene):
    transfer = scene.approved()
    before = scene.there()
    [goods] = scene.call('giver_1', 'product.product', 'search', [('default_code', '=', GOODS)])
    scrap = scene.call('boss_2', 'stock.scrap', 'create', {'product_id': goods, 'scrap_qty': 2})
    reason = {'store_reason': {'reason': 'damaged', 'note': 'Broken'}}

    def judge(_answers):
        now = scene.there()
        right = (now[0], now[1]) == (before[0] - 5, before[1] - 3) and now[2] >= 0
        return [*scene.wrong(transfer, 3, 0, ('shipped',)), *([] if right else [f'{now}, before {before}'])]

    return [
        scene.act('giver_1', transfer, 'action_ship'),
        scene.act('boss_2', scrap, 'action_validate', 'stock.scrap', context=reason),
    ], judge


def surplus_and_deliver(scene):
    """An agreed surplus leaves the shelf of the sender while a delivery takes from it."""
    transfer = scene.shipped()
    line, picking = scene.line(transfer)['id'], scene.sold(2)
    scene.call('taker_1', 'store.transfer', 'set_quantities', [transfer], 'received', [{'line_id': line, 'quantity': 5}])
    scene.call('taker_1', 'store.transfer', 'action_receive', [transfer])
    item = scene.call('giver_1', 'store.transfer.discrepancy', 'search', [('transfer_line_id', '=', line)])
    scene.call('giver_1', 'store.transfer.discrepancy', 'action_agree', item)
    before = scene.there()

    def judge(_answers):
        now = scene.there()
        right = (now[0], now[1]) == (before[0] - 4, before[1] - 2) and now[2] >= 0
        return [*scene.wrong(transfer, 5, 5, ('received',)), *([] if right else [f'{now}, before {before}'])]

    return [
        scene.act('judge_1', item[0], 'decide', 'store.transfer.discrepancy', outcome='ship_rest'),
        scene.act('giver_2', picking, 'button_validate', 'stock.picking'),
    ], judge


SCENES = {
    'a transfer and a delivery of the same goods': ship_and_deliver,
    'two deliveries of the same goods': deliver_two,
    'two transfers of the same goods': ship_two,
    'a sale over the counter and a transfer': sell_and_ship,
    'a scrap and a transfer': scrap_and_ship,
    'a surplus and a delivery': surplus_and_deliver,
    'two ship the same transfer': ship_twice,
    'two ship the same transfer to another company': lambda scene: ship_twice(scene, 'RV3'),
    'ship and cancel': ship_and_cancel,
    'two transfers for the last units': last_unit,
    'two receive the same transfer': receive_twice,
    'two receive the same transfer from another company': lambda scene: receive_twice(scene, 'RV3'),
    'two approve the same request': approve_twice,
    'approve and reject': approve_and_reject,
    'the picking and the transfer': picking_and_transfer,
    'the same number requested twice': same_number,
    'two decide the same difference': decide_twice,
    'two send the same goods back': return_twice,
}
