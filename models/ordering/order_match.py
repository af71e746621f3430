# Part of store_group. License LGPL-3.
from dataclasses import dataclass, field

from ...engine.cleaning.text import fold
from ...engine.intake.refunds import is_over


@dataclass
class OrderMatch:
    """A canonical order with the records of this database it refers to.

    `lines` pairs each LineDraft with (its key in the channel, product or None, factor). `unknown` maps unknown keys
    to their LineDraft, `buyer_key` is False for a collective customer.
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
    fiscal_position: object = None  # account.fiscal.position, maybe empty
    is_history: bool = False
    channel: object = None  # store.channel
    address: object = None  # res.partner of this order's parcel, or None
    address_key: str = ''
    sale: object = None  # sale.order created from it before, or None
    had_left: bool = False  # the channel reported it as shipped before
    was_confirmed: bool = False  # in the summary it was taken out of
    whole: object = None  # the draft as it came, where lines of it are bundles; `draft` has their products
    places: dict = field(default_factory=dict)  # {position of a bundle there: positions of its products here}
    bundles: dict = field(default_factory=dict)  # {key of a bundle: its composition}
    kept_bundles: dict | None = None  # those of the sale order it has, which stay; None: as the channel's products say now

    @property
    def has_error(self):
        return any(issue.severity == 'error' for issue in self.issues)

    @property
    def is_foreign(self):
        """Whether the store is outside the sender's scope."""
        return any(issue.code == 'store_not_yours' for issue in self.issues)

    @property
    def shipped_elsewhere(self):
        """Whether somebody else ships it: it is not picked here, and its stock moves when the channel reports the shipment."""
        return self.channel.shipped_by == 'elsewhere' and not self.is_history

    @property
    def is_brushing(self):
        """Whether the order has one of the channel's brushing tags."""
        tags = {fold(tag) for tag in (self.channel.brushing_tags or '').replace('，', ',').split(',') if tag.strip()}
        return bool(tags) and not tags.isdisjoint(map(fold, self.draft.tags))

    @property
    def is_called_off(self):
        """Whether it gets no sale order: cancelled, unpaid history, or refunded before anything left."""
        draft = self.draft
        return (
            draft.status == 'cancelled'
            or (self.is_history and draft.status == 'unpaid')
            or (not self.is_history and draft.status not in ('shipped', 'done') and not self.left_and_refunded and is_over(draft))
        )

    @property
    def left_and_refunded(self):
        return self.draft.status == 'refunded' and (self.had_left or bool(self.draft.shipments))

    @property
    def is_new_buyer(self):
        return bool(self.buyer_key) and not self.partner

    @property
    def ordered_at(self):
        return self.draft.ordered_at.replace(tzinfo=None, microsecond=0) if self.draft else False

    @property
    def customer_name(self):
        return self.draft.customer.name if self.draft else False
