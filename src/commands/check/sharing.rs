//! Who else can open the file.

use crate::commands::check::report::CheckReport;
use crate::domain::access::{self, Grant, Grantee};
use crate::error::exit;
use crate::session::Session;

const NAME: &str = "sharing";

/// Compares who can open the file with who may, or counts them where nobody said who may.
pub(super) async fn sharing(session: &Session<'_>, report: &mut CheckReport) {
    let grants = match session.google.permissions(session.file()).await {
        Ok(grants) => grants,
        Err(error) => {
            let message = format!("cannot tell who can open the file ({error})");
            let remedy = format!("let {} share the file, which only an editor may", session.settings.account);
            match &session.settings.access {
                Some(access) if access.strict => {
                    report.fail_with(NAME, &session.error(error));
                }
                Some(_) => report.fail(NAME, exit::ATTENTION, message, remedy),
                None => report.warn(NAME, message, remedy),
            }
            return;
        }
    };

    let Some(access) = &session.settings.access else {
        let message = format!("nobody looks at night who can open the file; now: {}", counted(&grants));
        report.warn(NAME, message, "list who may under [access] in the configuration");
        return;
    };
    let exposure = access::audit(&grants, &access.allowed, &session.settings.account);

    if exposure.is_none() {
        report.ok(NAME, "nobody can open the file but those in access.allowed");
    } else {
        let code = if access.strict { exit::DENIED } else { exit::ATTENTION };
        let remedy = "take the access away under Share, or add who may have it to access.allowed";
        report.fail(NAME, code, format!("the file can also be opened by {exposure}"), remedy);
    }
}

/// Kinds and counts, never names.
fn counted(grants: &[Grant]) -> String {
    let count = |of: fn(&Grantee) -> bool| grants.iter().filter(|grant| of(&grant.whom)).count();
    let mut text = format!(
        "accounts: {}, groups: {}, whole domains: {}",
        count(|whom| matches!(whom, Grantee::Person(_))),
        count(|whom| matches!(whom, Grantee::Group(_))),
        count(|whom| matches!(whom, Grantee::Domain(_))),
    );

    if count(|whom| matches!(whom, Grantee::Anyone)) > 0 {
        text.push_str(", and anyone who has the link");
    }

    text
}
