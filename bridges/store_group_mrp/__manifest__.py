# Part of store_group. License LGPL-3.
{
    'name': 'Store Group: Manufacturing',
    'summary': "Store rules for manufacturing orders; kits are requested by their components",
    'version': '19.0.1.0.0',
    'category': 'Supply Chain/Manufacturing',
    'author': 'The store_group project',
    'license': 'LGPL-3',
    'depends': [
        'store_group',
        'mrp',  # bills of materials of the type kit
    ],
    'data': ['security/store_scope_rules.xml'],
    'auto_install': True,
}
