# Part of store_group. License LGPL-3.
from odoo import api, models

from ...engine.table import cells, sheet, sheet_read, sheet_words
from ...exceptions import SheetRefused
from ..people import elevation

COLUMNS = (
    sheet.Column('product', "Product", 'code', is_key=True, required=True, aliases=sheet_words.OPENING_STOCK['product']),
    sheet.Column('quantity', "Quantity", 'number', is_key=True, required=True, aliases=sheet_words.OPENING_STOCK['quantity']),
    sheet.Column('cost', "Unit Cost", 'number', aliases=sheet_words.OPENING_STOCK['cost']),
    sheet.Column('lot', "Lot/Serial Number", 'code', aliases=sheet_words.OPENING_STOCK['lot']),
)


class StoreOpeningStock(models.AbstractModel):
    """The stock a store opens with, from a sheet: product code or barcode, quantity, cost, lot.

    Reads the sheet into rows (each good, or with the reason why not), then books the good ones as an
    inventory count of Odoo in the store's warehouse. A count is absolute: booking it twice changes
    nothing. It never touches a product the sheet does not name.
    """

    _name = 'store.opening.stock'
    _description = 'Opening Stock of a Store'

    # === READING ===

    @api.model
    def _read(self, content, filename, company):
        """Return the rows of the sheet as dicts: number, product_text, product, quantity, cost, lot, problem, remark.

        :param bytes content: xlsx, xls or csv
        :param company: `res.company` whose stock it is
        :raises SheetRefused: when the file cannot be used
        """
        spec = sheet.SheetSpec(COLUMNS)
        try:
            first = next(cells.read_sheets(content, filename), None)
            reading = sheet_read.read(spec, first.rows if first else ())
        except cells.Unreadable as error:
            raise SheetRefused(self._why_unreadable(error, filename))
        except sheet_read.NoHeader as error:
            raise SheetRefused(
                self.env._(
                    "%(file)s has no row with the headers Product and Quantity; missing or doubled: %(columns)s. "
                    "Name them in the first row and upload it again.",
                    file=filename,
                    columns=', '.join([*error.missing, *error.doubled]),
                )
            )
        if not reading.rows:
            raise SheetRefused(self.env._("%(file)s has a header but no rows. Fill it and upload it again.", file=filename))
        products = self._products({row.values.get('product') for row in reading.rows} - {None}, company)
        rows = [self._row(row, products) for row in reading.rows]
        self._check_lots(rows)
        return rows

    @api.model
    def _products(self, codes, company):
        """Return {code: active products of the company with this internal reference or barcode}."""
        Product = self.env['product.product'].sudo().with_company(company)
        found = Product.search(
            [('company_id', 'in', (False, company.id)), '|', ('default_code', 'in', list(codes)), ('barcode', 'in', list(codes))]
        )
        result = {}
        for product in found:
            for code in {product.default_code, product.barcode} - {False}:
                result[code] = result.get(code, Product) | product
        return result

    @api.model
    def _row(self, row, products):
        """Return one read row with its product and, where it cannot be booked, the reason."""
        values = row.values
        matches = products.get(values.get('product'), self.env['product.product'])
        result = {
            'number': row.number,
            'product_text': values.get('product') or '',
            'product': matches,
            'quantity': float(values.get('quantity') or 0),
            'lot': values.get('lot') or '',
            'cost': float(values['cost']) if values.get('cost') is not None else False,
            'problem': '',
            'remark': '',
        }
        if row.problems:
            result['problem'] = self._why_bad_cell(row.problems[0])
            result['product'] = matches if len(matches) == 1 else matches.browse()
            return result
        if len(matches) != 1:
            result['product'] = matches.browse()
            result['problem'] = (
                self.env._(
                    "%(count)s products have the code %(code)s. Make the codes differ.",
                    count=len(matches),
                    code=result['product_text'],
                )
                if matches
                else self.env._("No active product has the code or barcode %(code)s.", code=result['product_text'])
            )
            return result
        result['problem'] = self._why_not_bookable(result)
        if not result['problem']:
            result['remark'] = self._remark(result)
        return result

    @api.model
    def _why_not_bookable(self, row):
        product = row['product']
        if not product.is_storable:
            return self.env._(
                "%(product)s is not tracked in stock. Switch tracking on or leave it out.", product=product.display_name
            )
        if row['quantity'] < 0:
            return self.env._("The quantity is negative. Enter 0 or more.")
        if row['cost'] and row['cost'] < 0:
            return self.env._("The unit cost is negative. Enter 0 or more.")
        if product.tracking == 'none' and row['lot']:
            return self.env._("%(product)s has no lots; clear the lot.", product=product.display_name)
        if product.tracking != 'none' and row['quantity'] and not row['lot']:
            return self.env._("%(product)s needs a lot or serial number.", product=product.display_name)
        if product.tracking == 'serial' and row['quantity'] not in (0, 1):
            return self.env._("A serial number is for one piece. Enter quantity 1 or 0.")
        return ''

    @api.model
    def _remark(self, row):
        product, cost = row['product'], row['cost']
        if not row['quantity']:
            return self.env._("Nothing to book.")
        if cost is not False and product.cost_method == 'standard' and product.standard_price not in (0, cost):
            return self.env._("Valued at its standard cost %(cost)s.", cost=product.standard_price)
        return ''

    @api.model
    def _check_lots(self, rows):
        """Refuse a serial number in a second row."""
        seen = {}
        for row in rows:
            if row['problem'] or row['product'].tracking != 'serial' or not row['quantity']:
                continue
            first = seen.setdefault((row['product'].id, row['lot']), row['number'])
            if first != row['number']:
                row['problem'] = self.env._("Serial number %(lot)s is in row %(row)s already.", lot=row['lot'], row=first)

    # === BOOKING ===

    @api.model
    def _book(self, warehouse, rows, name):
        """Book the quantities of the rows as a count of `warehouse`; rows of one product and lot are added.

        :param rows: dicts with product, quantity, cost (False: the product's own), lot
        :param str name: reason shown on the moves
        :returns: number of products and lots booked
        """
        company = warehouse.company_id
        env = elevation.lift(self, company).env
        totals = {}
        for row in rows:
            if row['quantity']:
                product = env['product.product'].browse(row['product'].id)
                totals.setdefault((product, row['lot'] or ''), []).append(row)
        lots = self._lots(env, company, [key for key in totals if key[1]])
        costs = self._costs(totals, lots)
        location = warehouse.lot_stock_id
        Quant = env['stock.quant'].with_context(
            inventory_mode=True, inventory_name=name, store_opening_costs=costs, store_flow=elevation.OURS
        )
        quants = Quant.create(
            [
                {
                    'product_id': product.id,
                    'location_id': location.id,
                    'lot_id': lots[product.id, lot] if lot else False,
                    'inventory_quantity': sum(row['quantity'] for row in group),
                }
                for (product, lot), group in totals.items()
            ]
        ).with_env(Quant.env)
        unchanged = quants.filtered(lambda quant: quant.product_uom_id.is_zero(quant.inventory_diff_quantity))
        unchanged.action_clear_inventory_quantity()
        last = env['stock.move'].search([], order='id desc', limit=1).id or 0
        changed = quants - unchanged
        if changed.action_apply_inventory():
            raise SheetRefused(self.env._("The stock of %(warehouse)s changed meanwhile. Try again.", warehouse=warehouse.name))
        self._keep_costs(
            env['stock.move'].search(
                [('id', '>', last), ('is_inventory', '=', True), ('state', '=', 'done'), ('location_dest_id', '=', location.id)]
            ),
            costs,
        )
        return len(totals)

    @api.model
    def _lots(self, env, company, keys):
        """Return {(product id, lot name): lot id}; missing lots are created."""
        Lot = env['stock.lot']
        known = Lot.search(
            [
                ('product_id', 'in', [product.id for product, _name in keys]),
                ('name', 'in', [name for _product, name in keys]),
                ('company_id', 'in', (False, company.id)),
            ]
        )
        result = {(lot.product_id.id, lot.name): lot.id for lot in known}
        missing = [(product.id, name) for product, name in keys if (product.id, name) not in result]
        made = Lot.create([{'product_id': product_id, 'name': name, 'company_id': company.id} for product_id, name in missing])
        result.update(zip(missing, made.ids, strict=True))
        return result

    @api.model
    def _costs(self, totals, lots):
        """Return {(product id, lot id or False): unit cost} of the goods valued by the sheet.

        A product at standard cost takes the sheet's cost only if it has none yet.
        """
        costs = {}
        for (product, lot), group in totals.items():
            priced = [row for row in group if row['cost'] is not False]
            if not priced:
                continue
            quantity = sum(row['quantity'] for row in priced)
            cost = sum(row['quantity'] * row['cost'] for row in priced) / quantity
            if product.cost_method != 'standard':
                costs[product.id, lots[product.id, lot] if lot else False] = cost
            elif not product.standard_price:
                product.standard_price = cost
        return costs

    @api.model
    def _keep_costs(self, moves, costs):
        """Store the sheet's costs where Odoo reads them when it revalues a move."""
        found = [(move, costs.get((move.product_id.id, move.move_line_ids.lot_id[:1].id))) for move in moves]
        moves.env['product.value'].create(
            [
                {'move_id': move.id, 'value': cost * move.quantity, 'company_id': move.company_id.id}
                for move, cost in found
                if cost is not None
            ]
        )

    # === SENTENCES ===

    @api.model
    def _why_unreadable(self, error, filename):
        reasons = {
            'empty': self.env._("it is empty"),
            'not_spreadsheet': self.env._("it is not a spreadsheet"),
            'encrypted': self.env._("it is protected by a password"),
            'truncated': self.env._("it is cut off"),
            'html': self.env._("it is a web page saved under the name of a sheet"),
            'too_large': self.env._("it is too large"),
            'encoding': self.env._("its characters cannot be read"),
        }
        return self.env._(
            "%(file)s cannot be read: %(reason)s. Save it as .xlsx or .csv and upload it again.",
            file=filename,
            reason=reasons.get(error.code, error.code),
        )

    @api.model
    def _why_bad_cell(self, problem):
        label = {column.name: column.header for column in COLUMNS}.get(problem.column, problem.column)
        reasons = {
            'required': self.env._("%(column)s is empty.", column=label),
            'digits_lost': self.env._(
                "%(column)s lost digits in the sheet (%(found)s). Format the column as text.", column=label, found=problem.found
            ),
            'became_date': self.env._(
                "%(column)s became a date (%(found)s). Format the column as text.", column=label, found=problem.found
            ),
            'formula_error': self.env._("%(column)s holds an error (%(found)s).", column=label, found=problem.found),
            'not_number': self.env._("%(column)s is not a number: %(found)s.", column=label, found=problem.found),
        }
        return reasons.get(problem.code) or self.env._("%(column)s cannot be used: %(found)s.", column=label, found=problem.found)
