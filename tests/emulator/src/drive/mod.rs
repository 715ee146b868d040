//! Drive v3: files, who may see them, and what the other APIs need of them.

mod about;
mod comments;
mod corpora;
mod drives;
mod export;
mod files;
mod folders;
mod list;
mod page;
mod permissions;
mod query;
mod shown;
mod sums;
mod trail;

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::account::{Role, domain};
use crate::error::ApiError;
use crate::sheets::Book;
use crate::world::World;

/// The handlers that the table of routes names.
pub(crate) mod handlers {
    pub(crate) use super::about::about;
    pub(crate) use super::comments::{
        create as comments_create, delete as comments_delete, get as comments_get, list as comments_list,
        replies_create, replies_delete, replies_get, replies_list, replies_update, update as comments_update,
    };
    pub(crate) use super::drives::{
        create as drives_create, delete as drives_delete, get as drives_get, hide as drives_hide,
        list as drives_list, unhide as drives_unhide, update as drives_update,
    };
    pub(crate) use super::export::export;
    pub(crate) use super::files::{copy, create, delete, empty_trash, generate_ids, get, update};
    pub(crate) use super::list::list;
    pub(crate) use super::permissions::{
        create as permissions_create, delete as permissions_delete, get as permissions_get,
        list as permissions_list, update as permissions_update,
    };
    pub(crate) use super::trail::{changes_list, revisions_get, revisions_list, start_page_token};
}

pub(crate) use drives::Drive;
pub(crate) use export::separated;
pub(crate) use sums::Checksums;
pub(crate) use trail::{Step, StepKind};

pub(crate) const SPREADSHEET: &str = "application/vnd.google-apps.spreadsheet";
pub(crate) const FOLDER: &str = "application/vnd.google-apps.folder";

/// A file or folder. The content of a spreadsheet is a `Book` under the same id.
#[derive(Serialize, Deserialize, Clone)]
pub(crate) struct File {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) mime: String,
    pub(crate) parent: Option<String>,
    /// The shared drive that the file is in; one in an account's own drive is in none.
    #[serde(default)]
    pub(crate) drive: Option<String>,
    pub(crate) created: DateTime<Utc>,
    pub(crate) modified: DateTime<Utc>,
    pub(crate) modifier: String,
    pub(crate) version: u64,
    pub(crate) trashed: bool,
    /// It lies in the bin because its folder does.
    #[serde(default)]
    pub(crate) trashed_along: bool,
    /// The program that made the file; empty when a person or a fixed token did.
    pub(crate) client: String,
    pub(crate) permissions: Vec<Permission>,
    /// The permission whose grantee was asked to take the file over, and may.
    #[serde(default)]
    pub(crate) pending_owner: Option<String>,
    /// Members that come back as they were given: description, properties and the like.
    pub(crate) extra: serde_json::Map<String, Value>,
    pub(crate) content: Vec<u8>,
    #[serde(default)]
    pub(crate) checksums: Checksums,
    /// Comments on a file that is no spreadsheet; those of a spreadsheet are with its cells.
    #[serde(default)]
    pub(crate) comments: Vec<crate::sheets::Comment>,
}

/// Somebody, and what they may do.
#[derive(Serialize, Deserialize, Clone, Debug)]
pub(crate) struct Permission {
    pub(crate) id: String,
    pub(crate) grantee: Grantee,
    pub(crate) role: Role,
}

#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Grantee {
    User(String),
    Group(String),
    Domain(String),
    Anyone,
}

impl File {
    /// A file that nobody may do anything with yet.
    pub(crate) fn new(id: String, name: &str, mime: &str, maker: &str, now: DateTime<Utc>) -> Self {
        Self {
            id,
            name: name.to_owned(),
            mime: mime.to_owned(),
            parent: Some(root_id(maker)),
            drive: None,
            created: now,
            modified: now,
            modifier: maker.to_owned(),
            version: 1,
            trashed: false,
            trashed_along: false,
            client: String::new(),
            permissions: Vec::new(),
            pending_owner: None,
            extra: serde_json::Map::new(),
            content: Vec::new(),
            checksums: Checksums::default(),
            comments: Vec::new(),
        }
    }

