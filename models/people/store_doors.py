# Part of store_group. License LGPL-3.
import inspect

from odoo import models

from ...exceptions import ArgumentRefused
from .door import door

OURS = 'odoo.addons.store_group'


def ensure_one(self):
    """Override of `base` for our models: calling an action on no or several records gives a readable error."""
    if len(self._ids) != 1:
        raise ArgumentRefused(
            self.env._(
                "%(model)s: exactly one record is needed, %(count)s were given. Choose one and try again.",
                model=self._description,
                count=len(self._ids),
            )
        )
    return self


class StoreDoors(models.AbstractModel):
    """Every public method of our models gets an argument check, also those that declare none: see `door.py`.

    A method called by a button takes one record and no arguments. A program that sends anything else gets an error message,
    not a traceback. New methods are covered without further work.
    """

    _name = 'store.doors'
    _description = 'Doors of Public Methods'

    def _register_hook(self):
        """Override of `base` to add the missing argument checks, once per registry."""
        super()._register_hook()
        everybody = self.env.registry
        parts = {
            parent._name
            for model in everybody.values()
            if not model._abstract
            for parent in model.mro()
            if everybody.get(getattr(parent, '_name', None)) is parent and parent._abstract
        }
        for name, model in everybody.items():
            if not name.startswith('store.'):
                continue
            model._is_part = name in parts  # a mixin is not called by itself
            if name not in parts:
                model.ensure_one = ensure_one
            for attribute in self._without_door(model):
                setattr(model, attribute, door()(getattr(model, attribute)))

    def _without_door(self, model):
        """Return the names of our public methods without a declared check; overrides of core methods are left alone."""
        core = {name for parent in model.mro() if not parent.__module__.startswith(OURS) for name in vars(parent)}
        return [
            name
            for name in dir(model)
            if not name.startswith('_')
            and name not in core
            and inspect.isfunction(method := getattr(model, name))
            and method.__module__.startswith(OURS)
            and not hasattr(method, 'shapes')
        ]
