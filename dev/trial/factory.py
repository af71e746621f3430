# Part of store_group. License LGPL-3.
"""A factory as it was before the add-on: three companies, 60 warehouses and teams, 40 users, three years of orders.

Documents are written by INSERT ... SELECT, columns as core would leave them; nothing random, so every run is the same.
An order n has 2 or 3 lines; every third is delivered and invoiced. One in twenty came through no known team or
warehouse and stays headquarters'.
"""
STORES, COMPANIES, USERS, PRODUCTS, CUSTOMERS = 60, 3, 40, 300, 3000
PRICE, QTY = '(10 + (n * 7 + j * 13) % 90)', '(1 + (n + j) % 3)'
LINES = 'generate_series(1, 2 + n % 2) j'


def build(env, orders):
    companies = env['res.company'].search([], order='id')
    while len(companies) < COMPANIES:
        companies |= env['res.company'].create({'name': f'Factory {len(companies) + 1}'})
    env.user.company_ids = companies
    env = env(context={**env.context, 'allowed_company_ids': companies.ids})
    journals, accounts, suppliers = {}, {}, env.ref('stock.stock_location_customers')
    for company in companies:
        accounts[company] = [env['account.account'].create({
            'name': name, 'code': code, 'account_type': kind, 'company_ids': [(6, 0, company.ids)],
        }) for name, code, kind in (('Sales', '499907', 'income'), ('Customers', '129907', 'asset_receivable'))]
        journals[company] = env['account.journal'].create({
            'name': 'Customer Invoices', 'code': f'TI{company.id}', 'type': 'sale', 'company_id': company.id,
            'default_account_id': accounts[company][0].id})
    shops = []
    for number in range(STORES):
        company = companies[number % COMPANIES]
        name = f'Shop {number:02d}'
        online = number % 10 == 9
        warehouse = env['stock.warehouse'].create({
            'name': f'{name} Warehouse', 'code': f'S{number:02d}', 'company_id': company.id}) if not online else False
        team = env['crm.team'].create({'name': name, 'company_id': company.id})
        shops.append((company, warehouse, team))
    users = env['res.users'].with_context(no_reset_password=True).create([{
        'name': f'Worker {number}', 'login': f'worker{number}', 'company_id': companies[number % COMPANIES].id,
        'company_ids': [(6, 0, companies.ids if number == 1 else companies[number % COMPANIES].ids)],
        'group_ids': [(6, 0, [env.ref(group).id for group in (
            'base.group_user', 'sales_team.group_sale_salesman_all_leads', 'stock.group_stock_user')])],
    } for number in range(1, USERS + 1)])
    products = env['product.product'].create([{
        'name': f'Product {number}', 'default_code': f'P{number:03d}', 'type': 'consu', 'is_storable': True,
        'taxes_id': [(5,)],
    } for number in range(PRODUCTS)])
    customers = env['res.partner'].create([{'name': f'Customer {number}'} for number in range(CUSTOMERS)])
    env.flush_all()
    _tables(env, shops, users, products, customers, journals, accounts, suppliers)
    _orders(env, orders)
    for table in ('sale_order', 'sale_order_line', 'stock_picking', 'stock_move', 'stock_move_line', 'account_move',
                  'account_move_line', 'sale_order_line_invoice_rel'):
        env.cr.execute(f'ANALYZE {table}')
    counts = []
    for table in ('sale_order', 'sale_order_line', 'stock_picking', 'stock_move', 'account_move'):
        env.cr.execute(f'SELECT COUNT(*) FROM {table}')
        counts.append(f'{table} {env.cr.fetchone()[0]:,}')
    return ', '.join(counts)


def _tables(env, shops, users, products, customers, journals, accounts, location):
    """What the numbers of the generator stand for."""
    rows = []
    for number, (company, warehouse, team) in enumerate(shops):
        serving = warehouse or next(w for c, w, _t in shops if w and c == company)
        kind = serving.out_type_id
        rows.append((number, company.id, company.currency_id.id, serving.id, team.id, kind.id, serving.lot_stock_id.id,
                     location.id, journals[company].id, accounts[company][0].id, accounts[company][1].id, bool(warehouse)))
    env.cr.execute("""CREATE TEMP TABLE shop (place int, company int, currency int, warehouse int, team int, kind int,
    source int,
                      customers int, journal int, income int, receivable int, street bool)""")
    env.cr.executemany(f"INSERT INTO shop VALUES ({', '.join(['%s'] * 12)})", rows)
    for table, records in (('worker', users), ('good', products), ('buyer', customers)):
        env.cr.execute(f'CREATE TEMP TABLE {table} (place int, id int)')
        env.cr.executemany(f'INSERT INTO {table} VALUES (%s, %s)', list(enumerate(records.ids)))
        env.cr.execute(f'CREATE UNIQUE INDEX ON {table} (place)')
    env.cr.execute('CREATE UNIQUE INDEX ON shop (place)')


