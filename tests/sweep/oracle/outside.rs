//! What left the spreadsheet: logs, errors, addresses, mails. No citizen's text is in any of it.

use super::Oracle;
use crate::people::leak;
use crate::stage::Stage;

impl Oracle {
    pub(super) fn silent(&mut self, text: &str, whence: &str) {
        if let Some(canary) = leak(text) {
            self.broken(format!("a citizen's text ({canary}) stands in {whence}"));
        }
    }

    /// Looks at everything that came out since the last look.
    pub(super) fn outside(&mut self, stage: &Stage) {
        self.silent(&stage.log.take(), "the log");
        let requests = stage.emulator.requests_since(self.requests);
        self.requests += requests.len();
        for request in requests {
            self.silent(&format!("{}?{}", request.path, request.query), "an address");
        }
        let mails = stage.emulator.mails();
        for mail in mails.iter().skip(self.mails) {
            self.silent(&format!("{} {} {}", mail.subject, mail.text, mail.html), "a mail");
            for number in announced(&mail.subject) {
                *self.announced.entry(number).or_default() += 1;
            }
        }
        self.mails = mails.len();
    }
}

/// The hand-offs that a subject names: `[CE-F05 2026-03-10 n.º 1]` or `n.os 1 a 3`.
fn announced(subject: &str) -> Vec<u32> {
    let inside = subject.split(']').next().unwrap_or_default();
    let after = inside.split(" n.").nth(1).unwrap_or_default();
    let numbers: Vec<u32> = after.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    match numbers[..] {
        [only] => vec![only],
        [first, last] => (first..=last).collect(),
        _ => Vec::new(),
    }
}
