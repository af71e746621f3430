# Part of store_group. License LGPL-3.
from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, LockError
from odoo.tools import LazyTranslate

from ....engine import arguments
from ....engine.transfer import lifecycle
from ....exceptions import TransferRefused
from ...people import elevation
from ...people.door import MOST_LINES, door

SIDES = ('seller', 'buyer')

_lt = LazyTranslate(__name__)


class StoreSettlement(models.Model):
    """Monthly settlement: what one company owes another for transfers on lanes billed monthly; both check it before it is billed.

    Life: proposed from everything received and not settled yet, confirmed by each side, billed as one
    invoice and one bill. Until then lines may be set aside for the next list. A billed list never changes; goods that
    come back later are in the next list. Its lines are the charges of the goods.

    Its parts are in this folder: `sheet`.
    """

    _name = 'store.settlement'
    _description = 'Settlement between Companies'
    _inherit = ['mail.thread', 'mail.activity.mixin', 'store.hidden', 'store.one.currency']
    _order = 'date_to desc, id desc'
    _store_hidden = {'amount': 'see_cost'}

    name = fields.Char(readonly=True, copy=False, default='/')
    seller_company_id = fields.Many2one(
        'res.company', string="Seller", required=True, readonly=True, index=True, ondelete='restrict'
    )
    buyer_company_id = fields.Many2one(
        'res.company', string="Buyer", required=True, readonly=True, index=True, ondelete='restrict'
    )
    currency_id = fields.Many2one('res.currency', required=True, readonly=True, ondelete='restrict')
    date_from = fields.Date(string="From", required=True, readonly=True)
    date_to = fields.Date(string="To", required=True, readonly=True)
    state = fields.Selection(
        [('proposed', "To Check"), ('checked', "Checked"), ('billed', "Billed"), ('cancelled', "Cancelled")],
        required=True,
        default='proposed',
        readonly=True,
        index=True,
        tracking=True,
        copy=False,
    )
    charge_ids = fields.One2many('store.transfer.charge', 'settlement_id', string="Lines", readonly=True)
    seller_store_ids = fields.Many2many(
        'store.store', 'store_settlement_seller_rel', readonly=True, string="Stores of the Seller"
    )
    buyer_store_ids = fields.Many2many('store.store', 'store_settlement_buyer_rel', readonly=True, string="Stores of the Buyer")
    amount = fields.Monetary(compute='_compute_amount', store=True, compute_sudo=True, help="Without tax.")
    line_count = fields.Integer(compute='_compute_amount', store=True, compute_sudo=True, string="Number of Lines")
    seller_user_id = fields.Many2one(
        'res.users', string="Confirmed by the Seller", readonly=True, tracking=True, ondelete='restrict', copy=False
    )
    buyer_user_id = fields.Many2one(
        'res.users', string="Confirmed by the Buyer", readonly=True, tracking=True, ondelete='restrict', copy=False
    )
    invoice_id = fields.Many2one('account.move', readonly=True, copy=False, ondelete='set null')
    bill_id = fields.Many2one('account.move', readonly=True, copy=False, ondelete='set null')
    problem = fields.Text(readonly=True, help="Why the invoice or the bill could not be created. Fix it, then confirm again.")
    is_confirmable = fields.Boolean(compute='_compute_is_confirmable')

    _two_companies = models.Constraint('CHECK (seller_company_id != buyer_company_id)', "A settlement needs two companies.")
    # Only one open list per month: new charges join it or wait for the next month.
    _open_uniq = models.UniqueIndex(
        "(seller_company_id, buyer_company_id, currency_id, date_to) WHERE state IN ('proposed', 'checked')",
        "There is already a list of these companies for this month. Open that one.",
    )

    # === COMPUTE ===

    @api.depends('charge_ids.amount')
    def _compute_amount(self):
        for settlement in self:
            settlement.amount = sum(settlement.charge_ids.mapped('amount'))
            settlement.line_count = len(settlement.charge_ids)

    @api.depends('state', 'seller_user_id', 'buyer_user_id')
    @api.depends_context('uid')
    def _compute_is_confirmable(self):
        for settlement in self:
            settlement.is_confirmable = settlement.state in {'proposed', 'checked'} and bool(settlement._open_sides())

    # === ACTIONS ===

    @api.model
    @door(month=arguments.maybe(arguments.day()))
    def propose(self, month=False):
        """Create the lists of everything received and not settled up to the end of a month.

        :param str month: any day of the month, YYYY-MM-DD; False: the month before this one
        :returns: [{"id", "name", "state", "lines"}] of the lists to check; called again it creates no
            second one, but adds new charges to lists nobody has confirmed yet
        :raises AccessError: for users who may not act on charges of any store
        """
        self.browse().check_access('read')
        last = fields.Date.end_of(
            fields.Date.to_date(month) if month else fields.Date.subtract(fields.Date.context_today(self), months=1), 'month'
        )
        mine = self.env['store.transfer.charge'].search(
            [('is_collected', '=', True), ('settlement_id', '=', False), ('date', '<=', last)]
        )
        stores = mine.seller_store_id | mine.buyer_store_id
        if stores and not any(self.env.user._settles_for(store) for store in stores):
            raise AccessError(
                self.env._(
                    "%(user)s may not propose settlements. Ask somebody who approves transfers or keeps the books.",
                    user=self.env.user.name,
                )
            )
        pairs = set(mine.mapped(lambda charge: (charge.seller_company_id.id, charge.buyer_company_id.id)))
        elevated_sudo = elevation.enter(self, self.env.company)
        lists = elevated_sudo._propose(last, pairs)
        return [{'id': item.id, 'name': item.name, 'state': item.state, 'lines': len(item.charge_ids)} for item in lists]

    def action_propose(self):
        """Create the lists of last month, then show the open ones."""
        self.propose()
        return self.env['ir.actions.act_window']._for_xml_id('store_group.store_settlement_action')

    def action_confirm(self):
        """Confirm this list for the user's side; when both sides have confirmed, it is billed.

        :raises AccessError: for users who may not act for all stores of a side
        :raises TransferRefused: for one person on both sides, a list without lines, or a cancelled one
        """
        for settlement in self.filtered(lambda item: item.state != 'billed'):
            settlement.check_access('read')
            elevated_sudo = settlement._elevated()
            if elevated_sudo.state == 'cancelled':
                raise TransferRefused(
                    self.env._(
                        "List %(list)s was cancelled, and its lines are in another list or in none. Propose them anew.",
                        list=elevated_sudo.name,
                    )
                )
            if elevated_sudo.state == 'proposed':
                elevated_sudo._confirm(settlement._own_sides())
            elif not settlement._own_sides():
                raise AccessError(settlement._not_yours())
            if elevated_sudo.state == 'checked':
                elevated_sudo._bill()
        return True

    @door(charge_ids=arguments.items(arguments.ident(), MOST_LINES))
    def set_aside(self, charge_ids):
        """Move lines to the next list; both sides must confirm again.

        :param list charge_ids: ids of lines of this list
        :returns: {"id", "name", "state", "lines"}
        :raises AccessError: for users who may not act for all stores of a side
        :raises UserError: for a list that is billed, or ids that are no lines of it
        """
        self.ensure_one()
        elevated_sudo = self._changeable()
        lines = elevated_sudo.charge_ids.filtered(lambda charge: charge.id in set(charge_ids))
        if len(lines) != len(set(charge_ids)):
            raise TransferRefused(self.env._("List %(list)s has no such lines. Reload it.", list=elevated_sudo.name))
        lines.write({'settlement_id': False, 'set_aside_from': elevated_sudo.date_to})
        elevated_sudo.write({'seller_user_id': False, 'buyer_user_id': False})
        elevated_sudo._set_state('proposed' if elevated_sudo.charge_ids else 'cancelled')
        return {
            'id': elevated_sudo.id,
            'name': elevated_sudo.name,
            'state': elevated_sudo.state,
            'lines': len(elevated_sudo.charge_ids),
        }

    def action_cancel(self):
        """Cancel the list; its lines are free for the next one. A cancelled list stays as it is.

        :raises AccessError: for users who may not act for all stores of a side
        :raises TransferRefused: for a billed list
        """
        for settlement in self.filtered(lambda item: item.state != 'cancelled'):
            elevated_sudo = settlement._changeable()
            elevated_sudo.charge_ids.settlement_id = False
            elevated_sudo._set_state('cancelled')
        return True

    # === TRANSFER ===

    @api.model
    def _cron_propose(self):
        """Create last month's lists and notify both sides; nothing is left to do on later days."""
        last = fields.Date.end_of(fields.Date.subtract(fields.Date.context_today(self), months=1), 'month')
        self._propose(last)

    @api.model
    def _propose(self, last, pairs=None):
        """Put unsettled charges up to a day into lists, one per pair of companies and currency.

        A line that was set aside is in no list of that month again, unless somebody proposes one after the first was billed.

        :param date last: the last day of a month
        :param pairs: only these (seller's id, buyer's id); None: all
        """
        waiting = (
            self.env['store.transfer.charge']
            .sudo()
            .search([('is_collected', '=', True), ('settlement_id', '=', False), ('date', '<=', last)], order='id')
        )
        groups = waiting.grouped(lambda charge: (charge.seller_company_id, charge.buyer_company_id, charge.currency_id))
        open_lists = {
            (item.seller_company_id, item.buyer_company_id, item.currency_id): item
            for item in self.search([('state', 'in', ['proposed', 'checked']), ('date_to', '=', last)])
        }
        for (seller, buyer, currency), charges in groups.items():
            if pairs is not None and (seller.id, buyer.id) not in pairs:
                continue
            settlement = open_lists.get((seller, buyer, currency))
            if settlement and (settlement.seller_user_id or settlement.buyer_user_id or settlement.state == 'checked'):
                continue  # being checked: new charges go into the next one
            if settlement or pairs is None:
                charges = charges.filtered(lambda charge: charge.set_aside_from != last)
                if not charges:
                    continue
            if not settlement:
                settlement = self.create(
                    {
                        'name': self.env['ir.sequence'].sudo().next_by_code('store.settlement') or '/',
                        'seller_company_id': seller.id,
                        'buyer_company_id': buyer.id,
                        'currency_id': currency.id,
                        'date_from': fields.Date.start_of(last, 'month'),
                        'date_to': last,
                    }
                )
                open_lists[seller, buyer, currency] = settlement
            charges.settlement_id = settlement
            settlement.write(
                {
                    'seller_store_ids': [Command.set(settlement.charge_ids.seller_store_id.ids)],
                    'buyer_store_ids': [Command.set(settlement.charge_ids.buyer_store_id.ids)],
                }
            )
            settlement._tell_sides()
        return self.browse(
            item.id
            for item in open_lists.values()
            if pairs is None or (item.seller_company_id.id, item.buyer_company_id.id) in pairs
        )

    def _own_sides(self):
        """Return the sides for all of whose stores the caller may act."""
        self.ensure_one()
        user, sudo = self.env.user, self.sudo()
        return [
            side
            for side in SIDES
            if sudo[f'{side}_store_ids'] and all(user._settles_for(store) for store in sudo[f'{side}_store_ids'])
        ]

    def _open_sides(self):
        """Return the caller's unconfirmed sides, or both if only the bill is missing."""
        return [side for side in self._own_sides() if self.state == 'checked' or not self.sudo()[f'{side}_user_id']]

    def _confirm(self, sides):
        """Store who confirmed."""
        if not sides:
            raise AccessError(self._not_yours())
        if not self.charge_ids:
            raise TransferRefused(self.env._("List %(list)s has no lines. Cancel it.", list=self.name))
        waiting = [side for side in sides if not self[f'{side}_user_id']]
        if waiting and self.env.user in self.seller_user_id | self.buyer_user_id:
            raise TransferRefused(
                self.env._(
                    "%(user)s confirmed list %(list)s for the other side. A second person must confirm this side.",
                    user=self.env.user.name,
                    list=self.name,
                )
            )
        for side in waiting[:1]:  # one person, one side
            self[f'{side}_user_id'] = self.env.user
        if self.seller_user_id and self.buyer_user_id:
            self._set_state('checked')

    def _not_yours(self):
        return self.env._(
            "%(user)s does not approve for all stores of one side of list %(list)s. Ask somebody who approves transfers or "
            "keeps the books there.",
            user=self.env.user.name,
            list=self.name,
        )

    def _changeable(self):
        """Return this list elevated, after checking that the caller may change it and that it is not billed."""
        self.check_access('read')
        if not self._own_sides():
            raise AccessError(self._not_yours())
        elevated_sudo = self._elevated()
        if elevated_sudo.state not in {'proposed', 'checked'}:
            raise TransferRefused(
                self.env._("List %(list)s is done and stays as it is. Corrections are in the next one.", list=elevated_sudo.name)
            )
        return elevated_sudo

    def _elevated(self):
        """Return this list elevated and locked until the end of the transaction.

        :raises TransferRefused: when another user is working on it
        """
        elevated_sudo = elevation.enter(self, self.seller_company_id)
        try:
            elevated_sudo.lock_for_update()
        except LockError as error:
            raise TransferRefused(
                self.env._(
                    "Somebody else is working on list %(list)s at this moment. Look at it again, then go on.",
                    list=elevated_sudo.name,
                )
            ) from error
        return elevated_sudo

    def _set_state(self, new_state):
        """Change the state; the only place that does."""
        for settlement in self:
            if new_state != settlement.state and not lifecycle.may_become(
                lifecycle.SETTLEMENT_TRANSITIONS, settlement.state, new_state
            ):
                raise TransferRefused(
                    self.env._("List %(list)s is done and stays as it is. Corrections are in the next one.", list=settlement.name)
                )
            settlement.state = new_state
            if new_state != 'proposed':
                self.env['store.notice']._settle(settlement)

    def _bill(self):
        """Create one invoice and one bill for the whole list."""
        charges, lane = self.charge_ids, self.charge_ids.transfer_id.lane_id[:1]
        groups = charges.grouped(lambda charge: (charge.invoice_id, charge.bill_id)).values()
        if all(group._make_documents(lane, self.name) for group in groups):
            self.write({'invoice_id': charges.invoice_id[:1].id, 'bill_id': charges.bill_id[:1].id, 'problem': False})
            self._set_state('billed')
        else:
            self.problem = charges.filtered('problem')[:1].problem

    def _tell_sides(self):
        """Ask the people nearest to the stores of both sides to check the list."""
        for side in SIDES:
            store = self[f'{side}_store_ids'][:1]
            people = store._nearest_people(
                lambda user, stores=self[f'{side}_store_ids']: all(user._settles_for(one) for one in stores)
            )
            self.env['store.notice']._tell(people, self, _lt("Check settlement %(list)s", list=self.name))
