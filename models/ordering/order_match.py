# Part of store_group. License LGPL-3.
from dataclasses import dataclass, field


@dataclass
class OrderMatch:
    """A canonical order beside the records of this database it means.

    `lines` pairs each LineDraft with (its key in the channel, product or None, factor). `unknown` maps the keys nothing
    is known about to their LineDraft, `buyer_key` is False for a collective customer.
    """

    draft: object  # engine OrderDraft, or None when the order cannot be used
    store: object  # store.store, maybe empty
    issues: list = field(default_factory=list)
    lines: list = field(default_factory=list)
    unknown: dict = field(default_factory=dict)
    partner: object = None  # res.partner, maybe empty
    buyer_key: str | bool = False
    warehouse: object = None  # stock.warehouse
    pricelist: object = None  # product.pricelist
    is_history: bool = False

    @property
    def has_error(self):
        return any(issue.severity == 'error' for issue in self.issues)

    @property
    def is_foreign(self):
        """Whether the sender may not sell for the store."""
        return any(issue.code == 'store_not_yours' for issue in self.issues)

    @property
    def is_new_buyer(self):
        return bool(self.buyer_key) and not self.partner

    @property
    def ordered_at(self):
        return self.draft.ordered_at.replace(tzinfo=None, microsecond=0) if self.draft else False

    @property
    def customer_name(self):
        return self.draft.customer.name if self.draft else False
