# Part of store_group. License LGPL-3.
{
    'name': 'Store Group: Purchase',
    'summary': 'Purchase orders, receipts and vendor bills belong to stores',
    'version': '19.0.1.0.0',
    'category': 'Supply Chain/Purchase',
    'author': 'The store_group project',
    'license': 'LGPL-3',
    'depends': [
        'store_group',
        'purchase_stock',  # the operation type of an order, receipts
    ],
    'auto_install': True,
    'data': [
        'security/ir.model.access.csv',
        'security/store_scope_rules.xml',
        'views/purchase_order_views.xml',
        'report/purchase_report_views.xml',
        'views/store_group_purchase_menus.xml',
    ],
    'pre_init_hook': 'pre_init_hook',
    'uninstall_hook': 'uninstall_hook',
}
