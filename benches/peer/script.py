#!/usr/bin/env python3
"""The script that this program replaces, as a competent user would write it with gspread 6.2.1.

  script.py BASE KEY ACCOUNT SPREADSHEET DAY

Reads the whole staff tab, copies the rows without a mark in the last column to a new tab named after DAY,
and writes the mark beside them.  It keeps no ledger: what happens twice or half is nobody's knowledge.
Exit status 77 when gspread is not installed.
"""
import sys

try:
    import gspread
    from google.oauth2.service_account import Credentials
    from gspread import client, http_client, spreadsheet, urls, worksheet
    from gspread.utils import rowcol_to_a1
except ImportError as missing:
    print("script.py: skipped, %s" % missing)
    sys.exit(77)

MARK = "Trasladado"
SCOPES = ["https://www.googleapis.com/auth/spreadsheets", "https://www.googleapis.com/auth/drive"]


def main():
    base, key, account, book_id, day = sys.argv[1:]
    # The addresses are constants of gspread; everything else is as its users write it.
    for module in (urls, client, http_client, spreadsheet, worksheet):
        for name in dir(module):
            value = getattr(module, name)
            if isinstance(value, str) and "googleapis.com" in value and value.startswith("https://"):
                setattr(module, name, base + "/" + value.split("googleapis.com/", 1)[1])

    credentials = Credentials.from_service_account_file(key, scopes=SCOPES, subject=account)
    book = gspread.authorize(credentials).open_by_key(book_id)
    sheet = book.worksheet("CE-F05")
    rows = sheet.get_all_values()
    header = rows[0]
    if MARK not in header:
        header = header + [MARK]
        if sheet.col_count < len(header):
            sheet.add_cols(len(header) - sheet.col_count)
        sheet.update([[MARK]], rowcol_to_a1(1, len(header)))
    at = header.index(MARK)

    new = [(number, row) for number, row in enumerate(rows[1:], start=2)
           if any(row[:at]) and not (len(row) > at and row[at])]
    if not new:
        return
    tab = book.add_worksheet("Traslado " + day, len(new) + 1, at)
    tab.update([header[:at]] + [row[:at] for _, row in new], "A1", raw=True)
    tab.freeze(rows=1)
    tab.format("1:1", {"textFormat": {"bold": True}})
    sheet.batch_update([{"range": rowcol_to_a1(number, at + 1), "values": [[day]]} for number, _ in new], raw=True)


if __name__ == "__main__":
    main()
