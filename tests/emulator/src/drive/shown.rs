//! Files and permissions as Drive shows them.

use serde_json::{Value, json};

use super::{FOLDER, File, Grantee, Permission, SPREADSHEET, user};
use crate::account::Role;
use crate::clock::rfc3339;

impl File {
    /// The resource with all its members, as somebody with this role sees it; the mask picks.
    pub(crate) fn json(&self, role: Role) -> Value {
        let mut out = json!({
            "kind": "drive#file",
            "id": self.id,
            "name": self.name,
            "mimeType": self.mime,
            "createdTime": rfc3339(self.created),
            "modifiedTime": rfc3339(self.modified),
            "modifiedByMeTime": rfc3339(self.modified),
            "version": self.version.to_string(),
            "trashed": self.trashed,
            "explicitlyTrashed": self.trashed && !self.trashed_along,
            "starred": false,
            "spaces": ["drive"],
            "lastModifyingUser": user(&self.modifier),
            "viewersCanCopyContent": true,
        });
        if self.mime == SPREADSHEET {
            out["webViewLink"] = format!("https://docs.google.com/spreadsheets/d/{}/edit", self.id).into();
        }
        if let Some(parent) = &self.parent {
            out["parents"] = json!([parent]);
        }
        match &self.drive {
            Some(drive) => self.show_in_drive(&mut out, drive, role),
            None => self.show_owned(&mut out, role),
        }
        for (name, value) in &self.extra {
            out[name.as_str()] = value.clone();
        }
        if !self.is_native() {
            self.show_bytes(&mut out);
        }
        out
    }

    /// What a file in an account's own drive has.
    fn show_owned(&self, out: &mut Value, role: Role) {
        let can = |least: Role| role >= least;
        out["owners"] = json!([user(self.owner())]);
        out["ownedByMe"] = (role == Role::Owner).into();
        out["shared"] = (self.permissions.len() > 1).into();
        out["writersCanShare"] = true.into();
        out["capabilities"] = json!({
            "canEdit": can(Role::Writer), "canShare": can(Role::Writer), "canComment": can(Role::Commenter),
            "canCopy": true, "canDownload": true, "canDelete": can(Role::Owner), "canTrash": can(Role::Owner),
            "canRename": can(Role::Writer),
        });
        if can(Role::Writer) {
            out["permissions"] = self.permissions.iter().map(|p| self.permission(p)).collect();
            out["permissionIds"] = self.permissions.iter().map(|p| p.id.clone()).collect();
        }
    }

    /// What a file in a shared drive has instead: nobody owns it, and who may see it is asked for by itself.
    fn show_in_drive(&self, out: &mut Value, drive: &str, role: Role) {
        let can = |least: Role| role >= least;
        let folder = self.mime == FOLDER;
        out["driveId"] = drive.into();
        out["teamDriveId"] = drive.into();
        out["hasAugmentedPermissions"] = (!self.permissions.is_empty() && self.id != drive).into();
        out["capabilities"] = json!({
            "canAddChildren": folder && can(Role::Writer), "canComment": can(Role::Commenter), "canCopy": !folder,
            "canDelete": can(Role::Organizer), "canDeleteChildren": folder && can(Role::Organizer),
            "canDownload": true, "canEdit": can(Role::Writer), "canListChildren": folder,
            "canModifyContent": can(Role::Writer), "canMoveItemOutOfDrive": can(Role::Organizer),
            "canMoveItemOutOfTeamDrive": can(Role::Organizer), "canMoveItemWithinDrive": can(Role::FileOrganizer),
            "canMoveItemWithinTeamDrive": can(Role::FileOrganizer), "canReadDrive": true, "canReadTeamDrive": true,
            "canReadRevisions": !folder, "canRename": can(Role::Writer), "canShare": can(Role::Writer),
            "canTrash": can(Role::FileOrganizer), "canTrashChildren": folder && can(Role::FileOrganizer),
            "canUntrash": can(Role::FileOrganizer),
        });
    }

    fn show_bytes(&self, out: &mut Value) {
        let bytes = self.content.len().to_string();
        out["size"] = bytes.as_str().into();
        out["quotaBytesUsed"] = bytes.into();
        out["md5Checksum"] = self.checksums.md5.as_str().into();
        out["sha1Checksum"] = self.checksums.sha1.as_str().into();
        out["sha256Checksum"] = self.checksums.sha256.as_str().into();
        out["originalFilename"] = self.name.as_str().into();
        let extension = self.name.rsplit_once('.').map_or("", |(_, extension)| extension);
        out["fileExtension"] = extension.into();
        out["fullFileExtension"] = extension.into();
        out["headRevisionId"] = self.version.to_string().into();
        out["webContentLink"] = format!("https://drive.google.com/uc?id={}&export=download", self.id).into();
        out["webViewLink"] = format!("https://drive.google.com/file/d/{}/view?usp=drivesdk", self.id).into();
    }

    /// One of the file's permissions as Drive shows it.
    pub(crate) fn permission(&self, permission: &Permission) -> Value {
        let mut out = permission.json();
        if self.pending_owner.as_ref() == Some(&permission.id) {
            out["pendingOwner"] = true.into();
        }
        out
    }
}

impl Permission {
    pub(super) fn json(&self) -> Value {
        let (kind, email, name) = match &self.grantee {
            Grantee::User(email) => ("user", Some(email), email.split('@').next().unwrap_or("").to_owned()),
            Grantee::Group(email) => ("group", Some(email), email.clone()),
            Grantee::Domain(domain) => ("domain", None, domain.clone()),
            Grantee::Anyone => ("anyone", None, String::new()),
        };
        let mut out =
            json!({"kind": "drive#permission", "id": self.id, "type": kind, "role": self.role.as_str()});
        if let Some(email) = email {
            out["emailAddress"] = email.as_str().into();
            out["deleted"] = false.into();
            out["pendingOwner"] = false.into();
        }
        if let Grantee::Domain(domain) = &self.grantee {
            out["domain"] = domain.as_str().into();
        }
        if matches!(self.grantee, Grantee::Domain(_) | Grantee::Anyone) {
            out["allowFileDiscovery"] = false.into();
        }
        if !name.is_empty() {
            out["displayName"] = name.into();
        }
        out
    }
}
