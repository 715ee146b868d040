"""A session of gspread: what its Client, Spreadsheet and Worksheet offer, each with its options."""
import re

import gspread
from google.oauth2.credentials import Credentials
from gspread import client, http_client, spreadsheet, urls, worksheet
from gspread.exceptions import APIError, SpreadsheetNotFound, WorksheetNotFound
from gspread.utils import (Dimension, ExportFormat, GridRangeType, InsertDataOption, MergeType, PasteOrientation,
                           PasteType, TableDirection, ValidationConditionType, ValueInputOption, ValueRenderOption)

from expect import refused, same

TYPED = ValueInputOption.user_entered


def run(base, credentials):
    """The addresses are constants of gspread; everything else is as its users write it."""
    for module in (urls, client, http_client, spreadsheet, worksheet):
        for name in dir(module):
            value = getattr(module, name)
            if isinstance(value, str) and "googleapis.com" in value and value.startswith("https://"):
                setattr(module, name, base + "/" + value.split("googleapis.com/", 1)[1])
    gc = gspread.authorize(credentials)
    other = gspread.authorize(Credentials("other"))
    files(gc, other)
    book = gc.create("Redes")
    tabs(gc, book)
    sheet = book.sheet1
    values(sheet)
    appending(sheet)
    # gspread takes every appended row for one that the grid grew by, so the count is fetched again.
    sheet = book.sheet1
    finding(sheet)
    looks(book, sheet)
    notes_names_and_protection(book, sheet)
    rows_and_columns(book, sheet)
    moving(gc, book, sheet)
    batches(book, sheet)
    gc.del_spreadsheet(book.id)
    refused(lambda: gc.open_by_key(book.id), SpreadsheetNotFound, "")


def files(gc, other):
    book = gc.create("Libro")
    same(gc.open("Libro").id, book.id)
    same(gc.open_by_url(book.url).id, book.id)
    same([b.title for b in gc.openall("Libro")], ["Libro"])
    folder = gc.http_client.request("post", urls.DRIVE_FILES_API_V3_URL, json={
        "name": "Carpeta", "mimeType": "application/vnd.google-apps.folder"}).json()["id"]
    inside = gc.create("Dentro", folder_id=folder)
    same([f["id"] for f in gc.list_spreadsheet_files(folder_id=folder)], [inside.id])
    same(gc.open("Dentro", folder_id=folder).id, inside.id)
    book.add_worksheet("de más", 1, 1)
    gc.import_csv(book.id, "a,=1+1\n3/4/2026,\"dos,\"\"2\"\"\"")
    same([s.title for s in book.worksheets()], ["Sheet1"])
    same(book.sheet1.get_all_values(), [["a", "2"], ["3/4/2026", 'dos,"2"']])
    same(gc.export(book.id, ExportFormat.CSV), b'a,2\r\n3/4/2026,"dos,""2"""')
    same(book.export(ExportFormat.TSV), b'a\t2\r\n3/4/2026\tdos,"2"')
    same(gc.export(book.id, ExportFormat.EXCEL)[:2], b"PK")
    same(sorted(gc.get_file_drive_metadata(book.id)), ["createdTime", "id", "modifiedTime", "name"])

    refused(lambda: other.open_by_key(book.id), PermissionError, "")
    book.share("otra@x.example", perm_type="user", role="writer", notify=False)
    book.share("todos@x.example", perm_type="group", role="commenter", email_message="Hola")
    book.share("x.example", perm_type="domain", role="reader")
    book.share(None, perm_type="anyone", role="reader", with_link=True)
    same(sorted(p["type"] + " " + p["role"] for p in book.list_permissions()),
         ["anyone reader", "domain reader", "group commenter", "user owner", "user writer"])
    refused(lambda: book.share("otra", "user", "writer"), APIError, "emailAddress is invalid")
    refused(lambda: book.share("otra@x.example", "user", "jefe"), APIError, "role is invalid")
    heir = next(p["id"] for p in book.list_permissions() if p.get("emailAddress") == "otra@x.example")
    theirs = other.open_by_key(book.id)
    refused(lambda: theirs.accept_ownership(heir), APIError, "sufficient permissions")
    book.transfer_ownership(heir)
    same([p["pendingOwner"] for p in book.list_permissions() if p["id"] == heir], [True])
    theirs.accept_ownership(heir)
    same(sorted(p["role"] for p in book.list_permissions() if p["type"] == "user"), ["owner", "writer"])
    same(len(theirs.remove_permissions("todos@x.example")), 1)
    same(theirs.remove_permissions("todos@x.example"), [])
    refused(lambda: gc.remove_permission(book.id, "no"), APIError, "Permission not found: no.")

    copy = gc.copy(book.id, folder_id=folder)
    same((copy.title, copy.sheet1.acell("A1").value), ("Copy of Libro", "a"))
    same(gc.copy(book.id, title="Otra").title, "Otra")
    refused(lambda: gc.open("No existe"), SpreadsheetNotFound, "")
    refused(lambda: gc.open_by_key("1no"), SpreadsheetNotFound, "")


