#!/usr/bin/env python3
"""A session of gspread and of google-api-python-client against the emulator; they check what they read back.

  session.py PROGRAM     PROGRAM is the built google-emulator

Needs gspread 6.2.1 and google-api-python-client, from PyPI.  Exit status: 0 all as expected, 1 not,
77 when one of the clients is not installed.
"""
import base64
import email.message
import io
import json
import os
import subprocess
import sys
import tempfile

try:
    import gspread
    import google.oauth2.service_account as service_account
    import googleapiclient.discovery
    import googleapiclient.errors
    import googleapiclient.http
    import google_auth_httplib2
    from googleapiclient.discovery_cache import get_static_doc
    import httplib2
except ImportError as missing:
    print("session.py: skipped, %s" % missing)
    sys.exit(77)

WHO = "comunicaciones@x.example"
SCOPES = ["https://www.googleapis.com/auth/" + s for s in ("spreadsheets", "drive", "gmail.modify", "gmail.compose")]


def same(got, wanted):
    if got != wanted:
        raise AssertionError("got %r, wanted %r" % (got, wanted))


def refused(act, kind, word):
    try:
        act()
    except kind as error:
        if word not in str(error):
            raise AssertionError("%r is not in %s" % (word, error)) from error
        return
    raise AssertionError("was not refused: " + word)


def with_gspread(base, credentials):
    """The addresses are constants of gspread; everything else is as its users write it."""
    from gspread import client, http_client, spreadsheet, urls, worksheet
    for module in (urls, client, http_client, spreadsheet, worksheet):
        for name in dir(module):
            value = getattr(module, name)
            if isinstance(value, str) and "googleapis.com" in value and value.startswith("https://"):
                setattr(module, name, base + "/" + value.split("googleapis.com/", 1)[1])
    gc = gspread.authorize(credentials)
    book = gc.create("Redes")
    same([s.title for s in gc.open_by_key(book.id).worksheets()], ["Sheet1"])
    same(gc.open("Redes").id, book.id)
    sheet = book.sheet1
    sheet.update([["Fecha", "Red", "N"], ["2026-11-03", "X", 3], ["2026-11-01", "Facebook", 1]], "A1",
                 value_input_option="USER_ENTERED")
    sheet.append_row(["2026-11-02", "Instagram", 2], value_input_option="USER_ENTERED")
    same(sheet.get_all_values()[3], ["2026-11-02", "Instagram", "2"])
    same(sheet.get_all_records()[0], {"Fecha": "2026-11-03", "Red": "X", "N": 3})
    sheet.sort((3, "asc"), range="A2:C4")
    same(sheet.col_values(2), ["Red", "Facebook", "Instagram", "X"])
    same(sheet.find("Instagram").address, "B3")
    sheet.format("A1:C1", {"textFormat": {"bold": True}, "backgroundColor": {"red": 0.5}})
    sheet.update_acell("D2", "=C2*2")
    same(sheet.acell("D2").value, "2")
    same(sheet.acell("D2", value_render_option="FORMULA").value, "=C2*2")
    sheet.insert_note("A1", "una nota")
    same(sheet.get_note("A1"), "una nota")
    sheet.batch_update([{"range": "E1", "values": [["a"]]}, {"range": "E2:F2", "values": [["b", "c"]]}])
    same(sheet.batch_get(["E1:F2"])[0], [["a"], ["b", "c"]])
    sheet.batch_clear(["E1:F2"])
    sheet.add_protected_range("A1:C1", description="cabecera")
    same(len(book.list_protected_ranges(sheet.id)), 1)
    sheet.set_basic_filter("A1:C4")
    sheet.clear_basic_filter()
    sheet.freeze(rows=1)
    same(sheet.frozen_row_count, 1)
    sheet.insert_row(["nueva"], 2)
    same(sheet.row_values(2), ["nueva"])
    sheet.delete_rows(2)
    sheet.merge_cells("A6:B6")
    sheet.unmerge_cells("A6:B6")
    sheet.hide_rows(3, 4)
    sheet.columns_auto_resize(0, 2)
    sheet.resize(rows=50, cols=10)
    same((sheet.row_count, sheet.col_count), (50, 10))
    copy = sheet.duplicate(new_sheet_name="Copia")
    same(copy.get_values("A1:B2"), sheet.get_values("A1:B2"))
    new = book.add_worksheet("Traslado", rows=5, cols=3)
    refused(lambda: book.add_worksheet("Traslado", 1, 1), gspread.exceptions.APIError, "already exists. Please enter another name.")
    new.update_title("Traslado 2")
    same([s.title for s in book.worksheets()], ["Copia", "Sheet1", "Traslado 2"])
    book.del_worksheet(new)
    book.share("otra@x.example", perm_type="user", role="reader", notify=False)
    same(sorted(p["role"] for p in book.list_permissions()), ["owner", "reader"])
    same(book.values_batch_get(["Sheet1!A1"])["valueRanges"][0]["values"], [["Fecha"]])
    book.update_locale("es_CO")
    book.update_timezone("America/Bogota")
    same(gc.copy(book.id, title="Otra").title, "Otra")
    same(sheet.get("A1:B2", major_dimension="COLUMNS")[1], ["Red", "Facebook"])
    refused(lambda: gc.open("No existe"), gspread.exceptions.SpreadsheetNotFound, "")
    gc.del_spreadsheet(book.id)
    refused(lambda: gc.open_by_key(book.id), gspread.exceptions.SpreadsheetNotFound, "")


