//! Shared drives: files that belong to no account, and whose members have their roles on everything in them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::page::Paging;
use super::{FOLDER, File, Grantee, Permission, permission_id, query};
use crate::account::Role;
use crate::clock::rfc3339;
use crate::error::ApiError;
use crate::schema::Mask;
use crate::server::{Answer, Call};
use crate::world::World;

/// A shared drive. Its members are the permissions of the folder that has the same id.
#[derive(Serialize, Deserialize, Clone)]
pub(crate) struct Drive {
    id: String,
    name: String,
    created: DateTime<Utc>,
    /// Who made it, and the id of that request: asked again, it is there already.
    asked: (String, String),
    /// The accounts that do not want to see it among theirs.
    hidden: Vec<String>,
    /// Members that come back as they were given.
    extra: Map<String, Value>,
}

const PAGING: Paging = Paging { list: "drives", standard: 10, most: 100 };

/// What Drive shows of a shared drive when no `fields` are given.
const STANDARD: [&str; 3] = ["kind", "id", "name"];

/// The members of a body that a shared drive keeps.
const KEPT: [&str; 4] = ["themeId", "colorRgb", "restrictions", "backgroundImageFile"];

impl World {
    /// Makes a shared drive with one manager, and gives its id.
    pub fn create_drive(&mut self, name: &str, organizer: &str) -> String {
        self.add_account(organizer);
        let asked = (organizer.to_lowercase(), String::new());
        self.add_drive(name, asked, Map::new())
    }

    fn add_drive(&mut self, name: &str, asked: (String, String), extra: Map<String, Value>) -> String {
        let (id, now) = (self.ids.drive(), self.now());
        let organizer = asked.0.clone();
        let drive =
            Drive { id: id.clone(), name: name.to_owned(), created: now, asked, hidden: Vec::new(), extra };
        let root = File {
            drive: Some(id.clone()),
            parent: None,
            permissions: vec![member(&organizer, Role::Organizer)],
            ..File::new(id.clone(), "Drive", FOLDER, &organizer, now)
        };
        self.drives.insert(id.clone(), drive);
        self.files.insert(id.clone(), root);
        id
    }

    /// Gives a drive that was just made the id that it shall have.
    pub(crate) fn rename_drive(&mut self, old: &str, new: &str) -> String {
        if let Some(mut drive) = self.drives.remove(old) {
            new.clone_into(&mut drive.id);
            self.drives.insert(new.to_owned(), drive);
        }
        self.rename_id(old, new);
        if let Some(root) = self.files.get_mut(new) {
            root.drive = Some(new.to_owned());
        }
        new.to_owned()
    }

    /// Makes an account a member of a shared drive, or gives a member another role.
    pub fn add_member(&mut self, drive: &str, email: &str, role: Role) {
        self.add_account(email);
        self.grant(drive, member(&email.to_lowercase(), role));
    }

    /// Moves a file into a shared drive, where it belongs to no account any more; who it was shared with keeps that.
    pub fn move_to_drive(&mut self, file: &str, drive: &str) {
        self.place(file, drive, "");
    }

    /// Puts a file into a folder, and so into the drive that the folder is in; out of every drive it becomes an
    /// account's own.
    pub(crate) fn place(&mut self, id: &str, parent: &str, account: &str) {
        let drive = self.files.get(parent).and_then(|folder| folder.drive.clone());
        let Some(file) = self.files.get_mut(id) else { return };
        file.parent = Some(parent.to_owned());
        if file.drive == drive {
            return;
        }
        file.permissions.retain(|permission| permission.role != Role::Owner);
        if drive.is_none() {
            file.permissions.retain(|permission| permission.grantee != Grantee::User(account.to_owned()));
            file.permissions.push(super::files::ownership(account));
        }
        file.drive = drive;
        // A folder takes along what is in it.
        for child in self.within(id) {
            let folder = self.files.get(&child).and_then(|file| file.parent.clone());
            self.place(&child, folder.as_deref().unwrap_or(id), account);
        }
    }