def tabs(gc, book):
    same((book.title, book.locale, book.timezone), ("Redes", "en_US", "Etc/GMT"))
    for locale in ("fr_FR", "es_CO", "en_US"):
        book.update_locale(locale)
    book.update_timezone("America/Bogota")
    book.update_title("Redes 2")
    same(gc.open_by_key(book.id).title, "Redes 2")
    refused(lambda: book.update_locale("xx_YY"), APIError, "xx_YY")
    refused(lambda: book.update_timezone("Marte/Norte"), APIError, "Marte/Norte")
    first = book.add_worksheet("Primera", rows=10, cols=5, index=0)
    same((first.index, first.row_count, first.col_count), (0, 10, 5))
    refused(lambda: book.add_worksheet("Primera", 1, 1), APIError, "already exists. Please enter another name.")
    double = book.duplicate_sheet(0, 1, 77, "Doble")
    same((double.id, double.index), (77, 1))
    same(book.get_worksheet_by_id("77").title, "Doble")
    refused(lambda: book.get_worksheet(9), WorksheetNotFound, "")
    refused(lambda: book.worksheet("no"), WorksheetNotFound, "")
    book.reorder_worksheets([book.worksheet(t) for t in ("Doble", "Sheet1", "Primera")])
    same([s.title for s in book], ["Doble", "Sheet1", "Primera"])
    first.hide()
    same([s.title for s in book.worksheets(exclude_hidden=True)], ["Doble", "Sheet1"])
    first.show()
    first.update_index(0)
    first.update_title("Última")
    same([s.title for s in book], ["Última", "Doble", "Sheet1"])
    same(first.acell("A1").value, None)
    first.update_tab_color("#ff8800")
    same(book.worksheet("Última").get_tab_color(), "#FF8800")
    first.clear_tab_color()
    same(book.worksheet("Última").get_tab_color(), None)
    first.hide_gridlines()
    same(book.worksheet("Última").is_gridlines_hidden, True)
    first.show_gridlines()
    book.del_worksheet_by_id(77)
    book.del_worksheet(first)
    refused(lambda: book.del_worksheet(book.sheet1), APIError, "You can't remove all the visible sheets")
    refused(book.sheet1.hide, APIError, "You can't hide all the sheets in a document.")


