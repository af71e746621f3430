# Part of store_group. License LGPL-3.
"""Facts the SQL of profit needs from the ORM: columns created at run time, and how companies value goods."""

from odoo.tools import SQL

# A store's account may continue with its successor: then the line's own store decides, else the store open that day.
OWNERS = SQL(
    '(SELECT id, analytic_account_id, COUNT(*) OVER (PARTITION BY analytic_account_id) > 1 AS is_shared '
    'FROM store_store WHERE analytic_account_id IS NOT NULL)'
)
OWNER = SQL("""
    (NOT st.is_shared OR st.id = (
        SELECT o.id FROM store_store o WHERE o.analytic_account_id = st.analytic_account_id
         ORDER BY o.id = a.store_id DESC NULLS LAST, COALESCE(o.opened_on <= a.date, FALSE) DESC,
                  o.opened_on DESC NULLS LAST, o.id LIMIT 1))""")
PRODUCT = (
    'LEFT JOIN product_product p ON p.id = %s LEFT JOIN product_template t ON t.id = p.product_tmpl_id '
    'LEFT JOIN product_category pc ON pc.id = t.categ_id'
)


def store_columns(env):
    """Return the names of the columns of analytic lines that hold accounts of stores."""
    stores = env['store.store'].sudo().with_context(active_test=False)
    plans = stores.search([('analytic_account_id', '!=', False)]).analytic_account_id.root_plan_id
    return [plan._column_name() for plan in plans.sorted('id')]


class Known:
    """Facts the SQL needs: the columns of the plans stores use, and which companies value at invoicing."""

    def __init__(self, env):
        columns = [SQL.identifier('a', name) for name in store_columns(env)]
        # each plan's column, and those before it: their stores go first
        self.plans = [(column, columns[:position]) for position, column in enumerate(columns)]
        category = env['product.category'].sudo()
        self.perpetual = [
            company.id
            for company in env['res.company'].sudo().with_context(active_test=False).search([])
            if (
                category._fields['property_valuation'].get_company_dependent_fallback(category.with_company(company))
                or company.inventory_valuation
            )
            == 'real_time'
        ]

    def periodic(self, company):
        """Whether the product has no cost at invoicing, by core's `valuation` of today."""
        return SQL(
            "COALESCE(NULLIF(pc.property_valuation ->> %(company)s::text, 'false'), "
            "CASE WHEN %(company)s = ANY(%(perpetual)s) THEN 'real_time' ELSE 'periodic' END) = 'periodic'",
            company=company,
            perpetual=self.perpetual,
        )


def of_no_other(columns):
    return SQL(' AND ').join(
        [
            SQL('TRUE'),
            *(SQL('NOT EXISTS (SELECT FROM store_store o WHERE o.analytic_account_id = %s)', column) for column in columns),
        ]
    )
