//! What was checked, one line each, and what it comes to.

use std::collections::BTreeMap;
use std::fmt;

use comfy_table::Table;
use serde::{Serialize, Serializer};

use crate::error::{Error, exit};

/// Exit codes from the worst down: first what no night gets over by itself, last what passes.
const WORST: [u8; 8] = [
    exit::BUG,
    exit::CONFIG,
    exit::DENIED,
    exit::LEDGER,
    exit::SHEET,
    exit::CEILING,
    exit::ATTENTION,
    exit::AGAIN,
];

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum CheckStatus {
    /// As it should be.
    Ok,
    /// A person should know; a night is not kept from its work.
    Warning,
    /// A night would end with the check's code.
    Failed,
}

/// One check.
#[derive(Debug, Serialize)]
pub(super) struct Check {
    name: &'static str,
    status: CheckStatus,
    message: String,
    remedy: Option<String>,
    /// Which column is read as which field, for the check that has found it out.
    #[serde(skip_serializing_if = "Option::is_none")]
    columns: Option<BTreeMap<String, String>>,
    /// The columns that nobody reads, for the same check.
    #[serde(skip_serializing_if = "Option::is_none")]
    unread: Option<Vec<String>>,
    #[serde(skip)]
    code: u8,
    #[serde(skip)]
    table: Option<Table>,
}

/// Every check, in the order in which it was made.
#[derive(Debug, Default)]
pub(super) struct CheckReport {
    checks: Vec<Check>,
}

impl CheckReport {
    /// Adds a check that is as it should be.
    pub(super) fn ok(&mut self, name: &'static str, message: impl Into<String>) {
        self.add(name, CheckStatus::Ok, exit::OK, message.into(), None);
    }

    /// Adds a check of which a person should know, and what to do about it.
    pub(super) fn warn(&mut self, name: &'static str, message: impl Into<String>, remedy: impl Into<String>) {
        self.add(name, CheckStatus::Warning, exit::OK, message.into(), Some(remedy.into()));
    }

    /// Adds a check that would end a night with this code.
    pub(super) fn fail(
        &mut self,
        name: &'static str,
        code: u8,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        self.add(name, CheckStatus::Failed, code, message.into(), Some(remedy.into()));
    }

    /// Adds a check that would end a night with this error; one line for each problem of a
    /// configuration.
    pub(super) fn fail_with(&mut self, name: &'static str, error: &Error) {
        let code = error.exit_code();
        let Error::Config(problems) = error else {
            return self.add(name, CheckStatus::Failed, code, error.message(), error.remedy());
        };

        for problem in &problems.problems {
            let message = problem.message(&problems.path);
            self.add(name, CheckStatus::Failed, code, message, problem.remedy.clone());
        }
    }

    /// Adds to the last line which column is read as which field, and which ones nobody reads: a table
    /// for people, an object and a list for a program.
    pub(super) fn columns(&mut self, table: Table, columns: BTreeMap<String, String>, unread: Vec<String>) {
        if let Some(last) = self.checks.last_mut() {
            last.columns = Some(columns);
            last.unread = Some(unread);
            last.table = Some(table);
        }
    }

    /// Adds a note of the checks that could not be made because others failed.
    pub(super) fn skip(&mut self, names: &[&str]) {
        self.warn("not checked", names.join(", "), "mend what failed above and check again");
    }

    fn add(
        &mut self,
        name: &'static str,
        status: CheckStatus,
        code: u8,
        message: String,
        remedy: Option<String>,
    ) {
        self.checks.push(Check {
            name,
            status,
            message,
            remedy,
            columns: None,
            unread: None,
            code,
            table: None,
        });
    }

    /// The worst finding's exit code.
    pub(super) fn code(&self) -> u8 {
        let found = |code: &&u8| self.checks.iter().any(|check| check.code == **code);
        WORST.iter().find(found).copied().unwrap_or(exit::OK)
    }

    fn outcome(&self) -> CheckStatus {
        let has = |status| self.checks.iter().any(|check| check.status == status);
        if has(CheckStatus::Failed) {
            CheckStatus::Failed
        } else if has(CheckStatus::Warning) {
            CheckStatus::Warning
        } else {
            CheckStatus::Ok
        }
    }
}

/// One JSON object.
impl Serialize for CheckReport {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Whole<'a> {
            outcome: CheckStatus,
            code: u8,
            checks: &'a [Check],
        }
        Whole { outcome: self.outcome(), code: self.code(), checks: &self.checks }.serialize(serializer)
    }
}

impl fmt::Display for CheckStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Failed => "FAILED",
        })
    }
}

impl fmt::Display for CheckReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Check { name, status, message, remedy, table, .. } in &self.checks {
            write!(f, "{status:8}{name}: {message}")?;
            if let Some(remedy) = remedy {
                write!(f, "; {remedy}")?;
            }
            writeln!(f)?;
            if let Some(table) = table {
                for line in table.lines() {
                    writeln!(f, "        {line}")?;
                }
            }
        }

        let count = |status| self.checks.iter().filter(|check| check.status == status).count();
        let (ok, warnings, failed) =
            (count(CheckStatus::Ok), count(CheckStatus::Warning), count(CheckStatus::Failed));

        write!(f, "{ok} ok, {warnings} to know, {failed} failed; nothing was written")
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::config::Settings;

    #[test]
    fn a_semicolon_or_a_line_break_that_the_operator_typed_parts_no_fault_from_its_remedy() {
        let problems = Settings::parse("\"a; b\\nc\" = 1\n[sheet]\nform = \"my; own.toml\"\n", Path::new(""))
            .expect_err("nothing that is required is there");
        let problems = crate::config::Problems { path: "my; file.toml".into(), problems };

        let mut report = CheckReport::default();
        report.fail_with("configuration", &Error::from(problems));
        let found = |start: &str| report.checks.iter().find(|check| check.message.starts_with(start));

        let unknown = found("my; file.toml:1: a; b").expect("the unknown key");
        assert!(unknown.message.ends_with(": unknown key"), "{}", unknown.message);
        assert_eq!(unknown.remedy.as_deref(), Some("remove it"));
        let form = found("my; file.toml:3: sheet.form: ").expect("the form that cannot be read");
        assert!(form.message.ends_with("my; own.toml: is not there"), "{}", form.message);
        assert_eq!(form.remedy, None);
        assert!(report.checks.iter().all(|check| check.message.starts_with("my; file.toml")), "{report}");

        report.fail_with(
            "the tab",
            &Error::NoSuchTab { tab: "Reportes; copia".into(), existing: "\"a; b\"".into() },
        );
        let tab = report.checks.last().expect("a check");
        assert_eq!(tab.message, "the spreadsheet has no tab \"Reportes; copia\"; it has \"a; b\"");
        assert_eq!(tab.remedy.as_deref(), Some("correct sheet.tab in the configuration"));
    }

    #[test]
    fn the_worst_finding_decides_and_warnings_do_not() {
        let mut report = CheckReport::default();
        report.warn("a", "x", "y");
        assert_eq!((report.code(), report.outcome()), (exit::OK, CheckStatus::Warning));
        for (code, worst) in [(75, 75), (65, 65), (3, 65), (78, 78), (77, 78)] {
            report.fail("b", code, "x", "y");
            assert_eq!(report.code(), worst);
        }
    }
}
