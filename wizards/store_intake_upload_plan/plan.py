# Part of store_group. License LGPL-3.
import hashlib
from dataclasses import replace

from markupsafe import Markup

from odoo import api, models
from odoo.fields import Command

from ...engine.intake.currency_named import said_in
from ...engine.intake.layouts import BY_CODE, heads_of
from ...engine.intake.proposing.assemble import becomes, layout_of, questions_of
from ...engine.intake.proposing.propose import preview, profiles_of, propose
from ...engine.intake.proposing.unread import ASK
from ...engine.table.beside import MARK
from ...exceptions import IntakeRefused

PROPOSED = 'proposed'
SHOWN_ORDERS = 6
SURE, LIKELY = 0.8, 0.55
ASKED_OF_SUMS = ('price', 'amount', 'contradiction', 'discount')


class StoreIntakeUploadPlan(models.AbstractModel):
    """What an upload is going to do with its file: the layout that reads it, shown before it is used.

    It works on the records of the form, saved or not, and asks the engine each time; only `_make_channel` writes.

    Its part in this folder: `doubt`.
    """

    _name = 'store.intake.upload.plan'
    _description = 'Plan of an Upload'

    # === INTAKE ===

    @api.model
    def _choose(self, upload, found):
        """Choose the channel that reads the file of `upload`, or the kind of file."""
        if not upload.channel_id:
            channels = self.env['store.intake.known']._fitting_channels(found, upload.filename)
            upload.channel_id = channels if len(channels) == 1 else False
        best = self._best(found)
        upload.layout_code = best.code if best and best.is_readable else PROPOSED
        self._prepare(upload, found)

    @api.model
    def _prepare(self, upload, found):
        """Propose columns, store and name of the channel that is to be made."""
        if upload.channel_id or self._why_not(upload, found):
            upload.column_ids = False
            return
        if upload.layout_code != PROPOSED:
            upload.column_ids = False
        elif not upload.column_ids:
            upload.column_ids = [Command.create(values) for values in self._lines(self._proposal(found))]
        if not upload.store_id:
            stores = self.env['store.store'].search([('company_id', '=', upload.company_id.id)])
            named = stores.filtered(lambda store: store.name in (upload.filename or ''))
            upload.store_id = named if len(named) == 1 else stores if len(stores) == 1 else False
        if not upload.channel_name:
            label = self.env['store.intake.known']._labels().get(upload.layout_code) or (upload.filename or '').rpartition('.')[0]
            upload.channel_name = ' · '.join(filter(None, (label.partition(':')[0], upload.store_id.name)))

    @api.model
    def _show(self, upload, found):
        """Say what the file of `upload` is, what is to be asked, and its first orders under what is chosen now."""
        upload.fit = upload.told = upload.question = upload.preview = False
        upload.asks_date_order = upload.asks_quantity = upload.asks_decimal_mark = upload.asks_shop = False
        upload.asks_currency = upload.asks_sheets = upload.sheet_read = False
        if found is None:
            return
        best, channel = self._best(found), upload.channel_id
        upload.told = self._sentence(found, best)
        why_not = self._why_not(upload, found)
        if why_not:
            upload.fit, upload.question = 'refused', why_not
            return
        upload.fit = 'channel' if channel else 'proposed' if upload.layout_code == PROPOSED else 'known'
        if channel:
            sheet, row = self._place(found, None)
            layout = self._layout_for(channel.template_id, sheet)
            if channel not in self.env['store.intake.known']._fitting_channels(found, ''):
                upload.question = self.env._(
                    "The layout of %(channel)s does not fit this file. Choose another channel, or leave it empty for a new one.",
                    channel=channel.name,
                )
        else:
            sheet, row, layout, questions = self._planned(upload, found)
            upload.asks_date_order = any(question.code == 'date_order' for question in questions)
            upload.asks_decimal_mark = any(question.code == 'decimal_mark' for question in questions)
            upload.asks_quantity = any(question.code == 'no_quantity' for question in questions)
            upload.question = '\n'.join(self._asked(one, upload) for one in self._open(upload, questions)) or False
            self._name_channels(upload, found)
        doubt = self._doubt(upload, found)
        upload.asks_shop = bool(doubt)
        if doubt and not upload.is_other_shop:
            upload.question = '\n'.join(filter(None, (doubt, upload.question)))
        if sheet is not None and layout is not None:
            upload.preview = self._preview(upload, sheet, row, layout)
            self._tell_sheets(upload, found.head, sheet, layout)

    def _name_channels(self, upload, found):
        channels = self.env['store.intake.known']._fitting_channels(found, upload.filename)
        if channels:
            names = ', '.join(channels.mapped('display_name'))
            upload.told += '\n' + self.env._("Channels that read it: %(names)s. Choose the one it comes from.", names=names)

    def _best(self, found):
        return found.best or next((one for one in found.candidates if one.is_readable), None)

    def _why_not(self, upload, found):
        """Return why the file holds no orders that can be read, '' where it may."""
        best = self._best(found)
        sure = best if best and best is found.candidates[0] else None
        why_not = self.env['store.intake.known']._why_not(found, sure)
        return '' if upload.channel_id and not found.head.problem else why_not

    def _open(self, upload, questions):
        answered = {'date_order': upload.date_order, 'decimal_mark': upload.decimal_mark}
        return [one for one in questions if not answered.get(one.code)]

    def _preview(self, upload, sheet, row, layout):
        currency = (upload.channel_id.company_id or upload.company_id or self.env.company).currency_id
        try:
            result, orders = self._previewed(upload, sheet, row, layout, SHOWN_ORDERS)
        except ValueError:
            return False  # the layout lacks something: the question says what
        self._ask_of_file(upload, result)
        if not orders:
            return False
        _ = self.env._
        count = Markup('<p class="mb-1 mt-2">%s</p>') % (
            _("%(rows)s rows give %(orders)s orders.", rows=result.row_count, orders=len(result.orders))
            if sheet.is_whole
            else _("The first %(rows)s rows give %(orders)s orders.", rows=result.row_count, orders=len(result.orders))
        )
        zone = upload.store_id.tz or upload.channel_id.tz or self._zone(upload)
        return count + self.env['store.intake.preview']._render_drafts(orders, zone, currency)

    def _planned(self, upload, found):
        """Return (sheet, row of its header, Layout, questions) of what is chosen on `upload`."""
        if upload.layout_code != PROPOSED:
            candidate = next((one for one in found.candidates if one.code == upload.layout_code), None)
            known = BY_CODE.get(upload.layout_code)
            layout = candidate.layout if candidate else known and known.layout
            return (*self._place(found, candidate), layout, ()) if layout else (None, 0, None, ())
        proposal = self._proposal(found)
        sheet = next((one for one in found.head.sheets if one.name == proposal.sheet), None)
        if sheet is None or not proposal.header_row:
            return None, 0, None, proposal.questions
        profiles = profiles_of(sheet, proposal.header_row)
        by_header = {profile.label: index for index, profile in profiles.items()}
        lines = upload.column_ids.filtered(lambda line: line.header in by_header)
        targets = {by_header[line.header]: line.target for line in lines}
        keys = tuple(line.target for line in lines if line.is_key and line.target != 'ignore')
        constants = (('line.quantity', '1'),) if upload.one_each and 'line.quantity' not in targets.values() else ()
        written = {'date_order': upload.date_order or '', 'decimal_mark': upload.decimal_mark or ''}
        layout = layout_of(targets, profiles, constants=constants, keys=keys, **written)
        if MARK in sheet.name or found.head.kind in ('json', 'xml'):
            layout = replace(layout, sheet=sheet.name)  # no other sheet says the same
        answered = {'no_order': bool(keys), 'no_quantity': bool(constants)}
        questions = [one for one in questions_of(targets, profiles) if not answered.get(one.code)]
        for one in proposal.questions:
            chosen = any(targets.get(index) == target for index, target in one.choices if target != 'ignore')
            if one.code in ASKED_OF_SUMS and not chosen:
                questions.append(one)
        if any(one.code in ('amount', 'contradiction', 'price') for one in questions):
            questions = [one for one in questions if one.code != 'no_amount']
        return sheet, proposal.header_row, layout, questions

    def _proposal(self, found):
        """Return the Proposal for a file; asked several times in one change of the form."""
        key = ('store.intake.upload.plan', id(found))
        kept = self.env.cr.cache
        if kept.get(key, (None,))[0] is not found:
            kept[key] = found, propose(found.head)
        return kept[key][1]

    @api.model
    def _fill(self, upload, lines, found):
        """Say on each of the `lines` what its samples become under what is chosen now."""
        proposal = self._proposal(found) if found is not None else None
        sheet = proposal and next((one for one in found.head.sheets if one.name == proposal.sheet), None)
        _sheet, _row, layout, _questions = self._planned(upload, found) if sheet else (None, 0, None, ())
        by_header = {profile.label: profile for profile in (proposal.profiles or {}).values()} if sheet else {}
        for line in lines:
            profile = by_header.get(line.header)
            if layout is None or profile is None or line.target in ('ignore', ASK):
                line.becomes = False
            else:
                line.becomes = self._joined(becomes(line.target, profile, layout, sheet.is_text, sheet.datemode))

    def _layout_for(self, template, sheet):
        """Return the Layout of `template` that fits a SheetHead, its first where none does; None without a template."""
        layouts = template._layouts() if template else (None,)
        fits = self.env['store.intake.known']._fits
        return next((one for one in layouts if one and sheet and fits(one, sheet)), layouts[0])

    def _place(self, found, candidate):
        """Return (sheet, row of the header) where a Candidate was found, else of the first sheet."""
        candidate = candidate or (found.candidates[0] if found.candidates else None)
        sheets = found.head.sheets
        if not sheets:
            return None, 0
        sheet = next((one for one in sheets if candidate and one.name == candidate.sheet), sheets[0])
        return sheet, candidate.header_row if candidate else 1

    def _lines(self, proposal):
        """Return the values of a line for each column of a Proposal."""
        reasons, may_be = self._reasons(), self.env['store.intake.phrases']._kinds_of_columns()
        lines = []
        for column in proposal.columns:
            why = [may_be[detail] for code, detail in column.reasons if code == 'may_be']
            why += [reasons[code] % {'detail': detail} for code, detail in column.reasons if code in reasons]
            clear = column.confidence
            sureness = (
                'none'
                if column.target == 'ignore'
                else 'unsure'
                if column.target == ASK
                else 'sure'
                if clear >= SURE
                else 'likely'
                if clear >= LIKELY
                else 'unsure'
            )
            lines.append(
                {
                    'place': column.index,
                    'header': column.header,
                    'samples': ' | '.join(column.samples),
                    'target': column.target,
                    'is_asked': column.target == ASK,
                    'is_key': column.target == 'external_id',
                    'reason': '; '.join(why),
                    'sureness': sureness,
                }
            )
        keys = {column.target for column in proposal.layout.columns if column.is_key} if proposal.layout else set()
        return sorted(({**line, 'is_key': line['target'] in keys} for line in lines), key=lambda line: not line['is_asked'])

    def _joined(self, made):
        texts = self.env['store.intake.phrases']._texts()
        shown = []
        for one in made:
            code = one[1:] if one.startswith('?') else ''
            text = one.replace('T', ' ', 1) if one[:4].isdigit() and one[10:11] == 'T' else one
            shown.append(texts[code].split('. ')[0].format(found='', proposed='…') if code in texts else text or '–')
        return ' | '.join(dict.fromkeys(shown))

    def _reasons(self):
        _ = self.env._
        return {
            'word': _("its header"),
            'values': _("its cells"),
            'product': _("%(detail)s in every row"),
            'adds_up': _("the sum of the lines in %(detail)s orders"),
            'per_line': _("it grows with the quantity"),
            'per_piece': _("it does not grow with the quantity"),
            'single': _("every row is one piece"),
        }

    def _asked(self, question, upload):
        """Return the sentence of a Question."""
        _ = self.env._
        profiles = {line.place: line.header for line in upload.column_ids}
        named = ', '.join(dict.fromkeys(profiles[index] for index, _target in question.choices if index in profiles))
        return {
            'no_header': _("No row of this file looks like headers. Add a row with the names of the columns."),
            'no_order': _(
                "Which column is the order number? Choose it below, or tick Order Key on the columns that together name an order."
            ),
            'no_date': _("Which column is the order date? Choose it below."),
            'no_product': _("Which column names the product? Choose its number, barcode or name below."),
            'no_quantity': _("Which column is the quantity? Choose it below, or tick One Piece a Row."),
            'no_amount': _("Which column is the price of a piece, or the net amount of the line? Choose it below."),
            'amount': _(
                "Is %(columns)s the price of one piece, the net amount of the line or the total of the order? The rows do not "
                "tell: choose its meaning below.",
                columns=named,
            ),
            'both_amounts': _(
                "Price of a piece and amount of the line (%(columns)s): only one of them can count. Leave one out below.",
                columns=named,
            ),
            'price': _("Which of %(columns)s is the price that was paid for a piece? Choose it below.", columns=named),
            'unread': _(
                "What do these columns mean: %(columns)s? They may change an amount, a quantity, the store, the currency, the "
                "status or the day. Choose below, where they come first; what does not matter is left out of later files, too.",
                columns=named,
            ),
            'date_turned': _(
                "%(columns)s: some days are text, others were made dates by a spreadsheet, which may have taken the day for the "
                "month. Export the file again and upload it without opening it, or write all its days as text.",
                columns=named,
            ),
            'contradiction': _(
                "Price and quantity do not give the amount (%(columns)s). Choose below which of them counts.", columns=named
            ),
            'date_order': _(
                "%(columns)s: which number of a date is the day, the month, the year? The dates do not tell: choose how they are "
                "written.",
                columns=named,
            ),
            'decimal_mark': _(
                "%(columns)s: is 1.200 twelve hundred, or one and a fifth? Choose how numbers are written.", columns=named
            ),
            'discount': _(
                "What is %(columns)s: a share taken off, a share that is paid (8.5 of ten, 0.85, 85 %%), or money off the "
                "line or the order? The rows do not tell: choose its meaning below.",
                columns=named,
            ),
        }.get(question.code, '')

    def _sentence(self, found, best):
        """Return one sentence on what the file is: kind, encoding, delimiter, header, export."""
        _ = self.env._
        head = found.head
        kinds = {
            'delimited': _("text"),
            'xlsx': _("Excel workbook"),
            'xls': _("Excel 97 workbook"),
            'xml_book': _("Excel 2003 workbook (XML)"),
        }
        parts = [kinds.get(head.kind, head.kind.upper())]
        if head.encoding:
            parts.append(head.encoding.upper().removesuffix('-SIG'))
            parts.append({',': _("commas"), ';': _("semicolons"), '\t': _("tabs"), '|': _("bars")}.get(head.delimiter, ''))
        if len(head.sheets) > 1:
            parts.append(_("%(count)s sheets", count=len(head.sheets)))
        if best:
            parts.append(_("headers in row %(row)s", row=best.header_row))
            parts.append(self.env['store.intake.known']._labels().get(best.code, best.code))
            spelled = [detail for code, detail in best.reasons if code == 'renamed']
            if spelled:
                parts.append(_("spelled differently: %(headers)s", headers=', '.join(spelled[:3])))
        elif not head.problem and (row := self._proposal(found).header_row):
            parts.append(_("headers in row %(row)s", row=row))
        sentence = ' · '.join(filter(None, parts))
        near = found.candidates[0] if found.candidates and not best else None
        if near and near.missing:
            sentence += '\n' + _(
                "It looks like %(kind)s, but the column %(headers)s is missing.",
                kind=self.env['store.intake.known']._labels().get(near.code, near.code),
                headers=', '.join(near.missing[:3]),
            )
        return sentence

    def _zone(self, upload):
        return (upload.company_id or self.env.company).partner_id.tz or self.env.user.tz or 'UTC'

    # === WHAT IS MISSING ===

    @api.model
    def _asks(self, upload, found):
        """Return what a person has to say before the file is read with others in one press, '' for nothing.

        More than `_missing`: an unknown table is looked at once.
        """
        if upload.channel_id or found is None:
            return upload.question or ''
        missing = self._missing(upload, found)
        if missing:
            return missing
        if upload.layout_code == PROPOSED:
            return self.env._("A table nobody has read yet: look at what its columns mean.")
        return ''

    def _missing(self, upload, found):
        """Return what keeps the file from being read by a channel that is made for it, '' for nothing."""
        why_not = self._why_not(upload, found)
        if why_not:
            return why_not
        doubt = '' if upload.is_other_shop else self._doubt(upload, found)
        if doubt:
            return doubt
        _code, sheet, row, layout, questions = self._settled(upload, found)
        open_questions = self._open(upload, questions)
        if layout is None or open_questions:
            told = ' '.join(self._asked(one, upload) for one in open_questions)
            return told or self.env._("Choose the kind of file first, or the channel it comes from.")
        if told := self._doubt_of_new(upload, found, sheet, row, layout):
            return told
        names_store = any(column.target == 'store' and column.header for column in layout.columns)
        if not upload.store_id and not names_store:
            return self.env._("The file names no store. Choose the store whose orders these are.")
        return ''

    def _doubt(self, upload, found):
        """Return what speaks against reading the file as one of the chosen channel, or of a new one; '' for nothing."""
        if found is None:
            return ''
        channel, Reader = upload.channel_id.sudo(), self.env['store.intake.reader']
        others = Reader._channels_of_file(hashlib.sha256(upload._raw()).hexdigest(), channel)
        if not others:
            numbered = [(order.external_id, order.payload) for order in self._first_orders(upload, found)]
            currency = (channel.company_id or upload.company_id or self.env.company).currency_id.name
            zone = channel._zone_of(channel.store_id) if channel else upload.store_id.tz or self._zone(upload)
            others = others.union(*Reader._channels_of_orders(numbered, channel, currency, zone).values())
        if others:
            seen = self.env['store.channel'].browse(others.ids)._filtered_access('read')
            return self.env._(
                "This file, or orders of it, are in a channel already: %(names)s. Choose that channel, or say that it is another "
                "shop's file.",
                names=', '.join(seen.mapped('display_name')) or self.env._("one of another company"),
            )
        fitting = (
            self.env['store.channel'] if channel else self.env['store.intake.known']._fitting_channels(found, upload.filename)
        )
        if len(fitting) > 1:
            return self.env._(
                "%(names)s can read this file. Choose the channel it comes from, or say that it is another shop's file.",
                names=', '.join(fitting.mapped('display_name')),
            )
        return ''

    def _first_orders(self, upload, found):
        """Return the orders in the first rows of the file, as the chosen channel or what is chosen for a new one reads them."""
        if upload.channel_id:
            sheet, row = self._place(found, None)
            layout = self._layout_for(upload.channel_id.template_id, sheet)
        else:
            _code, sheet, row, layout, _questions = self._settled(upload, found)
        if sheet is None or layout is None:
            return ()
        try:
            return self._previewed(upload, sheet, row, layout)[0].orders
        except ValueError:
            return ()  # the layout lacks something: the question says what

    def _settled(self, upload, found):
        """Return (code of a known export or '', sheet, row of its header, Layout, questions) of a channel to be made."""
        code = upload.layout_code if upload.layout_code != PROPOSED else ''
        sheet, row, layout, questions = self._planned(upload, found)
        if code and heads_of(code).code != code:
            code, layout = heads_of(code).code, heads_of(code).layout  # the channel reads the items beside its orders
        return code, sheet, row, layout, questions

    # === CHANNEL ===

    @api.model
    def _make_channel(self, upload, found):
        """Return a new channel for the file of `upload`, with a layout.

        :raises IntakeRefused: the file holds no orders, or something is still to be chosen
        """
        if found is None:
            upload._raw()
        missing = self._missing(upload, found)
        if missing:
            raise IntakeRefused(missing)
        code, sheet, row, layout, _questions = self._settled(upload, found)
        layout = said_in(layout, upload.currency_id.name) if upload.currency_id else layout
        name = upload.channel_name or self.env['store.intake.known']._labels().get(code) or upload.filename or code
        template = self.env['store.intake.known']._template_of(layout, self._layout_name(code, name), code)
        return self.env['store.channel'].create(
            {
                'name': name,
                'code': self._free_code(BY_CODE[code].platform if code else 'file'),
                'template_id': template.id,
                'company_id': (upload.company_id or self.env.company).id,
                'store_id': upload.store_id.id,
                'tz': upload.store_id.tz or self._zone(upload),
                'create_missing': upload.make_missing,
                'store_map_ids': [
                    Command.create({'name': one, 'store_id': upload.store_id.id})
                    for one in self._one_store(upload, sheet, row, layout)
                ],
            }
        )

    def _layout_name(self, code, name):
        return self.env['store.intake.known']._labels().get(code) or name

    def _free_code(self, platform):
        Channel = self.env['store.channel'].with_context(active_test=False)
        taken = {code.upper() for code in Channel.search([('code', '=ilike', f'{platform}-%')]).mapped('code')}
        return next(code for number in range(1, len(taken) + 2) if (code := f'{platform.upper()}-{number}') not in taken)

    def _one_store(self, upload, sheet, row, layout):
        """Return the one store name of the file, as a list: it is the chosen store."""
        if not upload.store_id or sheet is None:
            return []
        result, _orders = preview(sheet, row, layout, most=0)
        names = {order.payload['store'] for order in result.orders if order.payload.get('store')}
        return list(names) if len(names) == 1 else []
