# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class StoreAnchor(models.AbstractModel):
    """A record that gives documents their store: a sales team, a warehouse, a journal.

    Its `store_id` says who owns it. New documents that use it belong to that store;
    existing documents keep theirs.
    """

    _name = 'store.anchor'
    _description = 'Anchor of a Store'

    store_id = fields.Many2one(
        'store.store',
        index='btree_not_null',
        ondelete='set null',
        help="The store that owns this. New documents that use it belong to that store.",
    )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        anchors = super().create(vals_list)
        anchors._trace_owner({})
        return anchors

    def write(self, vals):
        before = {anchor.id: anchor.sudo().store_id for anchor in self} if 'store_id' in vals else {}
        result = super().write(vals)
        if before:
            self._trace_owner(before)
        return result

    def unlink(self):
        for anchor in self.sudo().filtered('store_id'):
            anchor.store_id._trace(self.env._("%(anchor)s of this store was deleted.", anchor=anchor.display_name))
        return super().unlink()

    # === MESSAGES ===

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """Override of `mail`: everybody reads the name, but not the chatter."""
        return self.env['store.aside']._beside_names(
            self, message_operation, super()._mail_get_operation_for_mail_message_operation(message_operation)
        )

    # === STRUCTURE ===

    def _trace_owner(self, before):
        """Post a message at both stores when the owner changes.

        :param dict before: {anchor id: store it belonged to}
        """
        nobody = self.env['store.store'].sudo()
        for anchor in self.sudo():
            old, new = before.get(anchor.id, nobody), anchor.store_id
            if old != new:
                (old | new)._trace(
                    self.env._(
                        "%(anchor)s: owner %(old)s → %(new)s",
                        anchor=anchor.display_name,
                        old=old.name or self.env._("Headquarters"),
                        new=new.name or self.env._("Headquarters"),
                    )
                )

    # === CONSTRAINTS ===

    @api.constrains('store_id', 'company_id')
    def _check_store_company(self):
        for anchor in self:
            if anchor.store_id and anchor.company_id and anchor.store_id.company_id != anchor.company_id:
                raise ValidationError(
                    self.env._(
                        "%(anchor)s belongs to company %(company)s, store %(store)s to %(other)s. "
                        "Choose a store of the same company.",
                        anchor=anchor.display_name,
                        company=anchor.company_id.name,
                        store=anchor.store_id.name,
                        other=anchor.store_id.company_id.name,
                    )
                )
