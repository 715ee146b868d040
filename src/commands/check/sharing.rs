//! Who else can open the file.

use crate::commands::check::report::CheckReport;
use crate::domain::access::{self, Grant, Grantee};
use crate::error::exit;
use crate::google::drive::FileOwner;
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

/// Whose the file is: CE-P08 (6.1) has it belong to the account of Communications.
pub(super) async fn owner(session: &Session<'_>, report: &mut CheckReport) {
    let name = "owner";
    match session.google.file(session.file()).await.map(|file| file.owner) {
        Ok(FileOwner::Account) => report.ok(name, "the file is the account's own (CE-P08, 6.1)"),
        Ok(FileOwner::SharedDrive) => report.warn(
            name,
            "the file lies in a shared drive, whose members can open it and whose managers say who may",
            "see that the drive has no members but the two offices; CE-P08 (6.1) has the file belong to the account",
        ),
        Ok(FileOwner::Another) => report.warn(
            name,
            "the file is another account's, which can take it away from the service",
            "have its owner make the account its owner under Share, as CE-P08 (6.1) says",
        ),
        Err(error) => report.warn(name, format!("cannot tell whose the file is ({error})"), "check again later"),
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
