# Part of store_group. License LGPL-3.
from odoo import models


class AccountAnalyticAccount(models.Model):
    _inherit = 'account.analytic.account'

    def _store_distribution(self, distribution):
        """Return `distribution` with this store's account on every share, replacing another account of its plan.

        :param dict distribution: {'id,id': percent} or falsy
        :returns: a new dict; the whole amount on this account where there was none
        """
        self.ensure_one()
        if not distribution:
            return {str(self.id): 100.0}
        result = {}
        for key, percent in distribution.items():
            accounts = self.browse(int(part) for part in str(key).split(',') if part).exists()
            others = accounts.filtered(lambda account: account.root_plan_id != self.root_plan_id)
            new_key = ','.join(str(account_id) for account_id in [*others.ids, self.id])
            result[new_key] = result.get(new_key, 0.0) + percent
        return result

    def _without_store(self, distribution):
        """Return `distribution` without this account; shares with no other account are removed."""
        self.ensure_one()
        result = {}
        for key, percent in distribution.items():
            others = ','.join(part for part in str(key).split(',') if part and part != str(self.id))
            if others:
                result[others] = result.get(others, 0.0) + percent
        return result
