//! `traslado login`: the account consents in a browser, once, and the nights renew it.

use std::path::Path;
use std::time::Duration;

use serde_json::json;

use crate::clock::Moment;
use crate::commands::EXIT_STATUS;
use crate::commands::identify;
use crate::config::{Problem, Problems, Settings};
use crate::error::{Error, exit};
use crate::google::consent::sign_in::SignIn;
use crate::google::{Credentials, Google};
use crate::session::Session;
use crate::telemetry::{print_json, show};

/// Has the account consent in a browser and writes the token file (credentials.user_token).
#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_STATUS)]
pub struct Args {
    /// The port of this machine to which the browser comes back; 0 is any free one.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// How many seconds to wait for the consent.
    #[arg(long, value_name = "SECONDS", default_value_t = 300)]
    wait: u64,
    /// Print one JSON object on stdout; the address to open goes to stderr.
    #[arg(long)]
    pub json: bool,
}

/// Asks the configured account for its consent and writes the token file, once Google has said whose
/// consent it is.
///
/// # Errors
/// Why nobody signed in. An older token file is left as it was.
pub async fn login(config: &Path, Args { port, wait, json }: Args) -> Result<u8, Error> {
    // A new account consents before it has a spreadsheet.
    let settings = Settings::load_without_spreadsheet(config)?;
    let Credentials::Person(path) = &settings.credentials.acting else {
        let problem = Problem {
            line: None,
            key: "credentials.user_token".to_owned(),
            fault: "is missing".to_owned(),
            remedy: Some("name the file to write the token to, and remove service_account_key".to_owned()),
        };
        return Err(Problems { path: config.to_owned(), problems: vec![problem] }.into());
    };

    let connection = settings.connection();
    let sign_in = SignIn::begin(&settings.credentials.client, &connection, port).await?;
    show!("Open this address in a browser on this machine and sign in as {}:\n", settings.account);
    show!("{}\n", sign_in.address());
    show!(
        "Waiting for {wait} seconds. For a browser on another machine, first run there: ssh -L {0}:127.0.0.1:{0} HOST",
        sign_in.port()
    );

    let moment = Moment::now();
    let consent = sign_in.finish(Duration::from_secs(wait), moment.utc()).await?;

    let google = Google::by_consent(&connection, consent.clone())?;
    identify(&Session { google: &google, settings: &settings, moment }).await?;
    consent.save(path).map_err(|error| Error::TokenNotWritten { path: path.clone(), kind: error.kind() })?;
    show!("Signed in. The token is in {}; the client file is not needed at night.", path.display());

    if let Some(until) = consent.until {
        show!("The consent ends on {}; sign in again before then.", until.format("%Y-%m-%d"));
    }

    if json {
        let (account, until) = (&settings.account, consent.until.map(|until| until.date_naive()));
        print_json(&json!({"outcome": "signed_in", "account": account, "token": path, "until": until}));
    }
    Ok(exit::OK)
}
