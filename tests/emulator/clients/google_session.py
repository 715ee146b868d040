"""A session of google-api-python-client: Sheets, Drive and Gmail by Google's own discovery documents."""
import base64
import email.message
import hashlib
import io
import json

import google_auth_httplib2
import googleapiclient.discovery
import googleapiclient.errors
import googleapiclient.http
import httplib2
from googleapiclient.discovery_cache import get_static_doc

from expect import refused, same


def run(base, credentials):
    """google-api-python-client builds its methods from the discovery documents that come with it."""
    plain = httplib2.Http(timeout=20)
    # As googleapiclient.http.build_http does: 308 answers a piece of an upload, and leads nowhere.
    plain.redirect_codes = plain.redirect_codes - {308}
    http = google_auth_httplib2.AuthorizedHttp(credentials, http=plain)

    def build(name, version, **credential):
        # The root of the document, for uploads go beside the endpoint that a client may be given.
        document = json.loads(get_static_doc(name, version))
        document["rootUrl"] = document["baseUrl"] = base + "/"
        if document.get("servicePath"):
            document["baseUrl"] += document["servicePath"]
        document.pop("mtlsRootUrl", None)
        credential = credential or {"http": http}
        return googleapiclient.discovery.build_from_document(document, **credential)

    with_sheets(build("sheets", "v4").spreadsheets())
    drive = build("drive", "v3")
    with_drive(base, http, drive)
    with_shared_drive(drive)
    key = {"http": httplib2.Http(timeout=20), "developerKey": "AIza" + "x" * 35}
    with_key(drive, build("sheets", "v4", **key), build("drive", "v3", **key))
    who = drive.about().get(fields="user").execute()["user"]["emailAddress"]
    with_gmail(build("gmail", "v1").users(), who)


def with_sheets(sheets):
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
    same(sheets.developerMetadata().get(spreadsheetId=book, metadataId=9).execute()["location"],
         {"locationType": "SPREADSHEET", "spreadsheet": True})
    tag = {"createDeveloperMetadata": {"developerMetadata": {"metadataKey": "fila", "visibility": "DOCUMENT", "location": {
        "dimensionRange": {"sheetId": 5, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}}}}}
    sheets.batchUpdate(spreadsheetId=book, body={"requests": [tag]}).execute()
    tagged = {"developerMetadataLookup": {"metadataKey": "fila"}}
    values = sheets.values()
    values.batchUpdateByDataFilter(spreadsheetId=book, body={"valueInputOption": "RAW", "data": [
        {"dataFilter": tagged, "majorDimension": "ROWS", "values": [["uno", "dos"]]}]}).execute()
    got = values.batchGetByDataFilter(spreadsheetId=book, body={"dataFilters": [tagged, {"a1Range": "Redes!B1"}]}).execute()
    same([r["valueRange"]["values"][0][0] for r in got["valueRanges"]], ["uno", "dos"])
    values.batchClearByDataFilter(spreadsheetId=book, body={"dataFilters": [{"gridRange": {"sheetId": 5, "endColumnIndex": 1}}]}).execute()
    same(sheets.getByDataFilter(spreadsheetId=book, body={"dataFilters": [tagged], "includeGridData": True},
                                fields="sheets.data.rowData.values.formattedValue").execute()["sheets"][0]["data"][0]["rowData"][0]["values"][1],
         {"formattedValue": "dos"})
    spill = {"values": [["=SECUENCIA(2;2)"]]}
    values.update(spreadsheetId=book, range="Redes!F1", valueInputOption="USER_ENTERED", body=spill).execute()
    same(values.get(spreadsheetId=book, range="Redes!F1:G2").execute()["values"], [["1", "2"], ["3", "4"]])
    same(sheets.sheets().copyTo(spreadsheetId=book, sheetId=5, body={"destinationSpreadsheetId": book}).execute()["title"], "Copy of Redes")
    found = {"findReplace": {"find": "dos", "replacement": "tres", "sheetId": 5}}
    answer = sheets.batchUpdate(spreadsheetId=book, body={"requests": [found], "includeSpreadsheetInResponse": True}).execute()
    same(answer["replies"][0]["findReplace"]["occurrencesChanged"], 1)
    same([s["properties"]["title"] for s in answer["updatedSpreadsheet"]["sheets"]], ["Redes", "Copy of Redes"])


def with_shared_drive(drive):
    shelf = drive.drives().create(requestId="uno", body={"name": "Comunicaciones"}).execute()["id"]
    same([d["name"] for d in drive.drives().list().execute()["drives"]], ["Comunicaciones"])
    files, known = drive.files(), {"supportsAllDrives": True}
    inside = files.create(body={"name": "dentro", "parents": [shelf]}, fields="id,driveId,owners", **known).execute()
    same(inside, {"id": inside["id"], "driveId": shelf})
    refused(lambda: files.get(fileId=inside["id"]).execute(), googleapiclient.errors.HttpError, "File not found")
    where = {"corpora": "drive", "driveId": shelf, "includeItemsFromAllDrives": True}
    same(files.list(fields="files(name)", **where, **known).execute(), {"files": [{"name": "dentro"}]})
    roles = drive.permissions().list(fileId=inside["id"], fields="permissions(role,permissionDetails(inherited))", **known)
    same(roles.execute()["permissions"], [{"role": "organizer", "permissionDetails": [{"inherited": True}]}])
    files.delete(fileId=inside["id"], **known).execute()
    drive.drives().delete(driveId=shelf).execute()


