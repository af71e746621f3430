# Part of store_group. License LGPL-3.
import doctest
import json
import pathlib

from odoo.tests import BaseCase

from ..engine.intake import canonical, identify, layout, table
from ..engine.intake.layouts import BY_CODE
from ..engine.table import cells, edifact_goods, edifact_message, edifact_money, head, xmls

SAMPLES = pathlib.Path(__file__).parent / 'samples'
FOLDER = SAMPLES / 'documents'
EXPECTED = json.loads((FOLDER / 'expected.json').read_text())
UBL = (SAMPLES / 'known' / 'ubl_order.xml').read_text()
WRAPPED = (
    '<?xml version="1.0"?><StandardBusinessDocument xmlns="urn:sbdh"><StandardBusinessDocumentHeader><HeaderVersion>1.0'
    '</HeaderVersion></StandardBusinessDocumentHeader>%s</StandardBusinessDocument>'
)


def orders_of(content, plan=None):
    """Return [(TableOrder, OrderDraft or None, codes and texts of its issues)] of a file, by its own layout or `plan`."""
    plan = plan or identify.identify(content).best.layout
    found = []
    for order in table.read_orders(content, 'x', plan, 'EUR').orders:
        draft, issues = canonical.check_order(order.payload, tz='UTC', default_currency='EUR')
        found.append((order, draft, [(issue.code, issue.found) for issue in (*order.issues, *issues)]))
    return found


def message(lines, head='', tail='', bgm='BGM+220+PO-1+9', interchange=''):
    """Return an EDIFACT file of one order; its parts are texts of segments, each with its end."""
    body = f"{bgm}'DTM+137:20260305:102'NAD+BY+4012345000009::9'CUX+2:EUR:9'{head}{lines}UNS+S'{tail}"
    start = f"UNB+UNOC:3+1:14+2:14+260305:0915+77{interchange}'UNH+1+ORDERS:D:01B:UN'"
    return f"{start}{body}UNT+{body.count(chr(39)) + 2}+1'UNZ+1+77'".encode()


def ubl(name, space):
    """Return the sample as another document of UBL."""
    return UBL.replace('<o:Order', f'<o:{name}').replace('</o:Order', f'</o:{name}').replace('xsd:Order-2', f'xsd:{space}')


