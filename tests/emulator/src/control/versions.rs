//! Earlier versions of a spreadsheet: undo, redo, restore.

use serde_json::Value;

use super::changes;
use crate::sheets::Book;
use crate::sheets::metadata::{Metadata, Place};
use crate::world::World;

impl World {
    /// Takes the last change back, whoever made it; false when there is none.
    pub fn undo(&mut self, id: &str) -> bool {
        let Some(mut old) = self.history.get_mut(id).and_then(Vec::pop) else { return false };
        self.keep_comments(id, &mut old);
        let Some(undone) = self.books.insert(id.to_owned(), old) else { return false };
        let owner = self.owner(id);
        self.touch(id, &owner);
        let most = self.limits.logged_changes;
        let done = self.books.get(id).map(|now| changes(&undone, now, "undo", most)).unwrap_or_default();
        self.undone.entry(id.to_owned()).or_default().push(undone);
        self.log(&owner, id, "undo", Value::Null, done);
        true
    }

    /// Does again what the last undo took back; false when something else was done since.
    pub fn redo(&mut self, id: &str) -> bool {
        let Some(mut undone) = self.undone.get_mut(id).and_then(Vec::pop) else { return false };
        self.keep_comments(id, &mut undone);
        let Some(old) = self.books.insert(id.to_owned(), undone) else { return false };
        let owner = self.owner(id);
        let most = self.limits.logged_changes;
        let done = self.books.get(id).map(|now| changes(&old, now, "redo", most)).unwrap_or_default();
        self.remember(id, old);
        self.touch(id, &owner);
        self.log(&owner, id, "redo", Value::Null, done);
        true
    }

    /// Comments are no part of a version: what was said since stays said, on the cells where the version has it.
    fn keep_comments(&self, id: &str, version: &mut Book) {
        let Some(now) = self.books.get(id) else { return };
        let before = std::mem::replace(&mut version.comments, now.comments.clone());
        for comment in &mut version.comments {
            if let Some(then) = before.iter().find(|then| then.id == comment.id) {
                comment.anchor = then.anchor;
            }
        }
    }

    /// How many earlier versions of a spreadsheet can be restored.
    pub fn versions(&self, id: &str) -> usize {
        self.history.get(id).map_or(0, Vec::len)
    }

    /// Restores an earlier version, 0 being the oldest that is kept; what came after stays in the history.
    pub fn restore_version(&mut self, id: &str, version: usize) -> bool {
        let Some(mut old) = self.history.get(id).and_then(|h| h.get(version)).cloned() else { return false };
        self.keep_comments(id, &mut old);
        if self.switches.restored_versions_keep_metadata {
            let of_file = |one: &Metadata| one.place == Place::Book;
            let now = self.books.get(id).into_iter().flat_map(|book| &book.metadata);
            let now: Vec<Metadata> = now.filter(|one| of_file(one)).cloned().collect();
            old.metadata.retain(|one| !of_file(one));
            old.metadata.extend(now);
        }
        if let Some(current) = self.books.insert(id.to_owned(), old) {
            self.remember(id, current);
        }
        let owner = self.owner(id);
        self.touch(id, &owner);
        true
    }
}
