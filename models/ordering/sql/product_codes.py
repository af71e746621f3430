# Part of store_group. License LGPL-3.
"""Products with a similar code or barcode, without record rules."""

from odoo.tools import SQL


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
            shape=_shape(SQL.identifier(name)),
            shapes=shapes,
        )
        for name in ('default_code', 'barcode')
    ]
    return env.execute_query(
        SQL("SELECT DISTINCT shape, id FROM (%s) AS found ORDER BY shape, id", SQL(" UNION ALL ").join(codes))
    )


def _shape(column):
    """SQL of the engine's `shape`: half-width, without case, blanks and leading zeros."""
    return SQL(r"LTRIM(REGEXP_REPLACE(LOWER(NORMALIZE(%s, NFKC)), '\s+', '', 'g'), '0')", column)
