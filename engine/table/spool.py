# Part of store_group. License LGPL-3.
"""A place for what does not fit into memory: a private database of SQLite, which keeps a little and puts the rest on disk.

It names no file: SQLite makes one when it has to, which nobody else can open and which ends with the connection.
"""

import marshal
import sqlite3

CACHE = 2048  # KiB it holds in memory
_SETTINGS = ('journal_mode = OFF', 'synchronous = OFF', f'cache_size = -{CACHE}', 'temp_store = FILE', 'locking_mode = EXCLUSIVE')


class Spool:
    """Rows of a few tables, for one reader in one thread. Values are texts, whole numbers and bytes.

    How to use: `run` for one statement, `many` for one statement with many rows.
    Life: ends with its owner. Nothing in it outlives the process.
    """

    def __init__(self, *tables):
        self._connection = sqlite3.connect('', isolation_level=None, check_same_thread=False)
        self.run, self.many = self._connection.execute, self._connection.executemany
        for setting in _SETTINGS:
            self.run(f'PRAGMA {setting}')
        self.run('BEGIN')  # never committed: nothing is to be safe
        for table in tables:
            self.run(table)

    def one(self, statement, *values):
        """Return the first row a statement gives, or None."""
        return self.run(statement, values).fetchone()

    def __del__(self):
        connection = self.__dict__.get('_connection')
        if connection is not None:
            connection.close()


class Texts:
    """A list of texts that is written once from its beginning to its end, and then read mostly forwards.

    Most of it lies on disk, in pages of which the last used are held. It answers to ``texts[number]`` and ``len(texts)``.

    >>> texts = Texts()
    >>> for number in range(1000):
    ...     texts.append('text %d' % number)
    >>> len(texts), texts[0], texts[999], texts[5]
    (1000, 'text 0', 'text 999', 'text 5')
    >>> texts[1000]
    Traceback (most recent call last):
    IndexError: 1000
    """

    PAGE = 256  # texts
    HELD = 32  # pages

    def __init__(self):
        self._spool, self._count, self._last = None, 0, []
        self._pages = {}

    def append(self, text):
        self._last.append(text)
        self._count += 1
        if len(self._last) == self.PAGE:
            self._put()

    def _put(self):
        number = (self._count - 1) // self.PAGE
        if number < self.HELD:
            self._pages[number] = self._last
        else:
            self._spool = self._spool or Spool('CREATE TABLE page (number INTEGER PRIMARY KEY, texts BLOB)')
            if number == self.HELD:
                self._spool.many(
                    'INSERT INTO page VALUES (?, ?)', [(at, marshal.dumps(page)) for at, page in self._pages.items()]
                )
            self._spool.run('INSERT INTO page VALUES (?, ?)', (number, marshal.dumps(self._last)))
        self._last = []

    def __len__(self):
        return self._count

    def __getitem__(self, at):
        page = self._pages.get(at // self.PAGE)
        if page is None:
            page = self._fetched(at)
        return page[at % self.PAGE]

    def _fetched(self, at):
        if not 0 <= at < self._count:
            raise IndexError(at)
        number = at // self.PAGE
        if number == self._count // self.PAGE:
            return self._last
        page = marshal.loads(self._spool.one('SELECT texts FROM page WHERE number = ?', number)[0])
        if len(self._pages) >= self.HELD:
            self._pages.pop(next(iter(self._pages)))  # that which came first
        self._pages[number] = page
        return page