def with_key(drive, sheets_by_key, drive_by_key):
    made = drive.files().create(body={"name": "público", "mimeType": "application/vnd.google-apps.spreadsheet"}).execute()["id"]
    read = sheets_by_key.spreadsheets().values().get(spreadsheetId=made, range="A1")
    refused(read.execute, googleapiclient.errors.HttpError, "The caller does not have permission")
    refused(drive_by_key.files().get(fileId=made).execute, googleapiclient.errors.HttpError, "File not found")
    drive.permissions().create(fileId=made, body={"type": "anyone", "role": "reader"}).execute()
    same(read.execute()["range"], "Sheet1!A1")
    same(drive_by_key.files().get(fileId=made, fields="name").execute(), {"name": "público"})
    drive.files().delete(fileId=made).execute()


def with_drive(base, http, drive):
    listed = drive.files().list(q="name = 'CE-F05'", fields="files(id)").execute()["files"]
    same(len(listed), 1)
    book = listed[0]["id"]
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
    same(drive.files().get(fileId=kept, fields="md5Checksum").execute(), {"md5Checksum": hashlib.md5(content).hexdigest()})
    drive.files().delete(fileId=kept).execute()
    media = googleapiclient.http.MediaInMemoryUpload(b"a,b\n1,2", mimetype="text/csv")
    file = drive.files().create(body={"name": "c", "mimeType": "application/vnd.google-apps.spreadsheet"},
                                media_body=media, fields="id").execute()
    same(drive.files().export(fileId=file["id"], mimeType="text/csv").execute(), b"a,b\r\n1,2")
    start = drive.changes().getStartPageToken().execute()["startPageToken"]
    copy = drive.files().copy(fileId=book, body={"name": "Copia"}, fields="id,parents").execute()
    drive.files().update(fileId=copy["id"], body={"description": "d", "appProperties": {"a": "b"}}).execute()
    same(drive.files().get(fileId=copy["id"], fields="appProperties").execute(), {"appProperties": {"a": "b"}})
    same([c["fileId"] for c in drive.changes().list(pageToken=start).execute()["changes"]], [copy["id"]])
    same(len(drive.revisions().list(fileId=book).execute()["revisions"]) > 0, True)
    grant = {"type": "user", "role": "commenter", "emailAddress": "otra@x.example"}
    made = drive.permissions().create(fileId=book, body=grant, sendNotificationEmail=False).execute()
    drive.permissions().update(fileId=book, permissionId=made["id"], body={"role": "writer"}).execute()
    same(drive.permissions().get(fileId=book, permissionId=made["id"], fields="role").execute(), {"role": "writer"})
    drive.permissions().delete(fileId=book, permissionId=made["id"]).execute()
    refused(lambda: drive.permissions().get(fileId=book, permissionId=made["id"]).execute(),
            googleapiclient.errors.HttpError, "Permission not found")
    drive.files().update(fileId=copy["id"], body={"trashed": True}).execute()
    drive.files().emptyTrash().execute()
    refused(lambda: drive.files().get(fileId=copy["id"]).execute(), googleapiclient.errors.HttpError, "File not found")


def with_gmail(gmail, who):
    mail = email.message.EmailMessage()
    mail["To"], mail["Subject"] = who, "Traslado n.º 1"
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
    label = gmail.labels().create(userId="me", body={"name": "Traslados"}).execute()
    gmail.threads().modify(userId="me", id=sent["threadId"], body={"addLabelIds": [label["id"]]}).execute()
    listed = gmail.messages().list(userId="me", q="from:me {label:%s is:starred}" % label["id"]).execute()
    same([m["id"] for m in listed["messages"]], [sent["id"]])
    refused(lambda: gmail.messages().modify(userId="me", id=sent["id"], body={"addLabelIds": ["nada"]}).execute(),
            googleapiclient.errors.HttpError, "Invalid label: nada")
    gmail.messages().trash(userId="me", id=sent["id"]).execute()
    same("messages" in gmail.messages().list(userId="me", q="from:me").execute(), True)
    # Deleting for good is for those who hold the whole mailbox.
    refused(lambda: gmail.messages().batchDelete(userId="me", body={"ids": [sent["id"]]}).execute(),
            googleapiclient.errors.HttpError, "insufficient authentication scopes")
    gmail.labels().delete(userId="me", id=label["id"]).execute()