class TestEngineIntakeDocuments(BaseCase):
    """Orders of EDIFACT and UBL: what is read is right to the cent, what is not read stops the order."""

    maxDiff = None

    # === EDIFACT ===

    def test_allowances_deliveries_and_free_goods_are_read(self):
        found = {}
        for order, draft, issues in orders_of((FOLDER / 'read.edi').read_bytes()):
            self.assertEqual(issues, [], order.external_id)
            found[order.external_id] = {
                'lines': [[str(value) for value in (line.barcode, line.quantity, line.amount)] for line in draft.lines],
                'discount': str(draft.discount_amount),
                'shipping': str(draft.shipping_amount),
                'status': draft.status,
                'gifts': sum(line.gift for line in draft.lines),
            }
        self.assertEqual(found, EXPECTED['read.edi'])

    def test_what_is_not_read_stops_the_order(self):
        content = (FOLDER / 'stopped.edi').read_bytes()
        found = {order.external_id: [text for _code, text in issues] for order, _draft, issues in orders_of(content)}
        self.assertEqual(found, EXPECTED['stopped.edi'])
        for order, _draft, _issues in orders_of(content):
            self.assertEqual([(issue.code, issue.severity) for issue in order.issues], [('unread_segments', 'error')])

    def test_whatever_layout_reads_it(self):
        plan = BY_CODE['edifact_orders'].layout
        fewer = layout.Layout(
            tuple(column for column in plan.columns if column.target not in ('status', 'line.discount_amount', 'total')),
            sheet='LIN',
            key_separator=' ',
            unread=('*',),
        )
        for order, _draft, issues in orders_of((FOLDER / 'stopped.edi').read_bytes(), fewer):
            self.assertEqual([code for code, _text in issues], ['unread_segments'], order.external_id)

    def test_a_test_is_no_order(self):
        goods = "LIN+1++4006381333931:EN'QTY+21:10'PRI+AAA:5'"
        for bgm in ('BGM+220+PO-1+9', 'BGM+220+PO-1+1'):
            ((_order, _draft, issues),) = orders_of(message(goods, bgm=bgm, interchange='++++++1'))
            self.assertEqual([code for code, _text in issues], ['unread_segments'])

    def test_no_segment_reaches_what_only_looks_like_one(self):
        goods = "LIN+1++4006381333931:EN'QTY+21:10'PRI+AAA:5'"
        for tag in ('PUT', 'TAK', 'put', '___'):
            ((_order, _draft, issues),) = orders_of(message(f"{goods}{tag}+1'"))
            self.assertEqual(issues, [('unread_segments', f'LIN+1; {tag}+1')])

    def test_very_many_sets_and_allowances_take_no_time(self):
        content = message(
            "LIN+1++4006381333931:EN'QTY+21:10'PRI+AAA:5'" + "LIN+2++4006381333948:EN+1:1'QTY+21:1'" * 20_000,
            head="ALC+A+++\u00b2'MOA+8:0'" * 20_000,
        )
        ((order, _draft, issues),) = orders_of(content, BY_CODE['edifact_orders'].layout)
        self.assertEqual((len(order.payload['lines']), issues), (1, []))

    def test_an_order_longer_than_what_is_looked_at_is_recognised(self):
        content = message("LIN+1++4006381333931:EN'QTY+21:10'PRI+AAA:5.00'" * 8000)
        self.assertGreater(len(content), head.MAX_BYTES)
        self.assertEqual(identify.identify(content).best.code, 'edifact_orders')

    # === UBL ===

    def test_what_is_no_order_is_refused_by_name(self):
        for name, code in (
            ('OrderChange', 'ubl_change'),
            ('OrderCancellation', 'ubl_cancellation'),
            ('OrderResponse', 'ubl_response'),
            ('OrderResponseSimple', 'ubl_response'),
            ('Quotation', 'ubl_quotation'),
            ('ForecastRevision', 'ubl'),
        ):
            for text in (ubl(name, f'{name}-2'), ubl(name, 'Order-2'), WRAPPED % ubl(name, f'{name}-2').partition('?>')[2]):
                found = identify.identify(text.encode())
                self.assertEqual((found.document, found.candidates), (code, ()), name)
                with self.assertRaisesRegex(cells.Unreadable, 'not_spreadsheet') as refused:
                    table.read_orders(text.encode(), 'x', BY_CODE['ubl_order'].layout, 'EUR')
                self.assertEqual(refused.exception.detail, f'ubl {name}')
        bare = (FOLDER / 'order_change.xml').read_text().replace('o:OrderChange', 'OrderChange').replace('xmlns:o=', 'about=')
        self.assertEqual(identify.identify(bare.encode()).document, 'ubl_change')
        self.assertEqual(identify.identify((FOLDER / 'order_change.xml').read_bytes()).document, 'ubl_change')

    def test_only_the_order_of_its_name_space_is_one(self):
        for text in (ubl('Order', 'Order-3'), UBL.replace('<o:Order xmlns:o=', '<Order about=').replace('</o:', '</')):
            self.assertNotIn('ubl_order', [one.code for one in identify.identify(text.encode()).candidates])
        for text in (UBL, WRAPPED % UBL.partition('?>')[2]):
            found = identify.identify(text.encode())
            self.assertEqual((found.best.code, found.document), ('ubl_order', ''))
            ((order, draft, issues),) = orders_of(text.encode())
            self.assertEqual((order.external_id, str(draft.discount_amount), issues), ('PO-2026/0077', '10', []))

    def test_what_an_order_says_and_nobody_reads_stops_it(self):
        allowance = (
            '<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator>'
            '<cbc:Amount currencyID="EUR">%s</cbc:Amount></cac:AllowanceCharge><cac:Anti'
        )
        for old, new, said in (
            ('<cbc:Note>', '<cbc:OrderTypeCode>221</cbc:OrderTypeCode><cbc:Note>', 'OrderTypeCode: 221'),
            ('<cbc:Note>', '<cbc:OrderTypeCode>220</cbc:OrderTypeCode><cbc:Note>', ''),
            ('<cbc:Note>', '<cbc:CopyIndicator>true</cbc:CopyIndicator><cbc:Note>', 'CopyIndicator'),
            ('<cbc:Quantity', '<cbc:LineStatusCode>Cancelled</cbc:LineStatusCode><cbc:Quantity', 'LineStatusCode: Cancelled'),
            ('<cac:Anti', allowance % '10.00', ''),
            ('<cac:Anti', allowance % '11.00', 'AllowanceCharge: 11.00'),
            ('>250.00', '>251.00', 'AnticipatedMonetaryTotal/LineExtensionAmount: 251.00'),
        ):
            ((_order, _draft, issues),) = orders_of(UBL.replace(old, new, 1).encode())
            self.assertEqual(issues, [('unread_segments', said)] if said else [])

    def test_examples_in_the_engine(self):
        for module in (edifact_goods, edifact_message, edifact_money, xmls):
            self.assertEqual(doctest.testmod(module).failed, 0, module.__name__)
