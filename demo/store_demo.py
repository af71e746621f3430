# Part of store_group. License LGPL-3.
from datetime import timedelta

import pytz

from odoo import Command, api, fields, models

from . import garment, world

QUIET = {
    'tracking_disable': True,
    'mail_create_nolog': True,
    'mail_create_nosubscribe': True,
    'mail_notrack': True,
    'mail_activity_automation_skip': True,
    'mail_auto_subscribe_no_notify': True,
    'sale_no_log_for_new_lines': True,
    'no_reset_password': True,
    'skip_sms': True,
    'mail_activity_quick_update': True,
    'lang': 'en_US',
}
PASSWORD = 'demo'
SINCE = 500  # days the stores have been open
LEASE, LICENCE = ('lease', 'ZL-2024-0117'), ('licence', '91320500-DEMO')


class StoreDemo(models.AbstractModel):
    """Makes the demo group, once, when the add-on is installed with demo data.

    Every record has an XML id `store_group.demo_<kind>_<key>`. The same on every machine: nothing is random, all days are
    counted from today. Its parts: `store_demo_goods`, `store_demo_past` (history), `store_demo_money` (invoices, costs),
    `store_demo_today` (live orders), `store_demo_transfers`.
    """

    _name = 'store.demo'
    _description = 'Demo Group'

    @api.model
    def _build(self):
        """Make everything, unless it is there already, as in a database of an earlier release."""
        if self.env.ref('store_group.demo_group_all', raise_if_not_found=False):
            return
        demo = self._quiet()
        demo._make_companies()
        demo._make_groups()
        demo._make_stores()
        demo._make_people()
        demo._make_papers()
        demo._make_goods()
        demo._make_channels()
        demo._make_past()
        demo._make_money()
        demo._make_today()
        demo._make_transfers()
        demo._make_rivals()

    # === GROUND ===

    def _make_companies(self):
        self.env['res.currency'].with_context(active_test=False).search([('name', 'in', ('CNY', 'HKD'))]).active = True
        self.env.ref('base.HKD').symbol = 'HK$'  # not to be told from US dollars otherwise
        self._make_rates()
        main = self.env.ref('base.main_company')
        if not self.env['account.move.line'].search_count([('company_id', '=', main.id)], limit=1):
            main.currency_id = self.env.ref('base.CNY')  # prices of products that all companies share are in the first one's
        for item in world.COMPANIES:
            currency = self.env.ref(f'base.{item.currency}')
            values = {'name': item.name, 'street': item.street, 'city': item.city, 'currency_id': currency.id}
            values['country_id'] = self.env.ref(f'base.{item.country}').id
            demo = self.with_context(install_mode=True)  # without it the chart of the country is installed as well
            company = demo._make('company', item.key, 'res.company', **values).with_env(self.env)
            company.partner_id.tz = item.zone
            self.env['account.chart.template']._load('generic_coa', company, install_demo=False)
            company.currency_id = currency  # the chart brings its own along
            company.inventory_valuation = 'real_time'  # an invoice books the cost of what it sells
            company.tax_calculation_rounding_method = 'round_per_line'  # so that an invoice of a month is its orders to the cent
            self._set_tax(company, item)
        ours = self._company(world.FACTORY) | self._company(world.HONGKONG)
        admin = self.env.ref('base.user_admin', raise_if_not_found=False)
        if admin:
            admin.write({'company_ids': [Command.link(company.id) for company in ours], 'company_id': ours[0].id})

    def _make_rates(self):
        """Rates of each month, to the dollar, which every company shares."""
        today = self._today()
        vals_list = []
        for back in range(15):
            day = (today.replace(day=1) - timedelta(days=28 * back)).replace(day=1)
            wave = (back * 7 % 11 - 5) / 100
            for name, rate in (('CNY', 7.15 + wave), ('HKD', 7.79 + wave / 8)):
                currency = self.env.ref(f'base.{name}')
                vals_list.append({'name': day, 'currency_id': currency.id, 'rate': rate, 'company_id': False})
        Rate = self.env['res.currency.rate']
        known = {(rate.name, rate.currency_id.id) for rate in Rate.search([('company_id', '=', False)])}
        wanted = {(vals['name'], vals['currency_id']): vals for vals in vals_list}
        Rate.create([vals for key, vals in wanted.items() if key not in known])

    def _set_tax(self, company, item):
        """One tax, inside the price, or none at all."""
        taxes = self.env['account.tax'].with_company(company).search([('company_id', '=', company.id)])
        kept = (company.account_sale_tax_id | company.account_purchase_tax_id) if item.tax else taxes.browse()
        (taxes - kept).active = False
        for tax in kept:
            percent = f'{item.tax:g}'
            tax.write(
                {'amount': item.tax, 'name': f'增值税 VAT {percent}%', 'description': False, 'invoice_label': f'{percent}%'}
            )
            tax.tax_group_id.name = f'增值税 VAT {percent}%'  # the line below the lines of an order
        company.account_sale_tax_id.price_include_override = 'tax_included' if item.tax else False
        if not item.tax:
            company.write({'account_sale_tax_id': False, 'account_purchase_tax_id': False})

    def _make_groups(self):
        """Two trees: who manages, and which brand. Prices: one list for each currency."""
        for key, code, name, color, parent in world.GROUPS:
            parent_id = self._ref('group', parent).id if parent else False
            self._make('group', key, 'store.group', name=name, code=code, color=color, parent_id=parent_id)
        tree = self._make('tree', 'brand', 'store.group.tree', name='品牌 Brand', code='brand')
        for key, code, name, color in world.BRANDS:
            self._make('group', key, 'store.group', name=name, code=code, color=color, tree_id=tree.id)
        cny, hkd = self.env.ref('base.CNY'), self.env.ref('base.HKD')
        retail = self._make(
            'pricelist', 'retail', 'product.pricelist', name='零售价 Retail', currency_id=cny.id, company_id=False
        )
        self._ref('group', 'all').pricelist_id = retail
        self._make(
            'pricelist',
            'outlet',
            'product.pricelist',
            name='奥莱价 Outlet -30%',
            currency_id=cny.id,
            company_id=self._company(world.FACTORY).id,
            item_ids=[
                Command.create(
                    {
                        'applied_on': '3_global',
                        'compute_price': 'percentage',
                        'percent_price': 30,
                        'base': 'pricelist',
                        'base_pricelist_id': retail.id,
                    }
                )
            ],
        )
        self._make(
            'pricelist',
            'hongkong',
            'product.pricelist',
            name='港币零售价 Retail Hong Kong',
            currency_id=hkd.id,
            company_id=self._company(world.HONGKONG).id,
        )

    def _make_stores(self):
        day = self._today() - timedelta(days=SINCE)
        for item in world.STORES:
            company = self._company(item.company)
            zone = next(other.zone for other in world.COMPANIES if other.key == item.company)
            values = {
                'name': item.name,
                'code': item.code,
                'kind': item.kind,
                'operation_mode': item.mode,
                'sequence': item.sequence,
                'company_id': company.id,
                'group_ids': [Command.set([self._ref('group', key).id for key in item.groups])],
                'tz': zone,
                'area_m2': item.area,
                'opening_hours': '10:00-21:30' if item.kind == 'physical' else False,
                'image_1920': garment.as_field(garment.draw_shop(item.color, item.kind == 'online', item.kind == 'depot')),
                'new_team': item.sells,
                'new_account': True,
            }
            if item.place:
                values['partner_id'] = self._make_address(item, company, zone).id
            if item.warehouse_of:
                values.update(warehouse_id=self._store(item.warehouse_of).warehouse_id.id, share=True)
            else:
                values['new_warehouse'] = {'name': item.name, 'code': item.code}
            pricelist = 'outlet' if item.off >= 30 else 'hongkong' if item.company == world.HONGKONG else ''
            if pricelist:
                values['pricelist_id'] = self._ref('pricelist', pricelist).id
            store = self.env['store.opener']._open(values, opened_on=day)
            self._mark(store, 'store', item.key)
        stores = self._stores()
        self.env['store.group.history'].search([('store_id', 'in', stores.ids)]).write({'date_from': day})

    def _make_address(self, item, company, zone):
        city, street, latitude, longitude = item.place
        return self._make(
            'partner',
            item.key,
            'res.partner',
            name=item.name,
            is_company=True,
            company_id=company.id,
            street=street,
            city=city,
            country_id=company.country_id.id,
            tz=zone,
            partner_latitude=latitude,
            partner_longitude=longitude,
        )

    # === PEOPLE ===

    def _make_people(self):
        """One user for each role; the password is demo. Odoo groups and companies follow the memberships."""
        headquarters = ('store_group.group_store_admin', 'sales_team.group_sale_manager', 'stock.group_stock_manager')
        headquarters += ('product.group_product_manager', 'base.group_partner_manager', 'account.group_account_invoice')
        users = self.env['res.users'].create(
            [
                {
                    'name': person.name,
                    'login': person.login,
                    'password': PASSWORD,
                    'tz': 'Asia/Shanghai',
                    'odoobot_state': 'disabled',
                    'notification_type': 'inbox',  # nobody mails people who do not exist
                    'company_id': self._company(person.company).id,
                    'company_ids': [Command.set([self._company(key).id for key in person.companies])],
                    'group_ids': [
                        Command.set([self.env.ref(name).id for name in (('base.group_user',) if person.role else headquarters)])
                    ],
                }
                for person in world.PEOPLE
            ]
        )
        for person, user in zip(world.PEOPLE, users, strict=True):
            self._mark(user, 'user', person.key)
        people = [person for person in world.PEOPLE if person.role]
        members = self.env['store.member'].create(
            [
                {
                    'user_id': self._ref('user', person.key).id,
                    'role': person.role,
                    'store_id': person.store and self._store(person.store).id,
                    'group_id': person.group and self._ref('group', person.group).id,
                    'all_stores': person.all_stores,
                    'is_default': person.role in ('staff', 'store_manager'),
                    'date_from': self._today() - timedelta(days=person.days),
                }
                for person in people
            ]
        )
        for person, member in zip(people, members, strict=True):
            self._mark(member, 'member', person.key)
        self._make('partner', 'walkin', 'res.partner', name='散客 Walk-in Customers', tz='Asia/Shanghai')

    def _make_papers(self):
        """A lease that ends soon, and a licence that does not."""
        today = self._today()
        since = today - timedelta(days=SINCE)
        for key, (kind, name), store, days, amount in (
            ('lease', LEASE, 'lake', 25, 168000),
            ('licence', LICENCE, 'suzhou', 600, 0),
            ('deposit', ('deposit', 'HC-0088'), 'harbour', 210, 76000),
        ):
            self._make(
                'paper',
                key,
                'store.store.paper',
                store_id=self._store(store).id,
                kind=kind,
                name=name,
                valid_from=since,
                expires_on=today + timedelta(days=days),
                remind_days=60 if kind == 'lease' else 30,
                amount=amount,
            )

    # === FINDING AND NAMING ===

    def _quiet(self):
        """This model without mails, followers and notes."""
        return self.with_context(**QUIET)

    def _till(self):
        """Who has the till, its name, how one pays: for the bridge of Point of Sale. None in a group of an earlier release."""
        return world.TILL if self.env.ref('store_group.demo_company_hongkong', raise_if_not_found=False) else None

    def _make(self, kind, key, model, /, **values):
        """Return a new record with the XML id `demo_<kind>_<key>`."""
        return self._mark(self.env[model].create(values), kind, key)

    def _mark(self, record, kind, key):
        self.env['ir.model.data'].create(
            {'module': 'store_group', 'name': f'demo_{kind}_{key}', 'model': record._name, 'res_id': record.id, 'noupdate': True}
        )
        return record

    def _ref(self, kind, key):
        return self.env.ref(f'store_group.demo_{kind}_{key}').with_env(self.env)

    def _company(self, key):
        return self._ref('company', key)

    def _store(self, key):
        return self._ref('store', key)

    def _stores(self):
        return self.env['store.store'].concat(*(self._store(item.key) for item in world.STORES))

    def _in(self, company):
        """This model, working for one company alone."""
        return self.with_context(allowed_company_ids=company.ids).with_company(company)

    def _today(self):
        """Today in China."""
        return fields.Datetime.now().astimezone(pytz.timezone('Asia/Shanghai')).date()

    def _moment(self, day, hour, minute):
        """A local time of the stores, which all keep China's, as Odoo stores it."""
        return fields.Datetime.to_datetime(day) + timedelta(hours=hour - 8, minutes=minute)