    /// The role of an account on a file: its own permissions', or that of a member of the drive it is in.
    pub(crate) fn access(&self, file: &File, account: &str) -> Option<Role> {
        let root = file.drive.as_ref().and_then(|drive| self.files.get(drive));
        let member = root.and_then(|root| root.role(account, &self.groups));
        file.role(account, &self.groups).max(member)
    }

    /// The drive, if the account has this role in it; to a stranger it does not exist.
    fn drive(&self, id: &str, account: &str, least: Role) -> Result<&Drive, ApiError> {
        let missing =
            || ApiError::drive(404, "notFound", Some("driveId"), format!("Shared drive not found: {id}"));
        let drive = self.drives.get(id).ok_or_else(missing)?;
        match self.role(id, account) {
            None => Err(missing()),
            Some(role) if role >= least => Ok(drive),
            Some(_) => Err(ApiError::drive(
                403,
                "insufficientFilePermissions",
                None,
                "The user does not have sufficient permissions for this file.",
            )),
        }
    }

    /// Refuses a shared drive that the account is no member of.
    pub(crate) fn is_member(&self, drive: &str, account: &str) -> Result<(), ApiError> {
        self.drive(drive, account, Role::Reader).map(|_| ())
    }
}

fn member(email: &str, role: Role) -> Permission {
    Permission { id: permission_id(email), grantee: Grantee::User(email.to_owned()), role }
}

impl Drive {
    fn json(&self, account: &str, role: Role) -> Value {
        let can = |least: Role| role >= least;
        let mut out = json!({
            "kind": "drive#drive",
            "id": self.id,
            "name": self.name,
            "createdTime": rfc3339(self.created),
            "hidden": self.hidden.iter().any(|hidden| hidden == account),
            "colorRgb": "#4e342e",
            "backgroundImageLink": "https://ssl.gstatic.com/team_drive_themes/generic_background.jpg",
            "restrictions": {
                "adminManagedRestrictions": false, "copyRequiresWriterPermission": false, "domainUsersOnly": false,
                "driveMembersOnly": false, "sharingFoldersRequiresOrganizerPermission": false,
            },
            "capabilities": {
                "canAddChildren": can(Role::Writer), "canComment": can(Role::Commenter), "canCopy": true,
                "canDeleteDrive": can(Role::Organizer), "canDownload": true, "canEdit": can(Role::Writer),
                "canListChildren": true, "canManageMembers": can(Role::Organizer), "canReadRevisions": true,
                "canRename": can(Role::Writer), "canRenameDrive": can(Role::Organizer),
                "canChangeDriveBackground": can(Role::Organizer), "canShare": can(Role::FileOrganizer),
                "canTrashChildren": can(Role::FileOrganizer), "canDeleteChildren": can(Role::Organizer),
                "canChangeDriveMembersOnlyRestriction": can(Role::Organizer),
                "canChangeDomainUsersOnlyRestriction": can(Role::Organizer),
                "canChangeCopyRequiresWriterPermissionRestriction": can(Role::Organizer),
                "canChangeSharingFoldersRequiresOrganizerPermissionRestriction": can(Role::Organizer),
                "canResetDriveRestrictions": can(Role::Organizer),
            },
        });
        for (name, value) in &self.extra {
            out[name.as_str()] = value.clone();
        }
        out
    }
}

fn picked(call: &Call, mask: &Mask, drive: Value) -> Value {
    if call.one("fields").is_some() {
        return mask.keep(drive);
    }
    STANDARD.iter().map(|name| ((*name).to_owned(), drive[*name].clone())).collect::<Map<_, _>>().into()
}

fn answer(world: &World, call: &Call, id: &str) -> Result<Answer, ApiError> {
    let drive = world.drive(id, &call.account, Role::Reader)?;
    let role = world.role(id, &call.account).unwrap_or(Role::Reader);
    Ok(Answer::Json(picked(call, &call.mask, drive.json(&call.account, role))))
}

/// Nobody here is an administrator of a domain.
fn no_admin(call: &Call) -> Result<(), ApiError> {
    if !call.spelled_true("useDomainAdminAccess") {
        return Ok(());
    }
    let text = "The requesting user does not have the administrator privilege required to list or manage all shared drives.";
    Err(ApiError::drive(403, "noListTeamDrivesAdministratorPrivilege", None, text))
}

