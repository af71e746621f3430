# Part of store_group. License LGPL-3.
"""Which links of Odoo's documents act on a document or location, and which only name it.

Data of `store.links`. Models and fields of later stages are listed in those, models of other apps in their bridge; a link that
is not listed fails a test.
"""

ACT = 'act'  # a document of a store the user acts for
FOLLOW = 'follow'  # the same, or one that another document of the user's links to already
HEADQUARTERS = 'headquarters'  # a document of a store the user acts for, or of none
PLACE = 'place'  # a location of the user's stores, a shared one, or one of no store
ROUTE = 'route'  # a route or rule that takes goods from such locations only
STORE = 'store'  # a store the user acts for, or that of the parent document
SETTING = 'setting'  # applies to every store: only headquarters changes it
NAME = 'name'  # anything: for information only

LINKS = {
    # sales
    'sale.order': {
        'store_id': STORE,
        'opportunity_id': ACT,
        'stock_reference_ids': FOLLOW,
        'transaction_ids': ACT,
        # A quotation may name any warehouse: checked when its goods are promised (`_check_promised`).
        'warehouse_id': NAME,
        'team_id': NAME,
        'journal_id': NAME,
    },
    'sale.order.line': {
        'order_id': ACT,
        'linked_line_id': ACT,
        'invoice_lines': ACT,
        'route_ids': ROUTE,
        'store_id': NAME,
        'warehouse_id': NAME,  # follow from the order
    },
    # paid online; core links both ways
    'payment.transaction': {'sale_order_ids': ACT, 'invoice_ids': ACT, 'payment_id': ACT, 'source_transaction_id': ACT},
    'product.attribute.custom.value': {'sale_order_line_id': ACT},
    'crm.lead': {'store_id': STORE, 'team_id': NAME},
    'crm.team': {'store_id': STORE},
    'calendar.event': {'opportunity_id': ACT},
    # stock
    'stock.picking': {
        'store_id': STORE,
        'picking_type_id': PLACE,
        'location_id': PLACE,
        'location_dest_id': PLACE,
        'backorder_id': FOLLOW,
        'return_id': FOLLOW,
        'sale_id': FOLLOW,
        'package_history_ids': NAME,
    },
    'stock.move': {
        'store_id': STORE,
        'picking_id': ACT,
        'picking_type_id': PLACE,
        'warehouse_id': PLACE,
        'location_id': PLACE,
        'location_dest_id': PLACE,
        'location_final_id': PLACE,
        'route_ids': ROUTE,
        'rule_id': ROUTE,
        'sale_line_id': FOLLOW,
        'origin_returned_move_id': FOLLOW,
        'move_orig_ids': FOLLOW,
        'move_dest_ids': FOLLOW,
        'reference_ids': FOLLOW,
        'orderpoint_id': ACT,
        'scrap_id': ACT,
        'account_move_id': HEADQUARTERS,
        'analytic_account_line_ids': ACT,
    },
    'stock.move.line': {
        'store_id': STORE,
        'move_id': ACT,
        'picking_id': ACT,
        'location_id': PLACE,
        'location_dest_id': PLACE,
        'package_id': HEADQUARTERS,
        'result_package_id': HEADQUARTERS,
        'package_history_id': NAME,
        'consume_line_ids': FOLLOW,
        'produce_line_ids': FOLLOW,
    },
    'stock.package': {
        'store_id': STORE,
        'location_id': PLACE,
        'parent_package_id': HEADQUARTERS,
        'package_dest_id': HEADQUARTERS,
    },
    'stock.package.history': {
        'location_id': PLACE,
        'location_dest_id': PLACE,
        'picking_ids': ACT,
        'package_id': NAME,
        'outermost_dest_id': NAME,
        'parent_dest_id': NAME,
        'parent_orig_id': NAME,
    },
    'stock.quant': {'location_id': PLACE, 'package_id': NAME},
    'stock.scrap': {'location_id': PLACE, 'scrap_location_id': PLACE, 'picking_id': ACT, 'package_id': NAME},
    'stock.warehouse.orderpoint': {'location_id': PLACE, 'warehouse_id': PLACE, 'route_id': ROUTE},
    'stock.reference': {'move_ids': ACT, 'sale_ids': ACT},
    'product.replenish': {'warehouse_id': PLACE, 'route_id': ROUTE},
    'product.value': {'move_id': ACT},
    # locations and routes
    'stock.location': {'store_id': NAME, 'location_id': PLACE, 'warehouse_id': NAME, 'storage_category_id': NAME},
    'stock.picking.type': {
        'warehouse_id': PLACE,
        'default_location_src_id': PLACE,
        'default_location_dest_id': PLACE,
        'return_picking_type_id': PLACE,
    },
    'stock.warehouse': {
        'store_id': STORE,
        'resupply_wh_ids': PLACE,
        'mto_pull_id': ROUTE,
        'delivery_route_id': ROUTE,
        'reception_route_id': ROUTE,
        'route_ids': ROUTE,
        'view_location_id': SETTING,  # everything below it would change owner
        **dict.fromkeys(
            (
                'lot_stock_id',
                'wh_input_stock_loc_id',
                'wh_output_stock_loc_id',
                'wh_pack_stock_loc_id',
                'wh_qc_stock_loc_id',
                'in_type_id',
                'int_type_id',
                'out_type_id',
                'pack_type_id',
                'pick_type_id',
                'qc_type_id',
                'store_type_id',
                'xdock_type_id',
            ),
            PLACE,
        ),
    },
    'stock.route': {'supplied_wh_id': PLACE, 'supplier_wh_id': PLACE, 'warehouse_ids': PLACE},
    'stock.rule': {
        'location_src_id': PLACE,
        'location_dest_id': PLACE,
        'picking_type_id': PLACE,
        'warehouse_id': PLACE,
        'route_id': NAME,
    },
    'stock.putaway.rule': {'location_in_id': PLACE, 'location_out_id': PLACE, 'storage_category_id': NAME},
    'stock.storage.category.capacity': {'storage_category_id': NAME},
    'stock.package.type': {'route_ids': ROUTE},
    'stock.lot': {'location_id': PLACE},  # writing it moves the goods
    # books; entries get the store of their journal and are checked there
    'account.journal': {'store_id': STORE, 'bank_account_id': NAME},
    'account.move': {
        'store_id': STORE,
        'journal_id': NAME,
        'team_id': NAME,
        'partner_bank_id': NAME,
        'reversed_entry_id': ACT,
        'auto_post_origin_id': ACT,
        'tax_cash_basis_origin_move_id': ACT,
        'adjusting_entries_move_ids': ACT,
        'adjusting_entry_origin_move_ids': ACT,
        'matched_payment_ids': ACT,
        'origin_payment_id': ACT,
        'transaction_ids': ACT,
        'statement_line_id': HEADQUARTERS,
        'tax_cash_basis_rec_id': NAME,
    },
    'account.move.line': {
        'move_id': ACT,
        'sale_line_ids': ACT,
        'cogs_origin_id': ACT,
        'full_reconcile_id': NAME,
        **dict.fromkeys(('store_id', 'journal_id', 'payment_id', 'statement_id', 'statement_line_id'), NAME),  # computed
    },
    'account.partial.reconcile': {
        'debit_move_id': HEADQUARTERS,
        'credit_move_id': HEADQUARTERS,
        'exchange_move_id': HEADQUARTERS,
        'full_reconcile_id': NAME,
    },
    'account.payment': {
        'store_id': STORE,
        'journal_id': NAME,
        'partner_bank_id': NAME,
        'invoice_ids': ACT,
        'move_id': ACT,
        'payment_transaction_id': ACT,
        'paired_internal_transfer_payment_id': HEADQUARTERS,
        'source_payment_id': ACT,
    },
    'account.bank.statement': {'journal_id': NAME},
    'account.bank.statement.line': {
        'move_id': HEADQUARTERS,
        'statement_id': ACT,
        'journal_id': NAME,
        'payment_ids': HEADQUARTERS,
    },
    'account.analytic.line': {'store_id': STORE, 'journal_id': NAME, 'move_line_id': ACT, 'so_line': ACT},
    # prices; record rules check the owner of a list
    'product.pricelist': {'store_id': STORE, 'store_group_id': NAME},
    # our models with fields people write
    'store.store.paper': {'store_id': STORE},
}

