# Part of store_group. License LGPL-3.
from odoo import api, models


class StoreIntakePhrases(models.AbstractModel):
    """Texts of the intake's questions: the engine returns codes, users read these.

    Pattern: what is wrong, then what to do. `{found}` is the value in the file, `{proposed}` our proposal.
    """

    _name = 'store.intake.phrases'
    _description = 'Sentences of Intake Questions'

    @api.model
    def _texts(self):
        """Return {code: sentence} in the user's language."""
        return {**self._file_texts(), **self._row_texts(), **self._value_texts(), **self._order_texts(), **self._match_texts()}

    @api.model
    def _sentences(self, items):
        """Return the sentence of each (code, what was found, what is proposed), in the user's language."""
        texts = self._texts()
        return [
            (texts.get(code) or code or '')
            .replace('{found}', found or '')
            .replace('{proposed}', proposed or '')
            .replace(' ()', '')
            .strip()
            for code, found, proposed in items
        ]

    @api.model
    def _kinds_of_columns(self):
        """Return {kind of ``engine.intake.proposing.unread``: what a column that nobody reads may be}."""
        _ = self.env._
        return {
            'amount': _("may be money: a discount, shipping, a tax, a price"),
            'date': _("may be the day of the order"),
            'currency': _("may be the currency"),
            'status': _("may call orders off or give them back"),
            'flag': _("may mark returns, gifts or orders that do not count"),
            'unit': _("goods are counted in several units"),
            'words': _("may be the store, the status or the currency"),
            'total': _("is called a total, but is not the sum of the lines"),
            'back': _("may tell what came back or was paid back"),
        }

    @api.model
    def _file_texts(self):
        """Texts for a file that cannot be read."""
        _ = self.env._
        return {
            'empty': _("The file is empty. Export it again and send it again."),
            'not_spreadsheet': _("This is not a spreadsheet ({found}). Save it as .xlsx, .xls or .csv."),
            'encrypted': _("The file is protected by a password. Save it without the password."),
            'truncated': _("The file ends in the middle; it was not copied completely. Download or export it again."),
            'damaged': _("The file is damaged at {found}: it does not hold to the rules of its format. Export it again."),
            'doctype': _(
                "The file declares a document type (DOCTYPE), which can hide other content, and was not read. Save it without."
            ),
            'html': _("This is a web page without a table. Export the orders again, or save them as .xlsx."),
            'too_large': _("The file holds more cells than can be read at once. Split it. {found}"),
            'sheet_missing': _("The sheet the layout names is not in the file. Sheets in it: {found}"),
            'encoding': _(
                "The characters of the file cannot be read for certain ({found}). Save it as .xlsx or as CSV in "
                "UTF-8, or name its encoding in the layout, for instance cp1252."
            ),
            'date_order': _(
                "Day and month may stand the other way round in this file than its layout says: {found}. None of its orders is "
                "read before somebody says which comes first."
            ),
            'dates_turned': _(
                "Some days of this file are text ({found}), the others were made dates by a spreadsheet, which may have taken "
                "the day for the month. Export it again and send it without opening it, or write all its days as text."
            ),
            'sheets_apart': _(
                "Sheets of this file fit its layout and have other columns than the one that is read, or a name that says they "
                "hold no sales (returns, cancelled, a template): {found}. None of its orders is read before somebody says that "
                "they are left out. Or give them the same columns and ordinary names, or upload each as a file of its own."
            ),
            'currencies_named': _(
                "The file names currencies beside its rows ({found}), and none of its columns says in which its amounts are. Say "
                "it in the layout (a column Currency without a header, with its code as default), then read the file again."
            ),
            'currency_named': _("The amounts are in {found}: the file says so ({proposed})."),
            'not_json': _("The content is not a JSON list of orders. {found}"),
            'unknown_columns': _("No column of the layout is in the file. Choose another layout. Columns found: {found}"),
            'missing_column': _("The column {proposed} is missing. Columns found: {found}"),
            'unread_column': _(
                "The column {found} ({proposed}) is not read, and may change an amount, the currency or the status of an order. "
                "Say what it means, or that it does not matter: the file waits, later ones do not ask."
            ),
            'no_rows': _("The sheet has no rows."),
            'raw_dropped': _("The raw content was dropped when its time was over. Send the file again."),
            'duplicate_header': _("Two columns are called {found}; the first one is read."),
            'sheet_not_read': _("The sheet {found} fits the layout too and was not read."),
            'sheets_together': _("{proposed} sheets of the same columns were read together: {found}."),
        }

    @api.model
    def _row_texts(self):
        """Texts for unusual rows."""
        _ = self.env._
        return {
            'blank_rows': _("{found} blank rows were passed over."),
            'total_row': _("A row of totals was passed over: {found}"),
            'file_total': _("The file says of itself: total {found}, orders {proposed}."),
            'file_total_differs': _(
                "The file says {found} below its rows, and {proposed} was read from it. Export it again, or look for the rows "
                "that are missing."
            ),
            'maybe_total': _(
                "The row says {found} and names a product: is it a line, or the sum of others? Ignore to take it "
                "as a line, or take it out of the file and send that again."
            ),
            'said_called_off': _(
                "A remark says {found}, and the status of the order does not. Answer with the status it has ({proposed}?), or "
                "ignore to take it as an ordinary order."
            ),
            'extra_cells': _("The row has more cells than there are columns, so a separator stands inside a value: {found}"),
            'unread_segments': _(
                "The document says more of amounts, quantities or the order itself than can be read: {found}. Ask the sender for "
                "an order without it, or enter this one by hand."
            ),
            'inconsistent': _(
                "The rows of this order disagree: {found} here, {proposed} in another row. Correct it, or "
                "ignore to take the first."
            ),
            'equal_rows': _(
                "Rows {found} of this order say the same, or have the same line number ({proposed}). Sold that "
                "often, or written twice? One answer serves the whole file."
            ),
            'equal_rows_once': _("Rows {found} say the same, or have the same line number ({proposed}); each was taken once."),
            'maybe_incomplete': _(
                "Row {found} may belong to this order, but its key cannot be read. Correct that row, or "
                "ignore it to take the order without."
            ),
            'waits_for_heads': _(
                "These are the goods of an order whose date and buyer stand in another file. Upload the file of "
                "orders of the same days."
            ),
            'waits_for_items': _("The file names no goods of this order. Upload the file of its items."),
            'items_do_not_fit': _(
                "The goods of this order ({found}) are not what its head says ({proposed}), in pieces or amount: a file may be "
                "cut. Upload it again in full, or ignore to take the order as it stands."
            ),
            'unsure_grain': _(
                "The amounts can be read in several ways, and the total of the order ({proposed}) does not tell which is right: "
                "{found}. Say in the layout what each amount speaks of, then read the file again. Ignore to take the first."
            ),
        }

    @api.model
    def _value_texts(self):
        """Texts for cells that cannot be used."""
        _ = self.env._
        return {
            'missing_value': _("A required value is empty."),
            'cell_error': _("The cell shows an error: {found}"),
            'precision': _("The number lost its last digits: {found}. Format the column as text and export again."),
            'bad_type': _("A value of another kind was expected: {found}"),
            'too_long': _("The text is too long: {found}"),
            'unknown_value': _("The layout does not know the word {found}. It knows: {proposed}"),
            'not_a_date': _("{found} is not a date."),
            'not_a_number': _("{found} is not a number."),
            'not_a_boolean': _("{found} is neither yes nor no."),
            'out_of_range': _("{found} is out of range."),
            'negative_price': _("The price or amount is negative: {found}. A return is not an order line."),
            'negative_quantity': _(
                "The quantity is negative: {found}. It is a return, and the order it gives back is not known "
                "here or sold less. It is taken by itself once that order arrives; or refuse it."
            ),
            'zero_quantity': _("The quantity is zero."),
            'bad_discount': _("The discount {found} is not a share between 0 and 1."),
        }

    @api.model
    def _order_texts(self):
        """Texts for orders that cannot be used, or only with a warning."""
        _ = self.env._
        return {
            'not_an_order': _("This is not an order: {found}"),
            'no_lines': _("The order has no lines."),
            'too_many_lines': _("The order has {found} lines; at most {proposed} are taken."),
            'too_many_refunds': _("The order has {found} refunds; at most {proposed} are taken. Send the last ones."),
            'too_many_parcels': _("The order has {found} parcels; at most {proposed} are taken. Send the last ones."),
            'missing_product': _("The line names no product: give its number, barcode or name."),
            'missing_price': _("The line has no price."),
            'bad_currency': _("{found} is not a currency code of three letters."),
            'bad_status': _("The status {found} is unknown. Known: {proposed}"),
            'quantity_rounded': _(
                "The quantity {found} is kept as {proposed}, with the same amount of money: units have no more "
                "digits here. An administrator can give them more (Decimal Accuracy: Product Unit)."
            ),
            'quantity_too_fine': _(
                "Nothing would be left of the quantity {found}: units have no more digits here. Let an "
                "administrator give them more (Decimal Accuracy: Product Unit), then check again."
            ),
            'discount_too_large': _("The discount {found} is more than the amount it applies to, {proposed}."),
            'gift_with_price': _("The line is called a gift and costs {found}; the price counts."),
            'refund_before_order': _("{found} is the day of a refund, and the order is of {proposed}. Correct the day."),
            'in_the_future': _(
                "{found} is the day of this order, and today is {proposed}. Correct the day, or how the layout reads dates, and "
                "check again."
            ),
            'other_currency': _(
                "{found} is written in another currency than the order, which is in {proposed}. Give the layout a column "
                "Currency, or a constant one for the whole file, and check again."
            ),
            'return_too_large': _(
                "A return that arrived before this order takes back more than it sold: {found}. Ignore to take "
                "the order without it, then send the return again once it is right."
            ),
            'refund_too_large': _("{found} was given back of an order of {proposed}. Check the refunds in the channel."),
            'duplicate_line': _("The line number {found} appears twice in the order."),
            'unknown_line': _("Line {found} is not in the order."),
            'total_mismatch': _("The total {found} is not the sum of the lines, {proposed}."),
            'summary_corrected': _("{found} was delivered or invoiced already: {proposed} brings the difference."),
            'subtotal_mismatch': _("The line amount {found} is not price times quantity, {proposed}."),
            'conflict': _(
                "Other content arrived for an order that is already promised. Choose which content holds. "
                "Here: {found} - arrived: {proposed}"
            ),
            'second_part': _(
                "A later file brings other lines for this order. Does it correct the order, or continue it? "
                "Replace, add, or keep what we have. Here: {found} - arrived: {proposed}"
            ),
            'same_number': _(
                "Another store of the channel has an order with this number: {found} - this one: {proposed}. "
                "Ignore to make it an order of its own, or refuse it."
            ),
            'zeros_in_front': _(
                "The number is one of an order that is here, with other zeros in front: {found} - this one: "
                "{proposed}. If it is the same order, refuse this one. Ignore to make it an order of its own."
            ),
            'number_taken': _(
                "Another order of the channel has this number. Name the store of this one. Where it is named, "
                "headquarters decides whether it is an order of its own; until then it waits."
            ),
            'deleted_here': _(
                "Its quotation was deleted in Odoo, so the same content makes none again. To bring it back, "
                "open the order under Sales > Channel Orders and press Take In After All; changed content is "
                "taken in by itself."
            ),
            'set_aside': _("A person set this content aside before; nothing was changed."),
            'stale': _("Older than what is already here; nothing was changed."),
            'goes_back': _(
                "The channel says {found} after it said {proposed}, and not since when: it may be an older export. "
                "Choose which content holds."
            ),
            'called_off': _(
                "The order was called off in the channel ({found}) and is already promised. Take the new content to "
                "cancel it here, or keep what we have to ship it all the same. Until then nothing is shipped."
            ),
            'left_and_called_off': _(
                "The channel says {found} after it said that the goods left. Keep what we have and book the "
                "delivery if they are away, or take the new content to cancel the quotation if they are "
                "here or came back."
            ),
            'already_shipped': _(
                "The channel says {found}: it was shipped before we saw it. Accept to book its delivery, or "
                "ignore and confirm the quotation if it is still to be shipped."
            ),
            'shipped_there': _(
                "The channel says that {found} is shipped, and its delivery is open here. Accept to book the "
                "delivery, or ignore if the goods are still here."
            ),
            'shipped_short': _("It was shipped, but the delivery could not be booked: {found}. Correct the stock, then accept."),
            'refund_after_delivery': _(
                "After the delivery {proposed} was given back ({found}). Accept to prepare the return of "
                "the goods, or ignore if nothing comes back. An invoice needs a credit note."
            ),
            'refunded_at_source': _("The order was refunded in the channel before it was taken in; no sale order is made."),
            'unpaid_at_source': _(
                "The order of the past was not paid in the channel; no sale order is made. It is made as soon "
                "as the channel says that it is paid."
            ),
            'cancelled_at_source': _("The order was cancelled in the channel before it was taken in; no sale order is made."),
        }

    @api.model
    def _match_texts(self):
        """Texts for orders with unknown stores, products or customers."""
        _ = self.env._
        return {
            'missing_store': _(
                "The order names no store and the channel has none. Choose the store of this order; a store "
                "for all such orders is set on the channel."
            ),
            'other_channel': _(
                "The order is in another channel already, with this number and day: {found}. Leave it out if it is the same; "
                "ignore to make it an order of another shop."
            ),
            'number_elsewhere': _(
                "The group has an order of this number and day already. Headquarters decides whether this one is another; until "
                "then it waits."
            ),
            'unknown_store': _("No store is called {found}. Choose the store; all orders with this name will follow."),
            'store_not_yours': _(
                "The store {found} is not among the stores of the account that sent the order, or does not sell in this channel."
            ),
            'unknown_product': _("The product {found} is unknown ({proposed}). Choose the product; its orders follow."),
            'similar_product': _(
                "The product {found} is unknown, but may be: {proposed}. Choose the product, or say that it is a new one."
            ),
            'ambiguous_product': _("Several products have the code or barcode {found}: {proposed}. Choose one."),
            'listed_elsewhere': _(
                "The channel's product number {found} is listed for a product of {proposed}, which this store does not sell. "
                "Lead the listing to a product of all companies, or archive it; then check again. Or give the right number here."
            ),
            'unknown_customer': _("The customer {found} is unknown ({proposed}). Choose a contact, or let the channel make it."),
            'ambiguous_place': _(
                "The address names {found} without its city, and there are several: {proposed}. Say which, for all orders of "
                "the channel, or answer - to leave such addresses as they stand."
            ),
            'unknown_warehouse': _("No warehouse of the company has the code {found}."),
            'no_warehouse': _("The store {found} has no warehouse to deliver from. Give it one, then check again."),
            'warehouse_not_yours': _(
                "The warehouse {found} belongs to another store, whose goods are not promised without "
                "asking. Send the order without it; its goods are found in other stores afterwards."
            ),
            'no_pricelist': _("There is no pricelist in {found}. Create one, then check again."),
            'not_followed': _("A later status of the order in the channel could not be applied: {found}"),
            'order_failed': _("The sale order could not be made: {found}"),
            'confirm_failed': _("The order could not be confirmed: {found}"),
        }
