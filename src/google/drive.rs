//! Drive v3: who we are.

use google_drive3::api::About;

use super::Google;
use super::ask::{Ask, json};
use super::endpoint::Api;
use super::error::Error;
use super::transport::call::Target;

impl Google {
    /// The e-mail address of the account Google takes us for (`about.get`).
    ///
    /// # Errors
    /// Any [`Error`]; [`super::Kind::Malformed`] when the answer names nobody.
    pub async fn about(&self) -> Result<String, Error> {
        let target = Target::new("/drive/v3/about").and("fields", "user(emailAddress)");
        self.ask(Ask::get("drive.about", Api::Drive, target), |body| json::<About>(body)?.user?.email_address)
            .await
    }
}
