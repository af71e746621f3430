# Part of store_group. License LGPL-3.
"""Everything bridges and adapters may import from this add-on; docs/extending.md describes each name.

Names here stay when files move. Models are extended by `_inherit`, as usual in Odoo; this is plain Python only.
"""

from .engine.intake.entries import Entry  # noqa: F401  one order at its place in a document
from .engine.intake.issue import Issue  # noqa: F401  what is wrong with it
from .engine.quantities import exact  # noqa: F401  a float as a Decimal without its noise
from .engine.stores import ownership  # noqa: F401  to which store a document belongs, and why
from .engine.table.cells import Unreadable  # noqa: F401  the whole document cannot be used
from .exceptions import IntakeRefused, StoreRefused, TransferRefused  # noqa: F401  refusals that are shown as their text
from .hooks import make_columns  # noqa: F401  columns on a big table, without recomputing a row
from .models.intake.store_channel import NET_PRICES  # noqa: F401  whether a price holds its tax
from .models.people import elevation  # noqa: F401  the only way to act beyond one's walls
from .models.people.store_links_core import (  # noqa: F401  what a link of a document means
    ACT,
    FOLLOW,
    HEADQUARTERS,
    NAME,
    PLACE,
    ROUTE,
    STORE,
)
from .models.people.store_mask import BLANK  # noqa: F401  what stands for a masked value
from .models.takeover.store_adoption_map import Document, Fact  # noqa: F401  what a takeover reads and writes
from .report import store_sale_invalidation  # noqa: F401  makes triggers anew as an app comes or goes
from .report.store_sale_rows import ZONE_OF_STORE, columns, dated, needs  # noqa: F401  SQL of the rows of sales
from .report.store_sale_sources import CORE  # noqa: F401  the documents sales are made of, for `and_of`
from .report.store_sale_watch import changed, ids  # noqa: F401  SQL of what a trigger sees
from .wording import number_text  # noqa: F401  a number in a sentence, in the reader's language
