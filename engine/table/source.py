# Part of store_group. License LGPL-3.
"""The bytes of a file, in memory or on disk: readers ask for pieces, so that none of them has to hold a large file."""

import io

PIECE = 1 << 20


class Source:
    """The bytes of a file that several readers may read, each from its own place.

    :param content: bytes, or a binary file that can seek; it stays open as long as somebody reads
    """

    def __init__(self, content):
        self._content, self._file = (None, content) if hasattr(content, 'seek') else (content, None)
        self.size = self._file.seek(0, io.SEEK_END) if self._file else len(content)

    def piece(self, at, size):
        """Return at most `size` bytes from `at`."""
        if self._file is None:
            return self._content[at : at + size]
        self._file.seek(at)
        return self._file.read(size)

    def start(self, size):
        """Return the first bytes, at most `size`."""
        return self.piece(0, size)

    def pieces(self, at=0, size=PIECE):
        """Yield (its place, piece) of all bytes from `at`; of an empty file nothing."""
        for place in range(at, self.size, size):
            yield place, self.piece(place, size)

    def open(self):
        """Return the bytes as a binary file at its beginning, with a place of its own."""
        return io.BytesIO(self._content) if self._file is None else io.BufferedReader(_View(self), PIECE >> 4)

    def all(self):
        """Return all bytes."""
        return self._content if self._file is None else self.piece(0, self.size)


class _View(io.RawIOBase):
    def __init__(self, source):
        super().__init__()
        self._source, self._at = source, 0

    def readable(self):
        return True

    def seekable(self):
        return True

    def seek(self, offset, whence=io.SEEK_SET):
        self._at = max(0, offset + (0, self._at, self._source.size)[whence])
        return self._at

    def readinto(self, buffer):
        found = self._source.piece(self._at, len(buffer))
        buffer[: len(found)] = found
        self._at += len(found)
        return len(found)
