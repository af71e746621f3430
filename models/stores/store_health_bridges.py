# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.tools import LazyTranslate

from ... import beside

_lt = LazyTranslate(__name__)


class StoreHealthBridges(models.AbstractModel):
    """Checks that every installed app with a bridge of ours also has that bridge, so that store rules apply there.

    Never raises and writes nothing. Cost: two queries, the manifests of the bridges are read once.
    """

    _name = 'store.health.bridges'
    _description = 'Check of Bridges'

    def _register_hook(self):
        """Override of `base`: refuse a registry in which an installed bridge is missing."""
        super()._register_hook()
        beside.load_left_out(self.env)

    # === OPERATIONS ===

    @api.model
    def findings(self):
        """Return which bridges are missing.

        :returns: [{"code": 'no_bridge', 'not_loaded' or 'no_folder', "bridge": its name or False, "app": name of the app
            or False, "message": what to do}], empty where nothing is missing
        """
        if not beside.names():
            return [
                {
                    'code': 'no_folder',
                    'bridge': False,
                    'app': False,
                    'message': self.env._(
                        "The folder \"bridges\" of Store Group is missing on this server: apps such as purchasing and tills run "
                        "without store rules. Let your system administrator install the whole folder."
                    ),
                }
            ]
        found = []
        for bridge, apps in self._missing().items():
            app = self.env._("%(first)s and %(last)s", first=', '.join(apps[:-1]), last=apps[-1]) if apps[1:] else apps[0]
            found.append(
                {
                    'code': 'no_bridge',
                    'bridge': bridge,
                    'app': app,
                    'message': self.env._(
                        "%(app)s runs without store rules: every user with rights there sees and changes the documents of "
                        "all stores. Open Apps, choose Update Apps List, and install \"%(bridge)s\".",
                        app=app,
                        bridge=self._titles([bridge]).get(bridge, bridge),
                    ),
                }
            )
        for bridge in beside.left_out(self.env):
            found.append(
                {
                    'code': 'not_loaded',
                    'bridge': bridge,
                    'app': False,
                    'message': self.env._(
                        "\"%(bridge)s\" is installed and was not loaded, so its store rules are missing. Let your system "
                        "administrator add %(folder)s to the addons_path of the configuration and start the server again.",
                        bridge=self._titles([bridge]).get(bridge, bridge),
                        folder=str(beside.FOLDER),
                    ),
                }
            )
        return found

    @api.model
    def _missing(self):
        """Return {bridge that is not installed: [names of its apps that are installed]}."""
        apps_of = beside.apps_of()
        asked = {*apps_of, *(app for apps in apps_of.values() for app in apps)}
        installed = {
            module.name
            for module in self.env['ir.module.module']
            .sudo()
            .search([('name', 'in', sorted(asked)), ('state', 'in', ('installed', 'to upgrade'))])
        }
        titles = self._titles(asked)
        missing = {
            bridge: [app for app in sorted(apps & installed) if self._is_app(app)] or sorted(apps & installed)
            for bridge, apps in apps_of.items()
            if bridge not in installed and apps & installed
        }
        return {bridge: [titles.get(app, app) for app in apps] for bridge, apps in missing.items()}

    @api.model
    def _is_app(self, name):
        return bool(self.env['ir.module.module'].sudo().search_count([('name', '=', name), ('application', '=', True)], limit=1))

    @api.model
    def _titles(self, modules):
        return {
            module.name: module.shortdesc
            for module in self.env['ir.module.module'].sudo().search([('name', 'in', sorted(modules))])
        }

    @api.model
    def _tell_administrators(self):
        """Give the administrators an activity if something is missing; remove it when nothing is."""
        record = self.env.ref('base.main_company').sudo().partner_id
        summary = _lt("Store rules are missing")
        found = self.findings()
        if found:
            people = self.env.ref('base.group_system').sudo().all_user_ids.filtered(lambda user: user.active and not user.share)
            self.env['store.notice']._tell(people, record, summary, note=' '.join(item['message'] for item in found))
        else:
            languages = self.env['res.lang'].get_installed()
            told = {self.with_context(lang=code).env._(summary) for code, _name in languages}
            record.activity_ids.filtered(lambda activity: activity.summary in told).unlink()
