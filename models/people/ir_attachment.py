# Part of store_group. License LGPL-3.
from collections.abc import Collection
from functools import partial

from odoo import api, models
from odoo.fields import Domain

from . import elevation


class IrAttachment(models.Model):
    """Files attached to records whose names everybody sees (a store, a team) are for the people of their store.

    Files attached to documents follow the document, in core. Everybody sees pictures (binary fields) and public files.
    """

    _inherit = 'ir.attachment'

    def _check_access(self, operation):
        """Override of `base`."""
        result = super()._check_access(operation)
        if operation != 'read' or not elevation.is_needed(self):
            return result
        forbidden = (self - result[0] if result else self)._beside_other_stores()
        if not forbidden:
            return result
        refused = partial(self.env['ir.rule']._make_access_error, operation, forbidden)
        return (result[0] | forbidden if result else forbidden), refused

    @api.model_create_multi
    def create(self, vals_list):
        self._check_originals(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._check_originals([vals])
        return super().write(vals)

    def _check_originals(self, vals_list):
        """:raises AccessError: when a bound user names a file they may not read as the original of another"""
        self._check_readable([vals['original_id'] for vals in vals_list if vals.get('original_id')])

    @api.model
    def _check_readable(self, named):
        """Check files that core would read as superuser.

        :param list named: ids, commands of an x2many, or dicts with an `id`
        :raises AccessError: when a bound user may not read one of them
        """
        if elevation.is_needed(self) and named:
            files = self.env['mail.mail']._fields['attachment_ids']
            self.browse(self.env['store.naming']._ids_of(files, named)).exists().check_access('read')

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, **kwargs):
        """Override of `base`: conditions below links are the user's, and each file is checked where a search names few models."""
        if kwargs.get('bypass_access') or not elevation.is_needed(self):
            return super()._search(domain, offset=offset, limit=limit, order=order, **kwargs)
        domain = self.env['store.mask']._looked_up_below(self, domain)  # core searches all files elevated
        query = super()._search(domain, offset=offset, limit=limit, order=order, **kwargs)
        aside = self.env['store.aside']
        named = {
            name
            for asked in Domain(domain).iter_conditions()
            if asked.field_expr == 'res_model'
            for name in (
                asked.value if isinstance(asked.value, Collection) and not isinstance(asked.value, str) else [asked.value]
            )
        }
        for model in sorted(named & aside._known_by_name().keys()):
            own = self.env[model].sudo().with_context(active_test=False)._search(aside._own(model))
            visible = (
                Domain('res_model', '!=', model)
                | Domain('res_id', 'in', own)
                | Domain('res_field', '!=', False)
                | Domain('public', '=', True)
            ).optimize_full(self.sudo())
            query.add_where(visible._to_sql(self.sudo(), query.table, query))
        return query

    def _beside_other_stores(self):
        """Return the files of records whose names everybody sees, of stores the current, bound user does not see."""
        aside = self.env['store.aside']
        names = aside._known_by_name()
        beside = self.sudo().filtered(
            lambda file: file.res_model in names and file.res_id and not file.res_field and not file.public
        )
        forbidden = beside.browse()
        for model, files in beside.grouped('res_model').items():
            own = aside._of_own_stores(self.env[model].browse(files.mapped('res_id')).exists())
            forbidden |= files.filtered(lambda file, own=own: file.res_id not in own._ids)
        return forbidden.with_env(self.env)
