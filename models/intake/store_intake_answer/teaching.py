# Part of store_group. License LGPL-3.
"""What a channel learns from an answer. Each method returns what an undo takes back."""

from odoo import Command, api, models
from odoo.exceptions import UserError

from ....engine.cleaning.text import fold
from ....engine.intake.answering.causes import WORD_CODES
from ....engine.intake.answering.contents import replaced, value_at
from ....engine.intake.equal import once
from ....engine.intake.layout import problems
from ....engine.intake.vocabulary import SUMMABLE, TARGETS
from ....wording import number_text
from ...people import elevation


class StoreIntakeAnswer(models.Model):
    _inherit = 'store.intake.answer'

    @api.model
    def _teach(self, issues, choice):
        """Let the channel learn the answer to these open questions of one cause.

        :param issues: store.intake.issue
        :param dict choice: 'product' and 'factor', 'components' (product.product, quantity, share), 'new_product', 'store',
            'partner' (records), 'rows' ('keep' or 'once'), 'value' (str), 'meaning' (a target of the layout): what fits the
            question's kind is used
        :return: (the answer in words, what was learned), or None if nothing was chosen
        """
        first = issues[:1]
        channel = first.channel_id
        if first.kind == 'product' and choice.get('product'):
            item = (choice['product'], choice.get('factor') or 1.0, first.proposed if first.code == 'unknown_product' else False)
            return self._product_said(*item[:2]), self._teach_products(channel, {first.found: item})[first.found]
        if first.kind == 'product' and choice.get('components'):
            parts = choice['components']
            item = (parts[0][0].browse(), 1.0, first.proposed if first.code == 'unknown_product' else False, parts)
            said = self.env['store.listing']._bundle_said([part[:2] for part in parts])
            return said, self._teach_products(channel, {first.found: item})[first.found]
        if first.kind == 'product' and choice.get('new_product'):
            first._make_new_product()
            return self.env._("A new product"), {'final': True}
        if first.kind == 'store' and choice.get('store'):
            return choice['store'].display_name, self._teach_store(channel, issues, choice['store'])
        if first.kind == 'customer' and choice.get('partner'):
            return choice['partner'].display_name, self._teach_buyer(channel, first.found, choice['partner'])
        if first.kind == 'rows' and choice.get('rows'):
            labels = dict(first._fields['answer_rows']._description_selection(self.env))
            return labels[choice['rows']], self._teach_rows(issues) if choice['rows'] == 'once' else {}
        meaning = choice.get('meaning')
        if first.kind == 'column' and meaning in TARGETS:
            said = self.env['store.intake.template.column']._meanings()[meaning]
            return said, self._teach_column(channel, first.found, meaning)
        value = (choice.get('value') or '').strip()
        if first.code == 'ambiguous_place' and value:
            return value, self._teach_place(channel, first, value)
        if first.kind == 'value' and value:
            learned = self._put(issues, value)
            if first.code in WORD_CODES:
                learned.update(self._teach_word(channel, issues, value))
            return value, learned
        return None

    def _product_said(self, product, factor):
        return f'{product.display_name} × {number_text(self.env, factor, 6)}' if factor != 1.0 else product.display_name

    @api.model
    def _teach_products(self, channel, chosen):
        """Store products under a channel's numbers: a constant number of queries.

        :param dict chosen: {number: (product.product, units of it in one of the channel, name in the channel)}; of a bundle no
            product, and at the end its components: (product.product, quantity, share of the price in per cent, 0 for none)
        :return: {number: learned}
        """
        archived = (
            self.env['product.product']
            .union(*(item[0] for item in chosen.values()), *(part[0] for item in chosen.values() for part in _components(item)))
            .filtered(lambda item: not item.active)
        )
        if archived:
            # users who may answer may also have products created
            elevation.lift(archived).action_unarchive()
        Listing = self.env['store.listing'].with_context(active_test=False)
        known = Listing.search([('channel_id', '=', channel.id), ('external_sku', 'in', list(chosen))]).grouped('external_sku')
        learned, fresh = {}, []
        for number, item in chosen.items():
            product, factor, name = item[:3]
            parts = [(part.id, quantity, share) for part, quantity, share in _components(item)]
            vals = {'product_id': product.id, 'factor': factor, 'active': True, 'component_ids': _commands(parts)}
            listing = known.get(number)
            if listing:
                was = {'product_id': listing.product_id.id, 'factor': listing.factor, 'active': listing.active}
                was['component_ids'] = _commands(
                    [(part.product_id.id, part.quantity, part.share) for part in listing.component_ids]
                )
                listing.write(vals)
                learned[number] = {'listing': [listing.id, was]}
            else:
                fresh.append({'channel_id': channel.id, 'external_sku': number, 'name': name or False, **vals})
        for listing in Listing.create(fresh):
            learned[listing.external_sku] = {'listing': [listing.id, False]}
        return learned

    def _teach_store(self, channel, issues, store):
        found = issues[:1].found
        if found:
            known = self.env['store.channel.store'].search([('channel_id', '=', channel.id), ('name', '=', found)])
            if known:
                was = known.store_id.id
                known.store_id = store
                return {'store_name': [known.id, was]}
            return {'store_name': [known.create({'channel_id': channel.id, 'name': found, 'store_id': store.id}).id, False]}
        if issues[:1]._orders_may_name_store():
            # other orders without store may belong elsewhere and are not changed
            return self._put(issues, store.code, 'store')
        was, channel.store_id = channel.store_id.id, store
        return {'store': was}

    def _teach_buyer(self, channel, found, partner):
        Buyer = self.env['store.channel.buyer']
        return {'buyer': Buyer.create({'channel_id': channel.id, 'external_id': found, 'partner_id': partner.id}).id}

    def _teach_rows(self, issues):
        changed = []
        for order in issues.order_id:
            changed.append([order.id, 'lines', order.payload['lines'], order.content_hash])
            order.write({'payload': once(order.payload), 'line_count': len(once(order.payload)['lines'])})
        return {'values': changed}

    def _teach_column(self, channel, header, meaning):
        """Note what a column means, so that this file and the next are read with it; of several amounts of an order, the sum.

        :raises UserError: it is the second one of a header that the layout reads, or the layout could read nothing afterwards
        """
        template = channel.template_id
        before = set(problems(template._layout()))
        named = template.column_ids.filtered(lambda column: fold(header) in column._column().names())
        own = named.filtered(lambda column: column.target == 'ignore')
        if named - own and meaning != 'ignore':
            raise UserError(
                self.env._(
                    "The layout reads a column %(header)s already. Choose that this one does not matter, or give it a header of "
                    "its own in the file.",
                    header=header,
                )
            )
        alike = template.column_ids.filtered(lambda column: column.target == meaning) - own
        if alike and meaning in SUMMABLE and not meaning.startswith('line.'):
            alike.filtered(lambda column: not column.is_sum).write({'is_sum': True, 'grain': 'order'})
        vals = {'target': meaning}
        if meaning != 'ignore':
            vals |= {'is_sum': alike[:1].is_sum, 'grain': alike[:1].grain}
        if own:
            own[0].write(vals)
        else:
            last = max(template.column_ids.mapped('sequence'), default=0)
            own.create({'template_id': template.id, 'header': header, 'sequence': last + 1, **vals})
        if set(problems(template._layout())) - before:
            template._check_layout()
        return {'final': True}

    def _put(self, issues, value, path=''):
        """Write `value` into the contents where these questions are."""
        changed = []
        for issue in issues:
            order, place = issue.order_id, path or issue.field
            changed.append([order.id, place, value_at(order.payload or {}, place), order.content_hash])
            order.payload = replaced(order.payload, place, value)
        return {'values': changed}


def _components(item):
    """Return the components of what was chosen for a number of the channel, none if it is one product."""
    return item[3] if len(item) > 3 else ()


def _commands(parts):
    """Return the commands that make these the components of a listing; JSON keeps them.

    :param parts: (id of a product, quantity, share)
    """
    return [
        Command.clear(),
        *(
            Command.create({'sequence': at, 'product_id': product, 'quantity': quantity, 'share': share})
            for at, (product, quantity, share) in enumerate(parts, 1)
        ),
    ]
