# Part of store_group. License LGPL-3.
import os
from pathlib import Path

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .matrix_common import PEOPLE, PLACES, MatrixCommon

RIGHTS = Path(__file__).resolve().parents[1] / 'docs/rights.md'
OPERATIONS = ('read', 'write', 'create', 'unlink')
LETTERS = {'read': 'R', 'write': 'W', 'create': 'C', 'unlink': 'D'}
# Rules of ours that no sample stands for, and what stands for them.
ELSEWHERE = {
    'report.stock.quantity': 'test_security_stock_work',
    'product.value': 'closed to whoever is bound',
    'stock.avco.report': 'closed to whoever is bound',
    'account.invoice.report': 'test_security_accounting',
    'res.partner.bank': 'test_security_hiding',
    'crm.activity.report': 'test_security_aside',
    'crm.lead.scoring.frequency': 'test_security_names',
    'account.partial.reconcile': 'test_security_accounting_work',
    'payment.transaction': 'test_security_beyond',
    **dict.fromkeys(
        (
            'calendar.event',
            'calendar.attendee',
            'calendar.recurrence',
            'product.attribute.custom.value',
            'account.payment.method.line',
        ),
        'test_security_aside',
    ),
    'crm.team.member': 'test_security_kept',
    **dict.fromkeys(
        ('stock.rule', 'stock.route', 'stock.putaway.rule', 'stock.storage.category', 'stock.storage.category.capacity'),
        'test_security_settings',
    ),
}
HEAD = """# Who may do what

Written by `tests/test_security_matrix.py` from the results of its tests; change the code, then run `dev/rights`.
R read, W write, C create, D delete; "-" refused. A cell is what the user may do with one record of the model at that
place, by Odoo's access lists and all rules together:
{places}. The stores "own" and "same group" stand in one
group, "no store" is headquarters. The README describes what a capability sheet hides in addition.

**Masked fields** (phones, mails, addresses of customers; prices of vendors; the keys of customers' pages; how a price
follows from the cost) are listed in `engine/people/masks.py` and applied by one service, `store.mask`. Refused: a masked
field requested by itself, by `read`, `search_read`, `web_read`, export, filter, order, grouping. Blank:
the same field read along with others, inside a nested specification, in a read of all fields, in the chatter, among
recipients, in a copy, at a till, in a rule of a pricelist. Left out: old values in the chatter, address and mail
beside a name, the price beside a vendor's name. Core's own work as the user reads on: what is printed, mailed and
delivered carries the address. Questions of the intake quote cells of files: without *See Customer Contacts* they are told
without what was found, unless that is a product, a store or a currency, for in a shifted row any cell names somebody.

**Names** of stores, teams, warehouses, journals, tills and places everybody reads. The rest of a store's form (note, phone,
area, opening hours, what a franchise owes), files, messages, activities, meetings and followers of these records are for users
who see the store's documents; the next number of a sequence is for headquarters. **Wizards** are for the user who made them.

**Totals** on what everybody knows (a customer's credit and debit and the search for them, what a team invoiced,
duplicates of a lead, the forecast page) count what the reader's stores hold. `tests/test_security_totals.py` calls every
compute and public method before and after another store does business, and lists the few that answer differently, with
the reason. **Read-only users** cannot change anything by core's actions, and get no key to a customer's page. **Settings
of a warehouse** (rules, routes, putaway, places, operation types) are changed by people
of its store; what stores share, by headquarters.

The right to change a document does not include linking it to any record. After every write and create of a bound user the
changed links are checked (`models/people/store_links_core.py`, one line for each link of each model; a link that is not
listed fails a test): a linked order, operation, move, entry or payment must belong to a store they act for; a place must
belong to one of their stores, be shared (the warehouse a store of theirs uses, whoever owns it) or of no store, or be a
customer, vendor, loss or transit location. docs/transfers.md says under "No other way" which goods may be taken where.
Computed fields (the store of a line, amounts, states) cannot be written. Superuser code and unbound users are not
checked.

**What a form names.** Odoo computes related values elevated, so whoever put a guessed id into an unsaved form would read
them. Bound users name only what they may read, of another store or another company (contacts, products, price
lists, warehouses): in unsaved forms with their lines and parent, in defaults, and in what they create and write. The
refusal names nothing. What a saved record links to already stays.

**Lots** are visible to everybody by name. The location of a lot is blank for users who may not see that place, in reads,
exports and copies; filters, sorting and groups treat it as empty. A lot can be changed or deleted by users who act at all
places with stock of it; without stock, by users who act at all places where it ever was (headquarters' warehouses belong
to headquarters).
"""


