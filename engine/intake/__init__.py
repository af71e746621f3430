# Part of store_group. License LGPL-3.
"""From the bytes that arrived to canonical orders. The modules in the order in which a file meets them:

which file is it?
    extent             may it be read while somebody waits?
    identify           which export it is, from its first rows
    layouts            the exports we know; own_sheet: the empty sheet of our own
    proposing          what the columns of an unknown file may mean
    layout             the meaning of columns, as data; place: one of them
    header             the sheet and the row of its headers; pairs, other_sheets: further sheets
    date_order         is the day or the month first? currency_named: the currency the file names
rows become orders
    table              sheet + layout -> orders; two_tables: heads and goods apart; together: a sheet for each month
    row                one row -> values; row_parts, row_checks: of several cells; sums: rows of totals
    gather             rows -> orders; gathered: one of them; equal: lines that may be duplicates
    bundles            lines that sell several products; returns: rows of goods that came back
    price, grain       what an amount speaks of, and the price of a piece; currency, digits: steps of rounding
    total, footer      what the order and the file say they come to
    unread_rows        columns that are not read; remarks: orders that a remark calls off
    submitted          the same from the call of a program; entries: orders at their places
    kept               what was read and has not landed yet
a canonical order is checked
    vocabulary         the closed lists: fields, states, codes; fields: in groups
    canonical          one canonical order -> a draft, and issues; check, issue, payload, lines, draft: its parts
    refunds            what is given back; refund_lines, separate_returns: of which goods, in which content
    recipient          a recipient the channel masks later
    answering          questions of one cause, and what an answer does
it arrives once
    fingerprint        comparing two contents; parts: what the later one does to the lines
    lifecycle          allowed states, and the effect of a second arrival; gates: which orders wait
    adding_up          the orders of a day in one sale order
    told, proof        what orders say of a day, and whether it agrees with the platform
    forgetting         taking people out when their time is over
"""
