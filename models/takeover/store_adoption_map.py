# Part of store_group. License LGPL-3.
from dataclasses import dataclass, field

from odoo import api, models


@dataclass(frozen=True)
class Fact:
    """Where to find the value that identifies the store of a document.

    :param column: of the document; with `via` (table, column) it references a row of that table with the value
    :param rel: (table, column of the document, column of the value): a list of values instead of a column
    :param only: (column, values): only documents with one of these values
    """

    column: str = ''
    via: tuple = ()
    rel: tuple = ()
    only: tuple = ()


@dataclass(frozen=True)
class Document:
    """A table whose rows get a store: first from a parent document, then by rules, then from a row of the same table.

    :param day: columns of the day, the first that is set is used; `is_moment`: they are datetimes in UTC
    :param follows: (column, table): the store of the referenced row; or the name of a method of the worker
    :param looks_at: tables of other documents those methods read
    :param ruled: dicts {kind: Fact}; one after the other, each with all rules
    :param follows_own: column that references an earlier row of the same table
    :param unless: names of methods of the worker that exclude rows from rules
    :param lines: (table, column with this document, further columns equal to the document's)
    :param has_company: whether the table has a company column; if not, only the rules check it
    :param store_day: whether the table has the store's day, computed from the first column of `day`
    """

    key: str
    table: str
    model: str
    day: tuple
    is_moment: bool = False
    follows: tuple = ()
    looks_at: tuple = ()
    ruled: tuple = field(default=())
    follows_own: str = ''
    unless: tuple = ()
    lines: tuple = ()
    store_day: bool = False
    has_company: bool = True


class StoreAdoptionMap(models.AbstractModel):
    """What a takeover reads and writes: kinds of rules, what exists, documents and how they are recognised.

    A bridge inherits this and adds its own kinds, sources and documents; no other code names tables.
    The order of the documents matters: a document comes after its parents.
    """

    _name = 'store.adoption.map'
    _description = 'What a Takeover Reads and Writes'

    # === HOOKS ===

    @api.model
    def _kinds(self):
        """Return {kind: model} of the records a rule may name, the most specific first."""
        return {
            'tag': 'crm.tag',
            'team': 'crm.team',
            'warehouse': 'stock.warehouse',
            'journal': 'account.journal',
            'salesperson': 'res.users',
        }

    @api.model
    def _anchors(self):
        """Return {kind: table} of the records that give new documents their store."""
        return {'team': 'crm_team', 'warehouse': 'stock_warehouse', 'journal': 'account_journal'}

    @api.model
    def _sources(self, companies):
        """Return {kind: records} from which stores are proposed in these companies; journals alone never are, see `engine`."""
        own = [('company_id', 'in', companies.ids)]
        return {
            'warehouse': self.env['stock.warehouse'].sudo().search(own),
            'team': self.env['crm.team'].sudo().search([('company_id', 'in', [False, *companies.ids])]),
            'journal': self.env['account.journal'].sudo().search([*own, ('type', 'in', ('sale', 'bank', 'cash'))]),
        }

    @api.model
    def _documents(self):
        """Return the Documents in the order they are taken over."""
        warehouse_of_type = {'warehouse': Fact('picking_type_id', via=('stock_picking_type', 'warehouse_id'))}
        customers = ('move_type', ('out_invoice', 'out_refund', 'out_receipt'))
        return [
            Document(
                'order',
                'sale_order',
                'sale.order',
                ('date_order',),
                is_moment=True,
                store_day=True,
                ruled=(
                    {
                        'warehouse': Fact('warehouse_id'),
                        'team': Fact('team_id'),
                        'salesperson': Fact('user_id'),
                        'journal': Fact('journal_id'),
                        'prefix': Fact('client_order_ref'),
                        'tag': Fact(rel=('sale_order_tag_rel', 'order_id', 'tag_id')),
                    },
                ),
                lines=(('sale_order_line', 'order_id', ('store_day',)),),
            ),
            Document(
                'lead',
                'crm_lead',
                'crm.lead',
                ('create_date',),
                is_moment=True,
                ruled=(
                    {
                        'team': Fact('team_id'),
                        'salesperson': Fact('user_id'),
                        'tag': Fact(rel=('crm_tag_rel', 'lead_id', 'tag_id')),
                    },
                ),
            ),
            Document(
                'picking',
                'stock_picking',
                'stock.picking',
                ('date_done', 'scheduled_date'),
                is_moment=True,
                follows=(('sale_id', 'sale_order'),),
                ruled=(warehouse_of_type,),
                follows_own='return_id',
            ),
            Document(
                'move',
                'stock_move',
                'stock.move',
                ('date',),
                is_moment=True,
                store_day=True,
                follows=(('sale_line_id', 'sale_order_line'), ('picking_id', 'stock_picking')),
                ruled=tuple(
                    {'warehouse': Fact(column, via=('stock_location', 'warehouse_id'))}
                    for column in ('location_id', 'location_dest_id')
                ),
                follows_own='origin_returned_move_id',
                lines=(('stock_move_line', 'move_id', ()),),
            ),
            Document(
                'invoice',
                'account_move',
                'account.move',
                ('invoice_date', 'date'),
                follows=('_orders_of_invoices',),
                looks_at=('sale_order',),
                ruled=(
                    {
                        'team': Fact('team_id'),
                        'journal': Fact('journal_id'),
                        'salesperson': Fact('invoice_user_id', only=customers),
                        'prefix': Fact('ref', only=customers),
                    },
                ),
                follows_own='reversed_entry_id',
                unless=('_is_invoice_of_orders', '_is_entry_of_another'),
                lines=(('account_move_line', 'move_id', ()),),
            ),
            Document(
                'payment',
                'account_payment',
                'account.payment',
                ('date',),
                follows=('_invoices_of_payments',),
                ruled=({'journal': Fact('journal_id')},),
            ),
            Document(
                'entry',
                'account_move',
                'account.move',
                ('date',),
                follows=(
                    ('origin_payment_id', 'account_payment'),
                    ('tax_cash_basis_origin_move_id', 'account_move'),
                    '_moves_of_entries',
                ),
                ruled=({'journal': Fact('journal_id')},),
                unless=('_is_invoice_of_orders',),
                lines=(('account_move_line', 'move_id', ()),),
            ),
            Document(
                'analytic',
                'account_analytic_line',
                'account.analytic.line',
                ('date',),
                follows=(('move_line_id', 'account_move_line'),),
            ),
        ]
