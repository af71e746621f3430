# Part of store_group. License LGPL-3.
from odoo import models

from ...engine.reporting.measures.ledger import LEDGER
from ..store_measure_fields import fields_of


class StoreStockLedger(models.Model):
    """The columns of the stock ledger, in quantity and in value.

    opening + purchased + produced + transferred in + customer returns + gains - sold - transferred out - supplier
    returns - losses - scrapped - consumed (+ revaluation, of the value) = closing; the opening is the closing of the
    day before.
    """

    _inherit = 'store.stock.ledger'

    vars().update(fields_of(LEDGER))

    _measures = LEDGER
