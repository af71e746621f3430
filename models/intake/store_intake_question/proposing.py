# Part of store_group. License LGPL-3.
"""What is proposed as the answer, how sure that is, and why. Looked up when it is shown, so it is never out of date."""

from odoo import api, fields, models

from ....engine.cleaning.text import fold, shape
from ....engine.intake.answering import people, places, products, words
from ....engine.intake.answering.alike import plain
from ....engine.intake.answering.contents import value_at
from ....engine.intake.answering.scoring import is_certain
from ..sql import candidates

RECORDS = {'product': 'product.product', 'store': 'store.store', 'customer': 'res.partner'}


class StoreIntakeQuestion(models.Model):
    _inherit = 'store.intake.question'

    proposed_product_id = fields.Many2one('product.product', string="Proposed Product", compute='_compute_proposal')
    proposed_store_id = fields.Many2one('store.store', string="Proposed Store", compute='_compute_proposal')
    proposed_partner_id = fields.Many2one('res.partner', string="Proposed Customer", compute='_compute_proposal')
    proposed_value = fields.Char(compute='_compute_proposal')
    proposal = fields.Char(compute='_compute_proposal')
    score = fields.Integer(string="Sure", compute='_compute_proposal', help="How much speaks for the proposal, in percent.")
    is_certain = fields.Boolean(
        string="Certain", compute='_compute_proposal', search='_search_is_certain', help="Strong, and no other one near it."
    )
    why = fields.Char(compute='_compute_proposal')

    # === COMPUTE ===

    @api.depends_context('uid', 'lang')
    def _compute_proposal(self):
        found, texts = self._candidates(), self._reason_texts()
        for question in self:
            ranked = found.get(question.id) or []
            best = ranked[0] if ranked else None
            for kind, name in (('product', 'product'), ('store', 'store'), ('customer', 'partner')):
                question[f'proposed_{name}_id'] = best.key if best and question.kind == kind else False
            question.proposed_value = best.key if best and question.kind == 'value' else False
            question.score = best.score if best else 0
            question.is_certain = is_certain(ranked)
            question.why = ', '.join(texts.get(reason, reason) for reason in best.reasons) if best else False
        for question in self:  # names are read together, once all proposals are known
            question.proposal = (
                question.proposed_product_id or question.proposed_store_id or question.proposed_partner_id
            ).display_name or question.proposed_value

    def _search_is_certain(self, operator, value):
        if operator != 'in':
            return NotImplemented
        certain = self.search([('kind', 'in', [*RECORDS, 'value'])]).filtered('is_certain')
        return [('id', 'in' if True in value else 'not in', certain.ids)]

    # === INTAKE ===

    def _candidates(self):
        """Return {id: ranked Candidates} of those of these that have any; none for whoever may not answer."""
        if not self.env['store.intake.issue'].has_access('write'):
            return {}
        found = {}
        for kind, questions in self.grouped('kind').items():
            if kind == 'product':
                for channel, own in questions.grouped('channel_id').items():
                    found.update(self._product_candidates(channel, own))
            elif kind == 'store':
                found.update(self._store_candidates(questions))
            elif kind == 'customer':
                found.update(self._customer_candidates(questions))
            elif kind == 'column':
                for question in questions:
                    found[question.id] = words.meanings((question.field or '').partition('.')[2])
            elif kind == 'value':
                for question in questions:
                    found[question.id] = words.propose(
                        question.code, question.field, question.found or '', question.proposed or ''
                    )
        return found

    def _product_candidates(self, channel, questions):
        lines = self._lines_of(questions)
        asked = [
            products.Asked(
                question.found or '', str(lines[question.id].get('name') or ''), str(lines[question.id].get('barcode') or '')
            )
            for question in questions
        ]
        keys = {item.key for item in asked if item.key}
        shapes, plains = {shape(key) for key in keys} - {''}, {plain(key) for key in keys}
        names = {fold(item.name) for item in asked if item.name}
        rows = candidates.products(
            self.env,
            channel.id,
            keys,
            shapes,
            {text for text in plains if len(text) >= 3},
            {item.barcode for item in asked if item.barcode} | keys,
            names,
        )
        companies, index = {False, None, channel.company_id.id}, {}
        for number, code, barcode, own_names, own, elsewhere, is_archived, company_id in rows:
            if company_id not in {*companies, *self.env.companies.ids}:
                continue
            known = products.Known(
                number,
                code or '',
                barcode or '',
                tuple(own_names),
                (*((text, True) for text in own), *((text, False) for text in elsewhere)),
                is_archived,
                company_id not in companies,
            )
            for mark in _marks(known):
                index.setdefault(mark, []).append(known)
        found = {}
        for question, item in zip(questions, asked, strict=True):
            near = {known.key: known for mark in _marks_asked(item) for known in index.get(mark, ())}
            found[question.id] = products.propose(item, near.values())
        return found

    def _store_candidates(self, questions):
        stores = self.env['store.store'].with_context(active_test=False).search([])
        translated = {store.id: set() for store in stores}
        for lang, _name in self.env['res.lang'].get_installed():
            for store in stores.with_context(lang=lang):
                translated[store.id].add(store.name)
        known = [places.Place(store.id, store.code, tuple(translated[store.id]), store.state == 'closed') for store in stores]
        return {question.id: places.propose(question.found or '', known) for question in questions}

    def _customer_candidates(self, questions):
        issues = self.env['store.intake.issue'].browse(questions.ids)
        buyers = {}
        for question, issue in zip(questions, issues, strict=True):
            said = value_at(issue.order_id.payload or {}, 'customer') or {}
            said = said if hasattr(said, 'get') else {}
            buyers[question.id] = people.Person(
                *(str(said.get(name) or '') for name in ('name', 'phone', 'email', 'external_id'))
            )
        rows = candidates.contacts(
            self.env,
            {buyer.number for buyer in buyers.values() if buyer.number},
            {people.mail(buyer.email) for buyer in buyers.values()} - {''},
            {people.digits(buyer.phone) for buyer in buyers.values()} - {''},
        )
        seen = set(self.env['res.partner'].search([('id', 'in', [row[0] for row in rows])]).ids)
        known = [
            people.Person(name or '', phone or '', email or '', ref or '', number)
            for number, name, phone, email, ref in rows
            if number in seen
        ]
        return {number: people.propose(buyer, known) for number, buyer in buyers.items()}

    def _lines_of(self, questions):
        """Return {id: line of the first order}, empty where it says nothing."""
        issues, found = self.env['store.intake.issue'].browse(questions.ids), {}
        for question, issue in zip(questions, issues, strict=True):
            place = (issue.field or '').partition('.')[0]
            line = value_at(issue.order_id.payload or {}, place) if place.startswith('lines[') else None
            found[question.id] = line if hasattr(line, 'get') else {}
        return found

    def _reasons_said(self, reasons):
        texts = self._reason_texts()
        return ', '.join(texts.get(reason, reason) for reason in reasons)

    @api.model
    def _reason_texts(self):
        """Return {what speaks for or against a proposal: words}."""
        _ = self.env._
        return {
            'listing': _("the channel's own number, written otherwise"),
            'barcode': _("same barcode"),
            'code': _("same code"),
            'listing_elsewhere': _("this number in another channel"),
            'shape': _("same code but for case, width and blanks"),
            'zeros': _("same code but for zeros in front"),
            'plain': _("same code but for its marks"),
            'name': _("same name"),
            'same_name': _("the name agrees"),
            'store_name': _("same name or code"),
            'store_word': _("same name but for words like store"),
            'store_part': _("part of the name"),
            'email': _("same email"),
            'phone': _("same phone"),
            'number': _("its reference is the channel's number"),
            'word': _("a word platforms use"),
            'word_part': _("contains a word platforms use"),
            'reading': _("as the reader understood it"),
            'archived': _("archived"),
            'other_company': _("of another company"),
            'closed': _("closed"),
            'other_name': _("another name"),
            'other_person': _("another name"),
        }


def _marks(known):
    """Return what a product can be found by."""
    texts = {known.code, known.barcode, *(number for number, _own in known.numbers)} - {''}
    return (
        texts
        | {('shape', shape(text)) for text in texts}
        | {('plain', plain(known.code))}
        | {('name', fold(name)) for name in known.names if name}
    )


def _marks_asked(asked):
    """Return what a channel's product may be found by."""
    return ({asked.key, asked.barcode} - {''}) | {
        ('shape', shape(asked.key)),
        ('plain', plain(asked.key)),
        *([('name', fold(asked.name))] if asked.name else ()),
    }
