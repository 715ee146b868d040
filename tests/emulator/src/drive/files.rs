//! `files`: create, copy, get, list, update, delete.

use serde_json::{Map, Value, json};

use super::corpora::supports_drives;
use super::{FOLDER, File, Permission, SPREADSHEET, permission_id, root_id};
use crate::account::Role;
use crate::error::ApiError;
use crate::schema::Mask;
use crate::server::{Answer, Call};
use crate::world::World;

/// What Drive answers when no `fields` are given.
pub(super) const STANDARD: [&str; 4] = ["kind", "id", "name", "mimeType"];

fn answer(world: &World, call: &Call, id: &str) -> Result<Answer, ApiError> {
    let file = world.file(id, &call.account, Role::Reader)?;
    let shown = file.json(world.role(id, &call.account).unwrap_or(Role::Reader));
    Ok(Answer::Json(picked(call, &call.mask, shown)))
}

/// A file's members that the call asks for, or those that are shown unasked.
pub(super) fn picked(call: &Call, mask: &Mask, file: Value) -> Value {
    if call.one("fields").is_some() {
        return mask.keep(file);
    }
    let Value::Object(map) = file else { return file };
    map.into_iter().filter(|(name, _)| STANDARD.contains(&name.as_str())).collect::<Map<_, _>>().into()
}

/// `files.create`
pub(crate) fn create(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let body = &call.body;
    let media = call.media.as_ref();
    let mime = body["mimeType"]
        .as_str()
        .or_else(|| media.map(|m| bare_kind(&m.kind)))
        .unwrap_or("application/octet-stream");
    let name = body["name"].as_str().unwrap_or("Untitled").to_owned();
    let account = call.account.clone();
    if let Some(parent) = body["parents"][0].as_str() {
        parent_of(world, call, parent)?;
    }
    let named = body["id"].as_str().filter(|id| !id.is_empty());
    if named.is_some_and(|id| world.files.contains_key(id)) {
        let text = "A file already exists with the provided ID.";
        return Err(ApiError::drive(409, "fileIdInUse", None, text));
    }
    let id = if mime == SPREADSHEET {
        world.add_book(&account, &name)
    } else {
        world.add_file(&account, &name, mime)
    };
    let id = named.map_or_else(|| id.clone(), |named| world.rename_id(&id, named));
    if let Some(media) = media {
        super::export::import(world, &id, &account, media)?;
    }
    settle(world, call, &id)?;
    answer(world, call, &id)
}

/// A media type without its parameters.
fn bare_kind(kind: &str) -> &str {
    kind.split(';').next().unwrap_or("").trim()
}

fn parent_of(world: &World, call: &Call, parent: &str) -> Result<String, ApiError> {
    if parent == "root" || parent == root_id(&call.account) {
        return Ok(root_id(&call.account));
    }
    let folder = world.file(parent, &call.account, Role::Writer)?;
    if folder.drive.is_some() && !supports_drives(call) {
        return Err(ApiError::no_file(parent));
    }
    if folder.mime == FOLDER {
        Ok(parent.to_owned())
    } else {
        Err(ApiError::forbidden("parentNotAFolder", "The specified parent is not a folder."))
    }
}

/// Takes over what a body may set of a file.
fn settle(world: &mut World, call: &Call, id: &str) -> Result<(), ApiError> {
    let body = &call.body;
    let parent = match body["parents"][0].as_str() {
        Some(parent) => Some(parent_of(world, call, parent)?),
        None => None,
    };
    if let Some(parent) = parent {
        world.place(id, &parent, &call.account);
    }
    let target = body["shortcutDetails"]["targetId"].as_str();
    let shortcut = target.map(|target| world.shortcut(target)).transpose()?;
    let Some(file) = world.files.get_mut(id) else { return Ok(()) };
    if let Some(shortcut) = shortcut {
        file.extra.insert("shortcutDetails".to_owned(), shortcut);
    }
    for (name, time) in [("createdTime", &mut file.created), ("modifiedTime", &mut file.modified)] {
        if let Some(given) = body[name].as_str() {
            *time = given.parse().map_err(|_| ApiError::value(name))?;
        }
    }
    for name in [
        "description",
        "properties",
        "appProperties",
        "contentRestrictions",
        "folderColorRgb",
        "copyRequiresWriterPermission",
    ] {
        if !body[name].is_null() {
            file.extra.insert(name.to_owned(), body[name].clone());
        }
    }
    Ok(())
}