fn kept(body: &Value) -> Map<String, Value> {
    let given = KEPT.iter().filter(|name| !body[**name].is_null());
    given.map(|name| ((*name).to_owned(), body[*name].clone())).collect()
}

/// `drives.create`
pub(crate) fn create(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let name = call.body["name"].as_str().unwrap_or("");
    if name.trim().is_empty() {
        return Err(ApiError::required("name", "The name of a shared drive is required."));
    }
    let asked = (call.account.clone(), call.one("requestId").unwrap_or("").to_owned());
    if world.drives.values().any(|drive| drive.asked == asked) {
        let text = "A shared drive was already created with this request id.";
        return Err(ApiError::drive(409, "alreadyExists", Some("requestId"), text));
    }
    let id = world.add_drive(name, asked, kept(&call.body));
    answer(world, call, &id)
}

/// `drives.get`
pub(crate) fn get(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    no_admin(call)?;
    answer(world, call, call.path("driveId"))
}

/// `drives.list`
pub(crate) fn list(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let (size, start) = (PAGING.size(call)?, PAGING.start(call)?);
    no_admin(call)?;
    let wanted = match call.one("q").filter(|q| !q.trim().is_empty()) {
        Some(q) => Some(query::parse(q).ok_or_else(|| ApiError::value("q"))?),
        None => None,
    };
    let account = &call.account;
    let found = |drive: &&Drive| {
        let named = world.files.get(&drive.id).map(|root| File { name: drive.name.clone(), ..root.clone() });
        wanted.as_ref().is_none_or(|q| named.is_some_and(|file| q.matches(&file, account, "")))
    };
    let role = |drive: &Drive| world.role(&drive.id, account);
    let mut drives: Vec<&Drive> =
        world.drives.values().filter(|drive| role(drive).is_some()).filter(found).collect();
    drives.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.id.cmp(&b.id)));
    let below = call.mask.below("drives").cloned().unwrap_or(Mask::All);
    let page = drives.iter().skip(start).take(size);
    let shown: Vec<Value> =
        page.map(|d| picked(call, &below, d.json(account, role(d).unwrap_or(Role::Reader)))).collect();
    let mut out = json!({"kind": "drive#driveList", "drives": shown});
    if drives.len() > start.saturating_add(size) {
        out["nextPageToken"] = PAGING.token(start + size).into();
    }
    Ok(Answer::Json(out))
}

/// `drives.update`
pub(crate) fn update(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    no_admin(call)?;
    let id = call.path("driveId");
    world.drive(id, &call.account, Role::Organizer)?;
    if let Some(drive) = world.drives.get_mut(id) {
        if let Some(name) = call.body["name"].as_str() {
            name.clone_into(&mut drive.name);
        }
        drive.extra.extend(kept(&call.body));
    }
    answer(world, call, id)
}

/// `drives.delete`: only when nothing is in it that is not in the bin.
pub(crate) fn delete(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    no_admin(call)?;
    let id = call.path("driveId");
    world.drive(id, &call.account, Role::Organizer)?;
    let within = |file: &&File| file.drive.as_deref() == Some(id) && file.id != id;
    if world.files.values().filter(within).any(|file| !file.trashed) {
        let text = "A shared drive with items in it cannot be deleted.";
        return Err(ApiError::drive(403, "cannotDeleteResourceWithChildren", None, text));
    }
    let ids: Vec<String> = world.files.values().filter(within).map(|file| file.id.clone()).collect();
    for file in ids {
        world.forget(&file);
    }
    world.forget(id);
    world.drives.remove(id);
    Ok(Answer::Empty)
}

/// `drives.hide`
pub(crate) fn hide(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    show(world, call, true)
}

/// `drives.unhide`
pub(crate) fn unhide(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    show(world, call, false)
}

fn show(world: &mut World, call: &Call, hidden: bool) -> Result<Answer, ApiError> {
    let id = call.path("driveId");
    world.drive(id, &call.account, Role::Reader)?;
    if let Some(drive) = world.drives.get_mut(id) {
        drive.hidden.retain(|account| *account != call.account);
        if hidden {
            drive.hidden.push(call.account.clone());
        }
    }
    answer(world, call, id)
}