@tagged('post_install', '-at_install')
class TestSecurityMatrix(MatrixCommon):
    """Every kind of person, every covered model, four operations, five places; docs/rights.md is this table."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        self = cls()
        cls.table = {
            name: {
                model: {place: self._may(name, record) for place, record in records.items()}
                for model, records in cls.samples.items()
            }
            for name in PEOPLE
        }

    def _may(self, name, record):
        self.env.invalidate_all()
        mine = self._as_person(name, record)
        if not mine._auto:  # a report: what it shows
            return 'R' if mine.browse().has_access('read') and mine.search([('id', '=', record.id)]) else '-'
        return ''.join(LETTERS[operation] for operation in OPERATIONS if mine.has_access(operation)) or '-'

    def _markdown(self):
        parts = [HEAD.format(places=', '.join(PLACES))]
        for name, (title, *_rest) in PEOPLE.items():
            parts.append(f'\n## {title}\n\n| model | {" | ".join(PLACES)} |\n|{" --- |" * (len(PLACES) + 1)}\n')
            seen, refused = self.table[name], []
            for model in sorted(seen):
                if set(seen[model].values()) == {'-'}:
                    refused.append(f'`{model}`')
                else:
                    parts.append(f'| `{model}` | {" | ".join(seen[model].get(place, "") for place in PLACES)} |\n')
            if refused:
                parts.append(f'\nRefused everywhere: {", ".join(refused)}.\n')
        return ''.join(parts)

    def test_the_document_says_what_holds(self):
        text = self._markdown()
        if os.environ.get('STORE_GROUP_WRITE_RIGHTS'):
            RIGHTS.write_text(text, encoding='utf-8')
        self.assertEqual(
            RIGHTS.read_text(encoding='utf-8').splitlines(),
            text.splitlines(),
            'docs/rights.md differs from what holds: look at the difference, then run dev/rights',
        )

    def test_every_covered_model_of_core_is_sampled(self):
        rules = self.env['ir.model.data'].sudo().search([('module', '=', 'store_group'), ('model', '=', 'ir.rule')])
        covered = set(self.env['ir.rule'].sudo().browse(rules.mapped('res_id')).model_id.mapped('model'))
        self.assertFalse({model for model in covered if not model.startswith('store.')} - self.samples.keys() - ELSEWHERE.keys())
        for model, records in self.samples.items():
            for place, record in records.items():
                self.assertEqual(len(record), 1, f'{model} {place}')

    def test_the_walls(self):
        """What must never change, whatever the document says."""
        bound = ('staff', 'merchandiser', 'manager', 'group_manager', 'auditor', 'books', 'bot', 'left')
        names = {  # readable everywhere in the company: names, no figures
            'crm.team',
            'stock.warehouse',
            'stock.location',
            'stock.picking.type',
            'account.journal',
            'store.store',
        }
        shared = {'store.competitor.price', 'store.price.position'}  # without a store: asked everywhere
        reach = {name: {'own store'} for name in bound} | {'group_manager': {'own store', 'same group'}, 'left': set()}
        for name in bound:
            for model, cells in self.table[name].items():
                for place, cell in cells.items():
                    outside = place not in reach[name]
                    with self.subTest(who=name, model=model, place=place):
                        if outside and (model in names or model in shared and place == 'no store' and name != 'left'):
                            self.assertIn(cell, ('R', '-'))
                        elif outside:
                            self.assertEqual(cell, '-')
                        if name == 'auditor':
                            self.assertIn(cell, ('R', '-'))
        for name in ('portal', 'public'):
            self.assertEqual({cell for cells in self.table[name].values() for cell in cells.values()}, {'-'})

    def test_searching_counting_grouping_naming_exporting_and_reading_tell_the_same(self):
        for name in PEOPLE:
            for model, records in self.samples.items():
                cells = self.table[name][model]
                Model = self._as_person(name, self.env[model])
                if not Model.browse().has_access('read'):
                    continue
                ids = [record.id for record in records.values()]
                seen = sorted(record.id for place, record in records.items() if 'R' in cells[place])
                domain = [('id', 'in', ids)]
                self.env.invalidate_all()
                with self.subTest(who=name, model=model):
                    self.assertEqual(sorted(Model.with_context(active_test=False).search(domain).ids), sorted(set(seen)))
                    self.assertEqual(Model.with_context(active_test=False).search_count(domain), len(set(seen)))
                    grouped = Model.with_context(active_test=False)._read_group(domain, [], ['__count'])
                    self.assertEqual(grouped[0][0], len(set(seen)))
                    if model not in ('sale.report', 'stock.quant'):  # nothing to be named by
                        found = Model.with_context(active_test=False).name_search('', domain, limit=None)
                        self.assertEqual(sorted(row[0] for row in found), sorted(set(seen)))
                    for record_id in set(ids) - set(seen):
                        self.env.invalidate_all()
                        try:
                            told = Model.browse(record_id).read(['display_name' if Model._auto else 'store_id'])
                        except AccessError:
                            told = []
                        self.assertFalse(told)
                        with self.assertRaises(UserError):
                            Model.browse(record_id).export_data(['display_name'])

    def test_lines_attachments_and_messages_of_hidden_documents_are_hidden(self):
        su = self.env(su=True)
        records = [
            record
            for model in ('sale.order', 'stock.picking', 'account.move', 'crm.lead')
            for record in self.samples[model].values()
        ]
        papers = su['ir.attachment'].create(
            [{'name': 'Paper', 'raw': b'x', 'res_model': record._name, 'res_id': record.id} for record in records]
        )
        notes = su['mail.message'].union(*[record.sudo().message_post(body='Note') for record in records])
        for name in PEOPLE:
            seen = {
                (record._name, record.id)
                for record in records
                if 'R'
                in self.table[name][record._name][
                    next(place for place, sample in self.samples[record._name].items() if sample == record)
                ]
            }
            self.env.invalidate_all()
            with self.subTest(who=name):
                if self._as_person(name, papers).has_access('read'):
                    mine = self._as_person(name, papers).search([('id', 'in', papers.ids)])
                    self.assertEqual({(paper.res_model, paper.res_id) for paper in mine}, seen)
                mine = self._as_person(name, notes).search([('id', 'in', notes.ids)])
                self.assertLessEqual({(note.model, note.res_id) for note in mine.sudo()}, seen)
                if not self._as_person(name, self.env['sale.order']).has_access('read'):
                    continue
                by_line = self._as_person(name, self.env['sale.order.line']).search(
                    [('order_id.id', 'in', [record.id for record in self.samples['sale.order'].values()])]
                )
                self.assertEqual(
                    {line.id for line in by_line},
                    {
                        line.id
                        for place, line in self.samples['sale.order.line'].items()
                        if 'R' in self.table[name]['sale.order.line'][place]
                    },
                )

    def test_writing_and_deleting_elsewhere_is_refused_for_real(self):
        for name in ('staff', 'manager', 'auditor', 'bot', 'left'):
            for model, values in (
                ('sale.order', {'client_order_ref': 'X'}),
                ('sale.order.line', {'name': 'X'}),
                ('crm.lead', {'name': 'X'}),
                ('stock.picking', {'note': 'X'}),
                ('stock.quant', {'quantity': 99}),
                ('store.store', {'name': 'X'}),
            ):
                for place in ('other group', 'other company', 'no store'):
                    if place not in self.samples[model]:
                        continue
                    mine = self._as_person(name, self.samples[model][place])
                    for act in (lambda mine=mine, values=values: mine.write(values), lambda mine=mine: mine.unlink()):
                        with self.subTest(who=name, model=model, place=place), self.assertRaises(UserError):
                            act()
            with self.subTest(who=name), self.assertRaises(AccessError):
                self._as_person(name, self.env['sale.order']).create(
                    {'partner_id': self.customer.id, 'store_id': self.store_2.id}
                )

    def test_a_portal_customer_keeps_his_orders(self):
        portal = self.people['portal']
        order = self.samples['sale.order']['other group'].sudo().copy({'partner_id': portal.partner_id.id})
        order.action_quotation_sent()
        order.message_subscribe(portal.partner_id.ids)
        self.env.invalidate_all()
        self.assertEqual(self._as_person('portal', order).read(['name'])[0]['name'], order.name)


@tagged('post_install', '-at_install')
class TestSecurityMatrixRpc(MatrixCommon, HttpCase):
    """The same through both doors for programs."""

    @mute_logger('odoo.http')
    def test_through_xmlrpc_and_json2(self):
        ids = {place: record.id for place, record in self.samples['sale.order'].items()}
        expected = {
            'staff': {'own store'},
            'group_manager': {'own store', 'same group'},
            'auditor': {'own store'},
            'left': set(),
            'clerk': {'own store', 'same group', 'other group', 'no store'},
            'hq': set(PLACES),
        }
        for name, places in expected.items():
            user, login = self.people[name], f'matrix_{name}'
            with self.subTest(who=name, door='xmlrpc'):
                found = self.xmlrpc_object.execute_kw(
                    self.env.cr.dbname, user.id, login, 'sale.order', 'search', [[('id', 'in', list(ids.values()))]]
                )
                self.assertEqual(set(found), {ids[place] for place in places})
            key = self.env['res.users.apikeys'].with_user(user)._generate('rpc', 'matrix', self._tomorrow())
            for place, order_id in ids.items():
                response = self.url_open(
                    '/json/2/sale.order/read',
                    headers={'Authorization': f'bearer {key}', 'X-Odoo-Database': self.env.cr.dbname},
                    json={'ids': [order_id], 'fields': ['name']},
                )
                with self.subTest(who=name, door='json2', place=place):
                    self.assertEqual(response.status_code, 200 if place in places else 403, response.text[:200])

    def _tomorrow(self):
        return fields.Datetime.add(fields.Datetime.now(), days=1)
