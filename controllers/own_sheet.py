# Part of store_group. License LGPL-3.
from odoo import http
from odoo.http import content_disposition, request

from ..engine.intake.own_sheet import workbook


class OwnSheet(http.Controller):
    """The empty sheet of orders, to fill in and upload; it holds nothing of the database."""

    @http.route('/store_group/own_sheet', type='http', auth='user', methods=['GET'])
    def download(self):
        """Return the workbook, its headers in Chinese for who reads Chinese."""
        content = workbook((request.env.lang or '').startswith('zh'))
        return request.make_response(
            content,
            headers=[
                ('Content-Type', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'),
                ('Content-Disposition', content_disposition(request.env._("orders.xlsx"))),
            ],
        )
