# Part of store_group. License LGPL-3.
"""An unknown table -> a proposed layout, each column with its samples, and why. Never raises; asks where sums do not decide."""

from dataclasses import dataclass, replace
from itertools import chain

from ...table.beside import MARK
from ...table.cell import Sheet
from ..layout import problems
from ..sums import word
from ..table import read_sheet
from ..vocabulary import TABLE_FIELDS
from . import discounts, money
from .assemble import NEEDED, Question, becomes, layout_of, questions_of
from .headings import MAX_COLUMNS, header_row, labels_of
from .profile import LOOKED_AT, profile_of
from .returned_rows import is_left_out
from .scores import scores_of
from .sheet_words import kind_of_name
from .unread import ASK, CHOICES, doubts, proven
from .unread_money import meets_none
from .words import NO_PRICE, said_by, says, weight

_LEAST = 0.3
# Taken by words that nothing says better only where they are clear: a region is no store, a row's place no number of it.
_ONLY_CLEAR = frozenset(('store', 'line.external_id', 'salesperson', 'tags'))
_CLEAR = 0.8
_MONEY = frozenset(('line.unit_price', 'line.subtotal', 'total'))


@dataclass(frozen=True)
class ColumnProposal:
    """One column: what it should mean, what its samples become, how sure that is (0 to 1) and why.

    `reasons` are pairs (code, detail): 'word' (the header says so), 'values' (the cells look like it), 'product', 'adds_up',
    'per_line', 'per_piece', 'single' (sums), 'constant' (always the same), 'may_be' (what kind it could be: ``unread.CHOICES``).
    The `target` 'ask' is that of a column which may count, and which a person has to decide on.
    """

    index: int
    header: str
    samples: tuple
    target: str
    becomes: tuple = ()
    confidence: float = 0.0
    reasons: tuple = ()
    alternatives: tuple = ()


@dataclass(frozen=True)
class Proposal:
    """A proposed layout. `questions` is empty where nothing is to be asked; `layout` may lack what they ask for."""

    sheet: str = ''
    header_row: int = 0
    columns: tuple = ()
    layout: object = None
    questions: tuple = ()
    profiles: dict = None

    @property
    def is_usable(self):
        """Whether the layout can read orders."""
        return self.layout is not None and not problems(self.layout)

    @property
    def found(self):
        """How much of what an order needs was found, for comparing sheets."""
        chosen = {column.target for column in self.columns}
        return sum(bool(chosen & set(needed)) for needed in NEEDED.values())

    @property
    def of_list(self):
        """How many columns of goods are those of the list the sheet is, in JSON and XML."""
        named = self.sheet or '\0'
        return sum(column.target.startswith('line.') and column.header.startswith(named) for column in self.columns)


def propose(head):
    """Return the best Proposal for the sheets of a FileHead; one without columns where there is no table."""
    found = [_of_sheet(sheet) for sheet in head.sheets]
    return max(found, key=_worth, default=Proposal())


def _worth(proposal):
    """Return how much is found in a sheet; two sheets as one only where they say more than one of them."""
    meant = sum(column.target != 'ignore' for column in proposal.columns)
    is_ordinary = not kind_of_name(proposal.sheet)
    return proposal.found, proposal.of_list, meant, MARK not in proposal.sheet, is_ordinary, len(proposal.columns)


def preview(sheet, first, layout, currency='', most=5, filename='', today=None):
    """Return the TableResult of the rows of a SheetHead from its header, the row `first`, by `layout`, and its first orders.

    :param date today: the day on which the file came
    """
    if first > 1 and not layout.header_row:
        layout = replace(layout, header_row=first)
    result = read_sheet(Sheet(sheet.name, iter(sheet.rows), sheet.is_text, sheet.datemode), layout, currency, filename, today)
    return result, [result.orders[at] for at in range(min(most, len(result.orders)))]


def profiles_of(sheet, row):
    """Return {index: Profile} of the columns of a SheetHead below its header."""
    at = next((place for place, (number, _cells) in enumerate(sheet.rows) if number == row), None)
    if at is None:
        return {}
    rows = [cells for _number, cells in sheet.rows[at + 1 :] if _is_of_orders(cells)][:LOOKED_AT]
    labels = labels_of(sheet.rows[at][1])
    return {index: profile_of(index, label, rows, sheet.is_text, sheet.datemode) for index, label in labels.items()}


def _is_of_orders(cells):
    """Whether a row has content and no word for a total."""
    return any(cell is not None for cell in cells) and not any(word(cell) for cell in cells[:MAX_COLUMNS])