def values(sheet):
    sheet.update([["a", "b", "c"], ["1", "2"], ["=A2+1", "4.5", "TRUE"], ["$1,234.50", "12%", "1/2/2024"]], "A1",
                 value_input_option=TYPED)
    same(sheet.get("A2:C4"), [["1", "2"], ["2", "4.5", "TRUE"], ["$1,234.50", "12%", "1/2/2024"]])
    same(sheet.get("A3:C4", value_render_option=ValueRenderOption.unformatted), [[2, 4.5, True], [1234.5, 0.12, 45293]])
    same(sheet.get("A3:C3", value_render_option=ValueRenderOption.formula), [["=A2+1", 4.5, True]])
    same(sheet.get("A1:C2", major_dimension=Dimension.cols), [["a", "1"], ["b", "2"], ["c"]])
    same(sheet.get("A2:D5", maintain_size=True)[-1], ["", "", "", ""])
    same(sheet.get("A2:C3", pad_values=True)[0], ["1", "2", ""])
    same((sheet.get("B1:A2").range, sheet.get("A1").first()), ("Sheet1!A1:B2", "a"))
    same(sheet.get("X50:Z60", return_type=GridRangeType.ListOfLists), [[]])
    same([sheet.get(r).range for r in ("A2:B", "B:B", "2:3", "R2C1:R3C2")],
         ["Sheet1!A2:B1000", "Sheet1!B1:B1000", "Sheet1!A2:Z3", "Sheet1!A2:B3"])
    refused(lambda: sheet.get("A1:B2:C3"), APIError, "Unable to parse range: 'Sheet1'!A1:B2:C3")
    refused(lambda: sheet.get("AB1"), APIError, "Range (Sheet1!AB1) exceeds grid limits. Max rows: 1000, max columns: 26")
    answer = sheet.update([["p", "q"], ["r"]], "E1", major_dimension=Dimension.cols, include_values_in_response=True)
    same((answer["updatedCells"], answer["updatedData"]["values"]), (3, [["p", "q"], ["r"]]))
    refused(lambda: sheet.update([["p", "q"]], "E1:E2"), APIError,
            "Requested writing within range [Sheet1!E1:E2], but tried writing to column [F]")
    sheet.update([["x", None, "z"]], "H1")
    sheet.update([["-", None, "-"]], "H1")
    same(sheet.row_values(1)[7:], ["-", "", "-"])
    sheet.update_acell("H1", "=1+1")
    sheet.update_cell(1, 9, "'=1")
    same([sheet.acell("H1").value, sheet.cell(1, 9).value], ["2", "=1"])
    same(sheet.acell("H1", value_render_option=ValueRenderOption.formula).value, "=1+1")
    cells = sheet.range("L1:M2")
    for number, cell in enumerate(cells):
        cell.value = "=%d+1" % number
    sheet.update_cells(cells)
    same(sheet.get("L1:M2"), [["=0+1", "=1+1"], ["=2+1", "=3+1"]])
    sheet.update_cells(cells, value_input_option=TYPED)
    same([c.numeric_value for c in sheet.range("L1:M2")], [1, 2, 3, 4])
    same(sheet.batch_get(["A1:B1", "L1:M1"], value_render_option=ValueRenderOption.formula),
         [[["a", "b"]], [["=0+1", "=1+1"]]])
    done = sheet.batch_update([{"range": "A1", "values": [["1"]]}, {"range": "B1:C1", "values": [["=2", "3"]]}],
                              raw=False, include_values_in_response=True,
                              response_value_render_option=ValueRenderOption.formula)
    same((done["totalUpdatedCells"], done["responses"][1]["updatedData"]["values"]), (3, [["=2", 3]]))
    same(sheet.batch_clear(["A1:B1", "L1:M2"])["clearedRanges"], ["Sheet1!A1:B1", "Sheet1!L1:M2"])
    sheet.clear()
    same(sheet.get_all_values(), [[]])
    sheet.update([["a", "b", "", "x"], ["c", "d"], ["", "", "", ""], ["e"]], "B2")
    same(sheet.expand("B2"), [["a", "b"], ["c", "d"]])
    same(sheet.expand("B2", TableDirection.down), [["a"], ["c"]])
    same(sheet.expand("B2", TableDirection.right), [["a", "b"]])
    sheet.clear()


def appending(sheet):
    same("tableRange" in sheet.append_rows([["Fecha", "Red", "N"], ["2026-11-03", "X", 3]], value_input_option=TYPED), False)
    answer = sheet.append_row(["2026-11-01", "Facebook", "=0+1"], value_input_option=TYPED, include_values_in_response=True)
    same((answer["tableRange"], answer["updates"]["updatedRange"]), ("Sheet1!A1:C2", "Sheet1!A3:C3"))
    same(answer["updates"]["updatedData"]["values"], [["2026-11-01", "Facebook", "1"]])
    sheet.update([["abajo"]], "A5")
    sheet.append_row(["2026-11-02", "Instagram", 2], table_range="A1:C3",
                     insert_data_option=InsertDataOption.insert_rows, value_input_option=TYPED)
    same([sheet.cell(4, 2).value, sheet.cell(6, 1).value], ["Instagram", "abajo"])
    same(sheet.append_row(["z"], table_range="H1:J2")["updates"]["updatedRange"], "Sheet1!H1")
    sheet.batch_clear(["A6", "H1"])


def finding(sheet):
    same(sheet.get_all_records()[0], {"Fecha": "2026-11-03", "Red": "X", "N": 3})
    same(sheet.get_all_records(numericise_ignore=["all"], expected_headers=["N"])[2]["N"], "2")
    same(sheet.get_all_records(head=2)[0]["3"], 1)
    same(sheet.get_all_records(value_render_option=ValueRenderOption.unformatted)[1]["Fecha"], 46327)
    same(sheet.find("Instagram").address, "B4")
    same(sheet.find("instagram", case_sensitive=False).address, "B4")
    same([sheet.find("nada"), sheet.find("X", in_row=3), sheet.find("X", in_column=2).row], [None, None, 2])
    same([c.address for c in sheet.findall(re.compile("a[mc]"))], ["B3", "B4"])
    same(sheet.col_values(2), ["Red", "X", "Facebook", "Instagram"])
    same(len(sheet.get_all_cells()), sheet.row_count * sheet.col_count)
    sheet.sort((3, "asc"), range="A2:C4")
    same(sheet.col_values(2), ["Red", "Facebook", "Instagram", "X"])
    sheet.freeze(rows=1)
    sheet.sort((2, "des"))
    same(sheet.col_values(2), ["Red", "X", "Instagram", "Facebook"])


