# Part of store_group. License LGPL-3.
"""The fields of a report, made of the table of its measures."""

from odoo import fields

from ..engine.reporting.measures.measure import OWN


def fields_of(table):
    """Return {name: field} of the measures of a Table, for the body of a report's class."""
    return {measure.name: _field(measure) for measure in table}


def _field(measure):
    given = {'readonly': True}
    if measure.label:
        given['string'] = measure.label
    if measure.text:
        given['help'] = measure.text
    if measure.is_averaged:
        given['aggregator'] = 'avg'
    if measure.is_whole:
        return fields.Integer(**given)
    if measure.is_monetary:
        return fields.Monetary(**given, **({} if measure.currency == OWN else {'currency_field': measure.currency}))
    if measure.places is not None:
        given['digits'] = measure.places
    return fields.Float(**given)
