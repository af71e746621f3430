# Part of store_group. License LGPL-3.
from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import SQL, split_every

from ..engine.quantities import exact
from ..engine.reporting import price_position as engine

CHUNK = 500  # products compared in one go
OUR_STEP = Decimal('0.0001')  # what the price is kept with
DAYS = 'store_group.competitor_days'
FIGURES = {'lowest_price': 'lowest', 'average_price': 'average', 'highest_price': 'highest', 'price_index': 'index'}


class StorePricePosition(models.Model):
    """The position of our price of a product today among those of competitors, near a store or everywhere.

    There is a row for each product and place where a price was ever recorded: a store, or everywhere in a company. At a
    store counts what was seen there and what its rivals ask everywhere; of each competitor the newest price, unless it is
    older than the days in the settings. Our price is that of now. All is for one unit, with tax, in the company's currency.

    Rows are kept, not computed while they are read: prices of ours come from pricelists, which only Odoo's own code can
    ask, 10 products or 20,000 alike, and a list must be sorted, filtered and grouped by the answer. They are made anew for
    the products of each price recorded, at once; for all when a price of ours changes, in the background; and every night,
    for days pass. Nobody writes them by hand. Cost: one query, and one question to each pricelist, for 500 products.
    """

    _name = 'store.price.position'
    _description = 'Our Price among Competitors'
    _inherit = ['store.one.currency']
    _order = 'price_index desc, id'
    _rec_name = 'product_id'
    _money_figures = frozenset(('our_price', 'lowest_price', 'average_price', 'highest_price'))

    product_id = fields.Many2one('product.product', required=True, index=True, ondelete='cascade', readonly=True)
    product_tmpl_id = fields.Many2one(
        'product.template', string="Product Template", related='product_id.product_tmpl_id', store=True
    )
    categ_id = fields.Many2one('product.category', related='product_id.categ_id', store=True)
    store_id = fields.Many2one(
        'store.store',
        index='btree_not_null',
        ondelete='cascade',
        readonly=True,
        help="The store whose price is compared. Empty: our sales price, with prices that apply everywhere.",
    )
    is_everywhere = fields.Boolean(index=True, readonly=True)
    place = fields.Char(compute='_compute_place', help="The store, or everywhere.")
    company_id = fields.Many2one('res.company', required=True, index=True, readonly=True)
    currency_id = fields.Many2one(related='company_id.currency_id', store=True)
    position = fields.Selection(
        [
            ('lowest', "Lowest"),
            ('below', "Below Average"),
            ('average', "Average"),
            ('above', "Above Average"),
            ('highest', "Highest"),
            ('alone', "No Recent Price"),
            ('unpriced', "We Have No Price"),
        ],
        string="Price Position",
        index=True,
        readonly=True,
        help="Equal to the cheapest counts as lowest, equal to the most expensive as highest.",
    )
    competitor_count = fields.Integer(
        readonly=True, aggregator='avg', help="Competitors with a price not older than the days in the settings."
    )
    our_price = fields.Float(digits=(16, 4), readonly=True, aggregator='avg')
    lowest_price = fields.Float(digits=(16, 4), readonly=True, aggregator='min')
    average_price = fields.Float(digits=(16, 4), readonly=True, aggregator='avg')
    highest_price = fields.Float(digits=(16, 4), readonly=True, aggregator='max')
    price_index = fields.Float(
        string="Our Price / Average",
        digits=(16, 4),
        readonly=True,
        aggregator='avg',
        index=True,
        help="Our price / the average of the competitors: above 1 ours is higher. 0: one of the two is not known.",
    )
    last_seen = fields.Date(readonly=True, help="The day of the newest price, however old.")
    days_since = fields.Integer(compute='_compute_days_since', help="Days since the newest price.")
    compared_on = fields.Datetime(readonly=True, index=True, help="When our price was looked up.")

    _place_uniq = models.UniqueIndex('(product_id, company_id, COALESCE(store_id, 0))')

    # === COMPUTE ===

    @api.depends('last_seen')
    def _compute_days_since(self):
        today = fields.Date.context_today(self)
        for row in self:
            row.days_since = (today - row.last_seen).days if row.last_seen else 0

    @api.depends('store_id.name')
    @api.depends_context('lang')
    def _compute_place(self):
        for row in self:
            row.place = row.store_id.name or self.env._("Everywhere")

    # === ACTIONS ===

    @api.readonly
    def action_open_prices(self):
        """Open the prices that count here, the newest first."""
        self.ensure_one()
        action = self.env['ir.actions.actions']._for_xml_id('store_group.store_competitor_price_action')
        place = (
            ['|', ('is_everywhere', '=', True), ('store_id', '=', self.store_id.id)]
            if self.store_id
            else [('is_everywhere', '=', True)]
        )
        return {
            **action,
            'context': {'default_product_id': self.product_id.id, 'default_store_id': self.store_id.id},
            'domain': [('product_id', '=', self.product_id.id), ('company_id', '=', self.company_id.id), *place],
        }

    # === QUERY ===

    @api.model
    def _refresh(self, products):
        """Compare products anew with all that is recorded; in this transaction.

        :param products: `product.product` records
        """
        for ids in split_every(CHUNK, products.ids, list):
            self._compare(ids, self._last_days(ids))

    @api.model
    def _refresh_later(self):
        """Compare everything again in the background: our prices or the competitors have changed."""
        if not self.sudo().search_count([], limit=1):
            return
        cron_sudo = self.env.ref('store_group.ir_cron_store_price_position').sudo()
        if not self.env['ir.cron.trigger'].sudo().search_count([('cron_id', '=', cron_sudo.id)], limit=1):
            cron_sudo._trigger()

    @api.model
    def _cron_refresh(self):
        """Compare everything again, the oldest comparison first, a chunk for each transaction."""
        groups = self._read_group([], ['product_id'], ['compared_on:min'], order='compared_on:min')
        todo = [product.id for product, _moment in groups]
        for start in range(0, len(todo), CHUNK):
            ids = todo[start : start + CHUNK]
            rows = self.search([('product_id', 'in', ids)])
            self._compare(ids, {self._place(row): row.last_seen for row in rows})
            if self.env['ir.cron']._commit_progress(len(ids), remaining=max(len(todo) - start - CHUNK, 0)) <= 0:
                break

    def _compare(self, product_ids, last_days):
        """Write the rows of these products.

        :param last_days: {place: day of the newest price recorded there}
        """
        markets, moment = self._markets(product_ids, last_days), fields.Datetime.now()
        ours = self._our_prices(last_days, moment)
        rows = {self._place(row): row for row in self.search([('product_id', 'in', product_ids)])}
        self.union(*(row for place, row in rows.items() if place not in last_days)).unlink()
        new = []
        for place, last_day in last_days.items():
            market = markets[place]
            found = engine.place([seen.price for seen in market.values()], ours.get(place, engine.NOTHING))
            vals = {
                'position': found.position,
                'competitor_count': found.count,
                'our_price': float(ours.get(place, 0)),
                'last_seen': max([last_day, *(seen.day for seen in market.values())]),
                'compared_on': moment,
                **{name: float(getattr(found, figure)) for name, figure in FIGURES.items()},
            }
            if place in rows:
                rows[place].write(vals)
            else:
                product, company, store = place
                new.append({**vals, 'product_id': product, 'company_id': company, 'store_id': store, 'is_everywhere': not store})
        self.create(new)

    def _place(self, row):
        return row.product_id.id, row.company_id.id, row.store_id.id or None

    def _last_days(self, product_ids):
        """Return {(product, company, store or None): day of the newest price recorded there}."""
        groups = (
            self.env['store.competitor.price']
            .sudo()
            ._read_group([('product_id', 'in', product_ids)], ['product_id', 'company_id', 'store_id'], ['date:max'])
        )
        return {(product.id, company.id, store.id or None): day for product, company, store, day in groups}

    def _markets(self, product_ids, places):
        """Return {place: {competitor: engine.Seen}} of the prices that are not too old."""
        self.env['store.competitor.price'].flush_model()
        self.env['store.competitor'].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
            SELECT DISTINCT ON (p.product_id, p.company_id, p.store_id, p.competitor_id)
                   p.product_id, p.company_id, p.store_id, p.competitor_id, p.date, p.unit_price
              FROM store_competitor_price p
              JOIN store_competitor c ON c.id = p.competitor_id AND c.active
             WHERE p.product_id = ANY(%s) AND p.date >= %s AND p.unit_price > 0
             ORDER BY p.product_id, p.company_id, p.store_id, p.competitor_id, p.date DESC
            """,
                product_ids,
                self._since(),
            )
        )
        near = {
            competitor.id: set(competitor.store_ids.ids)
            for competitor in self.env['store.competitor'].sudo().with_context(active_test=False).browse({row[3] for row in rows})
        }
        seen, stores = defaultdict(list), defaultdict(list)
        for product, company, store, competitor, day, price in rows:
            seen[product, company].append(engine.Seen(competitor, day, Decimal(str(price)), store))
        for product, company, store in places:
            stores[product, company].append(store)
        return {
            (*goods, store): market
            for goods, own in stores.items()
            for store, market in engine.markets(seen[goods], near, own).items()
        }

    @api.model
    def _since(self):
        """Return the day from which on prices of competitors count today."""
        days = int(self.env['ir.config_parameter'].sudo().get_param(DAYS) or 30)
        return fields.Date.context_today(self) - timedelta(days=days)

    def _our_prices(self, places, moment):
        """Return {place: our price there now}; one question to a pricelist for all products of a place."""
        products = defaultdict(list)
        for product, company, store in places:
            products[company, store].append(product)
        found = {}
        for (company, store), ids in products.items():
            prices = self.env['store.own.price']._prices(
                self.env['res.company'].browse(company),
                self.env['store.store'].browse(store or ()),
                self.env['product.product'].with_context(active_test=False).browse(ids),
                moment,
            )
            found.update({(product, company, store): exact(price, OUR_STEP) for product, price in prices.items()})
        return found
