# Part of store_group. License LGPL-3.
from collections import defaultdict
from decimal import Decimal

from odoo import Command, api, fields, models
from odoo.tools import float_compare

from ...engine.transfer import sharing
from ...exceptions import TransferRefused
from ..structure import elevation


class StoreTransferAsking(models.AbstractModel):
    """How goods are asked for: by a program or a screen in one call, and how scarce goods are shared.

    Part of `store.transfer` and of nothing else.
    """

    _name = 'store.transfer.asking'
    _description = 'Asking for Goods'

    # === TRANSFER ===

    @api.model
    def request(self, source, dest, lines, need_by=False, reason=False, external_id=False):
        """Ask one store for goods for another, and submit the request.

        :param str source: code of the store that shall give
        :param str dest: code of the store that shall get; the caller may request for it, or approves at the source
        :param list lines: [{"product": code, barcode or id of exactly one active product, "quantity": number in the
            product's unit, greater than 0}]; the same product may stand on several lines
        :param str need_by: last useful day, YYYY-MM-DD
        :param str reason: shown to whoever approves
        :param str external_id: the caller's number, unique per receiving store: the same call again returns the
            transfer there is
        :returns: {"id", "name", "state", "lines": [{"line_id", "product", "qty_requested"}]}
        :raises UserError: unknown store, unknown or ambiguous products, a bad quantity, the same number with other
            content, or what else makes it impossible; nothing is created then
        """
        self.env.user._check_store_caller()
        source_store, dest_store = self._named_stores(source, dest)
        wanted = self._named_lines(lines)
        vals = {
            'source_store_id': source_store.id, 'dest_store_id': dest_store.id, 'need_by': need_by or False,
            'reason': reason or False, 'external_id': external_id or False,
            'line_ids': [Command.create({'product_id': product.id, 'qty_requested': quantity})
                         for product, quantity in wanted],
        }
        former = external_id and self._of_external_id(dest_store, external_id)
        if former:
            former._check_same_content(vals, wanted)
            return former._requested_data()
        self.new({key: vals[key] for key in ('source_store_id', 'dest_store_id')})._check_requesting_side()
        vals.update(requester_id=self.env.user.id, kind=self._kind_of(source_store, dest_store))
        transfer_sudo = elevation.enter(self, source_store.sudo().company_id).create(vals)
        transfer_sudo._submit()
        return transfer_sudo._requested_data()

    def _named_stores(self, source, dest):
        by_code = self.env['store.store'].sudo()._by_code([source, dest])
        unknown = [str(code) for code in (source, dest) if code not in by_code]
        if unknown:
            raise TransferRefused(self.env._(
                "No store has the code %(codes)s. Correct it and call again.", codes=', '.join(unknown)))
        return by_code[source].sudo(False), by_code[dest].sudo(False)

    def _named_lines(self, lines):
        """Return [(product, quantity)] of the caller's lines, which are not touched."""
        if not lines:
            raise TransferRefused(self.env._("A request needs at least one line with a product and a quantity."))
        products = self.env['store.availability']._products([line.get('product') for line in lines])
        bad = [
            str(line.get('product')) for line in lines
            if isinstance(line.get('quantity'), bool) or not isinstance(line.get('quantity'), (int, float))
            or not 0 < line['quantity'] < 1e9]
        if bad:
            raise TransferRefused(self.env._(
                "The quantity of %(products)s must be a number greater than 0.", products=', '.join(bad)))
        return [(products[line['product']], line['quantity']) for line in lines]

    def _of_external_id(self, dest_store, external_id):
        """Return the transfer the receiving store has with this number; the caller is on one of its sides."""
        former_sudo = self.sudo().search([('dest_store_id', '=', dest_store.id), ('external_id', '=', external_id)])
        if former_sudo:
            former_sudo.sudo(False)._check_requesting_side()
        return former_sudo

    def _check_same_content(self, vals, wanted):
        """:raises TransferRefused: when the number was used for something else"""
        asked = [(line.product_id.id, line.qty_requested) for line in self.line_ids if line.qty_requested]
        same = (
            self.source_store_id.id == vals['source_store_id'] and len(asked) == len(wanted)
            and fields.Date.to_date(vals['need_by']) == (self.need_by or None)
            and all(product == other.id and float_compare(quantity, more, precision_digits=6) == 0
                    for (product, quantity), (other, more) in zip(asked, wanted, strict=True)))
        if not same:
            raise TransferRefused(self.env._(
                "Number %(number)s of store %(store)s is transfer %(transfer)s with other content. "
                "Use a new number for a new request.",
                number=self.external_id, store=self.dest_store_id.name, transfer=self.name))

    def _kind_of(self, source_store, dest_store):
        if not self._may('request', dest_store):
            return 'allocation'
        back = dest_store.kind == 'depot' and source_store.kind != 'depot'
        return 'recall' if back and not self.env.user._is_store_bound() else 'request'

    def _requested_data(self):
        self.ensure_one()
        return {
            'id': self.id, 'name': self.name, 'state': self.state,
            'lines': [{'line_id': line.id, 'product': line.product_id.default_code or str(line.product_id.id),
                       'qty_requested': line.qty_requested} for line in self.line_ids],
        }

    # === SHARING ===

    def share(self, policy='proportion'):
        """Share what the source has free over these submitted requests; the approver may change it before approving.

        :param str policy: 'proportion', 'priority' (urgent ones first), or 'oldest' (first asked first)
        :returns: {line_id as str: quantity approved}
        :raises UserError: for transfers that are not submitted or come from several stores, or an unknown policy
        :raises AccessError: for a caller who does not approve at the source
        """
        if policy not in sharing.POLICIES:
            raise TransferRefused(self.env._(
                "Goods are shared by %(policies)s.", policies=', '.join(sharing.POLICIES)))
        source = self.source_store_id
        if len(source) != 1 or any(transfer.state != 'submitted' for transfer in self):
            raise TransferRefused(self.env._(
                "Only submitted requests to one and the same store can share its goods. Choose those."))
        if not self._approval_limit(source):
            self[0]._check_approver()
        transfers_sudo = elevation.enter(self, source.sudo().company_id)
        by_product = defaultdict(list)
        for line in transfers_sudo.line_ids:
            by_product[line.product_id].append(line)
        free = self.env['store.availability']._free(source, self.env['product.product'].union(*by_product))[source.id]
        shares = {}
        for product, lines in by_product.items():
            wishes = [sharing.Wish(
                line, Decimal(str(line._in_product_unit(line.qty_requested))), int(line.transfer_id.priority),
                line.transfer_id.id) for line in lines]
            for line, quantity in sharing.share(Decimal(str(free[product.id])), wishes, policy).items():
                line.qty_approved = product.uom_id._compute_quantity(
                    float(quantity), line.uom_id, rounding_method='DOWN')
                shares[str(line.id)] = line.qty_approved
        for transfer in transfers_sudo:
            transfer._revalue()
        return shares
