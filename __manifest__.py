# Part of store_group. License LGPL-3.
{
    'name': 'Store Group',
    'summary': 'Stores and store groups, one intake for all channels, transfers, consolidated reports',
    'version': '19.0.2.0.0',
    'category': 'Sales/Sales',
    'author': 'The store_group project',
    'license': 'LGPL-3',
    'application': True,
    'depends': [
        'sale_management',  # quotations and orders, the documents every channel ends in
        'sale_stock',  # the warehouse of an order, deliveries
        'sale_crm',  # sales teams and leads per store
        'stock_account',  # what goods are worth
        'web_hierarchy',  # the group tree drawn as a tree
    ],
    'data': [
        # who may: groups first, everything else names them
        'security/store_group_groups.xml',
        'security/ir.model.access.csv',
        'security/store_group_rules.xml',
        'security/store_scope_rules.xml',
        'security/store_company_rules.xml',
        'security/store_setting_rules.xml',
        'security/store_payment_rules.xml',
        'security/store_calendar_rules.xml',
        'security/store_charge_rules.xml',
        'security/store_cost_rules.xml',
        'security/store_comparison_rules.xml',
        'security/store_stock_rules.xml',
        'security/store_box_rules.xml',
        'security/store_transfer_report_rules.xml',
        'security/store_profit_rules.xml',
        'security/store_serving_rules.xml',
        'security/store_delivery_rules.xml',
        'security/store_stock_correction_rules.xml',
        'security/store_cockpit_rules.xml',
        'security/store_competitor_rules.xml',
        # structure
        'wizards/store_sheet_views.xml',  # the lists below have a button to it
        'data/store_group_tree_data.xml',
        'data/store_role_profile_data.xml',
        'data/store_member_cron.xml',
        'data/store_adoption_cron.xml',
        'wizards/store_adopt_views.xml',
        'views/store_adoption_views.xml',
        'views/first_passwords_page.xml',
        'views/store_group_tree_views.xml',
        'views/store_group_history_views.xml',
        'views/store_member_views.xml',
        'views/store_role_profile_views.xml',
        'views/store_store_views.xml',  # its buttons name the actions above
        'views/store_group_views.xml',
        'views/store_range_views.xml',
        'views/product_pricelist_item_views.xml',
        'data/store_store_paper_cron.xml',
        'data/store_cost_check_cron.xml',
        'views/store_store_paper_views.xml',
        'views/crm_team_views.xml',
        'views/stock_warehouse_views.xml',
        'views/account_journal_views.xml',
        'views/res_users_views.xml',
        'wizards/store_why_views.xml',
        'views/res_config_settings_views.xml',
        # what our menus show of core
        'views/product_template_views.xml',
        'views/product_pricelist_views.xml',
        'views/stock_quant_views.xml',
        'views/stock_picking_views.xml',
        'wizards/store_open_views.xml',
        'wizards/store_staff_views.xml',
        # transfer
        'data/store_transfer_sequence.xml',
        'data/store_transfer_cron.xml',
        'data/store_settlement_cron.xml',
        'views/store_transfer_charge_views.xml',
        'views/store_settlement_views.xml',
        'wizards/store_statement_views.xml',
        'views/store_transfer_discrepancy_views.xml',
        'wizards/store_transfer_pack_views.xml',
        'wizards/store_transfer_rest_views.xml',
        'views/store_transfer_views.xml',  # its buttons name the actions above
        'views/store_lane_views.xml',
        'wizards/store_transfer_grid_views.xml',
        'report/store_transfer_print_templates.xml',
        'report/store_transfer_print_reports.xml',
        'views/store_transfer_box_views.xml',
        # intake and ordering
        'data/ir_cron_data.xml',
        'data/product_data.xml',
        'wizards/store_intake_upload_views.xml',
        'wizards/store_intake_drop_views.xml',
        'views/store_intake_issue_views.xml',
        'views/store_intake_answer_views.xml',
        'wizards/store_intake_answering_views.xml',
        'views/store_intake_question_views.xml',  # its buttons name the actions above
        'views/store_intake_order_views.xml',
        'views/store_intake_document_views.xml',  # its buttons name the actions above
        'data/store_intake_proof_cron.xml',
        'data/store_intake_retention_cron.xml',
        'views/store_intake_proof_views.xml',
        'views/store_intake_template_views.xml',
        'views/store_listing_views.xml',
        'views/store_channel_views.xml',
        'views/store_order_details_views.xml',
        'views/store_order_gate_views.xml',
        'views/sale_order_views.xml',
        'views/store_same_customer_views.xml',
        'wizards/store_close_views.xml',
        'wizards/store_pause_views.xml',
        'wizards/store_elsewhere_views.xml',
        'wizards/store_correct_views.xml',
        'wizards/store_fetch_views.xml',  # beside the button of the view above
        'wizards/store_succeed_views.xml',  # its buttons on the store's form name the actions above
        # accounting
        'views/account_move_views.xml',
        'views/account_payment_views.xml',
        # reporting
        'data/store_sale_refresh_cron.xml',
        'report/store_sale_report_views.xml',
        'report/store_sale_moment_views.xml',
        'report/store_sale_difference_views.xml',
        'wizards/store_sale_reconcile_views.xml',
        'data/store_sale_event_data.xml',
        'data/store_stock_refresh_cron.xml',
        'report/store_stock_report_views.xml',
        'report/store_stock_ledger_views.xml',
        'wizards/store_stock_period_views.xml',  # it opens the views above
        'report/store_transfer_report_views.xml',
        # the cockpit, exports and mails
        'views/store_target_views.xml',
        'views/store_cockpit_views.xml',
        'views/store_start_views.xml',
        'views/digest_digest_views.xml',
        'report/store_report_paper_views.xml',
        'wizards/store_report_out_views.xml',
        'data/store_report_mail_cron.xml',
        'views/store_report_mail_views.xml',
        # menus last: they name the actions
        'views/store_group_menus.xml',
        'views/store_sale_event_views.xml',  # these bring their own entry of the menu
        'views/store_comparable_views.xml',
        'wizards/store_sale_compare_views.xml',
        'data/store_profit_refresh_cron.xml',
        'data/store_fast_reports_cron.xml',
        'report/store_profit_report_views.xml',
        'views/store_cost_key_views.xml',
        'views/store_month_close_views.xml',
        'views/store_profit_menus.xml',
        'views/store_serving_views.xml',  # with its own menu
        'data/store_delivery_group_cron.xml',
        'wizards/store_delivery_split_views.xml',
        'views/store_delivery_group_views.xml',  # with its own menu
        'views/store_stock_correction_views.xml',  # the same
        'data/store_price_position_cron.xml',
        'views/store_competitor_price_views.xml',
        'views/store_competitor_views.xml',  # these too
        'report/store_price_position_views.xml',
    ],
    'assets': {
        'web.assets_backend': ['store_group/static/src/**/*'],
        'web.assets_tests': ['store_group/static/tests/tours/**/*'],
    },
    'demo': ['demo/demo.xml'],
    'pre_init_hook': 'pre_init_hook',
    'post_init_hook': 'post_init_hook',
    'uninstall_hook': 'uninstall_hook',
}
