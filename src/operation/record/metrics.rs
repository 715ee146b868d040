//! The record in the text format of Prometheus, for the node exporter's textfile collector.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};

use crate::operation::record::NightsRecord;

/// Writes every metric with its help. `config` labels them: the name of the configuration file, so
/// that several spreadsheets on a host are told apart. What is not known is left out.
pub fn render(record: &NightsRecord, config: &str) -> String {
    let mut page = MetricsPage { text: String::new(), label: escaped(config) };
    let seconds = |at: DateTime<Utc>| at.timestamp().to_string();
    let last = record.last;
    page.gauge(
        "last_run_timestamp_seconds",
        "When the last night began, in seconds since 1970.",
        last.map(|last| seconds(last.at)),
    );

    page.gauge(
        "last_success_timestamp_seconds",
        "When the last night began that handed over what was due, in seconds since 1970.",
        record.success.map(seconds),
    );

    page.gauge(
        "last_run_duration_seconds",
        "How long the last night took.",
        last.map(|last| format!("{:.3}", last.seconds)),
    );

    page.gauge(
        "last_run_exit_code",
        "Exit code of the last night: 0 done, 3 done and something needs a person, else not done.",
        last.map(|last| last.code.to_string()),
    );

    page.gauge(
        "failures_in_a_row",
        "Nights that have failed since the last one that handed over what was due.",
        Some(record.failures.to_string()),
    );
    let Some(facts) = record.facts else { return page.text };
    let rows = facts.rows;
    page.head("rows", "Rows of the staff tab by lane, in the last night that was carried to its end.");

    for (disposition, count) in [
        ("empty", rows.empty),
        ("headings", rows.headings),
        ("before_since", rows.before_since),
        ("waiting", rows.waiting),
        ("already", rows.already),
        ("pqr", rows.pqr),
        ("incomplete", rows.incomplete),
        ("amended", rows.amended),
        ("withheld", rows.withheld),
    ] {
        page.line("rows", &format!(",lane=\"{disposition}\""), &count.to_string());
    }

    page.gauge(
        "missing_reports",
        "Reports of the ledger that stand in no row any more.",
        Some(rows.missing.to_string()),
    );

    page.gauge(
        "requests",
        "Requests to Google in that night, every try counted.",
        Some(facts.requests.to_string()),
    );
    page.gauge("tabs", "Tabs of the spreadsheet; 200 is the ceiling.", Some(facts.tabs.to_string()));
    page.gauge(
        "cells",
        "Cells of the spreadsheet, empty ones included; ten million is the ceiling.",
        Some(facts.cells.to_string()),
    );

    page.text
}

struct MetricsPage {
    text: String,
    label: String,
}

impl MetricsPage {
    fn gauge(&mut self, name: &str, help: &str, value: Option<String>) {
        if let Some(value) = value {
            self.head(name, help);
            self.line(name, "", &value);
        }
    }

    fn head(&mut self, name: &str, help: &str) {
        // Writing to a text cannot fail.
        let _ = write!(self.text, "# HELP traslado_{name} {help}\n# TYPE traslado_{name} gauge\n");
    }

    fn line(&mut self, name: &str, labels: &str, value: &str) {
        let _ = writeln!(self.text, "traslado_{name}{{config=\"{}\"{labels}}} {value}", self.label);
    }
}

/// A label's value may hold anything but these three as they are.
fn escaped(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::record::Last;

    #[test]
    fn each_metric_has_its_help_and_type_once_and_before_it() {
        let at = "2026-11-24T08:00:00Z".parse().unwrap();
        let record = NightsRecord::default().after(
            Last { at, seconds: 0.25, code: 0, part: None },
            Some(crate::operation::record::NightFacts::default()),
        );
        let text = render(&record, "ce\"f05");
        let mut described = Vec::new();
        for line in text.lines() {
            if let Some(rest) = line.strip_prefix("# HELP ") {
                described.push(rest.split(' ').next().unwrap());
            } else if !line.starts_with("# TYPE ") {
                let name = line.split('{').next().unwrap();
                assert_eq!(described.last(), Some(&name));
                assert!(line.starts_with(&format!("{name}{{config=\"ce\\\"f05\"")), "{line}");
                assert!(line.rsplit(' ').next().unwrap().parse::<f64>().is_ok(), "{line}");
            }
        }
        assert_eq!(described.len(), 10);
        let distinct: std::collections::BTreeSet<_> = described.iter().collect();
        assert_eq!(distinct.len(), described.len());
    }

    #[test]
    fn what_is_not_known_is_left_out() {
        let text = render(&NightsRecord::default(), "x");
        assert_eq!(text.lines().filter(|line| !line.starts_with('#')).count(), 1, "{text}");
    }
}