def looks(book, sheet):
    sheet.format("A1:C1", {"textFormat": {"bold": True}, "backgroundColor": {"red": 0.5}})
    sheet.format(["C2:C4", "C6"], {"numberFormat": {"type": "NUMBER", "pattern": "0.00"}})
    sheet.batch_format([{"range": "A2", "format": {"textFormat": {"italic": True}}}])
    same(sheet.get("C2:C3"), [["3.00"], ["2.00"]])
    refused(lambda: sheet.format("A1", {"horizontalAlignment": "MIDDLE"}), APIError, '"MIDDLE"')
    shown = book.fetch_sheet_metadata({"ranges": "Sheet1!A1", "fields": "sheets.data.rowData.values.userEnteredFormat.textFormat"})
    same(shown["sheets"][0]["data"][0]["rowData"], [{"values": [{"userEnteredFormat": {"textFormat": {"bold": True}}}]}])
    sheet.update([["fundida", "", "c"], ["", "", "d"]], "A8")
    sheet.merge_cells("A8:B9")
    sheet.batch_merge([{"range": "C8:D9", "mergeType": MergeType.merge_rows}])
    same(len(book.fetch_sheet_metadata()["sheets"][0]["merges"]), 3)
    same(sheet.get_values("A8:C9", combine_merged_cells=True), [["fundida", "fundida", "c"], ["fundida", "fundida", "d"]])
    refused(lambda: sheet.merge_cells("B9:C10"), APIError, "select all cells in a merged range")
    sheet.unmerge_cells("A8:D9")
    sheet.batch_clear(["A8:C9"])
    sheet.hide_rows(3, 4)
    sheet.unhide_rows(3, 4)
    sheet.hide_columns(3, 4)
    sheet.unhide_columns(3, 4)
    sheet.columns_auto_resize(0, 2)
    sheet.rows_auto_resize(0, 2)


def notes_names_and_protection(book, sheet):
    sheet.insert_note("A1", "una nota")
    sheet.insert_notes({"B2": "otra", "C3": "tercera"})
    sheet.update_note("A1", "nota nueva")
    same([sheet.get_note("A1"), sheet.get_note("D9")], ["nota nueva", ""])
    same(sheet.get_notes(grid_range="A1:B2", default_empty_value="-"), [["nota nueva", "-"], ["-", "otra"]])
    sheet.clear_notes(["A1", "B2", "C3"])
    same(any(any(row) for row in sheet.get_notes()), False)
    named = sheet.define_named_range("A1:B2", "cabecera")["replies"][0]["addNamedRange"]["namedRange"]
    same([c.value for c in book.named_range("cabecera")][:2], ["Fecha", "Red"])
    same(sheet.get("cabecera")[0], ["Fecha", "Red"])
    same([n["name"] for n in book.list_named_ranges()], ["cabecera"])
    refused(lambda: sheet.define_named_range("A1", "1 no"), APIError, "1 no")
    sheet.delete_named_range(named["namedRangeId"])
    sheet.add_protected_range("A1:C1", editor_users_emails=["otra@x.example"], description="cabecera")
    sheet.add_protected_range("D1", warning_only=True)
    same([p.get("warningOnly", False) for p in book.list_protected_ranges(sheet.id)], [False, True])
    for protected in book.list_protected_ranges(sheet.id):
        sheet.delete_protected_range(protected["protectedRangeId"])
    for kind, given in ((ValidationConditionType.one_of_list, ["a", "b"]), (ValidationConditionType.boolean, []),
                        (ValidationConditionType.number_between, ["1", "2"]), (ValidationConditionType.date_is_valid, []),
                        (ValidationConditionType.custom_formula, ["=A1>1"]), (ValidationConditionType.text_contains, ["x"])):
        sheet.add_validation("J1", kind, given, inputMessage="elija", strict=True, showCustomUi=True)
    read = book.fetch_sheet_metadata({"ranges": "Sheet1!J1", "fields": "sheets.data.rowData.values.dataValidation"})
    same(read["sheets"][0]["data"][0]["rowData"][0]["values"][0]["dataValidation"],
         {"condition": {"type": "TEXT_CONTAINS", "values": [{"userEnteredValue": "x"}]}, "inputMessage": "elija",
          "strict": True, "showCustomUi": True})
    sheet.set_basic_filter()
    sheet.set_basic_filter("A1:C4")
    same(book.fetch_sheet_metadata()["sheets"][0]["basicFilter"]["range"]["endColumnIndex"], 3)
    sheet.clear_basic_filter()


