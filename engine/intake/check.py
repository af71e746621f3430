# Part of store_group. License LGPL-3.
from functools import lru_cache

from ..cleaning.moments import in_utc
from ..cleaning.uncleanable import Uncleanable
from ..cleaning.values import REMEMBERED
from ..table.cell import cell_text
from .fields import filled
from .fingerprint import LISTS, content_hash, hash_of, known_read, object_text, read
from .issue import Issue
from .vocabulary import ERROR


class Check:
    """The check of one canonical order: collects issues while a draft is built.

    :param str tz: zone of times without an offset
    :ivar said: what the mapping that was read last says, as members for ``fingerprint.hash_of``; :ivar parts: {'lines': that of
        each of them, ...}
    """

    def __init__(self, tz):
        self.tz = tz
        self.issues = []
        self.said, self.parts, self._is_read = {}, {'lines': [], 'refunds': [], 'shipments': []}, True

    @property
    def has_error(self):
        return bool(self.issues) and any(issue.severity == ERROR for issue in self.issues)

    def refuse(self, code, path='', found=None, proposed='', row=0, severity=ERROR):
        self.issues.append(Issue(code, severity, path, _shown(found), proposed, row=row))

    def refused(self, path):
        """Return whether `path` already has an issue; one per value is enough."""
        return any(issue.field == path for issue in self.issues)

    def require(self, values, path, prefix='', row=0):
        if path not in values and not self.refused(prefix + path):
            self.refuse('missing_value', prefix + path, row=row)

    def fields(self, fields, source, prefix='', row=0):
        """Return {path: cleaned value} of the present `fields` (a tree) in `source`; times are aware UTC datetimes."""
        values, said = {}, {}
        for mapping, leaves in filled(fields, source):
            for name, path, kind in leaves:
                found = mapping.get(name)
                if found is None:
                    continue
                try:
                    value, text = (known_read if type(found) is str and len(found) <= REMEMBERED else read)(kind, found)
                except Uncleanable as problem:
                    self._is_read = False
                    self.refuse(problem.code, prefix + path, found, problem.proposed, row)
                    continue
                if value is not None:
                    values[path] = _known_in_utc(value, self.tz) if kind == 'date' else value
                    if text:
                        said[path] = f'"{path}": {text}'
        self.said = said
        return values

    def content_hash(self, payload, said):
        """Return the ``fingerprint.content_hash`` of the `payload` that was checked, mostly without reading it again.

        :param said: what the order itself says
        """
        for name, parts in self.parts.items():
            items = payload.get(name) or ()
            if not self._is_read or not isinstance(items, LISTS) or len(items) != len(parts):
                return content_hash(payload)  # lines of a cancelled order may be anything
        return hash_of(said, {name: [object_text(part.values()) for part in parts] for name, parts in self.parts.items()})

    def listed(self, payload, name):
        """Return the list under `name`, empty when there is none or it is no list."""
        items = payload.get(name)
        if items is None or isinstance(items, LISTS):
            return items or ()
        self.refuse('bad_type', name, items)
        return ()

    def few(self, payload, name, most, code):
        """Return whether the list under `name` has at most `most` items; else refuse it."""
        items = payload.get(name)
        count = len(items) if isinstance(items, LISTS) else 0
        if count > most:
            self.refuse(code, name, count, str(most))
        return count <= most

    def mappings(self, payload, name):
        """Yield (path, item) for the mappings under `name`; None is skipped, anything else refused."""
        for position, item in enumerate(self.listed(payload, name)):
            path = '%s[%d]' % (name, position)
            if hasattr(item, 'get'):
                yield path, item
            elif item is not None:
                self.refuse('bad_type', path, item)


_known_in_utc = lru_cache(maxsize=2**12)(in_utc)  # many orders have the same day


def _shown(found):
    return cell_text(found if found is None or isinstance(found, str) else str(found))
