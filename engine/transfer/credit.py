# Part of store_group. License LGPL-3.
"""Whether a franchisee may get more goods, and how much may be returned."""

from dataclasses import dataclass
from decimal import Decimal

from ..quantities import ZERO

POLICIES = ('warn', 'approve', 'block')
SCOPES = ('company', 'group')  # against what deposit and limit are held: what is owed to one company of ours, or to all


@dataclass(frozen=True)
class Account:
    """What a buyer owes, in one currency. balance: by the ledger; unbilled: charged, not posted yet; waiting: approved, not
    charged yet. deposit and limit: the maximum debt."""

    balance: Decimal = ZERO
    unbilled: Decimal = ZERO
    waiting: Decimal = ZERO
    deposit: Decimal = ZERO
    limit: Decimal = ZERO

    @property
    def used(self):
        return self.balance + self.unbilled + self.waiting

    @property
    def free(self):
        return self.deposit + self.limit - self.used


def widest(scopes):
    """Return 'group' if one of several stores of a buyer has one limit for all our companies, else 'company'.

    >>> widest(['company', 'group', None]), widest([])
    ('group', 'company')
    """
    return max((scope for scope in scopes if scope), key=SCOPES.index, default='company')


def verdict(account, wanted, policy):
    """Return 'ok' for goods worth `wanted`, or the policy if they exceed the free credit.

    >>> verdict(Account(balance=Decimal(80), deposit=Decimal(50), limit=Decimal(50)), Decimal(20), 'block')
    'ok'
    >>> verdict(Account(balance=Decimal(81), deposit=Decimal(50), limit=Decimal(50)), Decimal(20), 'approve')
    'approve'
    """
    return 'ok' if not policy or wanted <= account.free else policy


def strictest(policies):
    """Return the strictest of several policies, or None.

    >>> strictest(['warn', 'block', None]), strictest([])
    ('block', None)
    """
    return max((policy for policy in policies if policy), key=POLICIES.index, default=None)


def returnable(bought, returned, percent):
    """Return the value that may still be returned of the purchases of a period, never negative.

    >>> returnable(Decimal(1000), Decimal(80), Decimal(10))
    Decimal('20')
    """
    return max(ZERO, bought * percent / 100 - returned)
