//! `permissions`: who a file is shared with.

use serde_json::{Value, json};

use super::page::Paging;
use super::{Grantee, Permission, StepKind, files, permission_id};
use crate::account::Role;
use crate::error::ApiError;
use crate::schema::Mask;
use crate::server::{Answer, Call};
use crate::world::World;

const STANDARD: [&str; 4] = ["kind", "id", "type", "role"];

const PAGING: Paging = Paging { list: "permissions", standard: 100, most: 100 };

fn shown(call: &Call, mask: &Mask, value: Value) -> Value {
    if call.one("fields").is_some() {
        return mask.keep(value);
    }
    let map = value.as_object().cloned().unwrap_or_default();
    map.into_iter()
        .filter(|(name, _)| STANDARD.contains(&name.as_str()))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

fn grantee(call: &Call) -> Result<Grantee, ApiError> {
    let body = &call.body;
    let email = body["emailAddress"].as_str().map(str::to_lowercase).filter(|e| e.contains('@'));
    let need = || {
        ApiError::invalid(
            "The specified emailAddress is invalid or not applicable for the given permission type.",
        )
    };
    match body["type"].as_str() {
        Some("user") => email.map(Grantee::User).ok_or_else(need),
        Some("group") => email.map(Grantee::Group).ok_or_else(need),
        Some("domain") => {
            body["domain"].as_str().map(|d| Grantee::Domain(d.to_lowercase())).ok_or_else(|| {
                ApiError::invalid(
                    "The specified domain is invalid or not applicable for the given permission type.",
                )
            })
        }
        Some("anyone") => Ok(Grantee::Anyone),
        _ => Err(ApiError::invalid("The permission type field is required.")),
    }
}

fn role(call: &Call) -> Result<Role, ApiError> {
    let text = call.body["role"]
        .as_str()
        .ok_or_else(|| ApiError::invalid("The permission role field is required."))?;
    Role::parse(text).ok_or_else(|| ApiError::invalid("The specified role is invalid or not supported."))
}

/// Refuses a role that there is not where the file is.
fn fits(world: &World, id: &str, role: Role) -> Result<(), ApiError> {
    let shared = world.files.get(id).is_some_and(|file| file.drive.is_some());
    let (reason, text) = match role {
        Role::Owner if shared => {
            ("ownerOnTeamDriveItemNotSupported", "Items in a shared drive cannot have an owner.")
        }
        Role::Organizer if !shared => {
            ("organizerOnNonTeamDriveItemNotSupported", "Only shared drives have the role organizer.")
        }
        Role::FileOrganizer if !shared => {
            ("fileOrganizerOnNonTeamDriveNotSupported", "Only shared drives have the role fileOrganizer.")
        }
        Role::Organizer if !world.drives.contains_key(id) => {
            ("organizerOnNonTeamDriveItemNotSupported", "Only a shared drive itself has the role organizer.")
        }
        _ => return Ok(()),
    };
    Err(ApiError::drive(403, reason, None, text))
}

/// The role that says who may see a file; who is a member of a shared drive only managers say.
fn to_share(world: &World, id: &str) -> Role {
    if world.drives.contains_key(id) { Role::Organizer } else { Role::Writer }
}

/// The permissions of a file, those of its drive's members among them, each with where it comes from.
fn all(world: &World, id: &str) -> Vec<(Permission, Value)> {
    let Some(file) = world.files.get(id) else { return Vec::new() };
    let inherited = file.drive.as_ref().filter(|drive| *drive != id).and_then(|drive| world.files.get(drive));
    let detail = |kind: &str, permission: &Permission, from: Option<&str>| {
        let mut out =
            json!({"permissionType": kind, "role": permission.role.as_str(), "inherited": from.is_some()});
        if let Some(from) = from {
            out["inheritedFrom"] = from.into();
        }
        out
    };
    let mut out: Vec<(Permission, Value)> = Vec::new();
    for member in inherited.into_iter().flat_map(|drive| &drive.permissions) {
        out.push((member.clone(), json!([detail("member", member, file.drive.as_deref())])));
    }
    for own in &file.permissions {
        let kind = if file.drive.as_deref() == Some(id) { "member" } else { "file" };
        let own_detail = detail(kind, own, None);
        match out.iter_mut().find(|(permission, _)| permission.id == own.id) {
            Some((permission, details)) => {
                permission.role = permission.role.max(own.role);
                if let Some(list) = details.as_array_mut() {
                    list.insert(0, own_detail);
                }
            }
            None => out.push((own.clone(), json!([own_detail]))),
        }
    }
    out
}

/// A permission as Drive shows it; in a shared drive, with where it comes from.
fn one(world: &World, id: &str, permission: &Permission, details: &Value) -> Value {
    let Some(file) = world.files.get(id) else { return Value::Null };
    let mut out = file.permission(permission);
    if file.drive.is_some() {
        out["permissionDetails"] = details.clone();
        out["teamDrivePermissionDetails"] = details.clone();
        if let Some(list) = out["teamDrivePermissionDetails"].as_array_mut() {
            for entry in list {
                let kind = entry["permissionType"].take();
                entry["teamDrivePermissionType"] = kind;
                entry.as_object_mut().map(|map| map.remove("permissionType"));
            }
        }
        out.as_object_mut().map(|map| map.remove("pendingOwner"));
    }
    out
}

/// Nobody here is an administrator of a domain, to whom files of others would show their permissions.
fn no_admin(call: &Call) -> Result<(), ApiError> {
    if call.spelled_true("useDomainAdminAccess") {
        return Err(ApiError::no_file(call.path("fileId")));
    }
    Ok(())
}

/// Refuses to change what comes from the drive that a file is in.
fn inherited() -> ApiError {
    let text = "Cannot update or delete an inherited permission on a shared drive item.";
    ApiError::drive(403, "cannotModifyInheritedTeamDrivePermission", None, text)
}

/// A file changes hands only for one who says so.
fn transfers(call: &Call) -> Result<(), ApiError> {
    if call.flag("transferOwnership") {
        return Ok(());
    }
    Err(ApiError::forbidden(
        "forbidden",
        "The transferOwnership parameter must be enabled when the permission role is 'owner'.",
    ))
}

/// Gives a permission as a body asks for it, and answers with it.
fn settle(world: &mut World, call: &Call, permission: &Permission) -> Result<Answer, ApiError> {
    let id = call.path("fileId");
    let pending = asks_to_own(world, call, permission.role)?;
    world.grant(id, permission.clone());
    let file = world.files.get_mut(id).ok_or_else(|| ApiError::no_file(id))?;
    if pending {
        file.pending_owner = Some(permission.id.clone());
    } else if permission.role == Role::Owner || file.pending_owner.as_ref() == Some(&permission.id) {
        file.pending_owner = None;
    }
    let id = call.path("fileId");
    let all = all(world, id);
    let details =
        all.iter().find(|(p, _)| p.id == permission.id).map_or(&Value::Null, |(_, details)| details);
    Ok(Answer::Json(shown(call, &call.mask, one(world, id, permission, details))))
}

/// Whether the body asks the grantee to take the file over, which only the owner may.
fn asks_to_own(world: &World, call: &Call, role: Role) -> Result<bool, ApiError> {
    if call.body["pendingOwner"].as_bool() != Some(true) {
        return Ok(false);
    }
    world.file(call.path("fileId"), &call.account, Role::Owner)?;
    if role == Role::Writer { Ok(true) } else { Err(ApiError::invalid("A pending owner must be a writer.")) }
}

/// `permissions.create`
pub(crate) fn create(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let id = call.path("fileId");
    no_admin(call)?;
    world.file(id, &call.account, to_share(world, id))?;
    let (grantee, role) = (grantee(call)?, role(call)?);
    fits(world, id, role)?;
    let permission = if role == Role::Owner {
        world.file(id, &call.account, Role::Owner)?;
        let Grantee::User(email) = &grantee else {
            return Err(ApiError::invalid("Only a user can own a file."));
        };
        transfers(call)?;
        files::ownership(email)
    } else {
        let id = match &grantee {
            Grantee::User(email) | Grantee::Group(email) => permission_id(email),
            Grantee::Domain(domain) => format!("{}k", permission_id(domain)),
            Grantee::Anyone => "anyoneWithLink".to_owned(),
        };
        Permission { id, grantee, role }
    };
    settle(world, call, &permission)
}

impl World {
    /// Gives a permission, in place of one that the same grantee had.
    pub(crate) fn grant(&mut self, id: &str, permission: Permission) {
        let now = self.now();
        let Some(file) = self.files.get_mut(id) else { return };
        if permission.role == Role::Owner {
            for other in &mut file.permissions {
                if other.role == Role::Owner {
                    other.role = Role::Writer;
                }
            }
        }
        file.permissions.retain(|p| p.id != permission.id);
        file.permissions.push(permission);
        file.modified = file.modified.max(now);
        file.version += 1;
        let owner = file.owner().to_owned();
        self.trace(id, &owner, StepKind::Access);
    }

    /// Takes back what a grantee may do, if that was anything.
    pub(crate) fn withdraw(&mut self, id: &str, grantee: &Grantee) {
        let Some(file) = self.files.get_mut(id) else { return };
        let content = std::mem::take(&mut file.content);
        let known = file.clone();
        file.content = content;
        file.permissions.retain(|p| p.grantee != *grantee);
        if file.permissions.len() < known.permissions.len() {
            file.version += 1;
            let owner = file.owner().to_owned();
            self.trace(id, &owner, StepKind::Gone(Box::new(known)));
        }
    }
}

/// `permissions.list`
pub(crate) fn list(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let size = PAGING.size(call)?;
    if call.one("pageToken") == Some("") {
        let text = "The specified page token has expired, and can no longer be used.";
        return Err(ApiError::drive(403, "pageTokenExpired", None, text));
    }
    let start = PAGING.start(call)?;
    no_admin(call)?;
    let id = call.path("fileId");
    world.file(id, &call.account, Role::Writer)?;
    let permissions = all(world, id);
    let below = call.mask.below("permissions").cloned().unwrap_or(Mask::All);
    let page = permissions.iter().skip(start).take(size);
    let list: Vec<_> = page.map(|(p, details)| shown(call, &below, one(world, id, p, details))).collect();
    let mut out = json!({"kind": "drive#permissionList", "permissions": list});
    if permissions.len() > start.saturating_add(size) {
        out["nextPageToken"] = PAGING.token(start + size).into();
    }
    Ok(Answer::Json(out))
}

fn missing(id: &str) -> ApiError {
    ApiError::drive(404, "notFound", Some("permissionId"), format!("Permission not found: {id}."))
}

/// Why a permission cannot be changed that the file does not have itself.
fn no_own(world: &World, id: &str, permission: &str) -> ApiError {
    let known = all(world, id).iter().any(|(p, _)| p.id == permission);
    if known { inherited() } else { missing(permission) }
}

/// `permissions.get`
pub(crate) fn get(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    no_admin(call)?;
    let file = call.path("fileId");
    world.file(file, &call.account, Role::Writer)?;
    let id = call.path("permissionId");
    let all = all(world, file);
    let (found, details) = all.iter().find(|(p, _)| p.id == id).ok_or_else(|| missing(id))?;
    Ok(Answer::Json(shown(call, &call.mask, one(world, file, found, details))))
}

/// `permissions.update`
pub(crate) fn update(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let id = call.path("fileId");
    no_admin(call)?;
    let file = world.file(id, &call.account, to_share(world, id))?;
    let wanted = call.path("permissionId");
    let own = file.permissions.iter().find(|p| p.id == wanted).cloned();
    let mut permission = own.ok_or_else(|| no_own(world, id, wanted))?;
    let role = role(call)?;
    fits(world, id, role)?;
    if role == Role::Owner {
        let accepts = file.pending_owner.as_deref() == Some(wanted)
            && permission.grantee == Grantee::User(call.account.clone());
        if !accepts {
            world.file(id, &call.account, Role::Owner)?;
        }
        transfers(call)?;
    } else if permission.role == Role::Owner {
        world.file(id, &call.account, Role::Owner)?;
    }
    permission.role = role;
    settle(world, call, &permission)
}

/// `permissions.delete`
pub(crate) fn delete(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let id = call.path("fileId");
    no_admin(call)?;
    let file = world.file(id, &call.account, Role::Reader)?;
    let wanted = call.path("permissionId");
    let own = file.permissions.iter().find(|p| p.id == wanted).cloned();
    let found = own.ok_or_else(|| no_own(world, id, wanted))?;
    // Anyone may leave; only writers may send others away, and the owner stays.
    if found.grantee != Grantee::User(call.account.clone()) {
        world.file(id, &call.account, to_share(world, id))?;
    }
    if found.role == Role::Owner {
        return Err(ApiError::forbidden(
            "insufficientFilePermissions",
            "The owner of a file cannot be removed.",
        ));
    }
    world.withdraw(id, &found.grantee);
    Ok(Answer::Empty)
}
