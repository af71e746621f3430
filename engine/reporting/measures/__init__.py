# Part of store_group. License LGPL-3.
"""The measures of the reports, each named once: fields, cockpit, paper, workbook, mail and comparison are made of these tables.

A new ratio is one more Measure in the table of its report: `ratio` says of what, `tile`, `sheet` and `compared` where it
is shown. Its label and help are the msgids of its translation.
"""
