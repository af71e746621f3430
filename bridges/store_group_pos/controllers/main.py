# Part of store_group. License LGPL-3.
from odoo import http
from odoo.addons.point_of_sale.controllers.main import PosController
from odoo.http import request


class StorePosController(PosController):
    @http.route()
    def pos_web(self, config_id=False, from_backend=False, subpath=None, **k):
        """Override of `point_of_sale`, which opens any till by its number with elevated rights."""
        if config_id and request.env.user._is_store_bound():
            till = request.env['pos.config'].browse(int(config_id)).exists()
            if not till.has_access('write'):
                return request.redirect('/odoo/action-point_of_sale.action_client_pos_menu')
        return super().pos_web(config_id, from_backend, subpath, **k)
