# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.fields import Domain

from ..sql import questions

# Rows are made for whoever reads them: the cache holds them for each.
OF_READER = {'depends_context': ('uid',)}
HEADQUARTERS = 'store_group.group_store_admin'


class StoreIntakeQuestion(models.Model):
    """All open questions of one cause: "312 orders: the product AB-12 is unknown".

    It keeps nothing: each row is made of the open rows of `store.intake.issue`, has the id of the first of them, and is gone
    when they are answered; what was answered is a `store.intake.answer`. Whoever is bound to stores reads the causes of
    their stores' orders, counted over these alone, and nothing about customers; without *See Customer Contacts* no cell of a
    file either, for in a shifted row any cell names somebody. Only whoever may change questions answers.
    Cost: one query over the open questions, whatever their number.

    Its parts are in this folder: `proposing`, `showing`, `acting`, `deciding`.
    """

    _name = 'store.intake.question'
    _description = 'Questions of One Cause'
    _auto = False
    _order = 'stops desc, order_count desc, id'
    _rec_name = 'found'
    _depends = {
        'store.intake.issue': [
            'state',
            'severity',
            'code',
            'channel_id',
            'document_id',
            'order_id',
            'field',
            'found',
            'proposed',
            'from_reading',
            'stays',
        ],
        'store.intake.order': ['payload', 'store_id'],
        'store.store': ['company_id'],
        'store.channel': ['company_id'],
    }

    channel_id = fields.Many2one('store.channel', readonly=True, **OF_READER)
    document_id = fields.Many2one(
        'store.intake.document', string="File", readonly=True, **OF_READER, groups=HEADQUARTERS, help="Empty: several files."
    )
    code = fields.Char(readonly=True, **OF_READER)
    kind = fields.Selection(
        [
            ('product', "Product"),
            ('store', "Store"),
            ('customer', "Customer"),
            ('rows', "Equal Rows"),
            ('column', "Column"),
            ('value', "Value"),
            ('conflict', "Two Contents"),
            ('progress', "Delivery or Return"),
            ('note', "Warning"),
            ('file', "File"),
            ('other', "Other"),
        ],
        readonly=True,
        **OF_READER,
    )
    field = fields.Char(readonly=True, **OF_READER)
    found = fields.Char(readonly=True, **OF_READER, help="What stands in the files. Empty: another text in each order.")
    proposed = fields.Char(string="Named as", readonly=True, **OF_READER)
    message = fields.Text(string="Question", compute='_compute_message')
    stops = fields.Boolean(string="Stops Orders", readonly=True, **OF_READER)
    is_asked_again = fields.Boolean(readonly=True, **OF_READER, help="Each check of the orders raises it again.")
    order_count = fields.Integer(string="Orders", readonly=True, **OF_READER)
    row_count = fields.Integer(string="Places", readonly=True, **OF_READER)
    worth = fields.Monetary(
        aggregator=None,
        readonly=True,
        **OF_READER,
        help="What its orders are worth by what their files say. Empty: several currencies.",
    )
    currency_id = fields.Many2one('res.currency', readonly=True, **OF_READER)
    since = fields.Datetime(readonly=True, **OF_READER)
    document_ids = fields.Many2many(
        'store.intake.document',
        string="Files",
        compute='_compute_document_ids',
        search='_search_document_ids',
        groups=HEADQUARTERS,
    )
    order_ids = fields.Many2many(
        'store.intake.order',
        string="Sample Orders",
        compute='_compute_order_ids',
        search='_search_order_ids',
        help="The first few; filters look at all.",
    )
    may_answer = fields.Boolean(compute='_compute_may_answer')

    # === QUERY ===

    @property
    def _table_query(self):
        return questions.groups(self._wall(), self._may_quote())

    def _may_quote(self):
        """Whether the reader may see people's data, and so a cell of a file whatever it holds."""
        return not self.env['store.intake.order']._store_masks('payload')

    def _wall(self):
        """Return the SQL condition on the question `i` and its order `o` that limits this reader, None for none."""
        user = self.env.user
        if self.env.su or not user._is_store_bound():
            return None
        reach = user._store_reach()
        return questions.wall(None if reach.reaches_all('read') else reach.stores('read'))

    # === COMPUTE ===

    @api.depends('code', 'found', 'proposed')
    @api.depends_context('lang', 'uid')
    def _compute_message(self):
        said = self.env['store.intake.phrases']._sentences(
            [(question.code, question.found or '…', question.proposed or (not question.found and '…')) for question in self]
        )
        for question, sentence in zip(self, said, strict=True):
            question.message = sentence

    @api.depends('found', 'kind')
    @api.depends_context('lang', 'uid')
    def _compute_display_name(self):
        kinds = dict(self._fields['kind']._description_selection(self.env))
        for question in self:
            question.display_name = question.found or kinds.get(question.kind)

    @api.depends_context('uid')
    def _compute_may_answer(self):
        self.may_answer = self.env['store.intake.issue'].has_access('write')

    @api.depends_context('uid')
    def _compute_document_ids(self):
        for question, issues in self._samples().items():
            question.document_ids = issues.document_id.ids

    @api.depends_context('uid')
    def _compute_order_ids(self):
        for question, issues in self._samples().items():
            question.order_ids = issues.order_id.ids

    def _samples(self):
        """Return {question: the first few of its rows}, elevated: of what the reader sees."""
        found = questions.samples(self.env, self.ids, self._wall())
        return {question: self.env['store.intake.issue'].sudo().browse(found.get(question.id, ())) for question in self}

    def _search_document_ids(self, operator, value):
        return self._with_issues('document_id', operator, value)

    def _search_order_ids(self, operator, value):
        return self._with_issues('order_id', operator, value)

    def _with_issues(self, name, operator, value):
        """Return the domain of the causes with a question whose `name` fits; only what this reader sees is looked at."""
        Issue = self.env['store.intake.issue'].sudo()
        open_ones = Domain('state', '=', 'open') & Domain('severity', '!=', 'info')
        Issue.flush_model()
        ids = questions.heads(self.env, Issue._search(open_ones & Domain(name, operator, value)), self._wall())
        return [('id', 'in', ids)]
