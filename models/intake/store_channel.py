# Part of store_group. License LGPL-3.
from collections import Counter

from odoo import api, fields, models
from odoo.addons.base.models.res_partner import _tz_get
from odoo.exceptions import ValidationError

from ...engine.cleaning.text import fold
from ...exceptions import IntakeRefused

NET_PRICES = ('US', 'CA')


class StoreChannel(models.Model):
    """Where orders come from: a marketplace account, a web shop, a till export, a partner's program.

    Life: set up with a reader and a layout, armed, used, archived. It gives orders their store
    if they do not name one, and sets whether unknown products and customers may be created, and up to
    which day its orders are history. It never changes an order: the intake and the maker do.
    """

    _name = 'store.channel'
    _description = 'Sales Channel'
    _order = 'sequence, code, id'
    _rec_names_search = ('name', 'code')

    # identity
    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, copy=False, help="Short and stable: integrations name the channel by it.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    armed = fields.Boolean(
        default=True,
        copy=False,
        help="Only an armed channel accepts orders. Channels in a neutralised copy of the database are disarmed.",
    )
    # how its orders are read
    reader = fields.Selection('_selection_reader', required=True, default='table')
    template_id = fields.Many2one(
        'store.intake.template',
        string="Layout",
        ondelete='restrict',
        index='btree_not_null',
        help="The meaning of the file's columns.",
    )
    tz = fields.Selection(
        _tz_get,
        string="Time Zone",
        required=True,
        compute='_compute_tz',
        store=True,
        readonly=False,
        precompute=True,
        help="For orders whose store is not known yet. Times of other orders are in the zone of their store.",
    )
    # whose orders they are
    company_id = fields.Many2one('res.company', required=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one('res.currency', related='company_id.currency_id')
    store_id = fields.Many2one(
        'store.store',
        string="Store",
        index='btree_not_null',
        ondelete='restrict',
        help="The store that sells. Empty if the orders name their store.",
    )
    store_map_ids = fields.One2many('store.channel.store', 'channel_id', string="Stores by Name")
    price_tax = fields.Selection(
        [('inside', "Inside the price"), ('outside', "On top of the price"), ('product', "As the product's tax says")],
        string="Tax Is",
        required=True,
        compute='_compute_price_tax',
        store=True,
        readonly=False,
        precompute=True,
        help="Whether prices include tax, for orders that do not say so themselves. In China they do.",
    )
    number_scope = fields.Selection(
        [('channel', "Once in the channel"), ('store', "Once in each store")],
        required=True,
        default='channel',
        string="An Order Number Occurs",
        help="Once in the channel: the number of another store's order is a question. Once in each store: it is another order.",
    )
    # what may be created
    create_missing = fields.Boolean(
        string="Create What Is Missing", help="Create unknown products and customers. Otherwise each of them becomes a question."
    )
    customer_policy = fields.Selection(
        [('per_buyer', "One contact per buyer"), ('collective', "One collective customer")], required=True, default='per_buyer'
    )
    collective_partner_id = fields.Many2one(
        'res.partner',
        string="Collective Customer",
        ondelete='restrict',
        help="Empty: a contact named after the channel is created with the first order.",
    )
    buyer_ids = fields.One2many('store.channel.buyer', 'channel_id', string="Buyers")
    history_until = fields.Date(
        help="Orders up to this day, in the store's zone, are the past: they count in reports, move no stock and need "
        "nothing to be done."
    )
    # who ships
    shipped_by = fields.Selection(
        [('we', "We"), ('elsewhere', "Somebody else")],
        required=True,
        default='we',
        help="Somebody else: the platform's warehouse or another system ships. Nobody here picks these orders; their stock "
        "leaves the store's warehouse on the day the channel says that they were shipped. For orders from now on.",
    )
    depth = fields.Selection(
        [('order', "One for each order"), ('day', "One for each day")],
        string="Sale Orders",
        required=True,
        default='order',
        help="One for each day: the orders of a store, day, warehouse and status are added up in one sale order, equal to the "
        "cent, for channels with very many orders that somebody else ships. What needs a document of its own, such as a refund "
        "or an invoice with a title, has one. For orders from now on.",
    )
    shipped_before = fields.Selection(
        [('ask', "Ask a person"), ('book', "Book the delivery at once")],
        string="Shipped in the Channel, Open Here",
        required=True,
        default='ask',
        help="Where we ship and the channel says that an order is shipped whose delivery is open here, or that is new to us.",
    )
    ship_together = fields.Selection(
        [('propose', "Propose"), ('accept', "Without asking"), ('no', "Never")],
        string="Orders in One Parcel",
        required=True,
        default='propose',
        help="Orders of one store to one recipient can leave in one parcel. Propose: a person accepts each. Without asking: they "
        "are put together where all their channels allow it. A person can take them apart until they have left.",
    )
    keep_days = fields.Integer(
        string="Keep Raw Content for (Days)",
        help="After so many days files and calls are dropped, and names, phones, addresses and notes are taken out of the orders "
        "they brought; what was made of them stays. 0: kept for ever.",
    )
    brushing_tags = fields.Char(
        string="Tags of Brushing Orders",
        help="Separated by commas. Orders with one of these tags can be left out of sales reports; they are invoiced, "
        "settled and taxed as any other.",
    )
    place_words = fields.Text(
        string="Districts of Several Cities",
        help="What was answered of districts that an address names without their city, one in a line: the district, =, its "
        "province and city; - leaves the address as it stands.",
    )
    # who looks at its orders before they are confirmed
    gate_rule_ids = fields.One2many('store.gate.rule', 'channel_id', string="Review Rules", copy=True)
    finance_gate = fields.Selection(
        [('all', "All orders"), ('above', "Orders above an amount"), ('tag', "Orders with one of these tags")],
        string="Release by Finance",
        help="These orders wait, after the rules, until somebody with the right to invoice releases them.",
    )
    finance_amount = fields.Monetary(string="Above", aggregator=False)
    finance_tags = fields.Char(string="Tags for Finance", help="As the channel writes them, such as cash on delivery; by commas.")
    two_people = fields.Boolean(help="Whoever released an order at the rules does not release it for finance.")
    # status
    last_success = fields.Datetime(
        compute='_compute_last_success', compute_sudo=True, help="When a document of this channel was last finished."
    )
    document_ids = fields.One2many('store.intake.document', 'channel_id', string="Documents")
    fee_ids = fields.One2many('store.channel.fee', 'channel_id', string="Agreed Fees", groups='store_group.group_store_admin')
    open_issue_count = fields.Integer(
        string="Open Questions", compute='_compute_open_issue_count', groups='store_group.group_store_admin'
    )
    order_count = fields.Integer(string="Orders", compute='_compute_order_count', groups='store_group.group_store_admin')

    _keep_days_positive = models.Constraint(
        'CHECK (keep_days >= 0)', "Raw content is kept for a number of days, or for ever: 0 or more."
    )
    _code_uniq = models.UniqueIndex('(code)', "Two channels cannot share a code.")

    @api.model
    def _selection_reader(self):
        """Hook: return the available readers. A bridge adds its own and overrides `store.intake.reader`."""
        return [('table', self.env._("Spreadsheet")), ('canonical', self.env._("Canonical orders (program)"))]

    # === COMPUTE ===

    @api.depends('name', 'code')
    @api.depends_context('lang')
    def _compute_display_name(self):
        """Two channels of one name are told apart by their codes, wherever they are named."""
        namesakes = self.with_context(active_test=False).search_fetch([('name', 'in', self.mapped('name'))], ['name'])
        bearers = Counter((namesakes | self._origin).mapped('name'))
        for channel in self:
            is_shared = bearers[channel.name] > bool(channel._origin)
            channel.display_name = f'{channel.name} ({channel.code})' if is_shared and channel.code else channel.name

    @api.depends('company_id', 'store_id')
    def _compute_tz(self):
        """Default for new channels: the zone of its store, else of its company, not of whoever sets it up."""
        for channel in self:
            if not channel._origin:
                channel.tz = channel.store_id.tz or channel.company_id._store_zone()
            else:
                channel.tz = channel.tz or channel.company_id._store_zone()

    @api.depends('company_id')
    def _compute_price_tax(self):
        """Default for new channels; a chosen value is kept."""
        for channel in self:
            company = channel.company_id
            # In countries that show prices without sales tax the product's tax decides; elsewhere prices include tax. A chart of
            # accounts installed before the company had its country has set another fiscal country.
            countries = company.country_id | company.account_fiscal_country_id
            inside = company.account_price_include == 'tax_included' or set(countries.mapped('code')) - set(NET_PRICES)
            channel.price_tax = channel.price_tax or ('inside' if inside else 'product')

    def _compute_last_success(self):
        """Read from the documents: whoever takes orders in writes no row of the channel, which all its calls would wait for."""
        groups = self.env['store.intake.document']._read_group(
            [('channel_id', 'in', self.ids), ('state', '=', 'done')], ['channel_id'], ['finished_on:max']
        )
        last = {channel.id: moment for channel, moment in groups}
        for channel in self:
            channel.last_success = last.get(channel.id)

    def _compute_open_issue_count(self):
        groups = self.env['store.intake.issue']._read_group(
            [('channel_id', 'in', self.ids), ('state', '=', 'open'), '|', ('severity', '=', 'error'), ('stays', '=', True)],
            ['channel_id'],
            ['__count'],
        )
        counts = {channel.id: count for channel, count in groups}
        for channel in self:
            channel.open_issue_count = counts.get(channel.id, 0)

    def _compute_order_count(self):
        groups = self.env['sale.order']._read_group([('store_channel_id', 'in', self.ids)], ['store_channel_id'], ['__count'])
        counts = {channel.id: count for channel, count in groups}
        for channel in self:
            channel.order_count = counts.get(channel.id, 0)

    # === CONSTRAINTS ===

    @api.constrains('reader', 'template_id')
    def _check_template(self):
        for channel in self:
            if channel.reader == 'table' and not channel.template_id:
                raise ValidationError(
                    self.env._(
                        "Channel %(channel)s reads spreadsheets and has no layout. Choose the layout of its files.",
                        channel=channel.name,
                    )
                )

    @api.constrains('depth', 'shipped_by', 'customer_policy')
    def _check_depth(self):
        for channel in self:
            if channel.depth == 'day' and (channel.shipped_by != 'elsewhere' or channel.customer_policy != 'collective'):
                raise ValidationError(
                    self.env._(
                        "Channel %(channel)s makes one sale order for each day, which has one customer and no parcels to pick: "
                        "somebody else must ship its orders, and it needs one collective customer. Or make one for each order.",
                        channel=channel.name,
                    )
                )

    @api.constrains('depth', 'gate_rule_ids', 'finance_gate')
    def _check_gates(self):
        for channel in self:
            if channel.depth == 'day' and (channel.gate_rule_ids or channel.finance_gate):
                raise ValidationError(
                    self.env._(
                        "Channel %(channel)s adds up the orders of a day, so none of them waits by itself. Remove its review "
                        "rules and the release by finance, or make one sale order for each order.",
                        channel=channel.name,
                    )
                )

    # === ACTIONS ===

    def action_view_orders(self):
        """Open the sale orders of this channel."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('sale.action_orders')
        return dict(action, domain=[('store_channel_id', 'in', self.ids)], context={})

    def action_view_issues(self):
        """Open the open questions of this channel."""
        action = self.env['ir.actions.act_window']._for_xml_id('store_group.store_intake_question_action')
        return dict(action, domain=[('channel_id', 'in', self.ids)], context={})

    def action_upload(self):
        """Open the upload of a file for this channel."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('store_group.store_intake_upload_action')
        return dict(action, context={'default_channel_id': self.id, 'dialog_size': 'extra-large'})

    # === INTAKE ===

    @api.model
    def _named(self, code):
        """Return the active, armed channel with this code.

        :raises IntakeRefused: it does not exist, or is disarmed
        """
        channel = self.search([('code', '=', code)], limit=1) if isinstance(code, str) and code else self.browse()
        if not channel:
            raise IntakeRefused(
                self.env._("No channel has the code %(code)s. Use the code of an active channel.", code=repr(code))
            )
        channel._check_armed()
        return channel

    def _check_armed(self):
        """:raises IntakeRefused: when the channel is switched off"""
        for channel in self:
            if not channel.armed:
                raise IntakeRefused(
                    self.env._(
                        "Channel %(channel)s is disarmed, as in every neutralised copy. Arm it in its settings to accept orders.",
                        channel=channel.name,
                    )
                )

    def _stores_by_name(self, names):
        """Return {name: store} for store names in orders: the channel's own names first, then codes of its company's stores.

        A store of another company sells through this channel once somebody has given it a name here.

        :param names: iterable of str; unknown ones are left out
        """
        self.ensure_one()
        mapped = {fold(line.name): line.store_id for line in self.store_map_ids}
        by_code = self.env['store.store']._by_code([name for name in names if fold(name) not in mapped])
        ours = {name: store for name, store in by_code.items() if store.company_id == self.company_id}
        found = {name: mapped.get(fold(name)) or ours.get(name) for name in names}
        return {name: store for name, store in found.items() if store}

    def _shops(self):
        """Return the stores that sell here: its own, and those its orders name by a name of theirs."""
        self.ensure_one()
        return (self.store_id | self.store_map_ids.store_id).filtered(lambda store: store.state in ('open', 'paused'))

    def _takes(self, stores):
        """Return those of these stores whose orders others than headquarters send here, and whose days they declare.

        They are the channel's own store and those it has a name for. A channel with neither is shared by all stores of its
        company. So no store fills the numbers, the questions and the days of another one's shop.
        """
        self.ensure_one()
        own = self.store_id | self.store_map_ids.store_id
        return stores & own if own else stores.filtered(lambda store: store.company_id == self.company_id)

    def _check_takes(self, user):
        """:raises IntakeRefused: where this user sends orders of no store of the channel"""
        if not self._takes(self.env['store.store'].browse(user._stores_sent_for())):
            raise IntakeRefused(
                self.env._(
                    "%(user)s sends orders of no store of channel %(channel)s. Use a channel of its stores, or ask a "
                    "headquarters administrator to name its store in the channel.",
                    user=user.name,
                    channel=self.code,
                )
            )

    def _zone_of(self, store):
        """Return the zone of times without zone in orders of `store`, which may be empty."""
        return store.tz or self.tz

    def _collective_partner(self):
        """Return the collective customer of this channel, created with the first order."""
        self.ensure_one()
        if not self.collective_partner_id:
            self.collective_partner_id = (
                self.env['res.partner']
                .with_context(tracking_disable=True)
                .create({'name': self.name, 'ref': self.code, 'company_id': False})
            )
        return self.collective_partner_id
