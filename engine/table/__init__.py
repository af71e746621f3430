# Part of store_group. License LGPL-3.
"""Files of any format as sheets of typed cells, for every stage; nothing here knows what a column means.

reading
    cells              bytes -> sheets of cells, by the content; cell: what a sheet and a cell are
    reader, head       what a reader of one format is; the first rows of a file
    source, spool      bytes in pieces; what does not fit into memory
    delimited          csv, tsv, txt; decoding, encodings: which encoding they are in
    xlsx               workbooks; xlsx_rows, xlsx_fast: row by row, small ones; xls: the older form; xml_books: in XML
    htmls              tables of web pages; markup: XML without entities and without end
    jsons, xmls        records by path; trees: their lists as flat tables; ubl: orders of UBL
    edifact            orders of EDIFACT; edifact_message, edifact_goods, edifact_money: their parts
    beside             two sheets as one
    bundle_text        the products of a bundle in one cell
lists maintained in Excel
    sheet              columns, rows, problems; sheet_words: what else a column is called; sheet_title: the name of a sheet
    sheet_file         the list as a file; sheet_read: back again; sheet_cell, sheet_codes: values of a cell
    sheet_diff         what has changed
"""
