# Part of store_group. License LGPL-3.
from dataclasses import replace

from odoo import api, models
from odoo.addons.store_group.sockets import Document, Fact


class StoreAdoptionMap(models.AbstractModel):
    """Tills in a takeover: a till can identify a store, whose sessions and orders follow."""

    _inherit = 'store.adoption.map'

    # === HOOKS ===

    @api.model
    def _kinds(self):
        """Override of `store_group` to recognise a store by its till, before team and warehouse."""
        kinds = super()._kinds()
        return {'tag': kinds.pop('tag'), 'till': 'pos.config', **kinds}

    @api.model
    def _anchors(self):
        """Override of `store_group`: a till belongs to its store."""
        return {**super()._anchors(), 'till': 'pos_config'}

    @api.model
    def _sources(self, companies):
        """Override of `store_group` to propose a store for each till."""
        tills = self.env['pos.config'].sudo().search([('company_id', 'in', companies.ids)])
        return {**super()._sources(companies), 'till': tills}

    @api.model
    def _documents(self):
        """Override of `store_group` to take sessions over before their orders, and both before what they moved."""
        more = {
            'picking': (('pos_order_id', 'pos_order'), ('pos_session_id', 'pos_session')),
            'invoice': ('_orders_of_till_invoices',),
            'payment': (('pos_session_id', 'pos_session'),),
            'entry': ('_sessions_of_entries',),
        }
        documents = [
            replace(
                document,
                follows=(*document.follows, *more.get(document.key, ())),
                looks_at=(*document.looks_at, *(('pos_order',) if document.key == 'invoice' else ())),
            )
            for document in super()._documents()
        ]
        place = next(place for place, document in enumerate(documents) if document.key == 'picking')
        documents[place:place] = [
            Document(
                'session',
                'pos_session',
                'pos.session',
                ('start_at',),
                is_moment=True,
                has_company=False,
                ruled=({'till': Fact('config_id')},),
            ),
            Document(
                'till_order',
                'pos_order',
                'pos.order',
                ('date_order',),
                is_moment=True,
                store_day=True,
                follows=(('session_id', 'pos_session'),),
                lines=(('pos_order_line', 'order_id', ()), ('pos_payment', 'pos_order_id', ())),
            ),
            Document(
                'till_lot',
                'pos_pack_operation_lot',
                'pos.pack.operation.lot',
                ('create_date',),
                is_moment=True,
                has_company=False,
                follows=(('pos_order_line_id', 'pos_order_line'),),
            ),
        ]
        return documents
