//! OAuth: who may have a bearer token, and for what.

mod authorize;
mod jwt;
mod key;
mod token;

pub(crate) use authorize::{authorize, revoke};
pub(crate) use token::{Refused, token};

use std::collections::{BTreeMap, BTreeSet};

use key::KeyPair;

/// Service accounts, what their domain lets them do, and grants under way.
pub(crate) struct Accounts {
    seed: u64,
    key: Option<KeyPair>,
    /// The service account's own address.
    pub(crate) service_account: String,
    pub(crate) client_id: String,
    /// Scopes delegated to the service account; `None` is every scope.
    pub(crate) delegated: Option<BTreeSet<String>>,
    /// Accounts whose delegation was withdrawn.
    pub(crate) withdrawn: BTreeSet<String>,
    codes: BTreeMap<String, authorize::Grant>,
    /// By the refresh token, with the number of the grant.
    refresh: BTreeMap<String, (u64, authorize::Grant)>,
    granted: u64,
}

impl Accounts {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            seed,
            key: None,
            service_account: "traslado@emulated-project.iam.gserviceaccount.com".to_owned(),
            client_id: "113456789012345678901".to_owned(),
            delegated: None,
            withdrawn: BTreeSet::new(),
            codes: BTreeMap::new(),
            refresh: BTreeMap::new(),
            granted: 0,
        }
    }

    fn revoke(&mut self, account: &str) {
        self.refresh.retain(|_, (_, grant)| grant.account != account);
    }

    /// The service account's key pair, made the first time it is asked for.
    fn key(&mut self) -> Result<&KeyPair, key::KeyError> {
        if self.key.is_none() {
            self.key = Some(KeyPair::generate(self.seed)?);
        }
        self.key.as_ref().ok_or(key::KeyError)
    }

    /// The key file of the service account, as Google's console hands it out.
    pub(crate) fn key_file(&mut self, base_url: &str) -> Result<serde_json::Value, key::KeyError> {
        let (email, client) = (self.service_account.clone(), self.client_id.clone());
        let key = self.key()?;
        Ok(serde_json::json!({
            "type": "service_account",
            "project_id": "emulated-project",
            "private_key_id": key.id,
            "private_key": key.private_pem,
            "client_email": email,
            "client_id": client,
            "auth_uri": format!("{base_url}/o/oauth2/v2/auth"),
            "token_uri": format!("{base_url}/token"),
            "auth_provider_x509_cert_url": "https://www.googleapis.com/oauth2/v1/certs",
            "client_x509_cert_url": format!("https://www.googleapis.com/robot/v1/metadata/x509/{}", email.replace('@', "%40")),
            "universe_domain": "googleapis.com",
        }))
    }
}

impl crate::world::World {
    /// An OAuth client for programs that people install, as Google's console hands it out.
    pub(crate) fn client_file(&self, base_url: &str) -> serde_json::Value {
        serde_json::json!({"installed": {
            "client_id": format!("{}.apps.googleusercontent.com", self.oauth.client_id),
            "project_id": "emulated-project",
            "auth_uri": format!("{base_url}/o/oauth2/v2/auth"),
            "token_uri": format!("{base_url}/token"),
            "auth_provider_x509_cert_url": "https://www.googleapis.com/oauth2/v1/certs",
            "client_secret": "emulated-client-secret",
            "redirect_uris": ["http://localhost"],
        }})
    }

    /// Takes back what an account consented to: its refresh tokens are refused from now on.
    pub fn revoke_consent(&mut self, account: &str) {
        let account = account.to_lowercase();
        self.oauth.revoke(&account);
        self.tokens.retain(|_, token| token.expires.is_none() || token.account != account);
    }

    /// Withdraws the delegation for one account: a signed assertion in its name is refused from now on.
    pub fn withdraw_delegation(&mut self, account: &str) {
        self.oauth.withdrawn.insert(account.to_lowercase());
    }

    /// Gives the delegation back.
    pub fn grant_delegation(&mut self, account: &str) {
        self.oauth.withdrawn.remove(&account.to_lowercase());
    }

    /// Limits the delegation of the service account to these scopes.
    pub fn delegate_only(&mut self, scopes: &[&str]) {
        self.oauth.delegated =
            Some(scopes.iter().map(|s| crate::account::bare_scope(s).to_owned()).collect());
    }

    /// A code that waits to be redeemed.
    #[cfg(test)]
    pub(crate) fn first_code(&self) -> Option<String> {
        self.oauth.codes.keys().next().cloned()
    }

    /// The address of the service account whose key the emulator hands out.
    pub fn service_account(&self) -> &str {
        &self.oauth.service_account
    }
}