/// `files.copy`
pub(crate) fn copy(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let source = world.file(call.path("fileId"), &call.account, Role::Reader)?.clone();
    if source.mime == FOLDER {
        return Err(ApiError::forbidden("cannotCopyFile", "This file cannot be copied by the user."));
    }
    let name = call.body["name"].as_str().map_or_else(|| format!("Copy of {}", source.name), str::to_owned);
    let id = world.add_file(&call.account, &name, &source.mime);
    if let Some(mut book) = world.books.get(&source.id).cloned() {
        book.id.clone_from(&id);
        book.title.clone_from(&name);
        if !world.switches.copies_keep_metadata {
            book.metadata.clear();
        }
        if !call.flag("copyComments") {
            book.comments.clear();
        }
        world.books.insert(id.clone(), book);
    }
    if let Some(file) = world.files.get_mut(&id) {
        file.content = source.content;
        file.checksums = source.checksums;
        file.extra = source.extra;
        if call.flag("copyComments") {
            file.comments = source.comments;
        }
    }
    // A copy of what is in a shared drive stays beside it, unless the body says where it goes.
    let beside = source.parent.filter(|_| source.drive.is_some() && call.body["parents"].is_null());
    if let Some(folder) = beside {
        world.file(&folder, &call.account, Role::Writer)?;
        world.place(&id, &folder, &call.account);
    }
    settle(world, call, &id)?;
    answer(world, call, &id)
}

/// `files.get`
pub(crate) fn get(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let id = call.path("fileId");
    let media = call.one("alt").is_some_and(|alt| alt.eq_ignore_ascii_case("media"));
    if call.spelled_true("acknowledgeAbuse") && !media {
        return Err(ApiError::drive(
            403,
            "invalidAbuseAcknowledgment",
            Some("acknowledgeAbuse"),
            "The acknowledgeAbuse parameter is only applicable for download requests.",
        ));
    }
    if id == "root" {
        let account = &call.account;
        let root =
            json!({"kind": "drive#file", "id": root_id(account), "name": "My Drive", "mimeType": FOLDER});
        return Ok(Answer::Json(picked(call, &call.mask, root)));
    }
    if media {
        let file = world.file(id, &call.account, Role::Reader)?;
        if file.is_native() {
            return Err(ApiError::drive(
                403,
                "fileNotDownloadable",
                Some("alt"),
                "Only files with binary content can be downloaded. Use Export with Docs Editors files.",
            ));
        }
        return Ok(Answer::Text(file.mime.clone(), file.content.clone()));
    }
    answer(world, call, id)
}

