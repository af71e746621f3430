# Part of store_group. License LGPL-3.
"""What a reader of one format is. A format is added by its file and its place in ``cells.READERS``."""

SAMPLE = 1 << 16  # bytes by which a format is told


class Reader:
    """Reads files of one format into sheets of typed cells.

    Life: one for each format, made when the add-on is loaded; it keeps nothing of a file. It decides what stands in the cells,
    never what that means: layouts say so. It opens no file, no address and no entity.

    :cvar str kind: the word of the format in ``head.FileHead``
    """

    kind = ''

    def identify(self, sample):
        """Return whether a file that begins with `sample`, at most ``SAMPLE`` bytes, is of this format."""
        raise NotImplementedError

    def read(self, stream, filename='', *, sheet=None, encoding=None, is_sample=False):
        """Yield the Sheets of `stream`, a binary file at its beginning, or only the one called `sheet`.

        :param str filename: names the only sheet of a text
        :param str encoding: of a text; found out when not given
        :param bool is_sample: the stream is the beginning of a file: what is cut off at its end is left out
        :raises Unreadable: while iterating
        """
        raise NotImplementedError


def plain_start(sample):
    """Return the beginning of a text as str, without the mark of its byte order, whatever its width; for looking at marks only.

    >>> plain_start('  <a/>'.encode('utf-16')), plain_start(b'\\xef\\xbb\\xbf{"a": 1}'), plain_start('[1]'.encode('utf-16-be'))
    ('<a/>', '{"a": 1}', '[1]')
    """
    if sample[:2] in (b'\xff\xfe', b'\xfe\xff'):
        sample = sample[2:]
    if b'\0' in sample[:4]:
        sample = sample.replace(b'\0', b'')
    return sample.removeprefix(b'\xef\xbb\xbf').lstrip(b' \t\r\n').decode('utf-8', 'replace')
