//! The whole state of the emulator, and what every API needs of it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::account::{Keys, Role, Token};
use crate::clock::{Clock, Time};
use crate::control::{Kept, Mutation};
use crate::drive::{Drive, File, Step, StepKind};
use crate::error::ApiError;
use crate::gmail::{Mail, Mailbox};
use crate::ids::Ids;
use crate::oauth::Accounts;
use crate::server::Upload;
use crate::sheets::Book;
use crate::switches::{Limits, Switches};

/// Everything the emulator knows: accounts, files, spreadsheets, mail, time.
pub struct World {
    pub(crate) time: Time,
    pub(crate) ids: Ids,
    /// Google's limits, which a test may tighten at any moment.
    pub limits: Limits,
    /// The choices where Google's behaviour is undocumented.
    pub switches: Switches,
    pub(crate) oauth: Accounts,
    pub(crate) accounts: BTreeSet<String>,
    pub(crate) groups: BTreeMap<String, BTreeSet<String>>,
    pub(crate) tokens: BTreeMap<String, Token>,
    pub(crate) keys: Keys,
    pub(crate) files: BTreeMap<String, File>,
    pub(crate) books: BTreeMap<String, Book>,
    pub(crate) drives: BTreeMap<String, Drive>,
    /// Earlier states of each spreadsheet, newest last, for undo.
    pub(crate) history: BTreeMap<String, Vec<Book>>,
    /// What undo took back, the latest last, for redo.
    pub(crate) undone: BTreeMap<String, Vec<Book>>,
    pub(crate) mailboxes: BTreeMap<String, Mailbox>,
    /// Uploads whose last piece has not come, by the id in their address.
    pub(crate) uploads: BTreeMap<String, Upload>,
    pub(crate) mails: Kept<Mail>,
    pub(crate) mutations: Kept<Mutation>,
    /// What became of files, oldest first.
    pub(crate) trail: Kept<Step>,
    /// The number of the request being answered; 0 while staff act directly.
    pub(crate) request: usize,
    /// The program whose request is being answered; empty for fixed tokens and staff.
    pub(crate) client: String,
    /// What is spent of the current minute's quotas, by account and kind.
    pub(crate) spent: BTreeMap<(String, &'static str), (i64, usize)>,
    seed: u64,
}

impl World {
    pub(crate) fn new(seed: u64, clock: Clock, limits: Limits, switches: Switches) -> Self {
        Self {
            time: Time::new(clock),
            ids: Ids::new(seed),
            limits,
            switches,
            oauth: Accounts::new(seed),
            accounts: BTreeSet::new(),
            groups: BTreeMap::new(),
            tokens: BTreeMap::new(),
            keys: Keys::default(),
            files: BTreeMap::new(),
            books: BTreeMap::new(),
            drives: BTreeMap::new(),
            history: BTreeMap::new(),
            undone: BTreeMap::new(),
            mailboxes: BTreeMap::new(),
            uploads: BTreeMap::new(),
            mails: Kept::default(),
            mutations: Kept::default(),
            trail: Kept::default(),
            request: 0,
            client: String::new(),
            spent: BTreeMap::new(),
            seed,
        }
    }

    /// The emulator's time.
    pub fn now(&self) -> DateTime<Utc> {
        self.time.now()
    }

    /// Sets the clock.
    pub fn set_clock(&mut self, clock: Clock) {
        self.time.set(clock);
    }

    /// Forgets everything but the accounts' credentials, and draws ids from the seed again.
    pub fn reset(&mut self) {
        let fresh = Self::new(self.seed, Clock::System, self.limits.clone(), self.switches.clone());
        let old = std::mem::replace(self, fresh);
        self.time = old.time;
        self.oauth = old.oauth;
        self.accounts = old.accounts;
        self.groups = old.groups;
        self.tokens = old.tokens;
        self.keys = old.keys;
    }

    /// Makes an account known: it may sign in, own files and receive mail.
    pub fn add_account(&mut self, email: &str) {
        self.accounts.insert(email.to_lowercase());
    }

    /// Makes a group of accounts, which a file can be shared with.
    pub fn add_group(&mut self, email: &str, members: &[&str]) {
        self.groups.insert(email.to_lowercase(), members.iter().map(|m| m.to_lowercase()).collect());
    }

    /// Makes `token` good for every scope of `email`, for ever.
    pub fn add_token(&mut self, token: &str, email: &str) {
        self.add_account(email);
        let account = email.to_lowercase();
        self.tokens
            .insert(token.to_owned(), Token { account, client: String::new(), scopes: None, expires: None });
    }

    /// Makes `token` good for these scopes of `email` only.
    pub fn add_scoped_token(&mut self, token: &str, email: &str, scopes: &[&str]) {
        self.add_account(email);
        let scopes = scopes.iter().map(|s| crate::account::bare_scope(s).to_owned()).collect();
        let account = email.to_lowercase();
        self.tokens.insert(
            token.to_owned(),
            Token { account, client: String::new(), scopes: Some(scopes), expires: None },
        );
    }

    /// Makes an API key good, which reads what is shared with everyone who has the link. While none was made good,
    /// every key of the form that Google's have is.
    pub fn add_api_key(&mut self, key: &str) {
        self.keys.add(key);
    }

    /// Ends every bearer token that an assertion or a sign-in earned; fixed tokens stay.
    pub fn revoke_tokens(&mut self) {
        self.tokens.retain(|_, token| token.expires.is_none());
    }

    /// The role of an account on a file, through whatever it was shared with.
    pub fn role(&self, id: &str, email: &str) -> Option<Role> {
        self.access(self.files.get(id)?, email)
    }

    /// The spreadsheet, if the account may do this much with it.
    pub(crate) fn readable(&self, id: &str, account: &str) -> Result<&Book, ApiError> {
        self.permit(id, account, Role::Reader)?;
        self.books.get(id).ok_or_else(ApiError::not_found)
    }

    pub(crate) fn permit(&self, id: &str, account: &str, least: Role) -> Result<(), ApiError> {
        if !self.books.contains_key(id) {
            return Err(ApiError::not_found());
        }
        match self.role(id, account) {
            Some(role) if role >= least => Ok(()),
            _ => Err(ApiError::denied()),
        }
    }

    /// Notes that a file changed now, and by whom.
    pub(crate) fn touch(&mut self, id: &str, account: &str) {
        let now = self.now();
        if let Some(file) = self.files.get_mut(id) {
            file.modified = now;
            account.clone_into(&mut file.modifier);
            file.version += 1;
            self.trace(id, account, StepKind::Content);
        }
    }

    /// Puts an applied change into the log.
    pub(crate) fn log(
        &mut self,
        account: &str,
        file: &str,
        kind: &str,
        request: Value,
        changes: crate::control::Changes,
    ) {
        let mutation = Mutation {
            request: self.request,
            account: account.to_owned(),
            file: file.to_owned(),
            kind: kind.to_owned(),
            json: request,
            changes,
        };
        let weight = mutation.weight();
        self.mutations.push(mutation, weight, self.limits.log());
    }
}
