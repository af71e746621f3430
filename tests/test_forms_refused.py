# Part of store_group. License LGPL-3.
import json
from datetime import timedelta
from unittest.mock import patch
from xmlrpc.client import Fault

from odoo import fields
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .. import exceptions
from ..exceptions import Refused
from .transfer_common import TransferCommon

# Calls the method once per class and gives what each dialog says, [name, title, text].
LOOK = """
(async () => {
    const { services } = odoo.__WOWL_DEBUG__.root.env;
    const until = async (find) => {
        for (;;) {
            const found = find();
            if (found) { return found; }
            await new Promise((next) => requestAnimationFrame(next));
        }
    };
    for (const name of NAMES) {
        services.orm.call("store.transfer", "action_submit", [[TRANSFER]], { context: { refuse_as: name } });
        const dialog = await until(() => document.querySelector(".modal .modal-body"));
        const title = document.querySelector(".modal .modal-title").textContent.trim();
        const text = dialog.textContent.trim();
        if (title !== "Invalid Operation" || text !== `The sentence of ${name}.`) {
            console.error(`${name} is shown as "${title}": ${text}`);
        }
        document.querySelector(".modal .btn-primary").click();
        await until(() => !document.querySelector(".modal"));
    }
    console.log("test successful");
})();
"""


def heirs(kind=Refused):
    """Return this class and all below it."""
    return [kind, *(heir for below in kind.__subclasses__() for heir in heirs(below))]


@tagged('post_install', '-at_install')
class TestFormsRefused(TransferCommon, HttpCase):
    """A refusal is its sentence: on a screen and for a program."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.taker.sudo().password = cls.taker.login
        cls.kinds = {kind.__name__: kind for kind in heirs()}

    def _refusing(self):
        kinds = self.kinds

        def action_submit(records):
            name = records.env.context['refuse_as']
            raise kinds[name](f'The sentence of {name}.')

        return patch.object(self.env.registry['store.transfer'], 'action_submit', action_submit)

    def test_each_class_of_ours_is_a_refusal(self):
        ours = {
            name for name, kind in vars(exceptions).items() if isinstance(kind, type) and kind.__module__ == exceptions.__name__
        }
        self.assertEqual(ours, set(self.kinds))
        self.assertGreater(len(ours), 4)

    def test_the_screen_shows_the_sentence(self):
        transfer, _goods = self._ask(1)
        code = LOOK.replace('NAMES', json.dumps(sorted(self.kinds))).replace('TRANSFER', str(transfer.id))
        with self._refusing(), mute_logger('odoo.http'):
            self.browser_js('/odoo/store-transfers', code, ready='odoo.isReady === true', login=self.taker.login)

    def test_a_program_reads_the_sentence(self):
        transfer, _goods = self._ask(1)
        key = (
            self.env['res.users.apikeys']
            .with_user(self.taker)
            .sudo()
            ._generate('rpc', 'Refusals', fields.Datetime.now() + timedelta(days=1))
        )
        self.env.flush_all()
        with self._refusing(), mute_logger('odoo.http', 'odoo.addons.rpc.controllers.xmlrpc'):
            for name in self.kinds:
                with self.subTest(name=name), self.assertRaises(Fault) as fault:
                    self.xmlrpc_object.execute_kw(
                        self.env.cr.dbname,
                        self.taker.id,
                        self.taker.login,
                        'store.transfer',
                        'action_submit',
                        [transfer.ids],
                        {'context': {'refuse_as': name}},
                    )
                self.assertEqual(fault.exception.faultString, f'The sentence of {name}.')
                answer = self.url_open(
                    '/json/2/store.transfer/action_submit',
                    json={'ids': transfer.ids, 'context': {'refuse_as': name}},
                    headers={'Authorization': f'Bearer {key}'},
                )
                self.assertEqual(answer.status_code, 422)
                self.assertEqual(answer.json()['message'], f'The sentence of {name}.')
                self.assertEqual(answer.json()['name'], f'odoo.addons.store_group.exceptions.{name}')
