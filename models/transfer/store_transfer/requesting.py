# Part of store_group. License LGPL-3.
from collections import defaultdict

from psycopg2.errors import UniqueViolation

from odoo import Command, api, fields, models
from odoo.exceptions import ConcurrencyError

from ....engine import arguments
from ....engine.quantities import GRAIN, exact
from ....engine.transfer import sharing
from ....exceptions import TransferRefused
from ...people import elevation
from ...people.door import MOST_LINES, door


class StoreTransfer(models.Model):
    """Requests in one call by a program or a screen, and sharing of scarce goods."""

    _inherit = 'store.transfer'

    # === TRANSFER ===

    @api.model
    @door(
        source=arguments.text(),
        destination=arguments.text(),
        need_by=arguments.maybe(arguments.day()),
        reason=arguments.maybe(arguments.text()),
        external_id=arguments.maybe(arguments.key()),
        lines=arguments.rows(MOST_LINES, product=arguments.key(), quantity=arguments.anything()),
    )
    def request(self, source, destination, lines, need_by=False, reason=False, external_id=False):
        """Request goods from one store for another, and submit the request.

        :param str source: code of the sending store
        :param str destination: code of the receiving store; the caller may request for it, or approves at the source
        :param list lines: [{"product": code, barcode or id of exactly one active product, "quantity": number in the
            product's unit, greater than 0}]; several lines may have the same product
        :param str need_by: last useful day, YYYY-MM-DD
        :param str reason: shown to the approver
        :param str external_id: the caller's number, unique per receiving store: repeating the call returns the
            existing transfer
        :returns: {"id", "name", "state", "lines": [{"line_id", "product", "qty_requested"}]}
        :raises UserError: unknown store, unknown or ambiguous products, a bad quantity, the same number with other
            content, or any other problem; nothing is created then
        """
        self.env.user._check_store_caller()
        source_store, dest_store = self._named_stores(source, destination)
        wanted = self._named_lines(lines)
        vals = {
            'source_store_id': source_store.id,
            'dest_store_id': dest_store.id,
            'need_by': need_by or False,
            'reason': reason or False,
            'external_id': external_id or False,
            'line_ids': [Command.create({'product_id': product.id, 'qty_requested': quantity}) for product, quantity in wanted],
        }
        former = external_id and self._of_external_id(dest_store, external_id)
        if former:
            former._check_same_content(vals, wanted)
            return former._requested_data()
        self.new({key: vals[key] for key in ('source_store_id', 'dest_store_id')})._check_requesting_side()
        asked = self.env['product.product'].browse({product.id for product, _quantity in wanted})
        figures = self.env['store.transfer.line']._figures_at(dest_store, asked)
        vals.update(requester_id=self.env.user.id, kind=self._kind_of(source_store, dest_store))
        try:
            with self.env.cr.savepoint():  # a request that cannot be submitted leaves no draft
                transfer_sudo = elevation.enter(self, source_store.sudo().company_id).create(vals)
                transfer_sudo._submit()
                transfer_sudo.line_ids._tell_figures(figures)
        except UniqueViolation as error:  # the same call came twice at once: retry, and find the other's transfer
            raise ConcurrencyError(
                self.env._(
                    "Number %(number)s of store %(store)s is being requested at this moment. Try again.",
                    number=external_id,
                    store=dest_store.name,
                )
            ) from error
        return transfer_sudo._requested_data()

    def _named_stores(self, source, dest):
        by_code = self.env['store.store'].sudo()._by_code([source, dest])
        unknown = [str(code) for code in dict.fromkeys((source, dest)) if code not in by_code]
        if unknown:
            raise TransferRefused(
                self.env._("No store has the code %(codes)s. Correct it and call again.", codes=', '.join(unknown))
            )
        return by_code[source].sudo(False), by_code[dest].sudo(False)

    def _named_lines(self, lines):
        """Return [(product, quantity)] of the caller's lines, which are not modified."""
        if not lines:
            raise TransferRefused(self.env._("A request needs at least one line with a product and a quantity."))
        products = self.env['store.availability']._products([line.get('product') for line in lines])
        bad = [
            str(line.get('product'))
            for line in lines
            if isinstance(line.get('quantity'), bool)
            or not isinstance(line.get('quantity'), (int, float))
            or not 0 < line['quantity'] < 1e9
        ]
        if bad:
            raise TransferRefused(
                self.env._("The quantity of %(products)s must be a number greater than 0.", products=', '.join(bad))
            )
        return [(products[line['product']], line['quantity']) for line in lines]

    def _of_external_id(self, dest_store, external_id):
        """Return the receiving store's transfer with this number; the caller must be on one of its sides."""
        former_sudo = self.sudo().search([('dest_store_id', '=', dest_store.id), ('external_id', '=', external_id)])
        if former_sudo:
            former_sudo.sudo(False)._check_requesting_side()
        return former_sudo

    def _check_same_content(self, vals, wanted):
        """:raises TransferRefused: when the number was used for something else"""
        asked = [(line.product_id.id, line.qty_requested) for line in self.line_ids if line.qty_requested]
        same = (
            self.source_store_id.id == vals['source_store_id']
            and len(asked) == len(wanted)
            and fields.Date.to_date(vals['need_by']) == (self.need_by or None)
            and all(
                product == other.id and exact(quantity, GRAIN) == exact(more, GRAIN)
                for (product, quantity), (other, more) in zip(asked, wanted, strict=True)
            )
        )
        if not same:
            raise TransferRefused(
                self.env._(
                    "Number %(number)s of store %(store)s is transfer %(transfer)s with other content. "
                    "Use a new number for a new request.",
                    number=self.external_id,
                    store=self.dest_store_id.name,
                    transfer=self.name,
                )
            )

    def _kind_of(self, source_store, dest_store):
        if not self._may('request', dest_store):
            return 'allocation'
        back = dest_store.kind == 'depot' and source_store.kind != 'depot'
        return 'recall' if back and not self.env.user._is_store_bound() else 'request'

    def _requested_data(self):
        self.ensure_one()
        return {
            'id': self.id,
            'name': self.name,
            'state': self.state,
            'lines': [
                {
                    'line_id': line.id,
                    'product': line.product_id.default_code or str(line.product_id.id),
                    'qty_requested': line.qty_requested,
                }
                for line in self.line_ids
            ],
        }

    # === WRONG GOODS ===

    @door(line_id=arguments.ident(), product=arguments.key(), quantity=arguments.number(), note=arguments.maybe(arguments.text()))
    def report_wrong_product(self, line_id, product, quantity, note=False):
        """Record a wrong product received instead of a line: creates a difference, books nothing yet.

        :param int line_id: the line it was received for
        :param product: code, barcode or id of the received product
        :param float quantity: total of it so far, in that product's unit
        :param str note: remark
        :returns: {"id", "kind", "product", "quantity", "state"} of the difference
        :raises AccessError: for users who may not receive at the destination
        :raises UserError: unknown line or product, a bad quantity, or nothing of the transfer is under way
        """
        self.ensure_one()
        self.check_access('read')
        self._check_step('received')
        [(came, total)] = self._named_lines([{'product': product, 'quantity': quantity}])
        elevated_sudo = self._elevated(self.dest_store_id)
        line = elevated_sudo.line_ids.filtered(lambda line: line.id == line_id)
        if not line or came == line.product_id:
            raise TransferRefused(
                self.env._(
                    "Transfer %(transfer)s has no such line with another product. Name the line it was received for.",
                    transfer=elevated_sudo.name,
                )
            )
        elevated_sudo._check_four_eyes('receive', elevated_sudo.dest_store_id)
        elevated_sudo.receiver_ids |= self.env.user
        former = line.discrepancy_ids.filtered(lambda item: item.kind == 'wrong_product' and item.product_id == came)
        more = total - sum(former.mapped('quantity'))
        item = former[:1]
        if came.uom_id.compare(more, 0.0) > 0:
            item = (
                self.env['store.transfer.discrepancy']
                .with_env(elevated_sudo.env)
                ._open(
                    [
                        {
                            'transfer_line_id': line.id,
                            'kind': 'wrong_product',
                            'product_id': came.id,
                            'quantity': more,
                            'note': note,
                        }
                    ]
                )
            )
        return {
            'id': item.id,
            'kind': item.kind,
            'product': came.default_code or str(came.id),
            'quantity': item.quantity,
            'state': item.state,
        }

    # === SHARING ===

    @door(policy=arguments.text())
    def share(self, policy='proportion'):
        """Divide the source's free goods among these submitted requests; the approver may change it before approving.

        :param str policy: 'proportion', 'priority' (urgent ones first), or 'oldest' (first asked first)
        :returns: {line_id as str: quantity approved}
        :raises UserError: for transfers that are not submitted or come from several stores, or an unknown policy
        :raises AccessError: for a caller who does not approve at the source
        """
        if policy not in sharing.POLICIES:
            raise TransferRefused(
                self.env._("Unknown policy. Share goods by one of: %(policies)s.", policies=', '.join(sharing.POLICIES))
            )
        source = self.source_store_id
        if len(source) != 1 or any(transfer.state != 'submitted' for transfer in self):
            raise TransferRefused(self.env._("Only submitted requests to the same store can share its goods. Select those."))
        if not self._approval_limit(source):
            self[0]._check_approver()
        transfers_sudo = elevation.enter(self, source.sudo().company_id)
        by_product = defaultdict(list)
        for line in transfers_sudo.line_ids:
            by_product[line.product_id].append(line)
        free = self.env['store.availability']._free(source, self.env['product.product'].union(*by_product))[source.id]
        shares = {}
        for product, lines in by_product.items():
            wishes = [
                sharing.Wish(
                    line, exact(line._in_product_unit(line.qty_requested)), int(line.transfer_id.priority), line.transfer_id.id
                )
                for line in lines
            ]
            for line, quantity in sharing.share(exact(free[product.id]), wishes, policy).items():
                line.qty_approved = product.uom_id._compute_quantity(float(quantity), line.uom_id, rounding_method='DOWN')
                shares[str(line.id)] = line.qty_approved
        for transfer in transfers_sudo:
            transfer._revalue()
        return shares
