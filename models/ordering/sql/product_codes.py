# Part of store_group. License LGPL-3.
"""Products with a similar code or barcode, without record rules."""

from odoo.tools import SQL

from ...intake.sql.candidates import shape_of


def products_by_shape(env, shapes):
    """Return rows (shape, product id) of all products, archived ones and those of other companies too.

    :param list shapes: forms as ``engine.cleaning.text.shape`` gives them
    """
    Product, Template = env['product.product'], env['product.template']
    Product.flush_model(['default_code', 'barcode', 'active'])
    Template.flush_model(['company_id'])
    codes = [
        SQL(
            "SELECT id, %(shape)s AS shape FROM product_product WHERE %(shape)s = ANY(%(shapes)s)",
            shape=shape_of(SQL.identifier(name)),
            shapes=shapes,
        )
        for name in ('default_code', 'barcode')
    ]
    return env.execute_query(
        SQL("SELECT DISTINCT shape, id FROM (%s) AS found ORDER BY shape, id", SQL(" UNION ALL ").join(codes))
    )