# Links that core acts on within the write itself, so they are checked before it: the routes of a warehouse are made at once.
AT_ONCE = {'stock.warehouse': ('resupply_wh_ids',)}

# Links of shared master data to documents, locations and journals. Core follows them elevated for
# every store's orders and deliveries, so most of them are settings of headquarters.
MASTERS = {
    'res.partner': {'property_stock_customer': SETTING, 'property_stock_supplier': SETTING},
    'product.template': {'property_stock_inventory': SETTING, 'property_stock_production': SETTING, 'route_ids': ROUTE},
    'product.category': {'property_stock_journal': SETTING, 'route_ids': ROUTE},
    'res.company': dict.fromkeys(
        (
            'account_opening_move_id',
            'account_stock_journal_id',
            'automatic_entry_default_journal_id',
            'currency_exchange_journal_id',
            'internal_transit_location_id',
            'tax_cash_basis_journal_id',
        ),
        SETTING,
    ),
    # default of the user's next order; checked on the order, and the store one works in where it is chosen
    'res.users': {'property_warehouse_id': NAME, 'sale_team_id': NAME, 'current_store_id': NAME},
    'crm.team.member': {'crm_team_id': ACT},
    'account.payment.method.line': {'journal_id': ACT},
    # checked when used
    'crm.stage': {'team_ids': NAME},
    'crm.lead.scoring.frequency': {'team_id': NAME},
    'crm.iap.lead.mining.request': {'team_id': NAME},
    'sale.order.template': {'journal_id': NAME},
    'account.journal.group': {'excluded_journal_ids': NAME},
    'account.reconcile.model': {'match_journal_ids': NAME},
}
