# Part of store_group. License LGPL-3.
"""Which two actions on a transfer need two people."""

from dataclasses import dataclass
from decimal import Decimal

# Action of the second person -> actions the same person must not have done.
PAIRS = {'approve': ('request',), 'receive': ('ship',), 'decide': ('ship', 'receive')}


@dataclass(frozen=True)
class Policy:
    """mode: 'always', 'above' an amount, or 'never'."""

    mode: str = 'always'
    amount: Decimal = Decimal(0)

    def holds(self, value):
        return self.mode == 'always' or (self.mode == 'above' and value > self.amount)


def is_allowed(act, person, acted, policy, value):
    """Whether `person` may do `act` on a transfer worth `value`.

    Nobody decides a difference of their own shipment or receipt, whatever the policy.

    :param dict acted: {act: set of persons who did it}

    >>> is_allowed('approve', 1, {'request': {1}}, Policy('above', Decimal(100)), Decimal(99))
    True
    >>> is_allowed('decide', 1, {'receive': {1}}, Policy('never'), Decimal(0))
    False
    """
    did = any(person in acted.get(former, ()) for former in PAIRS[act])
    return not did or (act != 'decide' and not policy.holds(value))


def is_exception(act, person, acted):
    """Whether one person did both actions of a pair, allowed or not."""
    return any(person in acted.get(former, ()) for former in PAIRS[act])


def nearest(policies):
    """Return the first policy that is set; default: two people are always needed.

    >>> nearest([None, Policy('never')]).mode, nearest([]).mode
    ('never', 'always')
    """
    return next((policy for policy in policies if policy), Policy())