/// `files.update`
pub(crate) fn update(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let id = call.path("fileId");
    world.file(id, &call.account, Role::Writer)?;
    if !call.body["parents"].is_null() {
        return Err(ApiError::drive(
            403,
            "fieldNotWritable",
            None,
            "The parents field is not directly writable in update requests. Use the addParents and removeParents parameters instead.",
        ));
    }
    if !call.body["trashed"].is_null() {
        world.file(id, &call.account, to_trash(world, id))?;
    }
    let added = match call.one("addParents") {
        Some(parent) => Some(parent_of(world, call, parent)?),
        None => None,
    };
    if let Some(parent) = &added {
        world.fits_into(id, parent)?;
        may_move(world, call, id, parent)?;
    }
    if let Some(media) = &call.media {
        super::export::import(world, id, &call.account, media)?;
        if let Some(file) = world.files.get_mut(id).filter(|file| !file.is_native()) {
            call.body["mimeType"].as_str().unwrap_or(bare_kind(&media.kind)).clone_into(&mut file.mime);
        }
    }
    if let Some(parent) = &added {
        world.place(id, parent, &call.account);
    }
    if let (Some(name), Some(file)) = (call.body["name"].as_str(), world.files.get_mut(id)) {
        name.clone_into(&mut file.name);
    }
    if let Some(trashed) = call.body["trashed"].as_bool() {
        world.bin(id, trashed);
    }
    if let (Some(name), Some(book)) = (call.body["name"].as_str(), world.books.get_mut(id)) {
        name.clone_into(&mut book.title);
    }
    world.touch(id, &call.account);
    settle(world, call, id)?;
    answer(world, call, id)
}

/// The role that throws a file away: an owner's, or in a shared drive a content manager's.
fn to_trash(world: &World, id: &str) -> Role {
    let shared = world.files.get(id).is_some_and(|file| file.drive.is_some());
    if shared { Role::FileOrganizer } else { Role::Owner }
}

/// Whether a file may go from where it is to a folder of another drive.
fn may_move(world: &World, call: &Call, id: &str, parent: &str) -> Result<(), ApiError> {
    let drive = |id: &str| world.files.get(id).and_then(|file| file.drive.clone());
    let (from, to) = (drive(id), drive(parent));
    let role = world.role(id, &call.account);
    match (from, to) {
        (None, Some(_)) if role < Some(Role::Owner) => Err(ApiError::drive(
            403,
            "fileWriterTeamDriveMoveInDisabled",
            None,
            "The domain administrator has not allowed writers to move items into a shared drive.",
        )),
        (Some(from), to) if to.as_ref() != Some(&from) => {
            world.file(id, &call.account, Role::Organizer).map(|_| ())
        }
        _ => Ok(()),
    }
}

/// `files.delete`
pub(crate) fn delete(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let id = call.path("fileId");
    let shared = world.file(id, &call.account, Role::Reader)?.drive.is_some();
    world.file(id, &call.account, if shared { Role::Organizer } else { Role::Owner })?;
    if world.drives.contains_key(id) {
        return Err(ApiError::forbidden("insufficientFilePermissions", "A shared drive is no file."));
    }
    world.forget_all(id);
    Ok(Answer::Empty)
}

/// `files.emptyTrash`: what the account owns and has thrown away, or what is in the bin of a shared drive.
pub(crate) fn empty_trash(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let drive = call.one("driveId").filter(|id| !id.is_empty());
    if let Some(drive) = drive {
        world.is_member(drive, &call.account)?;
    }
    let own = |file: &&File| match drive {
        Some(_) => {
            file.drive.as_deref() == drive && world.access(file, &call.account) >= Some(Role::Organizer)
        }
        None => file.owner() == call.account,
    };
    let binned = world.files.values().filter(|file| file.trashed).filter(own);
    let ids: Vec<String> = binned.map(|file| file.id.clone()).collect();
    for id in ids {
        world.forget_all(&id);
    }
    Ok(Answer::Empty)
}

/// `files.generateIds`
#[expect(clippy::unnecessary_wraps, reason = "a handler of the table of routes")]
pub(crate) fn generate_ids(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let count = call.one("count").and_then(|n| n.parse().ok()).unwrap_or(10usize).min(1000);
    let ids: Vec<String> = (0..count).map(|_| world.ids.file()).collect();
    Ok(Answer::Json(json!({"kind": "drive#generatedIds", "space": "drive", "ids": ids})))
}

/// The owner's permission, for a file that changes hands.
pub(super) fn ownership(account: &str) -> Permission {
    Permission {
        id: permission_id(account),
        grantee: super::Grantee::User(account.to_owned()),
        role: Role::Owner,
    }
}
