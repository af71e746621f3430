# Part of store_group. License LGPL-3.
from odoo.tools import SQL


def migrate(cr, version):
    """Let channels outside China go on as they did: the tax of the product says whether its price holds it.

    New channels of most countries begin with the tax inside the price. Where the channel makes its products they had no tax,
    and orders came to what the channel said: tax inside the price keeps that.
    """
    cr.execute(
        SQL("""
        UPDATE store_channel AS channel SET price_tax = 'product'
          FROM res_company AS company
          LEFT JOIN res_partner AS partner ON partner.id = company.partner_id
          LEFT JOIN res_country AS country ON country.id = COALESCE(company.account_fiscal_country_id, partner.country_id)
         WHERE company.id = channel.company_id AND NOT COALESCE(channel.create_missing, FALSE)
           AND COALESCE(country.code, '') != 'CN' AND COALESCE(company.account_price_include, '') != 'tax_included'
    """)
    )
