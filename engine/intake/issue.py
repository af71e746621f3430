# Part of store_group. License LGPL-3.
from dataclasses import asdict, dataclass

from .vocabulary import ERROR


@dataclass(frozen=True)
class Issue:
    """A problem for a user: what, where, and a proposal.

    `severity` 'error' stops the order it belongs to, 'warning' and 'info' stop nothing. `field` is a path in
    the canonical order such as 'customer.name' or 'lines[2].quantity'. `row` counts from 1, 0 means none;
    `column` is the letter a spreadsheet shows. `found` is the text as it stands there.
    """

    code: str
    severity: str = ERROR
    field: str = ''
    found: str = ''
    proposed: str = ''
    sheet: str = ''
    row: int = 0
    column: str = ''

    def as_dict(self):
        """Return the issue as a JSON-serialisable dict."""
        return asdict(self)
