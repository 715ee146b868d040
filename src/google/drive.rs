//! Drive v3: who we are, and who can open a file.

use google_drive3::api::{About, File, FileList, Permission, PermissionList};

use crate::domain::access::{Grant, Grantee};
use crate::google::Google;
use crate::google::endpoint::Api;
use crate::google::error::Error;
use crate::google::request::{ApiRequest, json};
use crate::google::transport::call::CallTarget;

const FILES: &str = "/drive/v3/files/";

/// The facts that Drive knows of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileFacts {
    /// True if it is a Google spreadsheet.
    pub is_spreadsheet: bool,
    /// True if the account may write to it.
    pub can_edit: bool,
    /// True if it lies in the bin.
    pub trashed: bool,
    /// Whose it is.
    pub owner: FileOwner,
}

/// Whose a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileOwner {
    /// The account's.
    Account,
    /// A shared drive's, whose managers say who may open it.
    SharedDrive,
    /// Another account's.
    Another,
}

impl Google {
    /// The facts that Drive knows of a file (`files.get`).
    ///
    /// # Errors
    /// Any [`Error`].
    pub async fn file(&self, file: &str) -> Result<FileFacts, Error> {
        let target = CallTarget::with_id(FILES, file, "")
            .and("supportsAllDrives", "true")
            .and("fields", "mimeType,trashed,ownedByMe,driveId,capabilities(canEdit)");
        self.request(ApiRequest::get("drive.files.get", Api::Drive, target), |body| {
            let file: File = json(body)?;
            let capabilities = file.capabilities.unwrap_or_default();
            Some(FileFacts {
                is_spreadsheet: file.mime_type? == "application/vnd.google-apps.spreadsheet",
                can_edit: capabilities.can_edit == Some(true),
                trashed: file.trashed == Some(true),
                owner: match (file.drive_id, file.owned_by_me) {
                    (Some(_), _) => FileOwner::SharedDrive,
                    (None, Some(true)) => FileOwner::Account,
                    (None, _) => FileOwner::Another,
                },
            })
        })
        .await
    }

    /// The ids of the account's own spreadsheets of a name, the first made first; none that lies in the
    /// bin (`files.list`).
    ///
    /// # Errors
    /// Any [`Error`].
    pub async fn spreadsheets_named(&self, name: &str) -> Result<Vec<String>, Error> {
        let name = name.replace('\\', "\\\\").replace('\'', "\\'");
        let query = format!(
            "name = '{name}' and mimeType = 'application/vnd.google-apps.spreadsheet' and 'me' in owners and trashed = \
             false"
        );

        let target = CallTarget::new("/drive/v3/files")
            .and_encoded("q", &query)
            .and("orderBy", "createdTime")
            .and("fields", "files(id)");

        self.request(ApiRequest::get("drive.files.list", Api::Drive, target), |body| {
            let list: FileList = json(body)?;
            Some(list.files.unwrap_or_default().into_iter().filter_map(|file| file.id).collect())
        })
        .await
    }

    /// Lets a person or a group write to a file, without a mail about it (`permissions.create`).
    ///
    /// # Errors
    /// Any [`Error`].
    pub async fn share(&self, file: &str, address: &str) -> Result<(), Error> {
        let target = CallTarget::with_id(FILES, file, "/permissions")
            .and("supportsAllDrives", "true")
            .and("sendNotificationEmail", "false")
            .and("fields", "id");
        let body = serde_json::json!({"type": "user", "role": "writer", "emailAddress": address});
        // Whoever has access already keeps it, so that a second copy does no harm.
        let request =
            ApiRequest::change("drive.permissions.create", Api::Drive, target, body.to_string().into(), true);
        self.request(request, |body| json::<Permission>(body).map(drop)).await
    }

    /// The e-mail address of the account Google takes us for (`about.get`).
    ///
    /// # Errors
    /// Any [`Error`]; [`crate::google::ErrorKind::Malformed`] when the answer names nobody.
    pub async fn about(&self) -> Result<String, Error> {
        let target = CallTarget::new("/drive/v3/about").and("fields", "user(emailAddress)");
        self.request(ApiRequest::get("drive.about", Api::Drive, target), |body| {
            json::<About>(body)?.user?.email_address
        })
        .await
    }

    /// Who can open a file (`permissions.list`, all pages). Accounts that are deleted cannot.
    ///
    /// # Errors
    /// Any [`Error`].
    pub async fn permissions(&self, file: &str) -> Result<Vec<Grant>, Error> {
        let mut grants = Vec::new();
        let mut page: Option<String> = None;

        loop {
            let target = CallTarget::with_id(FILES, file, "/permissions")
                .and("supportsAllDrives", "true")
                .and("pageSize", "100")
                .and("fields", "nextPageToken,permissions(type,role,emailAddress,domain,deleted)");
            let target = match &page {
                Some(token) => target.and_encoded("pageToken", token),
                None => target,
            };

            let request = ApiRequest::get("drive.permissions.list", Api::Drive, target);
            let list = self.request(request, json::<PermissionList>).await?;
            let existing = |permission: &Permission| permission.deleted != Some(true);
            grants.extend(list.permissions.unwrap_or_default().into_iter().filter(existing).map(grant));

            // A server that repeats its page token would be asked for ever.
            match list.next_page_token.filter(|next| !next.is_empty() && Some(next) != page.as_ref()) {
                Some(next) => page = Some(next),
                None => return Ok(grants),
            }
        }
    }
}

/// A party of a kind that is not known is somebody.
fn grant(permission: Permission) -> Grant {
    let address = permission.email_address.unwrap_or_default();
    let whom = match permission.type_.as_deref() {
        Some("anyone") => Grantee::Anyone,
        Some("domain") => Grantee::Domain(permission.domain.unwrap_or_default()),
        Some("group") => Grantee::Group(address),
        _ => Grantee::Person(address),
    };
    let reads = matches!(permission.role.as_deref(), Some("reader" | "commenter"));
    Grant { whom, writes: !reads }
}
