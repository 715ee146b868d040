//! What clerks typed that contradicts itself.

use crate::commands::check::report::CheckReport;
use crate::steps::read::Book;

/// Reports named in the message; the rest are counted.
const NAMED: usize = 5;

/// Warns of reports with different radicados, by their IDs.
pub(super) fn radicados(book: &Book, report: &mut CheckReport) {
    let ids: Vec<String> = book.answers.contradicted().map(|id| id.to_string()).collect();
    if ids.is_empty() {
        return;
    }

    let rest = ids.len().saturating_sub(NAMED);
    let more = if rest > 0 { format!(" and {rest} more") } else { String::new() };

    report.warn(
        "radicados",
        format!("different ones were typed for {}{more}", ids[..ids.len() - rest].join(", ")),
        "leave one of them in the hand-off tabs; the work list Pendientes and the column Observaciones traslado name both",
    );
}
