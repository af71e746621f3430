# Part of store_group. License LGPL-3.
"""What the reader of a difference can do next, and who bears the cost of a loss."""


def payer(answer, is_surplus):
    """Return who is proposed to pay for a loss, '' where nothing speaks for either side: who decides chooses then.

    :param answer: the sender's: 'agree', 'recount', 'contest', or empty
    :param bool is_surplus: more came than was sent, so nothing is lost

    >>> payer('agree', False), payer('contest', False), payer('agree', True)
    ('source', '', '')
    """
    return 'source' if answer == 'agree' and not is_surplus else ''


def main_act(state, is_in_time, answers, decides, is_party, asks):
    """Return the one main act of a reader: 'answer', 'decide', 'remind', or '' if there is none.

    The sender is heard first: until they have answered, or their days are over, others can only remind them.

    :param str state: of the difference: 'open', 'answered' or 'decided'
    :param bool is_in_time: the sender's days are not over
    :param bool answers: the reader answers for the sender
    :param bool decides: the reader has the right to decide at both stores
    :param bool is_party: the reader shipped or received these goods, and so never decides
    :param bool asks: the reader acts for the receiver

    >>> main_act('open', True, False, True, False, False), main_act('open', False, False, True, False, False)
    ('remind', 'decide')
    >>> main_act('open', True, True, False, False, False), main_act('open', True, True, True, False, False)
    ('answer', 'remind')
    >>> main_act('answered', True, True, True, False, False), main_act('answered', True, False, True, True, False)
    ('decide', '')
    """
    if state == 'decided':
        return ''
    if decides and not is_party:  # also one who could answer for the sender: who judges does not speak for a side
        return 'remind' if state == 'open' and is_in_time else 'decide'
    if state == 'open' and answers:
        return 'answer'
    return 'remind' if state == 'open' and (decides or asks) else ''
