# Part of store_group. License LGPL-3.
from odoo import api, models


class StoreIntakeSale(models.AbstractModel):
    """What becomes of an order that was taken in: the questions intake asks of what comes after it.

    Intake knows contents, numbers and questions; whether a content fits our products, and what it does to a sale order and its
    delivery, is known where sale orders are made. All of it is hooks, filled by the ordering stage
    (`models/ordering/store_intake_sale.py`); called elevated where the answer is none of the caller's rights.
    """

    _name = 'store.intake.sale'
    _description = 'Hooks between Intake and Orders'

    # === HOOKS ===

    # a content, before there is an order

    @api.model
    def _match(self, channel, payloads, allowed=None, orders=()):
        """Hook: look up what these contents name, and find what is wrong with them.

        :param payloads: canonical orders of `channel`
        :param allowed: ids of the stores the sender may act for; None: all
        :param orders: the intake orders of these contents, where they exist
        :returns: one match for each, with `draft`, `store`, `ordered_at`, `customer_name`, `lines`, `issues`, `has_error`,
            `is_foreign` (a store the sender may not act for), `unknown` (products to be made), `buyer_key`, `is_new_buyer`
        """

    @api.model
    def _make_products(self, document, lines):
        """Hook: make the products that lines of this document name and nobody knows.

        :param dict lines: {key of the product: line of a draft}
        """

    # sale orders of a document

    @api.model
    def _make(self, document, orders):
        """Hook: make or rewrite the sale orders of these intake orders, or put questions on them."""

    @api.model
    def _confirm(self, orders):
        """Hook: confirm the quotations of these intake orders that may be confirmed without a person."""

    @api.model
    def _finish(self, document):
        """Hook: called when all orders of this document are made and confirmed."""

    # several orders in one sale order

    @api.model
    def _take_out(self, orders):
        """Hook: take these orders out of the sale orders they are added up in, which go on without them."""

    @api.model
    def _is_settled(self, order):
        """Hook: whether what this order brought stays in the sale order it is added up in: delivered, invoiced or locked."""

    @api.model
    def _remove(self, document):
        """Hook: remove the history orders of this document. Return whether none is left, or the time is up."""

    # a new content for a confirmed order

    @api.model
    def _follow(self, channel, pairs):
        """Hook: apply contents with progress only to confirmed orders. Return whether all were applied.

        :param list pairs: (store.intake.order, its new content)
        """

    @api.model
    def _take_words(self, order, payload):
        """Hook: apply another recipient, notes or invoice title.

        :raises IntakeRefused: when goods have left
        """

    @api.model
    def _calls_off(self, order, payload):
        """Hook: whether this content cancels goods that have not left yet."""

    @api.model
    def _is_called_off_late(self, order, payload):
        """Hook: whether it cancels an order whose goods have left or that is invoiced."""

    @api.model
    def _wants_again(self, order, payload):
        """Hook: whether this content wants goods again that were removed from the order."""

    @api.model
    def _stop_where_called_off(self, order, payload):
        """Hook: block the delivery where this content cancels it, else release it."""

    @api.model
    def _call_off(self, order, payload):
        """Hook: cancel or reduce the order as this content says."""

    @api.model
    def _reduced(self, sales):
        """Hook: return those of these sale orders that sell less since goods were refunded before they left."""

    @api.model
    def _is_credited(self, sale):
        """Hook: whether everything invoiced of this sale order is credited."""

    @api.model
    def _accept(self, issue):
        """Hook: do what this question proposes. Return an action to open, if any."""
