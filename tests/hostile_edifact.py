# Part of store_group. License LGPL-3.
"""Hostile order files of EDIFACT. See ``hostile_texts``."""

import pathlib

from .hostile_texts import KNOWN, _finished, cell, chance

FILES = (KNOWN / 'edifact_orders.edi', *sorted((pathlib.Path(__file__).parent / 'samples' / 'documents').glob('*.edi')))
SEGMENTS = (
    'ALC+A', 'ALC+A+++1', 'ALC+C+++\u00b2', 'PCD+1:10', 'PCD+3:1e9', 'PCD+1:NaN', 'MOA+204:2', 'MOA+8:1e999999', 'MOA+25:',
    'MOA+203:45', 'MOA+86:9', 'MOA+79:Infinity', 'QTY+21:4', 'QTY+192:1', 'QTY+21:1_0:CT', 'QTY', 'PRI+AAA:0:::0',
    'PRI+AAB:5:::3:PCE', 'PRI', 'SCC+1', 'LIN+1', 'LIN+2++1:EN+1:1', 'LIN', 'UNS+S', 'CNT+1:9', 'CNT+2:x', 'BGM',
    'BGM+221+A+31', 'PUT+1', 'AT', 'UNH', 'UNT', 'UNB', 'UNZ', 'CUX+2:USD', 'NAD', 'DTM+137:99999999:102', 'TAX+7', 'PIA',
    'IMD', 'FTX', 'COM', '', '+', ':', "?'",
)  # fmt: skip


def edifact(dice):
    """Return (content, notes) of EDIFACT orders with segments missing, doubled, moved, or nobody's."""
    text, notes = dice.choice(FILES).read_text(encoding='latin-1'), []
    segments = [segment.strip('\r\n') for segment in text.split("'\n")]
    for _time in range(dice.randrange(9)):
        at, other = dice.randrange(len(segments)), dice.randrange(len(segments))
        made = dice.choice(SEGMENTS)
        parts = segments[at].split('+')
        parts[dice.randrange(len(parts))] = dice.choice((cell(dice), made, '', dice.choice(parts)))
        segments[at : at + 1] = dice.choice(
            ([], [segments[at]] * 2, [segments[at], segments[other]], [segments[at], made], ['+'.join(parts)], [made] * 300)
        )
    if not chance(dice, 4):
        segments = _counted(segments)
        notes.append('counted')
    return _finished(dice, dice.choice(("'\n", "'", "'\r\n")).join(segments), notes)


def _counted(segments):
    """Return the segments with as many in each message as it says, and without what else it counts."""
    found, start = [], 0
    for segment in segments:
        if segment.startswith('CNT+2'):
            continue
        start = len(found) if segment.startswith('UNH') else start
        found.append(f'UNT+{len(found) - start + 1}+1' if segment.startswith('UNT') else segment)
    return found
