# Part of store_group. License LGPL-3.
from odoo import models
from odoo.addons.mail.tools.parser import parse_res_ids
from odoo.exceptions import UserError


class MailFollowersEdit(models.TransientModel):
    """Only users who may see the document are invited to follow it; the inviting user is told who was left out."""

    _inherit = 'mail.followers.edit'

    def edit_followers(self):
        """Override of `mail`.

        :raises UserError: if none of the invited users may see one of the documents
        """
        left_out = self.env['res.partner']
        for wizard in self.filtered(lambda wizard: wizard.operation == 'add'):
            blind = wizard._blind()
            if blind and blind == wizard.partner_ids:
                raise UserError(
                    self.env._(
                        "%(people)s may not see this, and cannot follow it. Invite people of its store.",
                        people=", ".join(blind.sudo().mapped('name')),
                    )
                )
            wizard.partner_ids -= blind
            left_out |= blind
        action = super().edit_followers()
        if left_out:
            action['params'] |= {
                'type': 'warning',
                'sticky': True,
                'message': self.env._(
                    "Followers added. Left out, because they may not see this: %(people)s",
                    people=", ".join(left_out.sudo().mapped('name')),
                ),
            }
        return action

    def _blind(self):
        """Return the invited partners who may see none of the documents."""
        documents = self.env[self.res_model].browse(parse_res_ids(self.res_ids, self.env))
        documents.check_access('read')
        followers, ids = self.env['mail.followers'], documents._ids
        users = followers._bound_users(self.res_model, self.partner_ids.ids)
        return self.partner_ids.browse(
            partner_id for partner_id, user in users.items() if len(followers._outside(self.res_model, ids, user)) == len(ids)
        )
