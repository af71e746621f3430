# Part of store_group. License LGPL-3.
import random

from odoo import api, fields, models
from odoo.tools import LazyTranslate

from .sql.store_cost_history import BY_CORE

MOST = 200_000  # moves per night, as Odoo reads each of them as a record

_lt = LazyTranslate(__name__)


class StoreCostCheck(models.AbstractModel):
    """Compares the fast replay of average costs with Odoo's own every night.

    On a difference, Odoo recomputes the cost, the fast replay is switched off permanently, and the administrators
    are notified. Nothing else changes.
    """

    _name = 'store.cost.check'
    _description = 'Check of Average Costs'

    @api.model
    def _cron_check(self, most=MOST):
        """Replay yesterday's receipts by Odoo's method, in random order, up to a number of moves."""
        self.env['store.cost.history']._forget()
        todo = self._received(fields.Datetime.subtract(fields.Datetime.now(), days=1))
        random.shuffle(todo)
        wrong = 0
        for company, product in todo:
            most -= self.env['stock.move'].search_count([('product_id', '=', product.id), ('company_id', '=', company.id)])
            if most < 0:
                break
            wrong += not self._holds(product.with_context(allowed_company_ids=company.ids))
            self.env['ir.cron']._commit_progress(1)
        return wrong

    def _received(self, since):
        """Return [(company, product)] received, corrected or returned, under average cost."""
        groups = (
            self.env['stock.move']
            .sudo()
            ._read_group([('is_in', '=', True), ('write_date', '>=', since)], ['company_id', 'product_id'])
        )
        return [
            (company, product)
            for company, product in groups
            if product.with_context(allowed_company_ids=company.ids).cost_method == 'average' and not product.lot_valuated
        ]

    def _holds(self, product):
        """Whether both methods agree on one product in one company; correct and notify if not."""
        short = product._run_avco()
        core = product.with_context(store_cost_by_core=True)._run_avco()
        rounding = product.env.company.currency_id.rounding
        if all(abs(ours - theirs) <= max(rounding / 100, abs(theirs) * 1e-9) for ours, theirs in zip(short, core, strict=True)):
            return True
        self.env['ir.config_parameter'].sudo().set_param(BY_CORE, product.id)
        product.with_context(store_cost_by_core=True)._update_standard_price()
        self.env['store.notice']._tell(
            self.env.ref('store_group.group_store_admin').all_user_ids,
            product,
            _lt("Average costs are computed by Odoo again"),
            note=self.env._(
                "%(product)s in %(company)s: %(short)s a unit by the short way, %(core)s by Odoo's own replay, which was written "
                "down. Receipts of products with a long history take longer until this is looked into; parameter %(key)s.",
                product=product.display_name,
                company=product.env.company.name,
                short=short[0],
                core=core[0],
                key=BY_CORE,
            ),
        )
        return False
