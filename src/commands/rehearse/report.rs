//! One line for each thing that was rehearsed, and what they come to.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Serialize, Serializer};

use crate::error::exit;
use crate::probes::{Answer, Necessity, Probe};

/// How many of each, and the worst of them.
#[derive(Debug, Default)]
pub(super) struct RehearsalReport {
    holds: u32,
    otherwise: u32,
    unknown: u32,
    unasked: u32,
    code: u8,
    answers: Vec<Rehearsed>,
}

/// One thing that was rehearsed.
#[derive(Debug, Serialize)]
struct Rehearsed {
    verdict: &'static str,
    message: String,
}

/// A rehearsal as a program reads it.
#[derive(Debug, Serialize)]
pub(super) struct RehearsalOutput<'a> {
    #[serde(flatten)]
    pub(super) report: &'a RehearsalReport,
    /// The scratch spreadsheet.
    pub(super) spreadsheet_id: &'a str,
    pub(super) link: &'a str,
}

impl RehearsalReport {
    /// The line of one assumption.
    pub(super) fn probe(&mut self, probe: Probe, answer: Answer) -> String {
        let (assumes, otherwise) = (probe.assumes(), probe.otherwise());
        let required = probe.weight() == Necessity::Required;

        match answer {
            Answer::Holds => self.holds(assumes),
            Answer::DoesNotHold => {
                let code = if required { exit::LEDGER } else { exit::OK };
                self.fails(assumes, otherwise, code)
            }
            Answer::CouldNotTell(error) => {
                self.unknown += 1;
                self.worse(if required { exit::AGAIN } else { exit::OK });
                self.line("could not tell", &format!("{assumes} ({error}); if it does not: {otherwise}"))
            }
            Answer::NotAsked => {
                self.unasked += 1;
                self.line("not asked", &format!("{assumes}: name an address with --to"))
            }
        }
    }

    /// The line of something that was as it should be.
    pub(super) fn holds(&mut self, what: &str) -> String {
        self.holds += 1;
        self.line("holds", what)
    }

    /// The line of something that was not, with what it means or why.
    pub(super) fn fails(&mut self, what: &str, why: &str, code: u8) -> String {
        self.otherwise += 1;
        self.worse(code);
        self.line("does not hold", &format!("{what}: {why}"))
    }

    /// 66 where the ground is missing, before anything else.
    fn worse(&mut self, code: u8) {
        if self.code != exit::LEDGER && code != exit::OK {
            self.code = code;
        }
    }

    pub(super) fn code(&self) -> u8 {
        self.code
    }

    fn line(&mut self, verdict: &'static str, what: &str) -> String {
        self.answers.push(Rehearsed { verdict, message: what.to_owned() });
        format!("{verdict:<15} {what}")
    }
}

/// One JSON object.
impl Serialize for RehearsalReport {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct RehearsalObject<'a> {
            outcome: &'static str,
            code: u8,
            totals: BTreeMap<&'static str, u32>,
            answers: &'a [Rehearsed],
        }
        let Self { holds, otherwise, unknown, unasked, code, answers } = self;
        let outcome = match *code {
            exit::OK => "usable",
            exit::AGAIN => "not_told",
            _ => "unusable",
        };
        let totals = [
            ("holds", *holds),
            ("does_not_hold", *otherwise),
            ("could_not_tell", *unknown),
            ("not_asked", *unasked),
        ];
        RehearsalObject { outcome, code: *code, totals: totals.into(), answers }.serialize(serializer)
    }
}

impl fmt::Display for RehearsalReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { holds, otherwise, unknown, unasked, code, .. } = self;
        write!(
            f,
            "{holds} hold, {otherwise} do not, {unknown} could not be told, {unasked} were not asked; "
        )?;
        f.write_str(match *code {
            exit::OK => "the service can be used here",
            exit::AGAIN => "run it again for what could not be told",
            _ => "do not use the service here before somebody has looked into what does not hold",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::google::{Error, ErrorKind};

    fn busy() -> Error {
        let call = "sheets.batchUpdate";
        Error {
            kind: ErrorKind::Quota,
            call,
            reads_spreadsheet: false,
            status: Some(429),
            attempts: 7,
            ambiguous: false,
            retry_after: None,
        }
    }

    #[test]
    fn what_holds_lets_the_service_be_used() {
        let mut report = RehearsalReport::default();
        assert_eq!(
            report.probe(Probe::Racing, Answer::Holds),
            "holds           of several batches at once that aim at one id, one is applied"
        );
        assert_eq!(report.code(), exit::OK);
        assert_eq!(
            report.to_string(),
            "1 hold, 0 do not, 0 could not be told, 0 were not asked; the service can be used here"
        );
    }

    #[test]
    fn a_missing_ground_outweighs_what_could_not_be_told_and_a_missing_comfort_weighs_nothing() {
        let mut report = RehearsalReport::default();
        report.probe(Probe::TitleCase, Answer::DoesNotHold);
        report.probe(Probe::FreedSheetId, Answer::CouldNotTell(busy()));
        report.probe(Probe::TwoSends, Answer::NotAsked);
        assert_eq!(report.code(), exit::OK);
        let expected = report.probe(Probe::WriteByTag, Answer::CouldNotTell(busy()));
        assert!(expected.starts_with("could not tell  a write by tag reaches the column"), "{expected}");
        assert!(expected.contains("(sheets.batchUpdate: Google's quota is used up for now"), "{expected}");
        assert_eq!(report.code(), exit::AGAIN);
        report.probe(Probe::UsedMetadataId, Answer::DoesNotHold);
        report.probe(Probe::LongText, Answer::CouldNotTell(busy()));
        assert_eq!(report.code(), exit::LEDGER);
        assert_eq!(
            report.to_string(),
            "0 hold, 2 do not, 3 could not be told, 1 were not asked; do not use the service here before somebody has \
             looked into what does not hold"
        );
    }
}
