//! `permissions`: who a file is shared with.

use serde_json::json;

use super::page::Paging;
use super::{Grantee, Permission, StepKind, files, permission_id};
use crate::account::Role;
use crate::error::ApiError;
use crate::schema::Mask;
use crate::server::{Answer, Call};
use crate::world::World;

const STANDARD: [&str; 4] = ["kind", "id", "type", "role"];

const PAGING: Paging = Paging { list: "permissions", standard: 100, most: 100 };

fn shown(call: &Call, mask: &Mask, value: serde_json::Value) -> serde_json::Value {
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
    Ok(Answer::Json(shown(call, &call.mask, file.permission(permission))))
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
    world.file(id, &call.account, Role::Writer)?;
    let (grantee, role) = (grantee(call)?, role(call)?);
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
    let file = world.file(call.path("fileId"), &call.account, Role::Writer)?;
    let below = call.mask.below("permissions").cloned().unwrap_or(Mask::All);
    let list: Vec<_> = file
        .permissions
        .iter()
        .skip(start)
        .take(size)
        .map(|p| shown(call, &below, file.permission(p)))
        .collect();
    let mut out = json!({"kind": "drive#permissionList", "permissions": list});
    if file.permissions.len() > start + size {
        out["nextPageToken"] = PAGING.token(start + size).into();
    }
    Ok(Answer::Json(out))
}

fn missing(id: &str) -> ApiError {
    ApiError::missing(format!("Permission not found: {id}."))
}

/// `permissions.get`
pub(crate) fn get(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let file = world.file(call.path("fileId"), &call.account, Role::Writer)?;
    let id = call.path("permissionId");
    let found = file.permissions.iter().find(|p| p.id == id).ok_or_else(|| missing(id))?;
    Ok(Answer::Json(shown(call, &call.mask, file.permission(found))))
}

/// `permissions.update`
pub(crate) fn update(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let id = call.path("fileId");
    let file = world.file(id, &call.account, Role::Writer)?;
    let wanted = call.path("permissionId");
    let mut permission =
        file.permissions.iter().find(|p| p.id == wanted).cloned().ok_or_else(|| missing(wanted))?;
    let role = role(call)?;
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
    let file = world.file(id, &call.account, Role::Reader)?;
    let wanted = call.path("permissionId");
    let found = file.permissions.iter().find(|p| p.id == wanted).cloned().ok_or_else(|| missing(wanted))?;
    // Anyone may leave; only writers may send others away, and the owner stays.
    if found.grantee != Grantee::User(call.account.clone()) {
        world.file(id, &call.account, Role::Writer)?;
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
