# Part of store_group. License LGPL-3.
"""Databases: templates with Odoo's own apps, built once, and quick clones of them."""

import shutil

from . import paths, say


class Databases:
    """Templates are shared by all checkouts of a cache; a clone's name carries the key of its checkout."""

    def __init__(self, server):
        self.server, self.cluster = server, server.cluster
        self.filestore = server.data / 'filestore'

    def name(self, purpose):
        return f'store_group_{purpose}_{paths.key()}'

    def template(self, demo=False, bridges=False):
        """Name of the database with the apps we depend on, built when it is missing."""
        depends = set(paths.manifest()['depends'])
        for folder in paths.bridges().values() if bridges else ():
            depends |= set(paths.manifest(folder)['depends']) - {paths.NAME}
        depends -= set(paths.bridges())
        return self.template_of(depends, demo)

    def template_of(self, apps, demo=False):
        """Name of a database with these apps of Odoo, built when it is missing."""
        depends = ','.join(sorted(apps))
        name = f'store_group_tpl_{paths.short_hash(f"{self.server.odoo.version} {depends} {demo}")}'
        with paths.lock(name):
            if not self.cluster.exists(name):
                with say.step(f'Building the template database ({depends}{", with demo data" if demo else ""})'):
                    self._build(name, depends, demo)
        return name

    def _build(self, name, depends, demo):
        building, log = f'{name}_building', paths.logs() / f'{name}.log'
        self.remove(building)
        arguments = ['-i', depends, *(['--with-demo'] if demo else [])]
        if self.server.once(building, *arguments, log=log):
            raise say.Missing(f'Odoo cannot install {depends}:\n{log.read_text()[-1500:]}\nNext step: read {log}.')
        self.cluster.query('postgres', f'ALTER DATABASE "{building}" RENAME TO "{name}"')
        shutil.rmtree(self.filestore / name, ignore_errors=True)
        if (self.filestore / building).is_dir():
            (self.filestore / building).rename(self.filestore / name)

    def clone(self, template, database):
        """A fresh copy of a template, files included."""
        self.remove(database)
        with paths.lock(template):
            self.cluster.clone(template, database)
        self.copy_files(template, database)

    def clone_for_demo(self, database, bridges=False):
        """A clone in which `--with-demo` loads our demo data alone: an add-on's is loaded where all it depends on has it."""
        self.clone(self.template(bridges=bridges), database)
        self.cluster.query(database, "UPDATE ir_module_module SET demo = TRUE WHERE state = 'installed'")

    def without_odoo_demo(self, database):
        """Take the mark away again, so that an update does not load Odoo's demo data."""
        self.cluster.query(database, "UPDATE ir_module_module SET demo = FALSE WHERE name NOT LIKE 'store_group%'")

    def copy_files(self, template, database):
        self.remove_files(database)
        if (self.filestore / template).is_dir():
            shutil.copytree(self.filestore / template, self.filestore / database)

    def remove(self, database):
        self.cluster.drop(database)
        self.remove_files(database)

    def remove_files(self, database):
        shutil.rmtree(self.filestore / database, ignore_errors=True)
