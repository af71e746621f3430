# Part of store_group. License LGPL-3.
"""The orders of a storm: each in up to three versions, all computed from its number. Plain Python, for senders and judge."""

import datetime
import random
from decimal import Decimal

VERSIONS = 3
PRODUCTS = 20
FIRST = datetime.datetime(2026, 3, 1, 8, 0, 0)


def last_version(number):
    """Return the version of an order that must be left at the end: 1 to 3."""
    return number % VERSIONS + 1


def lines(number, version):
    """Return [(product number, quantity, unit price in cents)]; every version sells something else."""
    return [
        ((number + 3 * at) % PRODUCTS, 1 + (number + version + at) % 4, 100 * (5 + number % 17) + 37 * version + at)
        for at in range(1 + (number + version) % 3)
    ]


def total(number, version):
    """Return what the buyer pays in this version, as Decimal."""
    return sum((quantity * Decimal(price) for _product, quantity, price in lines(number, version)), Decimal(0)) / 100


def external_id(number):
    return f'S{100000 + number}'


def sku(product):
    return f'STORM-{product}'


def canonical(number, version):
    """Return the canonical order of this version."""
    ordered = FIRST + datetime.timedelta(minutes=number)
    return {
        'external_id': external_id(number),
        'ordered_at': str(ordered),
        'updated_at': str(ordered + datetime.timedelta(hours=version)),
        'status': 'paid',
        'customer': {'external_id': f'b{number % 97}', 'name': f'Buyer {number % 97}'},
        'lines': [
            {'external_id': str(at), 'sku': sku(product), 'quantity': quantity, 'unit_price': f'{Decimal(price) / 100}'}
            for at, (product, quantity, price) in enumerate(lines(number, version), 1)
        ],
        'total': str(total(number, version)),
    }


def plans(count, processes, seed):
    """Return for each process its calls: lists of (number, version), overlapping and in random order.

    Each version of each order is sent by one to three processes, so that the last one is there, whenever it comes.
    """
    dice = random.Random(seed)
    sent = [[] for _process in range(processes)]
    for number in range(count):
        for version in range(1, last_version(number) + 1):
            for process in dice.sample(range(processes), min(processes, dice.randint(1, 3))):
                sent[process].append((number, version))
    found = []
    for own in sent:
        dice.shuffle(own)
        calls = []
        while own:
            size = dice.randint(5, 40)
            calls.append(own[:size])
            own = own[size:]
        found.append(calls)
    return found


def files(count, some, seed):
    """Return `some` files: lists of (number, version), each of half the orders, in any version up to the last."""
    dice = random.Random(seed)
    return [
        [(number, dice.randint(1, last_version(number))) for number in dice.sample(range(count), max(1, count // 2))]
        for _file in range(some)
    ]
