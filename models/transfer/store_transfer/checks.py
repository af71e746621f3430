# Part of store_group. License LGPL-3.
from collections import defaultdict

from odoo import models

from ....exceptions import TransferRefused
from ....wording import number_text


class StoreTransfer(models.Model):
    """What prevents a transfer: all problems are reported together, each with the next step.

    Checked on submitting, and again on approving and shipping, because stock and stores change in between.
    """

    _inherit = 'store.transfer'

    # === TRANSFER ===

    def _check_possible(self, ships=False):
        """Check that the transfer is possible.

        :param bool ships: goods are about to leave; accounting problems do not block them, as billing can follow
        :raises TransferRefused: naming every problem
        """
        for transfer in self:
            problems = [
                *transfer._problems_of_stores(),
                *transfer._problems_of_lane(),
                *([] if ships else [*transfer._problems_of_books(), *transfer._problems_of_units()]),
                *transfer._problems_of_currencies(),
                *transfer._problems_of_allowance(),
                *transfer._problems_of_return(),
                *transfer._problems_of_products(),
            ]
            if problems:
                raise TransferRefused(
                    self.env._(
                        "Transfer %(transfer)s from %(sender)s to %(dest)s is not possible:\n%(problems)s",
                        transfer=transfer.name,
                        sender=transfer.source_store_id.name,
                        dest=transfer.dest_store_id.name,
                        problems='\n'.join(f'- {problem}' for problem in problems),
                    )
                )

    def _problems_of_stores(self):
        problems = []
        labels = dict(self.env['store.store']._fields['state']._description_selection(self.env))
        for store in (self.source_store_id, self.dest_store_id):
            if store.state != 'open' or not store.active:
                problems.append(
                    self.env._("Store %(store)s is %(state)s. Open it first.", store=store.name, state=labels[store.state])
                )
            if not store.warehouse_id:
                problems.append(self.env._("Store %(store)s has no warehouse. Give it one on its form.", store=store.name))
        warehouse = self.source_store_id.warehouse_id
        if warehouse and warehouse == self.dest_store_id.warehouse_id:
            problems.append(
                self.env._(
                    "Both stores are served by warehouse %(warehouse)s: the goods are there already. "
                    "Sell them from either store.",
                    warehouse=warehouse.name,
                )
            )
        return problems

    def _problems_of_lane(self):
        lane, problems = self.lane_id, []
        total = sum(self.line_ids.mapped('qty_approved' if self.state != 'draft' else 'qty_requested'))
        if lane.is_forbidden:
            problems.append(
                self.env._(
                    "Lane %(lane)s is closed: %(reason)s",
                    lane=lane.name,
                    reason=lane.forbidden_reason or self.env._("ask headquarters for another source."),
                )
            )
        if lane.min_quantity and total < lane.min_quantity:
            problems.append(
                self.env._(
                    "Lane %(lane)s carries at least %(least)s units; these are %(total)s. Ask for more, or later.",
                    lane=lane.name,
                    least=self._number(lane.min_quantity),
                    total=self._number(total),
                )
            )
        if lane.max_quantity and total > lane.max_quantity:
            problems.append(
                self.env._(
                    "Lane %(lane)s carries at most %(most)s units; these are %(total)s. Make two transfers.",
                    lane=lane.name,
                    most=self._number(lane.max_quantity),
                    total=self._number(total),
                )
            )
        return problems

    def _problems_of_currencies(self):
        """Each side needs a rate of the other's currency: the receiver to receive goods, the sender to take them back.

        Both need one of the currency of the lane's price list, in which they bill. Odoo takes 1 for a rate it does not know.
        """
        companies, problems = (self.source_company_id, self.dest_company_id), []
        if not self.is_between_companies:
            return problems
        billed = self.lane_id._currency_billed()
        for company, other in (companies, reversed(companies)):
            for currency in (other.currency_id | billed) - company.currency_id:
                unrated = self._without_rate(company, currency)
                if not unrated:
                    continue
                problems.append(
                    self.env._(
                        "%(company)s knows no rate of %(currency)s, so these goods would be worth something else there. "
                        "Enter a rate under Accounting, Currencies.",
                        company=company.name,
                        currency=', '.join(unrated.mapped('name')),
                    )
                )
        return problems

    def _without_rate(self, company, currency):
        """Return which of a company's currency and this one have no rate there, and are not what all rates are relative to."""
        main = self.env['res.company']._get_main_company().currency_id
        own = (self.source_company_id | self.dest_company_id).currency_id | main
        asked = own | currency
        known = (
            self.env['res.currency.rate']
            .sudo()
            .search([('currency_id', 'in', asked.ids), ('company_id', 'in', (False, company.root_id.id))])
        )
        unrated = asked - known.currency_id.with_env(self.env)
        # what all rates are relative to needs none: the main company's, or the only one without where that has other rates
        elsewhere = len(own & unrated) == 1 and any(rate.rate != 1.0 for rate in known if rate.currency_id == main)
        base = own & unrated if elsewhere else main
        return (company.currency_id | currency) & unrated - base

    def _problems_of_products(self):
        problems = []
        if not any(line.qty_requested > 0 for line in self.line_ids):
            problems.append(self.env._("No line has a quantity. Add a product and a quantity."))
        offered = self._takeable(self.line_ids.product_id)
        for product in self.line_ids.product_id:
            if not product.active:
                problems.append(
                    self.env._("%(product)s is archived. Restore it or take the line out.", product=product.display_name)
                )
            if not product.is_storable:
                problems.append(
                    self.env._(
                        "%(product)s is not kept in stock. Switch on its inventory tracking or take the line out.",
                        product=product.display_name,
                    )
                )
            for company in self.source_company_id | self.dest_company_id:
                if product.company_id and product.company_id != company:
                    problems.append(
                        self.env._(
                            "%(product)s belongs to company %(owner)s; %(company)s cannot have it. "
                            "Take the company off the product.",
                            product=product.display_name,
                            owner=product.company_id.name,
                            company=company.name,
                        )
                    )
            if product not in offered:
                problems.append(
                    self.env._(
                        "%(product)s is not in the range of %(store)s. Ask who keeps the range, or take the line out.",
                        product=product.display_name,
                        store=self.dest_store_id.name,
                    )
                )
        return [*problems, *self._problems_of_costs()]

    def _problems_of_units(self):
        asked = 'qty_approved' if self.state == 'submitted' else 'qty_requested'
        return [problem for problem in (line._uncountable(line[asked]) for line in self.line_ids) if problem]

    def _problems_of_costs(self):
        """Refuse products with standard cost 0 and stock at the receiver; without stock the goods set the cost."""
        if not self.is_between_companies:
            return []
        company = self.dest_company_id
        free = self.line_ids.product_id.filtered(
            lambda product: product.with_company(company).cost_method == 'standard'
            and not product.with_company(company).standard_price
            and product.with_company(self.source_company_id).standard_price
        )
        in_stock = (
            self.env['stock.quant']
            .sudo()
            ._read_group(
                [('product_id', 'in', free.ids), ('company_id', '=', company.id), ('quantity', '!=', 0)],
                ['product_id'],
                ['quantity:sum'],
            )
            if free
            else []
        )
        return [
            self.env._(
                "%(company)s has %(quantity)s of %(product)s at a standard cost of 0, so these would be worth nothing "
                "there. Enter the cost in that company first.",
                company=company.name,
                quantity=self._number(quantity),
                product=product.display_name,
            )
            for product, quantity in in_stock
            if quantity
        ]

    def _takeable(self, products):
        """Return the products the destination may receive; depots and returns take everything."""
        if self.kind in {'return', 'recall'} or self.dest_store_id.kind == 'depot':
            return products
        return self.dest_store_id._in_range(products)

    def _check_free(self, wanted):
        """Check that the source has the wanted quantities on hand and not reserved.

        :param dict wanted: {line: quantity in the line's unit}
        :raises TransferRefused: naming every product the source lacks
        """
        self.ensure_one()
        needs = defaultdict(float)
        for line, quantity in wanted.items():
            needs[line.product_id] += line.uom_id._compute_quantity(quantity, line.product_id.uom_id, round=False)
        products = self.env['product.product'].union(*needs)
        free = self.env['store.availability']._free(self.source_store_id, products)[self.source_store_id.id]
        consigned = self._consigned(products) if self.is_between_companies else {}
        short = []
        for product, need in needs.items():
            available, others = max(free[product.id], 0.0), consigned.get(product.id, 0.0)
            if self._takes_back():
                available = min(available, others + self._returnable_free(product))
            if product.uom_id.compare(need, available - others) > 0:
                words = {
                    'product': product.display_name,
                    'wanted': self._number(need),
                    'free': self._number(max(available - others, 0.0)),
                    'others': self._number(others),
                }
                short.append(
                    self.env._(
                        "%(product)s: %(wanted)s wanted, %(free)s free; %(others)s belong to others and do not go to another "
                        "company",
                        **words,
                    )
                    if others
                    else self.env._("%(product)s: %(wanted)s wanted, %(free)s free", **words)
                )
        if short:
            raise TransferRefused(
                self.env._(
                    "%(store)s has not enough for transfer %(transfer)s:\n%(short)s\nApprove less, or wait for goods.",
                    store=self.source_store_id.name,
                    transfer=self.name,
                    short='\n'.join(f'- {item}' for item in short),
                )
            )

    def _consigned(self, products):
        """Return {product id: free quantity at the source with another owner}."""
        return {
            product.id: quantity - reserved
            for product, quantity, reserved in self.env['stock.quant']
            .sudo()
            ._read_group(
                [
                    ('product_id', 'in', products.ids),
                    ('owner_id', '!=', False),
                    ('location_id', 'child_of', self.source_store_id.warehouse_id.view_location_id.id),
                ],
                ['product_id'],
                ['quantity:sum', 'reserved_quantity:sum'],
            )
        }

    def _number(self, quantity):
        """Return a quantity in the format of the user's language."""
        return number_text(self.env, quantity)
