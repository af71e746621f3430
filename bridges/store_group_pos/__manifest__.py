# Part of store_group. License LGPL-3.
{
    'name': 'Store Group: Point of Sale',
    'summary': 'Tills belong to stores; a cashier sells, refunds, invoices and closes for their own store only',
    'version': '19.0.1.0.0',
    'category': 'Sales/Point of Sale',
    'author': 'The store_group project',
    'license': 'LGPL-3',
    'depends': [
        'store_group',
        'pos_sale',  # tills and their rows in the sales analysis; comes by itself where sales and tills are
    ],
    'auto_install': True,
    'data': [
        'security/store_pos_groups.xml',
        'security/ir.model.access.csv',
        'security/store_pos_rules.xml',
        'views/pos_config_views.xml',
        'views/pos_session_views.xml',
        'views/pos_order_views.xml',
        'views/pos_payment_views.xml',
        'views/report_pos_order_views.xml',
        'views/store_sale_report_views.xml',
        'views/res_config_settings_views.xml',
        'views/store_pos_menus.xml',  # its menus name the actions above
    ],
    'demo': ['demo/demo.xml'],
    'assets': {
        'point_of_sale._assets_pos': ['store_group/static/src/refused/refused.js'],
        'web.assets_tests': ['store_group_pos/static/tests/tours/**/*'],
    },
    'pre_init_hook': 'pre_init_hook',
    'post_init_hook': 'post_init_hook',
    'uninstall_hook': 'uninstall_hook',
}
