# Part of store_group. License LGPL-3.
import re
import time

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import ormcache

# A rule with no other names in it only compares companies.
OF_COMPANIES = {'company_id', 'company_ids', 'in', 'parent_of', 'child_of', 'False'}
# Models whose records everybody may count, by name or not.
SEARCHED_BY_NAME = {'account.tax'}
# {model of an app that may be missing: its columns with the model and the id of the document of a row}
BESIDE = {'snailmail.letter': ('model', 'res_id')}
# Midnight falls on a quarter of an hour in every zone of the world.
QUARTER = 15 * 60


class IrRule(models.Model):
    """Rules of ours call `store_scope(mode, column, ...)` and get a literal domain back.

    The lists are part of the cached rule. Whoever changes a membership, a group or a store clears
    the cache; the end of a membership at midnight is noticed by the quarter of an hour in the key.
    """

    _inherit = 'ir.rule'

    def _eval_context(self):
        """Override of `base` to give rules the stores of the user and which costs are hidden."""
        user = self.env.user
        return {
            **super()._eval_context(),
            'store_scope': user._store_scope,
            'store_ledger': user._store_ledger,
            'store_banks': user._store_banks,
            'store_profit': user._store_profit,
        }

    def _compute_domain_context_values(self):
        """Override of `base` so that a bound user's cached rules expire when the day changes. Others' keys are unchanged."""
        yield from super()._compute_domain_context_values()
        if self.env.user._is_store_bound():
            yield int(time.time()) // QUARTER

    def _compute_domain(self, model_name, mode='read'):
        """Override of `base`: rows about a document, in apps that may be missing, follow the rules of the document.

        A wizard is for the user who created it: core lets every colleague read it and the documents' data in it.
        """
        domain = super()._compute_domain(model_name, mode)
        of_creator = self.env[model_name]._transient and self.env[model_name]._log_access
        if self.env.su or not (of_creator or model_name in BESIDE) or not self.env.user._is_store_bound():
            return domain
        if of_creator:
            return domain & Domain('create_uid', '=', self.env.uid)
        return domain & self.env['store.subject']._open(model_name, *BESIDE[model_name], mode)

    def _make_access_error(self, operation, records):
        """Override of `base`: whoever is bound to stores is not told the names of what they may not see.

        Core tells every colleague in developer mode, which anybody can turn on.
        """
        error = super()._make_access_error(operation, records)
        user, _ = self.env.user, self.env._
        if not user._is_store_bound() or not user.has_group('base.group_no_one'):
            return error
        acts = {'read': _("read"), 'write': _("change"), 'create': _("create"), 'unlink': _("delete")}
        error.args = (
            _(
                "%(user)s may not %(act)s this: %(description)s (%(model)s). Records of other stores and companies are for the "
                "people there. Ask an administrator for a membership.",
                user=user.name,
                act=acts[operation],
                description=self.env['ir.model']._get(records._name).name or records._name,
                model=records._name,
            ),
        )
        return error

    # === ELEVATION ===

    @api.model
    @ormcache('across')
    def _fields_behind_walls(self, across):
        """Return the fields whose cached values depend on which other records the reader may see.

        These are lists of records shortened by a rule or a custom search, and fields computed without being
        stored: they may depend on such a list or search. A stored value is the same for everybody. Rules and fields both
        clear this cache when they change.

        :param bool across: whether companies differ too, so that pure company rules count as well
        """
        walled = self._walled_models(across)
        fields = [field for model in self.pool.values() if not model._abstract for field in model._fields.values()]
        behind = {
            field
            for field in fields
            if (
                field.relational
                and field.type != 'many2one'
                and field.comodel_name in walled
                or field.compute
                and not field.store
                and not field.related
            )
        }
        related = [field for field in fields if field.related and not field.store and field not in behind]
        while True:
            more = {field for field in related if behind & set(self._path_of(field))}
            if not more:
                return frozenset(behind)
            behind |= more
            related = [field for field in related if field not in more]

    @api.model
    def _walled_models(self, across):
        """Return the names of the models whose visible records differ between users."""
        rules = self.sudo().search([('perm_read', '=', True)])
        walled = {
            rule.model_id.model
            for rule in rules
            if not self._is_open(rule)
            and (across or not OF_COMPANIES.issuperset(re.findall(r'[A-Za-z_]+', rule.domain_force or '')))
        }
        for_all = self.pool['base']._search  # what all models have in common shortens no list
        searched = {name for name, model in self.pool.items() if model._search is not for_all} - SEARCHED_BY_NAME
        return walled | searched | {name for name, model in self.pool.items() if walled & model._inherits.keys()}

    def _is_open(self, rule):
        return re.sub(r'\s', '', rule.domain_force or '') in {'', '[]', "[(1,'=',1)]"}

    def _path_of(self, field):
        """Yield the fields along a related field, itself left out."""
        model = self.pool[field.model_name]
        for name in field.related.split('.'):
            step = model._fields[name]
            yield step
            model = self.pool.get(step.comodel_name) if step.relational else None