    /// The first manager, of the folder that is a shared drive.
    pub(crate) fn manager(&self) -> Option<&str> {
        self.permissions.iter().find_map(|p| match (&p.grantee, p.role) {
            (Grantee::User(email), Role::Organizer) => Some(email.as_str()),
            _ => None,
        })
    }

    pub(crate) fn owner(&self) -> &str {
        self.permissions
            .iter()
            .find_map(|p| match (&p.grantee, p.role) {
                (Grantee::User(email), Role::Owner) => Some(email.as_str()),
                _ => None,
            })
            .unwrap_or("")
    }

    /// Whether the file is of Google's own kinds, which have no bytes of their own.
    pub(crate) fn is_native(&self) -> bool {
        self.mime.starts_with("application/vnd.google-apps.")
    }

    /// The strongest role through whatever the file was shared with.
    pub(crate) fn role(&self, account: &str, groups: &BTreeMap<String, BTreeSet<String>>) -> Option<Role> {
        let covers = |grantee: &Grantee| match grantee {
            Grantee::User(email) => email == account,
            Grantee::Group(email) => groups.get(email).is_some_and(|members| members.contains(account)),
            Grantee::Domain(name) => *name == domain(account),
            Grantee::Anyone => true,
        };
        self.permissions.iter().filter(|p| covers(&p.grantee)).map(|p| p.role).max()
    }
}

/// A user as Drive shows one.
fn user(email: &str) -> Value {
    json!({
        "kind": "drive#user",
        "displayName": email.split('@').next().unwrap_or(""),
        "me": false,
        "permissionId": permission_id(email),
        "emailAddress": email,
    })
}

/// An account has the same permission id on every file.
pub(crate) fn permission_id(email: &str) -> String {
    let seed = email
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325u64, |hash, b| (hash ^ u64::from(b)).wrapping_mul(0x100_0000_01b3));
    crate::ids::Ids::new(seed).permission()
}

/// The folder that `root` means for an account.
fn root_id(account: &str) -> String {
    format!("0A{}", &permission_id(account)[..17])
}

impl World {
    /// A new file that the account owns, in its own folder.
    pub(crate) fn add_file(&mut self, account: &str, name: &str, mime: &str) -> String {
        let id = self.ids.file();
        let now = self.now();
        let file = File {
            client: self.client.clone(),
            permissions: vec![files::ownership(account)],
            ..File::new(id.clone(), name, mime, account, now)
        };
        self.files.insert(id.clone(), file);
        self.trace(&id, account, StepKind::Content);
        id
    }

    /// A new spreadsheet that the account owns.
    pub(crate) fn add_book(&mut self, account: &str, title: &str) -> String {
        let id = self.add_file(account, title, SPREADSHEET);
        self.books.insert(id.clone(), Book::new(&id, title));
        id
    }

    /// Removes a file for good.
    pub(crate) fn forget(&mut self, id: &str) {
        if let Some(mut file) = self.files.remove(id) {
            file.content = Vec::new();
            let owner = file.owner().to_owned();
            self.trace(id, &owner, StepKind::Gone(Box::new(file)));
        }
        self.books.remove(id);
        self.history.remove(id);
        self.undone.remove(id);
    }

    /// The file, if the account has this role on it; to a stranger it does not exist.
    pub(crate) fn file(&self, id: &str, account: &str, least: Role) -> Result<&File, ApiError> {
        let file = self.files.get(id).ok_or_else(|| ApiError::no_file(id))?;
        match self.role(id, account) {
            None => Err(ApiError::no_file(id)),
            Some(role) if role >= least => Ok(file),
            Some(_) => Err(ApiError::forbidden(
                "insufficientFilePermissions",
                "The user does not have sufficient permissions for this file.",
            )),
        }
    }
}
