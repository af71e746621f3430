# Part of store_group. License LGPL-3.
"""The development tools: everything `dev/run` and `dev/test` need, in the Python standard library only.

One module per subject: folders (paths), Debian packages (apt), Odoo itself (odoo), its Python libraries
(venv), the private database server (postgres), databases (databases), the browser (browser), an Odoo process
(server), reading its log (results), and the checks (lint, unit, selection).
"""
