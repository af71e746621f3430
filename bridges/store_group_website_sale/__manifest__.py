# Part of store_group. License LGPL-3.
{
    'name': 'Store Group: eCommerce',
    'summary': "A website belongs to a store; what customers order there is that store's",
    'version': '19.0.1.0.0',
    'category': 'Website/Website',
    'author': 'The store_group project',
    'license': 'LGPL-3',
    'depends': [
        'store_group',
        'website_sale_stock',  # the warehouse of a website; comes by itself where websites sell and stock is kept
    ],
    'auto_install': True,
    'data': [
        'security/store_website_rules.xml',
        'views/website_views.xml',
        'views/store_website_menus.xml',  # its menu names an action of the website app
    ],
    'uninstall_hook': 'uninstall_hook',
}