def _of_sheet(sheet):
    row = header_row(sheet)
    if row is None:
        return Proposal(sheet.name, questions=(Question('no_header'),))
    profiles = profiles_of(sheet, row)
    scores = {index: scores_of(profile) for index, profile in profiles.items()}
    targets = _assigned(scores)
    verdict = _money(profiles, targets, sheet.is_whole and len(sheet.rows) <= LOOKED_AT)
    for index, target in verdict.targets.items():
        targets[index] = target
    inside = discounts.beside_amount(profiles, targets)
    asked = discounts.settle(profiles, targets)
    targets.update(proven(targets, profiles))
    if 'ordered_at' not in targets.values() and 'paid_at' in targets.values():
        targets = {index: 'ordered_at' if target == 'paid_at' else target for index, target in targets.items()}
    verdict = _doubted(verdict, targets, profiles)
    questions = questions_of(targets, profiles)
    if verdict.question:
        questions = [question for question in questions if question.code != 'no_amount' or verdict.question == 'total']
        questions.append(Question(verdict.question, verdict.asked))
    questions += [Question('discount', choices) for choices in asked]
    left = tuple((index, ASK) for index, profile in profiles.items() if is_left_out(profile, targets.get(index)))
    questions += [Question('given_back', left)] if left else []
    kinds = {index: 'back' for index, _target in left}
    if verdict.question == 'total':
        kinds |= {index: 'total' for index, target in verdict.asked if target == 'ignore'}
    pending = {index: ASK for index in (*inside, *kinds, *(index for index, _target in (*verdict.asked, *chain(*asked))))}
    unread = {doubt.index: doubt.kind for doubt in doubts({**pending, **targets}, profiles)}
    questions += [Question('unread', tuple((index, ASK) for index in unread))] if unread else []
    kinds |= unread
    layout = layout_of(targets, profiles, keys=_more_keys(targets, profiles))
    targets = {**targets, **dict.fromkeys(kinds, ASK)}
    columns = tuple(
        _column(profile, targets.get(index, 'ignore'), scores[index], verdict, layout, sheet, asked, kinds.get(index))
        for index, profile in profiles.items()
    )
    return Proposal(sheet.name, row, columns, layout, tuple(questions), profiles)


def _column(profile, target, scores, verdict, layout, sheet, discounts, kind):
    clear, reasons = scores.get(target, 0.0), []
    if profile.index in verdict.reasons:
        reasons.append(verdict.reasons[profile.index])
        clear = max(clear, 0.9)
    elif kind:
        reasons.append(('may_be', kind))
    elif target not in ('ignore', ASK):
        reasons.append(('word', profile.label) if said_by(profile.label).get(target) else ('values', ''))
    asked = [choice for index, choice in (*verdict.asked, *chain(*discounts)) if index == profile.index]
    ranked = sorted((other for other in scores if other != target), key=lambda other: -scores[other])
    may_be = CHOICES[kind] if kind else ()
    alternatives = tuple(dict.fromkeys([*(choice for choice in asked if choice != target), *may_be, *ranked]))[:5]
    made = becomes(target, profile, layout, sheet.is_text, sheet.datemode) if target in TABLE_FIELDS else ()
    return ColumnProposal(
        profile.index,
        profile.label,
        profile.samples,
        target,
        made,
        round(min(clear, 1.0), 2) if target in TABLE_FIELDS else 0.0,
        tuple(reasons),
        alternatives,
    )


def _assigned(scores):
    """Return {index: target}: each target once, the likeliest first; money is left to the sums."""
    pairs = sorted(
        ((-score, index, target) for index, found in scores.items() for target, score in found.items() if score >= _LEAST)
    )
    targets, taken = {}, set()
    for _score, index, target in pairs:
        if index in targets or target in taken or target in _MONEY or (target in _ONLY_CLEAR and -_score < _CLEAR):
            continue
        if _MONEY & set(scores[index]) and max(scores[index], key=scores[index].get) in _MONEY:
            continue
        targets[index] = target
        taken.add(target)
    return targets


def _money(profiles, targets, is_whole):
    by_target = {target: profiles[index] for index, target in targets.items()}
    said = {
        index: {
            target: clear * weight(target, profile.label) for target, clear in said_by(profile.label).items() if target in _MONEY
        }
        for index, profile in profiles.items()
        if index not in targets and not says(NO_PRICE, profile.label) and (profile.share('number') >= 0.8 or not profile.filled)
    }
    said = {index: clear for index, clear in said.items() if clear}
    discount = by_target.get('line.discount_rate') or by_target.get('line.discount_amount')
    product = by_target.get('line.sku') or by_target.get('line.name')
    return money.decide(
        {index: profiles[index] for index in said},
        said,
        by_target.get('line.quantity'),
        by_target.get('external_id'),
        product,
        discount,
        is_whole,
    )


def _doubted(verdict, targets, profiles):
    """Take the total out of `targets` where it meets no order and no other amount is left to explain it: it is asked about."""
    read = {target: profiles[index] for index, target in targets.items() if target in TABLE_FIELDS}
    index = next((index for index, target in targets.items() if target == 'total'), None)
    parts = {'platform_discount', 'fees', 'refunded_amount'} & set(read)
    if index is None or verdict.question or parts or not meets_none(read, read['total']):
        return verdict
    if any(doubt.kind == 'amount' for doubt in doubts(targets, profiles)):
        return verdict
    del targets[index]
    return replace(verdict, question='total', asked=((index, 'total'), (index, 'ignore')))


def _more_keys(targets, profiles):
    """Return ('store',) where the same order number occurs in several stores."""
    by_target = {target: profiles[index] for index, target in targets.items()}
    if 'external_id' not in by_target or 'store' not in by_target:
        return ()
    stores = {}
    for number, store in zip(by_target['external_id'].cells, by_target['store'].cells, strict=True):
        if number is not None and store is not None:
            stores.setdefault(str(number), set()).add(str(store))
    return ('store',) if any(len(found) > 1 for found in stores.values()) else ()
