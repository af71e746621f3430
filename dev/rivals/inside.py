# Part of store_group. License LGPL-3.
"""Runs inside Odoo's Python. One line of output per act; `task` is make, play or end."""

import json
import logging
import pathlib
import random
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE.parent))


def main(asked):
    import odoo
    from odoo.modules.registry import Registry
    from odoo.tools import config

    config.parse_config(['-c', asked['conf'], '-d', asked['database'], '--no-http', '--log-level=error'])
    logging.getLogger().setLevel(logging.ERROR)
    from rivals.player import Player
    from rivals.world import make

    registry = Registry(asked['database'])

    def turn(act):
        """One transaction."""
        with registry.cursor() as cr:
            return act(odoo.api.Environment(cr, odoo.SUPERUSER_ID, {'lang': 'en_US', 'tz': 'Asia/Shanghai'}))

    def tell(kind, text=''):
        print(json.dumps([kind, text]), flush=True)

    if asked['task'] == 'make':
        turn(make)
        return
    for text in turn(lambda env: Player(env).problems()):
        tell('problem', text)
    dice = random.Random(asked['seed'])
    if asked['task'] == 'end':
        for _round in range(3):
            stuck = turn(lambda env: Player(env).finish())
        for text in [*stuck, *turn(lambda env: Player(env).problems())]:
            tell('problem', text)
        tell('states', turn(lambda env: dict(env['store.transfer']._read_group([], ['state'], ['__count']))))
        return
    tell('ready')
    while True:
        tell('act', turn(lambda env: Player(env, dice).act()))


main(json.loads(sys.argv[1]))
