# Part of store_group. License LGPL-3.
from odoo import api, fields, models

from ...engine.intake.layout import Column


class StoreIntakeTemplateColumn(models.Model):
    """One column of a layout: its header in the file and what it means in an order."""

    _name = 'store.intake.template.column'
    _description = 'Intake Layout Column'
    _order = 'template_id, sequence, id'

    template_id = fields.Many2one('store.intake.template', required=True, index=True, ondelete='cascade')
    sequence = fields.Integer(default=10)
    header = fields.Char(help="The header in the file. Empty with a fixed value: the same for every row.")
    aliases = fields.Char(help="Other headers of the same column, separated by semicolons.")
    target = fields.Selection('_selection_target', string="Meaning", required=True, default='ignore')
    is_key = fields.Boolean(string="Order Key", help="Key columns together identify one order.")
    is_part = fields.Boolean(
        string="Part", help="Several columns make up this value, for instance a product number unique only with the name."
    )
    fill_down = fields.Boolean(
        string="As Above If Empty",
        help="An empty cell means what stands above it, as in a sheet with merged cells. On the order number: a row without "
        "a number continues the order above.",
    )
    is_sum = fields.Boolean(
        string="Add Up",
        help="The rows of an order carry parts of this amount, for instance the shipping of each line, or several columns do. "
        "Otherwise every row repeats the amount of the order.",
    )
    is_otherwise = fields.Boolean(
        string="If Nothing Before",
        help="Read only where the columns before it with the same meaning say nothing, for instance a telephone number "
        "where there is no mobile number.",
    )
    grain = fields.Selection(
        [
            ('order', "The order: every row repeats it"),
            ('row', "Its row"),
            ('unsure', "Not known: the total of each order decides"),
        ],
        string="Amount Of",
        help="Of what an amount speaks. Where the total decides, an amount of a line may be that of one piece; an order whose "
        "total fits no reading, or several, becomes a question.",
    )
    required = fields.Boolean(help="A row without it becomes a question.")
    default = fields.Char(string="Value If Empty")
    value_map = fields.Char(
        string="Words",
        help="What the words in the cells mean, for instance: Sent=shipped; Called off=cancelled. *=cancelled is for all other "
        "words; nothing after the = means that the word says nothing.",
    )

    @api.model
    def _selection_target(self):
        _ = self.env._
        return [
            ('ignore', _("Ignore")),
            ('external_id', _("Order number")),
            ('store', _("Store")),
            ('ordered_at', _("Order date")),
            ('paid_at', _("Payment date")),
            ('updated_at', _("Changed on")),
            ('ship_by', _("Ship before")),
            ('status', _("Status")),
            ('currency', _("Currency")),
            ('warehouse', _("Warehouse")),
            ('salesperson', _("Salesperson")),
            ('customer.external_id', _("Customer number")),
            ('customer.name', _("Customer name")),
            ('customer.phone', _("Customer phone")),
            ('customer.email', _("Customer email")),
            ('customer.address.country', _("Country")),
            ('customer.address.state', _("Province")),
            ('customer.address.city', _("City")),
            ('customer.address.district', _("District")),
            ('customer.address.street', _("Street")),
            ('customer.address.zip', _("Postcode")),
            ('customer.recipient_key', _("Recipient key of the platform")),
            ('line.external_id', _("Line number")),
            ('line.sku', _("Product number")),
            ('line.barcode', _("Barcode")),
            ('line.name', _("Product name")),
            ('line.category', _("Category")),
            ('line.subcategory', _("Sub-category")),
            ('line.quantity', _("Quantity")),
            ('line.is_return', _("Whether the row is a return")),
            ('line.unit_price', _("Unit price")),
            ('line.subtotal', _("Net amount of the line")),
            ('line.discount_rate', _("Discount (share, 0.2)")),
            ('line.paid_rate', _("Share that is paid (0.85, 85 % or 8.5 of ten)")),
            ('line.discount_amount', _("Discount amount of the line")),
            ('line.platform_discount', _("Platform discount of the line")),
            ('line.tax_included', _("Tax included")),
            ('line.gift', _("Gift")),
            ('shipping_amount', _("Shipping")),
            ('discount_amount', _("Order discount")),
            ('platform_discount', _("Platform discount")),
            ('fees', _("Platform fees")),
            ('refunded_amount', _("Money given back")),
            ('total', _("Order total")),
            ('invoice_request.title', _("Invoice title")),
            ('invoice_request.tax_no', _("Invoice tax number")),
            ('buyer_note', _("Buyer's note")),
            ('seller_note', _("Seller's note")),
            ('tags', _("Tags")),
        ]

    # === INTAKE ===

    @api.model
    def _meanings(self):
        """Return {target: words} for whoever says what a column means."""
        return {**dict(self._selection_target()), 'ignore': self.env._("Does not matter")}

    def _column(self):
        """Return this column for the engine."""
        self.ensure_one()
        pairs = (pair.partition('=') for pair in (self.value_map or '').split(';') if '=' in pair)
        return Column(
            target=self.target,
            header=self.header or '',
            is_key=self.is_key,
            part=self.is_part,
            required=self.required,
            fill_down=self.fill_down,
            summed=self.is_sum,
            otherwise=self.is_otherwise,
            grain=self.grain or '',
            default=self.default or None,
            aliases=tuple(alias.strip() for alias in (self.aliases or '').split(';') if alias.strip()),
            values=tuple((found.strip(), meant.strip()) for found, _equals, meant in pairs),
        )
