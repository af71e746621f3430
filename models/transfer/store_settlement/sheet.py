# Part of store_group. License LGPL-3.
import base64
from collections import defaultdict
from decimal import Decimal
from urllib.parse import quote

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ....engine.transfer import prices, settlement_sheet

SUMMED = (11, 13, 15, 16)  # quantity, amount, tax, amount with tax


class StoreSettlement(models.Model):
    """Export of a settlement in columns for a tax platform. Part of `store.settlement`."""

    _inherit = 'store.settlement'

    is_exportable = fields.Boolean(compute='_compute_is_exportable', help="The user may export lists and sees prices.")
    sheet = fields.Binary(compute='_compute_sheet', help="The list in columns for a tax platform.")

    # === COMPUTE ===

    @api.depends_context('uid')
    def _compute_is_exportable(self):
        charge = self.env['store.transfer.charge']
        exports = self.env.user.has_group('base.group_allow_export')
        self.is_exportable = exports and charge._has_field_access(charge._fields['amount'], 'read')

    @api.depends_context('uid')
    def _compute_sheet(self):
        for settlement in self:
            settlement.sheet = base64.b64encode(settlement._to_xlsx())

    # === ACTIONS ===

    def action_export(self):
        """Download the list in columns for a tax platform.

        :raises AccessError: for users who may not export or see prices
        """
        self.ensure_one()
        self.check_access('read')
        if not self.env.user.has_group('base.group_allow_export'):
            raise AccessError(
                self.env._("%(user)s may not export lists. Ask a headquarters administrator.", user=self.env.user.name)
            )
        self._to_xlsx()
        name = quote(self.name.replace('/', '-'))
        return {
            'type': 'ir.actions.act_url',
            'target': 'download',
            'url': f'/web/content/store.settlement/{self.id}/sheet/{name}.xlsx?download=true',
        }

    # === TRANSFER ===

    def _to_xlsx(self):
        """Return the list as a workbook, with the lines the user may see.

        :raises AccessError: for users who may not see prices
        """
        self.ensure_one()
        _ = self.env._
        headers = [
            _("List"),
            _("Seller"),
            _("Seller's Tax Number"),
            _("Buyer"),
            _("Buyer's Tax Number"),
            _("Date"),
            _("Transfer"),
            _("Product Code"),
            _("Goods"),
            _("Specification"),
            _("Unit"),
            _("Quantity"),
            _("Price without Tax"),
            _("Amount without Tax"),
            _("Tax Rate (%)"),
            _("Tax"),
            _("Amount with Tax"),
        ]
        sums, rows = defaultdict(Decimal), []
        for charge in self.charge_ids.sorted(lambda charge: (charge.date, charge.id)):
            rows.append(self._sheet_row(charge))
            for place in SUMMED:
                sums[place] += rows[-1][place]
        return settlement_sheet.to_xlsx(self.name, headers, rows, sums)

    def _sheet_row(self, charge):
        """Return one line; its tax comes from the seller's invoice, else from the returned charge, else from the product."""
        seller, buyer = self.sudo().seller_company_id, self.sudo().buyer_company_id
        product = charge.product_id.with_context(display_default_code=False)
        line_sudo = charge.sudo().entry_line_ids.filtered(lambda line: line.company_id == seller)
        if not line_sudo and charge.sudo().origin_id:
            line_sudo = charge.sudo().origin_id._invoiced_line(seller)
        taxes_sudo = line_sudo.tax_ids if line_sudo else product.sudo().taxes_id._filter_taxes_by_company(seller)
        counted = taxes_sudo.compute_all(
            charge.amount / charge.quantity if charge.quantity else 0.0,
            currency=charge.currency_id,
            quantity=charge.quantity,
            product=product,
            handle_price_include=False,
        )
        tax = Decimal(str(charge.currency_id.round(counted['total_included'] - counted['total_excluded'])))
        rate = sum(tax.amount for tax in taxes_sudo if tax.amount_type == 'percent')
        amount, quantity = Decimal(str(charge.amount)), Decimal(str(charge.quantity))
        price = prices.stated(Decimal(str(charge.price_unit)), amount, quantity, Decimal(str(charge.currency_id.rounding)))
        return [
            self.name,
            seller.name,
            seller.vat or '',
            buyer.name,
            buyer.vat or '',
            charge.date,
            charge.transfer_id.name,
            product.default_code or '',
            product.name,
            ', '.join(product.product_template_attribute_value_ids.mapped('name')),
            charge.uom_id.name,
            quantity,
            price,
            amount,
            Decimal(str(rate)),
            tax,
            amount + tax,
        ]
