"""A session of google-api-python-client: Sheets, Drive and Gmail by Google's own discovery documents."""
import base64
import email.message
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
    who = drive.about().get(fields="user").execute()["user"]["emailAddress"]
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
