# Part of store_group. License LGPL-3.

from dateutil.relativedelta import relativedelta
from lxml import etree

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .billing_common import BillingCommon
from .forms_common import Shown, change, press
from .intake_common import HEADER, IntakeCommon
from .test_transfer_customer import CustomerCommon

# What is missing is typed on the same form, so the button has to be there: {(model, button): beginning of the question}.
ASKED = {('store.month.close', 'action_reopen'): "Enter the reason", ('store.adoption', 'action_preview'): "There is no rule"}
# Our models whose forms have buttons; each is walked below.
WALKED = {
    'store.adoption',
    'store.channel',
    'store.comparable',
    'store.competitor',
    'store.delivery.group',
    'store.group',
    'store.intake.document',
    'store.intake.issue',
    'store.intake.order',
    'store.intake.proof',
    'store.intake.question',
    'store.month.close',
    'store.report.mail',
    'store.serving',
    'store.settlement',
    'store.stock.correction',
    'store.store',
    'store.transfer',
    'store.transfer.discrepancy',
}


@tagged('post_install', '-at_install')
class TestFormsButtons(IntakeCommon, CustomerCommon, BillingCommon):
    """A button that would be refused is not shown, to no role, in no state."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.taker_boss = cls._member('taker_boss', 'store_manager', store_id=cls.store_3.id)
        cls.looker = cls._member('looker', 'auditor', group_id=cls.head.id)
        small = cls.env['store.role.profile'].create(
            {
                'name': 'Small',
                'role': 'store_manager',
                'ship': True,
                'receive': True,
                'request': True,
                'approve_up_to': 15,
                'currency_id': cls.company.currency_id.id,
            }
        )
        cls.people = {
            'staff of the sender': cls.giver,
            'staff of the receiver': cls.taker,
            'store manager of the sender': cls.giver_boss,
            'store manager of the receiver': cls.taker_boss,
            'store manager with a small limit': cls._member(
                'small', 'store_manager', store_id=cls.store_1.id, profile_id=small.id
            ),
            'group manager': cls.judge,
            'auditor': cls.looker,
            'headquarters': cls.admin,
        }

    def setUp(self):
        super().setUp()
        self.people = dict(self.people)

    def _walk(self, documents):
        """Return {button of a document: {role: its refusal}}."""
        self.env.flush_all()
        self.env.invalidate_all()
        found, pressed = {}, 0
        for title, record in documents:
            for role, user in self.people.items():
                own = record.with_env(self.env(user=user, su=False, context={'allowed_company_ids': user.company_ids.ids}))
                if not own.has_access('read') or not own.search_count([('id', '=', own.id)]):
                    continue
                try:
                    shown = Shown(own)
                except UserError as error:
                    found.setdefault(f'{title}: does not open', {})[role] = str(error)
                    continue
                for node in shown.buttons():
                    if node.get('type') == 'object' and shown.is_incomplete():
                        continue
                    pressed += 1
                    try:
                        refusal = press(own, node, shown.context(node))
                    except ValueError as error:  # the view asks for a field this person does not get
                        refusal = str(error)
                    asked = ASKED.get((own._name, node.get('name')))
                    if refusal and not (asked and refusal.startswith(asked)):
                        key = f'{title}: {node.get("string") or node.get("name")} ({node.get("name")})'
                        found.setdefault(key, {})[role] = refusal
                if record._name.startswith('store.'):
                    for node, value in shown.changes():
                        pressed += 1
                        refusal = change(own, node.get('name'), value)
                        if refusal:
                            found.setdefault(f'{title}: field {node.get("name")}', {})[role] = refusal
        return found, pressed

    def _tell(self, found):
        return '\n'.join(
            f'{button}\n' + '\n'.join(f'    {role}: {refusal:.200}' for role, refusal in roles.items())
            for button, roles in sorted(found.items())
        )

    def assert_none_refused(self, documents):
        found, pressed = self._walk(documents)
        self.assertTrue(pressed)
        if found:
            self.fail(f'{pressed} buttons pressed, refused:\n{self._tell(found)}')

    # === OURS ===

    def _transfers(self):
        Transfer = self.env['store.transfer']
        product = self._product()
        draft = self._as(self.taker, Transfer).create(
            {
                'source_store_id': self.store_1.id,
                'dest_store_id': self.store_3.id,
                'line_ids': [Command.create({'product_id': product.id, 'qty_requested': 1})],
            }
        )
        submitted, _goods = self._ask(2)
        dear, _goods = self._ask(9)
        own, _goods = self._ask(2, user=self.judge)
        approved, _goods = self._approved(2)
        rejected, _goods = self._ask(1)
        self._as(self.giver_boss, rejected).sudo().refusal = 'No'
        self._as(self.giver_boss, rejected).action_reject()
        cancelled, _goods = self._ask(1)
        self._as(self.taker, cancelled).action_cancel()
        shipped, _goods = self._shipped(2)
        partly, _goods = self._approved(4)
        self._set(self.giver, partly, 'shipped', 2)
        self._as(self.giver, partly).action_ship()
        received, _goods = self._shipped(2)
        self._set(self.taker, received, 'received', 1)
        self._set(self.taker, received, 'lost', 1)
        self._as(self.taker, received).action_receive()
        whole, _goods = self._shipped(1)
        self._as(self.taker, whole).action_receive()
        decided, _goods = self._shipped(2)
        self._set(self.taker, decided, 'received', 1)
        self._set(self.taker, decided, 'lost', 1)
        self._as(self.taker, decided).action_receive()
        item = decided.sudo().discrepancy_ids
        self._as(self.giver, item).action_agree()
        self.assert_none_refused([('difference answered', item)])
        self._as(self.judge, item).decide('write_off', 'source')
        back = Transfer.browse(self._as(self.taker, whole).action_return()['res_id'])
        return {
            'draft': draft,
            'submitted': submitted,
            'dear': dear,
            'asked by the one who approves': own,
            'approved': approved,
            'rejected': rejected,
            'cancelled': cancelled,
            'shipped': shipped,
            'partly shipped': partly,
            'received': received,
            'decided': decided,
            'whole': whole,
            'back': back,
        }

    def test_transfers_and_differences(self):
        transfers = self._transfers()
        documents = [(f'transfer {name}', transfer) for name, transfer in transfers.items()]
        documents += [(f'difference {name}', transfers[name].sudo().discrepancy_ids) for name in ('received', 'decided')]
        self.assert_none_refused(documents)

    def _servings(self):
        def asked():
            order, _goods = self._sold(13)
            return self._send(order)

        servings = {name: asked() for name in ('asked', 'agreed', 'refused', 'withdrawn', 'sent')}
        for name in ('agreed', 'sent'):
            self._as(self.giver_boss, servings[name]).action_agree()
        self._as(self.giver_boss, servings['refused']).action_refuse()
        self._as(self.taker, servings['withdrawn']).action_withdraw()
        servings['sent'].sudo().state = 'sent'
        servings['asked by the one who agrees'] = self._send(self._sold(13)[0], user=self.judge)
        return servings

    def _corrections(self):
        vals = {
            'store_id': self.store_1.id,
            'company_id': self.company.id,
            'kind': 'scrap',
            'product_id': self._product().id,
            'quantity': -1,
            'value': -10,
            'reason': 'damaged',
            'user_id': self.giver.id,
        }
        Correction = self.env['store.stock.correction'].sudo()
        made = {}
        for state in ('waiting', 'done', 'refused'):
            scrap = (
                self.env['stock.scrap']
                .sudo()
                .create({'product_id': vals['product_id'], 'location_id': self.warehouse_1.lot_stock_id.id})
            )
            made[state] = Correction.create({**vals, 'state': state, 'source_model': 'stock.scrap', 'source_id': scrap.id})
        for name, more in (('dear', {'value': -1000000}), ('own', {'user_id': self.giver_boss.id})):
            scrap = scrap.copy()
            made[name] = made['waiting'].copy({'state': 'waiting', 'source_id': scrap.id, **more})
        made['beside a dear one'] = made['dear'].copy({'state': 'waiting', 'value': -10})
        return made

    def test_deliveries_for_others_and_corrections(self):
        self.assert_none_refused(
            [(f'serving {name}', record) for name, record in self._servings().items()]
            + [(f'correction {name}', record) for name, record in self._corrections().items()]
        )

    def _parcels(self):
        """Return {title: a document} of parcels in each state, and of an order and a delivery that can be divided."""
        self.env['stock.quant'].sudo().with_company(self.company)._update_available_quantity(
            self.product, self.warehouse_1.lot_stock_id, 50
        )
        Group = self.env['store.delivery.group']

        def send(number, phone):
            address = {'street': 'Lake Road 12', 'city': 'Hangzhou', 'country': 'CN'}
            party = {'external_id': f'B{number}', 'name': 'Li', 'phone': phone, 'address': address}
            self._submit(self._payload(number, customer=party, status='paid'), confirm=True)
            self.env.invalidate_all()
            return self._sale(number).sudo().picking_ids

        made = {}
        for place, title in enumerate(('proposed', 'accepted', 'accepted, one more', 'shipped')):
            pickings = send(f'{title} 1', f'1380013800{place}') | send(f'{title} 2', f'1380013800{place}')
            Group.action_look()
            made[title] = pickings.delivery_group_id.with_env(self.env)
            if title != 'proposed':
                made[title].action_accept()
            if title == 'accepted, one more':
                send(f'{title} 3', f'1380013800{place}')
                Group.action_look()
            elif title == 'shipped':
                made[title].sudo().action_ship()
        alone = send('alone', '13800138009')
        made.update({'delivery': alone, 'order': alone.sale_id, 'delivery in a parcel': made['accepted'].picking_ids[:1]})
        return made

    def test_parcels(self):
        made = self._parcels()
        self.assertEqual((made['shipped'].state, made['accepted, one more'].is_waiting), ('shipped', True))
        self.assert_none_refused([(f'parcel {title}', record) for title, record in made.items()])

    def test_settlements(self):
        self.people = {**self.people, 'staff of the buyer': self.far_taker, 'store manager of the buyer': self.far_boss}
        self._lane(billing='collected')
        for turn in ('cancelled', 'billed'):
            transfer, _goods = self._far(2)
            self._as(self.far_taker, transfer).action_receive()
            month = str(self.store_1._today() + relativedelta(day=31))
            answer = self._as(self.giver_boss, self.env['store.settlement']).propose(month)
            made = self.env['store.settlement'].browse([item['id'] for item in answer])
            self.assert_none_refused([('settlement proposed', made)])
            self._as(self.giver_boss, made).action_confirm()
            self.assert_none_refused([('settlement checked', made)])
            if turn == 'cancelled':
                self._as(self.giver_boss, made).action_cancel()
                self.assert_none_refused([('settlement cancelled', made)])
        self._as(self.far_boss, made).action_confirm()
        self.assert_none_refused([('settlement billed', made)])

    def _intake(self):
        documents = {'review': self._upload('one,A1,2024-03-05,B1,One,T-SHIRT,Shirt,1,10,0')}
        documents['questions'] = self._upload('one,A2,2024-03-05,B1,One,T-NOTHING,Shirt,1,10,0')
        documents['columns'] = self._upload('one,A3,2024-03-05,B1,One,T-SHIRT,Shirt,1,10,0,1.5', header=f'{HEADER},Coupon')
        made = [(f'document {name}', document) for name, document in documents.items()]
        made += [('intake order', order) for order in documents['review'].order_ids]
        made += [('issue', issue) for issue in (documents['questions'] | documents['columns']).issue_ids]
        asking = documents['questions'] | documents['columns']
        asked = self.env['store.intake.question'].search([('document_ids', 'in', asking.ids)])
        made += [(f'question {question.code}', question) for question in asked]
        made += [('intake order question', order) for order in documents['questions'].order_ids]
        made += [('channel', self.files), ('channel of programs', self.shop), ('layout', self.template)]
        return made

    def _proofs(self):
        """Return days of shops that nobody declared, that a person and a program declared, with a kept file and without."""
        self._take_over(self._upload('one,A3,2024-03-05,B1,One,T-SHIRT,Shirt,1,10,0'))
        self._submit(self._payload('1'))
        Proof, proofs = self.env['store.intake.proof'], {}
        money = self.company.currency_id.id
        for name, channel, day in (
            ('with a file', self.files, '2024-03-05'),
            ('of a program', self.shop, '2024-03-05'),
            ('without orders', self.files, '2024-03-07'),
            ('typed in', self.files, '2024-03-08'),
        ):
            proofs[name] = Proof.browse(Proof.open_day(channel.id, self.store_1.id, day, money)['res_id'])
        self._as(self.giver_boss, proofs['typed in']).write({'told_count': 2, 'told_total': 20})
        Proof.with_user(self.bot).with_context(allowed_company_ids=self.company.ids).declare(
            'T-SHOP', '2024-03-05', 2, orders=['1', '2']
        )
        return proofs

    def test_intake(self):
        self.assert_none_refused(self._intake())

    def test_proofs_of_a_day(self):
        self.assert_none_refused([(f'proof {name}', proof) for name, proof in self._proofs().items()])

    def _settings(self):
        """Return the documents of headquarters."""
        env = self.env
        month = env['store.month.close'].create({'company_id': self.company.id, 'month': '2020-01-01'})
        closed = env['store.month.close'].create({'company_id': self.company.id, 'month': '2019-12-01'})
        closed.action_close()
        days = {'date_from': '2026-01-01', 'date_to': '2026-01-31', 'compared_from': '2025-01-01', 'compared_to': '2025-01-31'}
        comparable = env['store.comparable'].create(days)
        frozen = env['store.comparable'].create(days)
        frozen.action_propose()
        if frozen.line_ids:
            frozen.action_freeze()
        stores = {
            'open': self.store_1,
            'draft': env['store.store'].create({'code': 'T-NEW', 'name': 'New', 'company_id': self.company.id}),
            'paused': self._store('T-P', 'Paused', group_id=self.east.id),
            'closed': self._store('T-C', 'Closed', group_id=self.east.id),
        }
        stores['paused'].action_pause()
        stores['closed'].sudo().state = 'closed'
        rival = env['store.competitor'].create({'name': 'Rival', 'code': 'T-RIVAL'})
        mail = env['store.report.mail'].create({'user_id': self.giver_boss.id, 'with_pdf': False})
        return [
            *((f'store {name}', store) for name, store in stores.items()),
            ('group', self.east),
            ('tree', self.tree),
            ('month', month),
            ('month closed', closed),
            ('comparable', comparable),
            ('comparable frozen', frozen),
            ('competitor', rival),
            ('takeover', env['store.adoption'].create({'name': 'By hand'})),
            ('report by mail', mail),
            ('lane', self._lane()),
            ('member', self.giver.sudo().store_member_ids),
            ('profile', env['store.role.profile'].search([], limit=1)),
            (
                'key',
                env['store.cost.key'].create(
                    {'name': 'Key', 'company_id': self.company.id, 'date_from': '2020-01-01', 'basis': 'revenue'}
                ),
            ),
        ]

    def test_settings_and_reports(self):
        self.assert_none_refused(self._settings())

    def test_every_form_with_a_button_is_walked(self):
        views = (
            self.env['ir.ui.view']
            .sudo()
            .search([('type', '=', 'form'), ('model', '=like', 'store.%'), ('inherit_id', '=', False)])
        )
        with_buttons = {
            view.model
            for view in views
            if not self.env[view.model]._transient
            and self.env[view.model]._auto
            and etree.fromstring(view.arch).xpath('//button[not(ancestor::field)]')
        }
        self.assertEqual(with_buttons - WALKED, set(), "make documents of these in each state, and walk them")

    # === OF CORE ===

    def _orders(self):
        product = self._product()

        def sold(**vals):
            return self._as(self.taker, self.env['sale.order']).create(
                {
                    'partner_id': self.customer.id,
                    'store_id': self.store_3.id,
                    'warehouse_id': self.warehouse_3.id,
                    'order_line': [Command.create({'product_id': product.id, 'product_uom_qty': 1})],
                    **vals,
                }
            )

        draft, sent, confirmed, cancelled = sold(), sold(), sold(), sold()
        sent.action_quotation_sent()
        confirmed.action_confirm()
        cancelled.sudo()._action_cancel()
        return {'draft': draft, 'sent': sent, 'confirmed': confirmed, 'cancelled': cancelled}

    def test_orders_and_deliveries(self):
        orders = self._orders()
        documents = [(f'order {name}', order) for name, order in orders.items()]
        documents.append(('delivery', orders['confirmed'].sudo().picking_ids))
        done = self._orders()['confirmed']
        picking = done.sudo().picking_ids
        picking.move_ids.write({'quantity': 1, 'picked': True})
        picking.button_validate()
        invoice = done.sudo()._create_invoices()
        draft = invoice.copy()
        invoice.action_post()
        receipt = self._receive(self.env(su=True), self._product(), self.warehouse_3, 2, 10)
        scrap = (
            self.env['stock.scrap']
            .sudo()
            .create(
                {'product_id': self._product().id, 'location_id': self.warehouse_3.lot_stock_id.id, 'company_id': self.company.id}
            )
        )
        lead = self.env['crm.lead'].sudo().create({'name': 'Lead', 'store_id': self.store_3.id, 'type': 'opportunity'})
        documents += [
            ('order delivered', done),
            ('delivery done', picking),
            ('receipt done', receipt),
            ('scrap', scrap),
            ('lead', lead),
            ('product', self._product().product_tmpl_id),
            ('variant', self._product()),
            ('customer', self.customer),
        ]
        self.assert_none_refused(documents)
        del self.people['headquarters']  # an accountant only where Odoo's rights say so; core's form opens for accountants
        self.assert_none_refused([('invoice draft', draft), ('invoice posted', invoice)])

    def test_an_order_that_waits_for_a_release(self):
        self.env['store.gate.rule'].create({'channel_id': self.shop.id, 'kind': 'total_above', 'limit': 1})
        self.shop.write({'finance_gate': 'all', 'two_people': True})
        keeper = self._member('keeper', 'staff', store_id=self.store_1.id)
        keeper.sudo().group_ids += self.env.ref('account.group_account_invoice')
        self.people['bookkeeper'] = keeper
        documents = []
        for number, acts in enumerate(([], ['action_hold'], ['action_release'], ['action_release', 'action_hold'])):
            self._submit(self._payload(str(number), status='paid'), confirm=True)
            sale = self._sale(str(number))
            for act in acts:
                gate = sale.sudo().store_gate_ids.filtered(lambda gate: gate.state in ('waiting', 'held'))
                getattr(self._as(keeper if gate.gate == 'books' else self.giver_boss, gate), act)()
            documents.append((f'order {acts}', sale))
        self.assert_none_refused(documents)