def rows_and_columns(book, sheet):
    sheet.insert_row(["nueva", "=1+1"], 2, value_input_option=TYPED, inherit_from_before=True)
    same(sheet.row_values(2), ["nueva", "2"])
    sheet.insert_rows([["j"], ["k", "l"]], row=3)
    same(sheet.get("A3:B4"), [["j"], ["k", "l"]])
    sheet.insert_cols([["c1", "c2"], ["d1"]], col=2, inherit_from_before=True)
    same(sheet.get("B1:C2"), [["c1", "d1"], ["c2"]])
    sheet.delete_columns(2, 3)
    sheet.delete_rows(2, 4)
    same(sheet.col_values(2), ["Red", "X", "Instagram", "Facebook"])
    refused(lambda: sheet.delete_rows(1, sheet.row_count), APIError, "You can't delete all the rows on the sheet.")
    sheet.add_dimension_group_rows(1, 3)
    sheet.add_dimension_group_columns(1, 2)
    same(sheet.list_dimension_group_rows(), [{"range": {"dimension": "ROWS", "startIndex": 1, "endIndex": 3}, "depth": 1}])
    sheet.delete_dimension_group_rows(1, 3)
    sheet.delete_dimension_group_columns(1, 2)
    same(sheet.list_dimension_group_columns(), [])
    sheet.resize(rows=50, cols=10)
    sheet.add_rows(5)
    sheet.add_cols(2)
    same((sheet.row_count, sheet.column_count), (55, 12))
    sheet.freeze(rows=2, cols=1)
    same((sheet.frozen_row_count, sheet.frozen_col_count), (2, 1))
    refused(lambda: sheet.freeze(rows=55), APIError, "You can't freeze all visible rows on the sheet.")
    sheet.freeze(0, 0)


def moving(gc, book, sheet):
    sheet.copy_range("B1:B2", "F1")
    sheet.copy_range("B1:B2", "F5", paste_type=PasteType.values, paste_orientation=PasteOrientation.transpose)
    same(sheet.get("F1:G5"), [["Red"], ["X"], [], [], ["Red", "X"]])
    sheet.cut_range("F1:F2", "H1", paste_type=PasteType.normal)
    same(sheet.get("F1:H2"), [["", "", "Red"], ["", "", "X"]])
    sheet.batch_clear(["F1:H5"])
    copy = sheet.duplicate(insert_sheet_index=0, new_sheet_name="Copia")
    same(copy.get_values("A1:B2"), sheet.get_values("A1:B2"))
    dest = gc.create("Destino")
    same(sheet.copy_to(dest.id)["title"], "Copy of Sheet1")
    refused(lambda: sheet.copy_to("no"), APIError, "Requested entity was not found.")
    book.del_worksheet(copy)


def batches(book, sheet):
    same(book.values_get("Sheet1!A1:B1", params={"majorDimension": "COLUMNS"})["values"], [["Fecha"], ["Red"]])
    same(book.values_batch_get(["Sheet1!A1"])["valueRanges"][0]["values"], [["Fecha"]])
    book.values_update("Sheet1!K1", params={"valueInputOption": "RAW"}, body={"values": [["=1"]]})
    same(book.values_append("Sheet1!K1", {"valueInputOption": "RAW"}, {"values": [["z"]]})["updates"]["updatedRange"], "Sheet1!K2")
    same(book.values_clear("Sheet1!K1:K2")["clearedRange"], "Sheet1!K1:K2")
    same("clearedRanges" in book.values_batch_clear(body={"ranges": []}), False)
    book.values_batch_update({"valueInputOption": "RAW", "data": []})
    refused(lambda: book.values_get("Nada!A1"), APIError, "Unable to parse range: Nada!A1")
    refused(lambda: book.values_update("A1", params={"valueInputOption": "RAW"}, body={"values": ["X"]}), APIError,
            "Invalid value at 'data.values[0]' (type.googleapis.com/google.protobuf.ListValue), \"X\"")
    refused(lambda: book.batch_update({"requests": []}), APIError, "Must specify at least one request.")
    same(book.fetch_sheet_metadata({"fields": "sheets.properties.title"}), {"sheets": [{"properties": {"title": "Sheet1"}}]})
    refused(lambda: book.fetch_sheet_metadata({"fields": "sheets.nada"}), APIError, "")
