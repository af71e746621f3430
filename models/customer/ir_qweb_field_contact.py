# Part of store_group. License LGPL-3.
from odoo import api, models

from .res_partner import PRINTED


class IrQwebFieldContact(models.AbstractModel):
    _inherit = 'ir.qweb.field.contact'

    @api.model
    def value_to_html(self, value, options):
        """Override of `base`: what is printed for a customer carries his address, whoever prints it."""
        return super().value_to_html(value and value.with_context(store_printed=PRINTED), options)
