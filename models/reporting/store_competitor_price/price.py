# Part of store_group. License LGPL-3.
from datetime import timedelta
from decimal import Decimal

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, ValidationError

from ....engine.reporting import price_position as engine

KEY = ('competitor_id', 'product_id', 'company_id', 'store_id', 'date')


class StoreCompetitorPrice(models.Model):
    """A competitor's price of one of our products on one day: near a store, or everywhere.

    Life: recorded by hand, by sheet or by a call, and kept. There is one for each competitor, product, store (or
    everywhere, per company) and day: recording it again changes nothing, another price of the day replaces it. The key
    never changes; a wrong record is deleted. Our own price of that day is stored with it and does not change. Both are
    per unit, with tax, in the company's currency at the day's rate, so that they can be compared over time.

    Its parts are in this folder: `recording`.
    """

    _name = 'store.competitor.price'
    _description = 'Price of a Competitor'
    _inherit = 'store.one.currency'
    _store_changed_with = 'manage_prices'
    _order = 'date desc, id desc'
    _rec_name = 'product_id'
    _check_company_auto = True
    _money_figures = frozenset(('unit_price', 'our_price'))
    _money_currency = 'company_currency_id'

    # what and where
    competitor_id = fields.Many2one('store.competitor', required=True, ondelete='restrict')
    product_id = fields.Many2one(
        'product.product', required=True, ondelete='cascade', check_company=True, domain="[('sale_ok', '=', True)]"
    )
    store_id = fields.Many2one(
        'store.store',
        index='btree_not_null',
        ondelete='cascade',
        check_company=True,
        default=lambda self: self.env.user._proposed_store(self.env.company),
        help="The store near which it was seen. Empty: asked everywhere.",
    )
    is_everywhere = fields.Boolean(compute='_compute_is_everywhere', store=True, index=True, precompute=True)
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    date = fields.Date(string="Day", required=True, default=fields.Date.context_today, help="The day it was seen.")
    # price
    price = fields.Monetary(required=True, aggregator=None, help="As shown, for the whole pack.")
    currency_id = fields.Many2one('res.currency', required=True, default=lambda self: self.env.company.currency_id)
    pack_quantity = fields.Float(
        string="Units in the Pack",
        digits='Product Unit',
        default=1.0,
        required=True,
        aggregator=None,
        help="How many of the product's units the price is for.",
    )
    tax_included = fields.Boolean(default=True, help="The price was shown with tax.")
    promotion = fields.Boolean(help="It was a price of a promotion.")
    title = fields.Char(string="Title There")
    sku = fields.Char(
        string="Number There",
        index='btree_not_null',
        help="The competitor's own number. Sheets find our product by it, once it is known.",
    )
    url = fields.Char(string="Web Page")
    source = fields.Selection(
        [('hand', "By Hand"), ('sheet', "Sheet"), ('call', "Program")], required=True, default='hand', readonly=True
    )
    user_id = fields.Many2one('res.users', string="Recorded By", readonly=True, default=lambda self: self.env.user)
    # comparison
    company_currency_id = fields.Many2one('res.currency', string="Company Currency", related='company_id.currency_id', store=True)
    unit_price = fields.Float(
        string="Their Unit Price",
        digits=(16, 4),
        compute='_compute_unit_price',
        store=True,
        aggregator='avg',
        help="Price / units in the pack, with tax, in the company's currency at the rate of the day.",
    )
    our_price = fields.Float(
        string="Our Price That Day",
        digits=(16, 4),
        compute='_compute_our_price',
        store=True,
        aggregator='avg',
        help="Our price of one unit when this was recorded, with tax, by the rules of that day. It does not change.",
    )
    price_index = fields.Float(
        string="Their Price / Ours",
        digits=(16, 4),
        compute='_compute_price_index',
        store=True,
        aggregator='avg',
        help="Their unit price / our price that day: above 1 they were more expensive.",
    )

    _key_uniq = models.UniqueIndex(
        '(competitor_id, product_id, company_id, COALESCE(store_id, 0), date)',
        "There is already a price for that day. Change that one.",
    )
    _product_date = models.Index('(product_id, date)')
    _newest = models.Index('(date DESC, id DESC)')

    # === COMPUTE ===

    @api.depends('store_id')
    def _compute_is_everywhere(self):
        for seen in self:
            seen.is_everywhere = not seen.store_id

    @api.depends('price', 'pack_quantity', 'currency_id', 'tax_included', 'product_id', 'company_id', 'date')
    def _compute_unit_price(self):
        for seen in self:
            try:
                seen.unit_price = engine.unit_price(Decimal(str(seen._shown())), Decimal(str(seen.pack_quantity)))
            except ValueError:
                seen.unit_price = 0.0  # the constraint reports it

    def _shown(self):
        """Return the price of the pack with tax, in the company's currency."""
        self.ensure_one()
        company, day = self.company_id, self.date or fields.Date.context_today(self)
        if not company or not self.currency_id:
            return 0.0
        price = self.currency_id._convert(self.price, company.currency_id, company, day, round=False)
        return price if self.tax_included else self.env['store.own.price']._with_tax(price, self.product_id, company, is_net=True)

    @api.depends('product_id', 'company_id', 'store_id', 'date')
    def _compute_our_price(self):
        """Computed once, because its dependencies never change after recording."""
        Own = self.env['store.own.price']
        for (company, store, day), several in self.grouped(lambda seen: (seen.company_id, seen.store_id, seen.date)).items():
            products = several.product_id._origin if company and day else several.product_id.browse()
            prices = Own._prices(company._origin, store._origin, products, Own._noon(day)) if products else {}
            for seen in several:
                seen.our_price = prices.get(seen.product_id._origin.id, 0.0)

    @api.depends('unit_price', 'our_price')
    def _compute_price_index(self):
        for seen in self:
            seen.price_index = engine.index(Decimal(str(seen.unit_price)), Decimal(str(seen.our_price)))

    @api.onchange('store_id')
    def _onchange_store_id(self):
        if self.store_id:
            self.company_id = self.store_id.company_id

    # === CONSTRAINTS ===

    @api.constrains('price', 'pack_quantity', 'currency_id', 'product_id', 'competitor_id', 'date')
    def _check_usable(self):
        latest = fields.Date.context_today(self) + timedelta(days=1)  # the day has begun in the easternmost zone
        unknown = self._currencies_without_rate()
        for seen in self:
            if problem := seen._problem(latest, unknown):
                raise ValidationError(problem)

    def _problem(self, latest, unknown):
        """Return the problem of a record with the next step, or nothing."""
        what = {'competitor': self.competitor_id.name, 'product': self.product_id.display_name}
        if self.price <= 0 or self.pack_quantity <= 0:
            return self.env._(
                "%(competitor)s, %(product)s: a price and the units it is for must be greater than 0. Enter what was shown.",
                **what,
            )
        if not self.product_id.active:
            return self.env._("%(product)s is archived, so its price is not compared. Restore it or leave it out.", **what)
        if not self.competitor_id.active:
            return self.env._("%(competitor)s is archived. Restore it or leave its prices out.", **what)
        if self.date > latest:
            return self.env._(
                "%(competitor)s, %(product)s: %(day)s is in the future. Enter the day the price was seen.", day=self.date, **what
            )
        if not self.currency_id.active or (self.currency_id, self.company_id) in unknown:
            return self.env._(
                "%(competitor)s, %(product)s: currency %(currency)s is not active or has no rate in %(company)s. "
                "Enter a rate under Accounting, Currencies.",
                currency=self.currency_id.name,
                company=self.company_id.name,
                **what,
            )
        return None

    def _currencies_without_rate(self):
        """Return {(currency, company)} without a rate, for which Odoo would use 1."""
        pairs = {(seen.currency_id, seen.company_id) for seen in self if seen.currency_id != seen.company_id.currency_id}
        if not pairs:
            return pairs
        known = {
            (rate.currency_id, rate.company_id)
            for rate in self.env['res.currency.rate']
            .sudo()
            .search([('currency_id', 'in', [currency.id for currency, _company in pairs])])
        }
        nobody = self.env['res.company']
        return {
            (currency, company) for currency, company in pairs if not {(currency, company.root_id), (currency, nobody)} & known
        }

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        """Record prices. An existing record is updated if it differs, and returned."""
        if not vals_list:
            return super().create(vals_list)
        return self.browse(record.id for _state, record in self._take(vals_list))

    def write(self, vals):
        """:raises ValidationError: for a change of competitor, product, place or day"""
        for store in {seen.store_id for seen in self}:
            self._check_may_record(store)
        for seen in self:
            former = seen._convert_to_write({name: seen[name] for name in KEY if name in vals})
            if any(former[name] != self._plain(name, vals[name]) for name in former):
                raise ValidationError(
                    self.env._(
                        "%(competitor)s, %(product)s, %(day)s: these cannot be changed. "
                        "Delete the price and record a new one.",
                        competitor=seen.competitor_id.name,
                        product=seen.product_id.display_name,
                        day=seen.date,
                    )
                )
        result = super().write({'source': 'hand', **vals, 'user_id': self.env.user.id})
        self.env['store.price.position'].sudo()._refresh(self.product_id)
        return result

    def unlink(self):
        """Recompute the position from earlier prices."""
        for store in {seen.store_id for seen in self}:
            self._check_may_record(store)
        products = self.product_id
        result = super().unlink()
        self.env['store.price.position'].sudo()._refresh(products)
        return result

    def _take(self, vals_list):
        """Record prices in their order; every way of recording calls this.

        :returns: list of ('created' | 'unchanged' | 'updated', record)
        """
        answers, wave = [], {}
        for vals in map(self._complete, vals_list):
            key = tuple(vals[name] for name in KEY)
            if key in wave:
                answers += self._take_wave(wave)
                wave = {}
            wave[key] = vals
        return answers + self._take_wave(wave)

    def _take_wave(self, wave):
        """Record {key: values}, no key twice."""
        for store_id in {vals['store_id'] for vals in wave.values()}:
            self._check_may_record(self.env['store.store'].browse(store_id or ()))
        there = self._of_keys(wave)
        new = [key for key in wave if key not in there]
        try:
            with self.env.cr.savepoint():
                made = dict(zip(new, super().create([wave[key] for key in new]), strict=True))
        except UniqueViolation as error:  # another transaction records the same: retry, and find it
            raise ConcurrencyError(self.env._("The same price is being recorded at this moment. Try again.")) from error
        self.env['store.price.position'].sudo()._refresh(self.union(*made.values()).product_id)
        answers = []
        for key, vals in wave.items():
            changed = {} if key in made else there[key]._difference(vals)
            if changed:
                there[key].write({'source': vals.get('source', 'hand'), **changed})
            answers.append(('created', made[key]) if key in made else ('updated' if changed else 'unchanged', there[key]))
        return answers

    def _complete(self, vals):
        """Return the values with the complete key; the store sets the company."""
        missing = [name for name in KEY if name not in vals]
        complete = {**dict.fromkeys(missing, False), **self.default_get(missing), **vals}
        complete = {**complete, **{name: self._plain(name, complete[name]) for name in KEY}}
        if complete['store_id']:
            complete['company_id'] = self.env['store.store'].browse(complete['store_id']).sudo().company_id.id
        if 'currency_id' not in vals:
            complete['currency_id'] = self.env['res.company'].browse(complete['company_id']).sudo().currency_id.id
        return complete

    def _plain(self, name, value):
        """Return a key value for comparison: an id, a date, or False."""
        return (fields.Date.to_date(value) or False) if name == 'date' else value or False

    def _of_keys(self, keys):
        """Return {key: record} of existing records, without record rules."""
        found_sudo = self.sudo().search(
            [(name, 'in', list(set(values))) for name, values in zip(KEY, zip(*keys, strict=True), strict=True)]
        )
        own = {
            (seen.competitor_id.id, seen.product_id.id, seen.company_id.id, seen.store_id.id, seen.date): seen
            for seen in found_sudo.sudo(self.env.su)
        }
        return {key: own[key] for key in keys if key in own}

    def _difference(self, vals):
        """Return the values that differ from the record, except user and source."""
        self.ensure_one()
        told = {
            name: value
            for name, value in vals.items()
            if name in self._fields and name not in (*KEY, 'source', 'user_id') and not self._fields[name].compute
        }
        fresh = self.new({**told, 'company_id': vals['company_id']}, origin=self)
        return {name: value for name, value in told.items() if (fresh[name] or False) != (self[name] or False)}

    # === RIGHTS ===

    @api.model
    def _check_may_record(self, store):
        """:raises AccessError: unless the caller manages prices at the store, or at all stores without one"""
        if self.env.su:
            return
        user = self.env.user
        reach = user._store_reach()
        if store:
            user._check_store_can('manage_prices', store)
            if not reach.bound or reach.act_all or store.id in reach.act:
                return
        elif user._store_can('manage_prices') and (
            not reach.bound or (reach.act_all and 'manage_prices' in user._store_capabilities().everywhere.may)
        ):
            return
        raise AccessError(
            self.env._(
                "%(user)s may not record a price here. A price asked everywhere is recorded by headquarters or by whoever "
                "manages prices at all stores: name the store where it was seen.",
                user=user.name,
            )
        )
