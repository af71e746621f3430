# Part of store_group. License LGPL-3.
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ....engine.cleaning.numbers import plain, round_half_up
from ....engine.intake.currency import step_of
from ....engine.intake.proof import AMBER, GREEN, RED, Sums, differences, judge
from ....exceptions import IntakeRefused
from ..sql import proofs

TYPED = frozenset(('told_count', 'told_total'))  # what a person writes in the form
LOOKS_BACK = timedelta(days=92)  # of filters and counts by colour: older days are opened one by one
NAMED = 500  # numbers of orders in one list
MOST, MOST_MONEY = 10_000_000, 10**12  # orders of a shop and day, and their sum


class StoreIntakeProof(models.Model):
    """One day of one shop of a channel: what the platform says of it, beside what we have.

    Life: made by the hourly work, or when somebody opens or declares the day; the platform's count and sum come from a file's
    own totals, from a person or from a program, and the last one holds. What we have is counted when it is looked at, so no
    colour is ever old. It never changes an order; red says that one is missing, there twice, or different.

    Days are calendar days in the channel's zone, sums are what the orders say of themselves, in their currency.
    Its parts are in this folder: `declaring`, `board`, `rereading`.
    """

    _name = 'store.intake.proof'
    _description = 'Proof of a Day'
    _rec_name = 'day'
    _order = 'day desc, channel_id, store_id, id'

    channel_id = fields.Many2one('store.channel', required=True, readonly=True, ondelete='cascade')
    store_id = fields.Many2one(
        'store.store', readonly=True, index='btree_not_null', ondelete='restrict', help="Empty: orders whose store is not known."
    )
    day = fields.Date(required=True, readonly=True, index=True, help="In the zone of the channel.")
    currency_id = fields.Many2one('res.currency', required=True, readonly=True, ondelete='restrict')
    # what the platform says
    source = fields.Selection(
        [('file', "Total of a file"), ('hand', "Typed in"), ('program', "Program")], string="Declared by", readonly=True
    )
    told_count = fields.Integer(string="Orders in the Platform")
    told_total = fields.Monetary(
        aggregator=None, string="Sum in the Platform", help="Zero beside orders: only their number is compared."
    )
    is_total_told = fields.Boolean(string="Sum Is Declared", readonly=True)
    told_orders = fields.Json(
        readonly=True, help="The platform's orders, where it names them, each with its total if it says so."
    )
    told_by_id = fields.Many2one('res.users', string="Declared by User", readonly=True, ondelete='set null')
    told_on = fields.Datetime(string="Declared on", readonly=True)
    told_document_id = fields.Many2one('store.intake.document', string="Declared in File", readonly=True, ondelete='set null')
    # what we have
    our_count = fields.Integer(string="Orders Here", compute='_compute_ours')
    our_total = fields.Monetary(aggregator=None, string="Sum Here", compute='_compute_ours')
    waiting_count = fields.Integer(
        string="Waiting", compute='_compute_ours', help="Orders with an open question, or not made yet."
    )
    state = fields.Selection(
        [(GREEN, "Agrees"), (AMBER, "Not Proven"), (RED, "Differs")], compute='_compute_ours', search='_search_state'
    )
    finding = fields.Text(compute='_compute_finding')
    is_tellable = fields.Boolean(compute='_compute_is_tellable', help="Whether the user may say what the platform says.")

    _day_uniq = models.UniqueIndex(
        '(channel_id, COALESCE(store_id, 0), day, currency_id)', "This day of the shop is there already."
    )
    _count_positive = models.Constraint('CHECK (told_count >= 0)', "A day cannot have fewer than no orders.")

    # === COMPUTE ===

    @api.depends('channel_id', 'store_id', 'day')
    def _compute_display_name(self):
        for proof in self:
            # the name of a channel of several stores is told, the channel itself is not read
            shop = ' · '.join(filter(None, (proof.channel_id.sudo().display_name, proof.store_id.name)))
            proof.display_name = f'{proof.day} · {shop}' if proof.day else shop

    @api.depends('told_count', 'told_total', 'is_total_told', 'source', 'told_orders')
    def _compute_ours(self):
        judged = self._judged()
        for proof in self:
            ours, proof.state = judged.get(proof._origin.id, (Sums(), AMBER))
            proof.our_count, proof.our_total, proof.waiting_count = ours.count, float(ours.total), ours.waiting

    @api.model
    def _search_state(self, operator, value):
        """Search by colour among the days of the last three months."""
        if operator != 'in':
            return NotImplemented
        recent = self.sudo().search([('day', '>=', fields.Date.context_today(self) - LOOKS_BACK)])
        return Domain('id', 'in', [number for number, (_ours, state) in recent._judged().items() if state in value])

    @api.depends('source', 'told_count', 'told_total', 'told_orders')
    def _compute_finding(self):
        """Say what differs, order by order where the platform names its orders."""
        _ = self.env._
        for proof in self:
            found = []
            if not proof.source:
                found.append(_("Nobody has said yet what the platform counts. Type its number of orders and their sum."))
            elif proof.source and proof.told_count != proof.our_count:
                found.append(
                    _("The platform has %(said)s orders, we have %(ours)s.", said=proof.told_count, ours=proof.our_count)
                )
            if proof.is_total_told and proof.told_total != proof.our_total:
                said, ours = proof._money(proof.told_total), proof._money(proof.our_total)
                found.append(_("They come to %(said)s there and to %(ours)s here.", said=said, ours=ours))
            if proof.waiting_count:
                found.append(_("%(count)s orders wait for an answer, or are not made yet.", count=proof.waiting_count))
            single = proof._differences()
            gone = [number for number, apart in proof._origin._apart_here().items() if apart.is_gone] if proof.ids else []
            for text, numbers in (
                (_("Missing here: %(numbers)s"), single.missing),
                (_("Not in the platform: %(numbers)s"), single.extra),
                (_("Deleted or cancelled here: %(numbers)s"), sorted(gone)),
                (
                    _("Other totals: %(numbers)s"),
                    [
                        f'{number} ({plain(said)} / {plain(ours or 0)})'
                        for number, said, ours in single.different
                        if number not in gone
                    ],
                ),
            ):
                if numbers:
                    found.append(text % {'numbers': ', '.join(numbers[:NAMED]) + (' …' if len(numbers) > NAMED else '')})
            proof.finding = '\n'.join(found) or _("Every order of the day is here, once.")

    @api.depends('store_id')
    @api.depends_context('uid')
    def _compute_is_tellable(self):
        for proof in self:
            proof.is_tellable = self.env.user._may_declare(proof.store_id)

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise IntakeRefused(self.env._("A day is made when it is opened in Daily Proof. Open it there."))
        return super().create(vals_list)

    def write(self, vals):
        """Override of `base`: a person types what the platform says, nothing else."""
        if self.env.su:
            return super().write(vals)
        if vals.keys() - TYPED:
            raise AccessError(
                self.env._(
                    "Of the proof of a day only the platform's number of orders and their sum are typed in. Use its buttons."
                )
            )
        self._check_may_declare()
        self._check_size(vals.get('told_count', 0), vals.get('told_total', 0))
        for proof in self:
            count, total = (vals.get(name, proof[name]) for name in ('told_count', 'told_total'))
            super(StoreIntakeProof, proof).write({**vals, **proof._told('hand', bool(total) or not count)})
        return True

    # === INTAKE ===

    @api.model
    def _check_size(self, count, total):
        """:raises IntakeRefused: for numbers no shop has in a day, such as a barcode scanned into the field"""
        if not 0 <= (count or 0) < MOST or not -MOST_MONEY < (total or 0) < MOST_MONEY:
            raise IntakeRefused(
                self.env._(
                    "%(count)s orders that come to %(total)s are not the day of a shop. Type the platform's number of orders and "
                    "their sum.",
                    count=count or 0,
                    total=total or 0,
                )
            )

    def _told(self, source, is_total_told, **values):
        """Return the values that go with a declaration: who said it, when, and nothing left of an earlier one."""
        return {
            'source': source,
            'is_total_told': is_total_told,
            'told_by_id': self.env.uid,
            'told_on': fields.Datetime.now(),
            'told_orders': False,
            'told_document_id': False,
            **values,
        }

    def _red(self, since):
        """Return the ids of the caller's days since one that differ from the platform; those of others are not counted."""
        declared = self.search([('day', '>=', since), ('source', '!=', False)])
        return [number for number, (_ours, state) in declared._judged(waits=False).items() if state == RED]

    def _judged(self, waits=True):
        """Return {id: (Sums of our orders, colour)}: a few queries, however many days there are.

        :param bool waits: whether amber for orders that wait is told from green
        """
        saved = self.filtered('id').sudo()
        if not saved.ids:
            return {}
        saved.flush_recordset()
        days = saved.mapped('day')
        known = self._sums_between(min(days), max(days), saved.channel_id.ids, waits)
        other = proofs.others(self.env, [proof._origin.id for proof in saved if proof.told_orders])
        return {proof._origin.id: proof._judge(known.get(proof._key(), Sums()), proof._origin.id in other) for proof in saved}

    def _judge(self, ours, is_other):
        step = step_of(self.currency_id.name)
        ours = replace(ours, total=round_half_up(ours.total, step))
        if not self.source:
            return ours, judge(None, ours)
        total = round_half_up(Decimal(str(self.told_total)), step) if self.is_total_told else None
        return ours, judge(Sums(self.told_count, total), ours, is_other)

    def _key(self):
        return self.channel_id.id, self.store_id.id or None, self.day, self.currency_id.name

    def _differences(self):
        """Return the Differences of the orders the platform names and ours; where it names none, of those that are apart."""
        self.ensure_one()
        step, named = step_of(self.currency_id.name), self.sudo().told_orders
        if not self._origin.id:
            return differences({}, {})

        def money(value):
            return None if value is None else round_half_up(Decimal(str(value)), step)

        apart = self._origin._apart_here()
        here = {number: found.here for number, found in apart.items()}
        said = {number: found.told for number, found in apart.items()}
        if named:
            ours = proofs.orders_of(self.env, self._origin)
            said = {number: said.get(number) if total is None else total for number, total in named.items()}
            here = {**ours, **{number: total for number, total in here.items() if number in ours}}
        return differences(*({number: money(total) for number, total in side.items()} for side in (said, here)))

    def _money(self, amount):
        return self.currency_id.format(amount)

    def _check_may_declare(self):
        """:raises AccessError: unless the user manages the stores of these days, or declares for them as their program"""
        for store in self.sudo().store_id or self.env['store.store']:
            self.env.user._check_may_declare(store)
        if any(not proof.store_id for proof in self.sudo()):
            self.env.user._check_may_declare(self.env['store.store'])
