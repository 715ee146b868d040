//! The whole state as one text, to be taken up again later.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Refused;
use crate::clock::Clock;
use crate::drive::{Drive, File};
use crate::gmail::{Mail, Mailbox};
use crate::ids::Ids;
use crate::sheets::Book;
use crate::switches::{Limits, Switches};
use crate::world::World;

/// What is kept: everything but credentials, logs and earlier versions.
#[derive(Clone, Serialize, Deserialize)]
struct Saved<F, B, M, L> {
    clock: DateTime<Utc>,
    ids: Ids,
    accounts: BTreeSet<String>,
    groups: BTreeMap<String, BTreeSet<String>>,
    files: F,
    books: B,
    mailboxes: M,
    mails: L,
    #[serde(default)]
    drives: BTreeMap<String, Drive>,
    switches: Switches,
    limits: Limits,
}

type Loaded = Saved<BTreeMap<String, File>, BTreeMap<String, Book>, BTreeMap<String, Mailbox>, Vec<Mail>>;

/// What [`World::save`] keeps, in memory: taken and put back without a copy of any row.
#[derive(Clone)]
pub struct Snapshot(Loaded);

impl World {
    /// The state, to be put back by [`World::restore`].
    pub fn snapshot(&self) -> Snapshot {
        Snapshot(Saved {
            clock: self.now(),
            ids: self.ids.clone(),
            accounts: self.accounts.clone(),
            groups: self.groups.clone(),
            files: self.files.clone(),
            books: self.books.clone(),
            mailboxes: self.mailboxes.clone(),
            mails: self.mails.iter().cloned().collect(),
            drives: self.drives.clone(),
            switches: self.switches.clone(),
            limits: self.limits.clone(),
        })
    }

    /// Takes up a state in place of what is there, as [`World::load`] does.
    pub fn restore(&mut self, snapshot: &Snapshot) {
        self.take_up(snapshot.0.clone());
    }

    /// The state as JSON.
    ///
    /// # Errors
    /// Something that JSON cannot hold, such as a number that is none.
    pub fn save(&self) -> Result<String, Refused> {
        let saved = Saved {
            clock: self.now(),
            ids: self.ids.clone(),
            accounts: self.accounts.clone(),
            groups: self.groups.clone(),
            files: &self.files,
            books: &self.books,
            mailboxes: &self.mailboxes,
            mails: self.mails.iter().collect::<Vec<_>>(),
            drives: self.drives.clone(),
            switches: self.switches.clone(),
            limits: self.limits.clone(),
        };
        serde_json::to_string(&saved).map_err(|e| Refused(e.to_string()))
    }

    /// Takes up a saved state in place of what is there; the clock stands where it stood, tokens stay good.
    ///
    /// # Errors
    /// A text that `save` has not written.
    pub fn load(&mut self, text: &str) -> Result<(), Refused> {
        let loaded: Loaded =
            serde_json::from_str(text).map_err(|e| Refused(format!("not a saved state: {e}")))?;
        self.take_up(loaded);
        Ok(())
    }

    fn take_up(&mut self, loaded: Loaded) {
        self.reset();
        self.set_clock(Clock::At(loaded.clock));
        self.ids = loaded.ids;
        self.accounts.extend(loaded.accounts);
        self.groups = loaded.groups;
        self.files = loaded.files;
        self.books = loaded.books;
        self.mailboxes = loaded.mailboxes;
        self.drives = loaded.drives;
        self.switches = loaded.switches;
        self.limits = loaded.limits;
        for mail in loaded.mails {
            self.keep(mail);
        }
    }
}