def _orders(env, orders):
    execute, stamp = env.cr.execute, "'2026-01-02 03:04:05'::timestamp"
    execute('SELECT COALESCE(MAX(id), 0) FROM sale_order')
    base = env.cr.fetchone()[0]
    uom = env.ref('uom.product_uom_unit').id
    # headquarters' orders, one in twenty, name no team and the first company's first warehouse
    execute(f"""
        INSERT INTO sale_order (id, company_id, partner_id, partner_invoice_id, partner_shipping_id, currency_id,
        currency_rate,
            user_id, team_id, warehouse_id, name, state, client_order_ref, date_order, picking_policy, invoice_status,
            amount_untaxed,
            amount_total, amount_tax, create_date, write_date, create_uid, write_uid, locked)
        SELECT {base} + n, s.company, b.id, b.id, b.id, s.currency, 1, w.id, CASE WHEN n % 20 > 0 THEN s.team END,
               CASE WHEN n % 20 > 0 THEN s.warehouse ELSE h.id END, 'T' || lpad(n::text, 8, '0'),
               CASE WHEN n % 50 = 3 THEN 'cancel' ELSE 'sale' END,
               CASE WHEN s.street THEN NULL ELSE 'TB' || (n % 6) || '-' || n END,
               '2023-01-01'::timestamp + (n * 1577.0 / {orders} * 1000) * interval '1 minute', 'direct', 'no',
               a.amount, a.amount, 0, {stamp}, {stamp}, 1, 1, true
          FROM generate_series(1, {orders}) n
          JOIN shop s ON s.place = n % {STORES} JOIN buyer b ON b.place = n % {CUSTOMERS} JOIN worker w ON w.place = n % {USERS}
          JOIN LATERAL (SELECT MIN(id) AS id FROM stock_warehouse x WHERE x.company_id = s.company) h ON TRUE
          CROSS JOIN LATERAL (SELECT SUM({PRICE} * {QTY}) AS amount FROM {LINES}) a""")
    execute(f"""
        INSERT INTO sale_order_line (id, order_id, sequence, company_id, currency_id, order_partner_id, salesman_id,
        product_id,
            product_uom_id, state, invoice_status, name, product_uom_qty, price_unit, discount, price_subtotal,
            price_total, price_tax,
            qty_delivered, qty_invoiced, customer_lead, is_downpayment, create_date, write_date, create_uid, write_uid)
        SELECT nextval('sale_order_line_id_seq'), {base} + n, j, o.company_id, o.currency_id, o.partner_id, o.user_id,
        g.id, {uom},
               o.state, 'no', 'Product', {QTY}, {PRICE}, 0, {PRICE} * {QTY}, {PRICE} * {QTY}, 0, 0, 0, 0, false, {stamp},
               {stamp}, 1, 1
          FROM generate_series(1, {orders}) n JOIN sale_order o ON o.id = {base} + n CROSS JOIN {LINES}
          JOIN good g ON g.place = (n + j) % {PRODUCTS}""")
    execute("SELECT setval('sale_order_id_seq', (SELECT MAX(id) FROM sale_order))")
    execute('ANALYZE sale_order')
    execute('ANALYZE sale_order_line')
    third = f"o.id > {base} AND o.id % 3 = 0 AND o.state = 'sale'"
    execute(f"""
        INSERT INTO stock_picking (company_id, partner_id, sale_id, picking_type_id, location_id, location_dest_id, name,
        origin,
            move_type, state, priority, scheduled_date, date_done, create_date, write_date, create_uid, write_uid)
        SELECT o.company_id, o.partner_id, o.id, t.id, COALESCE(t.default_location_src_id, 1),
        {env.ref('stock.stock_location_customers').id},
               'TRIAL/' || o.name, o.name, 'direct', 'done', '0', o.date_order, o.date_order + interval '1 day', {stamp},
               {stamp}, 1, 1
          FROM sale_order o JOIN stock_warehouse x ON x.id = o.warehouse_id JOIN stock_picking_type t ON t.id = x.out_type_id
         WHERE {third}""")
    execute(f"""
        INSERT INTO stock_move (company_id, product_id, product_uom, location_id, location_dest_id, location_final_id,
        picking_id,
            picking_type_id, warehouse_id, sale_line_id, state, procure_method, product_qty, product_uom_qty, quantity,
            picked,
            date, priority, sequence, create_date, write_date, create_uid, write_uid)
        SELECT l.company_id, l.product_id, l.product_uom_id, p.location_id, p.location_dest_id, p.location_dest_id, p.id,
               p.picking_type_id, NULL, l.id, 'done', 'make_to_stock', l.product_uom_qty, l.product_uom_qty,
               l.product_uom_qty, true,
               p.date_done, '0', 10, {stamp}, {stamp}, 1, 1
          FROM stock_picking p JOIN sale_order_line l ON l.order_id = p.sale_id WHERE p.name LIKE 'TRIAL/%'""")
    execute(f"""
        INSERT INTO stock_move_line (company_id, picking_id, move_id, product_id, product_uom_id, location_id,
        location_dest_id,
            state, quantity, quantity_product_uom, picked, date, create_date, write_date, create_uid, write_uid)
        SELECT m.company_id, m.picking_id, m.id, m.product_id, m.product_uom, m.location_id, m.location_dest_id, 'done',
        m.quantity,
               m.quantity, true, m.date, {stamp}, {stamp}, 1, 1
          FROM stock_move m JOIN stock_picking p ON p.id = m.picking_id WHERE p.name LIKE 'TRIAL/%'""")
    execute(f"""
        INSERT INTO account_move (company_id, journal_id, partner_id, commercial_partner_id, currency_id, name, state,
        move_type, auto_post,
            date, invoice_date, invoice_user_id, team_id, invoice_origin, sequence_prefix, sequence_number, payment_state,
            amount_untaxed, amount_total, amount_untaxed_signed, amount_total_signed, create_date, write_date, create_uid,
            write_uid)
        SELECT o.company_id, s.journal, o.partner_id, o.partner_id, o.currency_id, 'TRIAL/' || o.name, 'posted',
        'out_invoice', 'no',
               o.date_order::date, o.date_order::date, o.user_id, o.team_id, o.name, 'TRIAL/', o.id, 'not_paid',
               o.amount_untaxed, o.amount_untaxed, o.amount_untaxed, o.amount_untaxed, {stamp}, {stamp}, 1, 1
          FROM sale_order o JOIN (SELECT DISTINCT company, journal FROM shop) s ON s.company = o.company_id WHERE {third}""")
    execute(f"""
        INSERT INTO account_move_line (move_id, journal_id, company_id, company_currency_id, currency_id, account_id,
        partner_id,
            product_id, name, display_type, parent_state, date, quantity, price_unit, price_subtotal, debit, credit, balance,
            amount_currency, create_date, write_date, create_uid, write_uid)
        SELECT m.id, m.journal_id, m.company_id, m.currency_id, m.currency_id, s.income, m.partner_id, l.product_id,
        'TRIAL' || l.id,
               'product', 'posted', m.date, l.product_uom_qty, l.price_unit, l.price_subtotal, 0, l.price_subtotal,
               -l.price_subtotal,
               -l.price_subtotal, {stamp}, {stamp}, 1, 1
          FROM account_move m JOIN sale_order o ON o.name = m.invoice_origin JOIN sale_order_line l ON l.order_id = o.id
          JOIN (SELECT DISTINCT company, income FROM shop) s ON s.company = m.company_id WHERE m.name LIKE 'TRIAL/%'""")
    execute("""
        INSERT INTO sale_order_line_invoice_rel (invoice_line_id, order_line_id)
        SELECT id, substr(name, 6)::int FROM account_move_line WHERE name LIKE 'TRIAL%' AND display_type = 'product'""")
    execute(f"""
        INSERT INTO account_move_line (move_id, journal_id, company_id, company_currency_id, currency_id, account_id,
        partner_id, name,
            display_type, parent_state, date, debit, credit, balance, amount_currency, amount_residual, create_date,
            write_date,
            create_uid, write_uid)
        SELECT m.id, m.journal_id, m.company_id, m.currency_id, m.currency_id, s.receivable, m.partner_id, '',
        'payment_term', 'posted',
               m.date, m.amount_total, 0, m.amount_total, m.amount_total, m.amount_total, {stamp}, {stamp}, 1, 1
          FROM account_move m JOIN (SELECT DISTINCT company, receivable FROM shop) s ON s.company = m.company_id
         WHERE m.name LIKE 'TRIAL/%'""")
