//! Comments: a thread of posts tied to a cell, or to none once the cell is gone.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::range::GridRange;

/// A thread: its first post and the replies.
#[derive(Serialize, Deserialize, Clone, Debug)]
pub(crate) struct Comment {
    pub(crate) id: String,
    pub(crate) anchor_id: String,
    /// `None` for a comment on the file, and when the cell was deleted.
    pub(crate) anchor: Option<GridRange>,
    /// An anchor in the words of the program that gave it, which Drive hands back as they are.
    pub(crate) foreign_anchor: Option<String>,
    /// What the cell showed when the comment was made.
    pub(crate) quote: String,
    pub(crate) head: Post,
    pub(crate) replies: Vec<Post>,
    pub(crate) resolved: bool,
    pub(crate) deleted: bool,
}

/// One contribution to a thread.
#[derive(Serialize, Deserialize, Clone, Debug)]
pub(crate) struct Post {
    pub(crate) id: String,
    pub(crate) author: String,
    pub(crate) content: String,
    pub(crate) created: DateTime<Utc>,
    pub(crate) updated: DateTime<Utc>,
    pub(crate) assignee: Option<String>,
    pub(crate) action: Option<Action>,
    pub(crate) deleted: bool,
}

/// What a reply does to its thread.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    Resolve,
    Reopen,
}

/// The most that a post holds, in UTF-16 units.
pub(crate) const LONGEST: usize = 2048;

impl Post {
    pub(crate) fn new(id: String, author: &str, content: &str, now: DateTime<Utc>) -> Self {
        Self {
            id,
            author: author.to_owned(),
            content: content.to_owned(),
            created: now,
            updated: now,
            assignee: None,
            action: None,
            deleted: false,
        }
    }

    /// The content as HTML.
    pub(crate) fn html(&self) -> String {
        self.content.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\n', "<br>")
    }
}

impl Comment {
    pub(crate) fn new(id: String, anchor_id: String, head: Post) -> Self {
        Self {
            id,
            anchor_id,
            anchor: None,
            foreign_anchor: None,
            quote: String::new(),
            head,
            replies: Vec::new(),
            resolved: false,
            deleted: false,
        }
    }

    /// Takes up a reply, with what it does to the thread.
    pub(crate) fn reply(&mut self, post: Post) {
        match post.action {
            Some(Action::Resolve) => self.resolved = true,
            Some(Action::Reopen) => self.resolved = false,
            None => {}
        }
        self.replies.push(post);
    }

    /// The posts in order, the first one ahead.
    pub(crate) fn post_mut(&mut self, id: &str) -> Option<&mut Post> {
        std::iter::once(&mut self.head).chain(&mut self.replies).find(|post| post.id == id && !post.deleted)
    }
}
