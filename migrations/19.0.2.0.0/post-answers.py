# Part of store_group. License LGPL-3.
from odoo import SUPERUSER_ID, api, fields


def migrate(cr, version):
    """Answers to questions that were emptied already forget whom they quoted, too."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    now = fields.Datetime.now()
    for channel in env['store.channel'].with_context(active_test=False).search([('keep_days', '>', 0)]):
        before = fields.Datetime.subtract(now, days=channel.keep_days)
        env['store.intake.retention']._forget_left_answers(channel, before)
