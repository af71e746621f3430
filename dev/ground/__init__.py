# Part of store_group. License LGPL-3.
"""The ground of development: everything `dev/run` and `dev/test` need, in the Python standard library only.

One module per thing: where things lie (paths), Debian packages (apt), Odoo itself (odoo), its Python libraries
(venv), the private database server (postgres), databases (databases), the browser (browser), an Odoo process
(server), what its log says (results), and the checks (lint, unit, selection).
"""
