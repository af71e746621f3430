# Part of store_group. License LGPL-3.
from odoo import http
from odoo.http import request


class FirstPasswords(http.Controller):
    """The page with the first passwords of new users: created when shown, not stored readably, shown once."""

    @http.route('/store_group/first_passwords/<int:sheet_id>', type='http', auth='user', methods=['GET'])
    def show(self, sheet_id):
        """Return the page to print. A second call has no passwords left to create."""
        people = request.env['store.sheet'].browse(sheet_id)._make_first_passwords()
        page = request.env['ir.qweb']._render('store_group.first_passwords_page', {'people': people})
        return request.make_response(page, headers=[('Content-Type', 'text/html; charset=utf-8'), ('Cache-Control', 'no-store')])
