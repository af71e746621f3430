# Part of store_group. License LGPL-3.
"""Decorator of a public method that checks the caller's arguments before the method runs.

    @api.model
    @door(store=arguments.text(), products=arguments.items(arguments.key(), 1000))
    def available(self, store, products):

A wrong argument is refused with a message that names it and says what it must be. Our own code may call
the method as before; a valid call only costs the checks.
"""

import functools
import inspect

from ...engine import arguments
from ...exceptions import ArgumentRefused

MOST_LINES = 2_000  # lines in one call about a transfer; more would time out
MOST = 5_000  # codes of stores, products or records in one question
CELLS = 20_000  # of a grid
MOST_YEARS = 30  # of one report; more days would time out


def door(**shapes):
    """Return a decorator that refuses calls whose arguments do not fit; see `engine.arguments`.

    :raises ArgumentRefused: from the method, for unknown or missing arguments and for values of another shape
    """

    def decorate(method):
        signature = inspect.signature(method)

        @functools.wraps(method)
        def guarded(self, *args, **kwargs):
            if vars(type(self)).get('_is_part'):
                raise ArgumentRefused(
                    self.env._("%(model)s is a mixin and cannot be called. Call the model that inherits it.", model=self._name)
                )
            try:
                bound = signature.bind(self, *args, **kwargs)
            except TypeError as error:
                raise ArgumentRefused(
                    self.env._(
                        "%(method)s takes %(arguments)s. Correct the call.",
                        method=f'{self._name}.{method.__name__}',
                        arguments=', '.join([*signature.parameters][1:]) or self.env._("no arguments"),
                    )
                ) from error
            given = bound.arguments
            for name, shape in shapes.items():
                found = arguments.problem(given[name], shape, name) if name in given else None
                if found:
                    raise ArgumentRefused(_sentence(self.env, f'{self._name}.{method.__name__}', *found))
                if name in given and arguments.says_nothing(given[name], shape):
                    given[name] = False
            return method(*bound.args, **bound.kwargs)

        guarded.shapes = shapes
        return guarded

    return decorate


def _sentence(env, method, path, kind, detail):
    if kind == 'many':
        return env._(
            "%(method)s: %(argument)s holds %(count)s entries; at most %(most)s are taken in one call. Split it into several "
            "calls.",
            method=method,
            argument=path,
            count=detail[0],
            most=detail[1],
        )
    if kind == 'missing':
        return env._("%(method)s: %(argument)s is missing. Add it and call again.", method=method, argument=path)
    wanted = {
        'text': env._("a text of ordinary length that is not empty"),
        'number': env._("a finite number"),
        'whole': env._("a whole number"),
        'id': env._("the id of a record"),
        'key': env._("a code, a barcode or an id"),
        'day': env._("a day as YYYY-MM-DD between the years 1900 and 2200"),
        'flag': env._("true or false"),
        'list': env._("a list"),
        'row': env._("a row of names and values"),
        'mapping': env._("names with values"),
    }[kind]
    return env._(
        "%(method)s: %(argument)s must be %(wanted)s. Correct it and call again.", method=method, argument=path, wanted=wanted
    )


def check_span(env, first, last):
    """:raises ArgumentRefused: for days in the wrong order, or more years than one answer is made of"""
    if first > last:
        raise ArgumentRefused(env._("The last day is before the first day. Swap them."))
    if last.year - first.year > MOST_YEARS:
        raise ArgumentRefused(
            env._(
                "%(first)s to %(last)s is longer than the maximum of %(years)s years. Choose a shorter period.",
                first=first,
                last=last,
                years=MOST_YEARS,
            )
        )


def context_value(env, key, shape):
    """Return the value of a key in the caller's context; False if it is not set.

    :raises ArgumentRefused: where it has another shape
    """
    value = env.context.get(key) or False
    found = arguments.problem(value, arguments.maybe(shape), key)
    if found:
        raise ArgumentRefused(_sentence(env, env._("The context"), *found))
    return value
