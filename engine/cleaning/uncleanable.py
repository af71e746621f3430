# Part of store_group. License LGPL-3.
class Uncleanable(ValueError):
    """A value that cannot be used without asking a user.

    :ivar code: str, one of ``engine.intake.vocabulary.ISSUE_CODES``
    :ivar proposed: str, a repair a user may accept, or ''
    """

    def __init__(self, code, proposed=''):
        super().__init__(code)
        self.code = code
        self.proposed = proposed


def code_of(function, *args, **kwargs):
    """Return the code with which `function` refuses the arguments, or '' if it accepts them.

    >>> code_of(int, '5')
    ''
    """
    try:
        function(*args, **kwargs)
    except Uncleanable as problem:
        return problem.code
    return ''