def with_google(base, credentials):
    """google-api-python-client builds its methods from the discovery documents that come with it."""
    plain = httplib2.Http(timeout=20)
    # As googleapiclient.http.build_http does: 308 answers a piece of an upload, and leads nowhere.
    plain.redirect_codes = plain.redirect_codes - {308}
    http = google_auth_httplib2.AuthorizedHttp(credentials, http=plain)

    def build(name, version):
        # The root of the document, for uploads go beside the endpoint that a client may be given.
        document = json.loads(get_static_doc(name, version))
        document["rootUrl"] = document["baseUrl"] = base + "/"
        if document.get("servicePath"):
            document["baseUrl"] += document["servicePath"]
        document.pop("mtlsRootUrl", None)
        return googleapiclient.discovery.build_from_document(document, http=http)

    sheets = build("sheets", "v4").spreadsheets()
    made = sheets.create(body={"properties": {"title": "CE-F05", "locale": "es_CO", "timeZone": "America/Bogota"},
                               "sheets": [{"properties": {"title": "Redes", "sheetId": 5}}]}).execute()
    book = made["spreadsheetId"]
    same(made["sheets"][0]["properties"]["sheetId"], 5)
    sheets.values().update(spreadsheetId=book, range="Redes!A1", valueInputOption="USER_ENTERED",
                           body={"values": [["3/11/2026", "=HOY()", "'=1", 1.5]]}).execute()
    read = sheets.values().get(spreadsheetId=book, range="Redes!A1:D1", valueRenderOption="FORMULA").execute()
    same(read["values"], [[46329, "=HOY()", "=1", 1.5]])
    guard = {"createDeveloperMetadata": {"developerMetadata": {
        "metadataId": 9, "metadataKey": "guard", "metadataValue": "v", "visibility": "DOCUMENT",
        "location": {"spreadsheet": True}}}}
    sheets.batchUpdate(spreadsheetId=book, body={"requests": [guard]}).execute()
    refused(lambda: sheets.batchUpdate(spreadsheetId=book, body={"requests": [guard]}).execute(),
            googleapiclient.errors.HttpError, "developer metadata with that ID already exists")
    found = sheets.developerMetadata().search(spreadsheetId=book, body={
        "dataFilters": [{"developerMetadataLookup": {"metadataKey": "guard"}}]}).execute()
    same(found["matchedDeveloperMetadata"][0]["developerMetadata"]["metadataValue"], "v")
    same(sheets.developerMetadata().get(spreadsheetId=book, metadataId=9).execute()["metadataId"], 9)
    grid = sheets.get(spreadsheetId=book, ranges=["Redes!A1:A1"], fields="sheets(data(rowData(values(formattedValue))))").execute()
    same(grid["sheets"][0]["data"][0]["rowData"], [{"values": [{"formattedValue": "3/11/2026"}]}])
    drive = build("drive", "v3")
    same(drive.about().get(fields="user").execute()["user"]["emailAddress"], WHO)
    listed = drive.files().list(q="name = 'CE-F05'", fields="files(id)").execute()["files"]
    same(listed, [{"id": book}])
    answers = {}
    batch = drive.new_batch_http_request(callback=lambda name, answer, error: answers.update({name: answer or error}))
    batch.add(drive.files().get(fileId=book, fields="name"), request_id="there")
    batch.add(drive.files().get(fileId="none"), request_id="not there")
    # The address of the batch is a constant of the document; only its host is ours.
    batch._batch_uri = base + "/batch/drive/v3"
    batch.execute(http=http)
    same(answers["there"], {"name": "CE-F05"})
    same(answers["not there"].resp.status, 404)
    content = bytes(range(256)) * 1500
    media = googleapiclient.http.MediaIoBaseUpload(io.BytesIO(content), "application/octet-stream", chunksize=262144, resumable=True)
    kept = drive.files().create(body={"name": "adjunto"}, media_body=media, fields="id").execute()["id"]
    same(drive.files().get_media(fileId=kept).execute(), content)
    drive.files().delete(fileId=kept).execute()
    media = googleapiclient.http.MediaInMemoryUpload(b"a,b\n1,2", mimetype="text/csv")
    file = drive.files().create(body={"name": "c", "mimeType": "application/vnd.google-apps.spreadsheet"},
                                media_body=media, fields="id").execute()
    same(drive.files().export(fileId=file["id"], mimeType="text/csv").execute(), b"a,b\r\n1,2")
    gmail = build("gmail", "v1").users()
    mail = email.message.EmailMessage()
    mail["To"], mail["Subject"] = WHO, "Traslado n.º 1"
    mail.set_content("Cinco filas.")
    raw = base64.urlsafe_b64encode(mail.as_bytes()).decode()
    draft = gmail.drafts().create(userId="me", body={"message": {"raw": raw}}).execute()
    sent = gmail.drafts().send(userId="me", body={"id": draft["id"]}).execute()
    refused(lambda: gmail.drafts().send(userId="me", body={"id": draft["id"]}).execute(),
            googleapiclient.errors.HttpError, "Requested entity was not found.")
    same(gmail.messages().list(userId="me", q='in:sent subject:"Traslado n.º 1"').execute()["messages"][0]["id"], sent["id"])
    full = gmail.messages().get(userId="me", id=sent["id"]).execute()
    same(full["snippet"], "Cinco filas.")
    upload = googleapiclient.http.MediaInMemoryUpload(mail.as_bytes(), mimetype="message/rfc822")
    gmail.messages().send(userId="me", body={}, media_body=upload).execute()
    same(gmail.getProfile(userId="me").execute()["messagesTotal"], 2)


def main():
    with tempfile.TemporaryDirectory() as scratch:
        key = os.path.join(scratch, "key.json")
        emulator = subprocess.Popen([sys.argv[1], "--listen", "127.0.0.1:0", "--token", "t:" + WHO, "--key-out", key],
                                    stdout=subprocess.PIPE, text=True)
        try:
            base = emulator.stdout.readline().split()[-1]
            credentials = service_account.Credentials.from_service_account_file(key, scopes=SCOPES, subject=WHO)
            for session in (with_gspread, with_google):
                session(base, credentials)
                print("session.py: %s is content" % session.__name__[5:])
        finally:
            emulator.terminate()
            emulator.wait()


if __name__ == "__main__":
    main()
