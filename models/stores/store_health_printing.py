# Part of store_group. License LGPL-3.
import subprocess

from odoo import api, models
from odoo.tools.misc import find_in_path

SECONDS = 10


class StoreHealthPrinting(models.AbstractModel):
    """Checks that this server can print: wkhtmltopdf for PDF files, and a Chinese font.

    A missing tool for the check is no finding. Never raises and writes nothing. Cost: one small process.
    """

    _name = 'store.health.printing'
    _description = 'Check of Printing'

    # === OPERATIONS ===

    @api.model
    def findings(self):
        """Return what is missing to print.

        :returns: [{"code": 'no_pdf' or 'no_chinese_font', "message": what to do}], empty where nothing is missing
        """
        found = []
        if self.env['ir.actions.report'].get_wkhtmltopdf_state() != 'ok':
            found.append(
                {
                    'code': 'no_pdf',
                    'message': self.env._(
                        "The program wkhtmltopdf is missing or broken: prints open as a web page only. "
                        "Let your system administrator install the package wkhtmltopdf."
                    ),
                }
            )
        if self._has_chinese_font() is False:
            found.append(
                {
                    'code': 'no_chinese_font',
                    'message': self.env._(
                        "The server has no font for Chinese: names in Chinese print as empty boxes. "
                        "Let your system administrator install the package fonts-noto-cjk."
                    ),
                }
            )
        return found

    @api.model
    def _has_chinese_font(self):
        """Return whether a Chinese font is installed, or None if unknown."""
        try:
            listed = subprocess.run(
                [find_in_path('fc-list'), ':lang=zh', 'family'], capture_output=True, timeout=SECONDS, check=True
            )
        except (OSError, subprocess.SubprocessError):
            return None
        return bool(listed.stdout.strip())

    @api.model
    def _warned(self, action):
        """Return the action, wrapped in a notification if something is missing."""
        found = self.findings()
        if not found:
            return action
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'type': 'warning',
                'sticky': True,
                'title': self.env._("Printing"),
                'next': action,
                'message': ' '.join(item['message'] for item in found),
            },
        }
