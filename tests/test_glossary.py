# Part of store_group. License LGPL-3.
import pathlib
import re

import polib

from odoo.tests import BaseCase, tagged

ROOT = pathlib.Path(__file__).resolve().parent.parent
ROW = re.compile(r'^\| (?P<english>[^|]+) \| (?P<chinese>[^|]+) \| (?P<refused>[^|]*) \|', re.MULTILINE)


def glossary():
    """Return [(English, Chinese, [refused words])] of docs/glossary.md."""
    text = (ROOT / 'docs' / 'glossary.md').read_text(encoding='utf-8')
    return [
        (row['english'].strip(), row['chinese'].strip(), [word.strip() for word in row['refused'].split(',') if word.strip()])
        for row in ROW.finditer(text)
        if row['english'] not in ('English', '---')
    ]


def broken_rules(entries, terms):
    """Return one sentence for each text that uses a second word for a term.

    :param entries: iterable of (English text, Chinese text)
    :param terms: what `glossary` returns
    """
    problems = []
    for english, chinese in entries:
        for term, word, refused in terms:
            if english == term and chinese != word:
                problems.append(f'{english!r} is {chinese}; the glossary says {word}')
            elif re.search(rf'\b{re.escape(term)}\b', english, re.IGNORECASE):
                problems += [f'{english!r}: {chinese} holds {bad}, for {term} say {word}' for bad in refused if bad in chinese]
    return problems


@tagged('post_install', '-at_install')
class TestGlossary(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chinese = polib.pofile(str(ROOT / 'i18n' / 'zh_CN.po'))
        cls.template = polib.pofile(str(ROOT / 'i18n' / 'store_group.pot'))

    def test_every_text_has_its_chinese(self):
        translated = {entry.msgid for entry in self.chinese if entry.msgstr}
        missing = [entry.msgid for entry in self.template if entry.msgid not in translated]
        self.assertFalse(missing, 'Run dev/i18n, translate what it names.')

    def test_one_word_for_one_term(self):
        entries = [(entry.msgid, entry.msgstr) for entry in self.chinese]
        self.assertFalse(problems := broken_rules(entries, glossary()), '\n'.join(problems))

    def test_a_second_word_is_refused(self):
        terms = glossary()
        self.assertGreater(len(terms), 40)
        self.assertTrue(broken_rules([('Members', '会员')], terms))
        self.assertTrue(broken_rules([('3 members of the store', '该商店的 3 名成员')], terms))
        self.assertFalse(broken_rules([('3 members of the store', '该门店的 3 名成员')], terms))

    def test_placeholders_survive_translation(self):
        holder = re.compile(r'%\(\w+\)[srd]|\{\w+\}')
        wrong = [
            entry.msgid
            for entry in self.chinese
            if sorted(set(holder.findall(entry.msgid))) != sorted(set(holder.findall(entry.msgstr)))
        ]
        self.assertFalse(wrong)
